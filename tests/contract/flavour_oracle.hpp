// What the oracles of the other crons share: cases drawn from the generator of Debian's oracle, and
// the count of differences.
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cronmend/base/text.hpp"
#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::test {

inline constexpr int kSkipped = 77;

inline std::string whole_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

// CRONMEND_ORACLE_LINES: how many lines to try.
inline std::size_t wanted_cases() {
    const char* given = std::getenv("CRONMEND_ORACLE_LINES");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : 20000;
}

// Folders of this machine's own that are empty, and in memory, for this process and its children
// alone. Only root can.
inline bool use_empty_folders(const std::vector<const char*>& folders) {
    if (geteuid() != 0 || unshare(CLONE_NEWNS) != 0 ||
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        return false;
    }
    for (const char* folder : folders) {
        if (mount("tmpfs", folder, "tmpfs", 0, "mode=755") != 0) {
            return false;
        }
    }
    return true;
}

// A daemon that is started to read its tables, and killed once it has.
class Daemon {
public:
    // What it writes to standard output and error goes to that file.
    Daemon(std::vector<std::string> arguments, std::vector<std::string> environment,
           const std::string& output) {
        std::vector<char*> argv = pointers(arguments);
        std::vector<char*> envp = pointers(environment);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
        if (posix_spawn(&child_, argv[0], &actions, nullptr, argv.data(), envp.data()) != 0) {
            child_ = -1;
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;
    ~Daemon() {
        if (child_ > 0) {
            kill(child_, SIGKILL);
            waitpid(child_, nullptr, 0);
        }
    }

    // Waits until the file ends with that text; false if the daemon dies before, or takes a minute.
    bool wait_for(const std::filesystem::path& file, std::string_view ending) {
        for (int i = 0; i < 12000 && child_ > 0; ++i) {
            if (whole_file(file).ends_with(ending)) {
                return true;
            }
            if (waitpid(child_, nullptr, WNOHANG) != 0) {
                child_ = -1;
                return whole_file(file).ends_with(ending);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }

    // Waits until it ends by itself.
    void wait_to_end() {
        if (child_ > 0) {
            waitpid(child_, nullptr, 0);
            child_ = -1;
        }
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> pointers;
        for (std::string& text : texts) {
            pointers.push_back(text.data());
        }
        pointers.push_back(nullptr);
        return pointers;
    }

    pid_t child_ = -1;
};

inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t newline = std::min(text.find('\n'), text.size() - 1);
        lines.emplace_back(text.substr(0, text[newline] == '\n' ? newline : newline + 1));
        text.remove_prefix(newline + 1);
    }
    return lines;
}

// Counts what differs, and shows the first of it.
class Differences {
public:
    void compare(std::string_view line, const std::string& ours, const std::string& theirs) {
        if (ours == theirs) {
            return;
        }
        constexpr int kMostShown = 20;
        if (++count_ <= kMostShown) {
            std::printf("DIFFERENT: \"%s\"\n  we: %s\n  they: %s\n", printable(line).c_str(),
                        printable(ours).c_str(), printable(theirs).c_str());
        }
    }
    void fail(const std::string& what) {
        ++count_;
        std::printf("FAILED: %s\n", what.c_str());
    }
    [[nodiscard]] int count() const { return count_; }

private:
    int count_ = 0;
};

// Lines that make no trouble where the daemon might start them: it never writes a file.
inline std::string harmless(std::string line) {
    for (char& c : line) {
        if (c == '>' || c == '<' || c == '|' || c == '&' || c == '`' || c == '$') {
            c = 'q';
        }
    }
    return line;
}

}  // namespace cronmend::test
