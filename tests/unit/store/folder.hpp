// A temporary folder, and everything that can be seen of it.
#pragma once

#include <dirent.h>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace cronmend::test {

class Folder {
public:
    Folder() {
        char name[] = "/tmp/cronmend-store-XXXXXX";
        REQUIRE(::mkdtemp(name) != nullptr);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name = "cronmend.db") const {
        return path_ + "/" + name;
    }

    // Names, inodes, sizes, modes, times and bytes; the folder's own times too.
    [[nodiscard]] std::map<std::string, std::string> listing() const {
        std::map<std::string, std::string> seen{{".", facts(path_)}};
        for (const auto& item : std::filesystem::directory_iterator{path_}) {
            std::ifstream stream{item.path(), std::ios::binary};
            std::ostringstream bytes;
            bytes << stream.rdbuf();
            seen[item.path().filename()] = facts(item.path()) + bytes.str();
        }
        return seen;
    }

private:
    static std::string facts(const std::string& path) {
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        std::ostringstream out;
        out << status.st_ino << ' ' << status.st_size << ' ' << status.st_mode << ' '
            << status.st_mtim.tv_sec << '.' << status.st_mtim.tv_nsec << ' '
            << status.st_ctim.tv_sec << '.' << status.st_ctim.tv_nsec << '\n';
        return out.str();
    }
    std::string path_;
};

// A process of its own: it runs `work` and then exits; what is inside must use no doctest macros.
template <class F>
pid_t start_child(F work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(work());
    }
    REQUIRE(child > 0);
    return child;
}

inline int wait_for(pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

// The exit status of `work`, run in a process of its own.
template <class F>
int in_child(F work) {
    const int status = wait_for(start_child(work));
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

}  // namespace cronmend::test
