// Accepted means accepted by the real one: generated tables, our verdict against that of Debian's
// `crontab -n FILE` (which checks a file and touches no table). Exit status 77 where there is none.
// CRONMEND_ORACLE_LINES: how many tables to try (20,000; 3,000 if not root); CRONMEND_SEED: the
// same ones again.
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/refusal.hpp"
#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace {

namespace fs = std::filesystem;
using cronmend::cron::Crontab;
using cronmend::cron::Refusal;
using cronmend::test::LineGenerator;
using cronmend::test::Random;

constexpr int kSkipped = 77;
constexpr std::size_t kTablesInABatch = 2500;  // of two lines at most; cron takes 10000 lines
constexpr int kMostShown = 20;

// The real thing, with a folder of its own for the files that it is given.
class Oracle {
public:
    Oracle() {
        std::string pattern = (fs::temp_directory_path() / "cron-oracle-XXXXXX").string();
        if (mkdtemp(pattern.data()) != nullptr) {
            folder_ = pattern;
        }
    }
    ~Oracle() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    [[nodiscard]] bool is_there() const {
        return accepts("* * * * * x\n") &&
               words().find("successfully checked") != std::string::npos &&
               !accepts("60 * * * * x\n") && words().find("bad minute") != std::string::npos;
    }

    [[nodiscard]] bool accepts(std::string_view text) const {
        std::ofstream(table(), std::ios::binary) << text;
        return run() == 0;
    }

    // What it said to the last table.
    [[nodiscard]] std::string words() const {
        std::ifstream file(folder_ / "words", std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    [[nodiscard]] std::string table() const { return (folder_ / "t").string(); }

    [[nodiscard]] int run() const {
        std::string program = "crontab";
        std::string option = "-n";
        std::string file = table();
        std::string locale = "LC_ALL=C";
        const std::string words = (folder_ / "words").string();
        char* const arguments[] = {program.data(), option.data(), file.data(), nullptr};
        char* const environment[] = {locale.data(), nullptr};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, words.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
        pid_t child = -1;
        const int problem =
            posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environment);
        posix_spawn_file_actions_destroy(&actions);
        int status = -1;
        if (problem != 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
            return -1;
        }
        return WEXITSTATUS(status);
    }

    fs::path folder_;
};

struct Case {
    std::string text;
    bool accepted = false;  // by us
};

Case make_case(LineGenerator& generator, Random& random) {
    Case made;
    made.text = generator.line();
    // Two lines at times. Not with quotes: behind a quote that ends a line, cron goes on reading in
    // what the line before has left in its buffer.
    if (random.one_in(10)) {
        const std::string second = generator.line();
        if ((made.text + second).find_first_of("\"'") == std::string::npos) {
            made.text += "\n" + second;
        }
    }
    if (!random.one_in(12)) {
        made.text += '\n';
    }
    made.accepted = !cronmend::cron::refusal(Crontab::parse(made.text));
    return made;
}

std::string joined(const std::vector<Case>& cases, std::size_t first, std::size_t last) {
    std::string text;
    for (std::size_t i = first; i < last; ++i) {
        text += cases[i].text;
        if (!text.empty() && text.back() != '\n') {
            text += '\n';
        }
    }
    return text;
}

class Comparison {
public:
    explicit Comparison(const Oracle& oracle) : oracle_(oracle) {}

    // Tables that we accept are put together: cron must accept the whole, or we look for the one.
    void accepted(const std::vector<Case>& cases, std::size_t first, std::size_t last) {
        if (first == last || oracle_.accepts(joined(cases, first, last))) {
            return;
        }
        if (last - first == 1) {
            report(cases[first].text, "we accept, cron says: " + oracle_.words());
            return;
        }
        const std::size_t middle = first + (last - first) / 2;
        accepted(cases, first, middle);
        accepted(cases, middle, last);
    }

    // A table on its own; our verdict, and our words, must be cron's.
    void alone(const Case& one) {
        const auto refusal = cronmend::cron::refusal(Crontab::parse(one.text));
        if (oracle_.accepts(one.text) == refusal.has_value()) {
            report(one.text, refusal ? "cron accepts, we say: " + refusal->words
                                     : "we accept, cron says: " + oracle_.words());
        } else if (refusal && !says_the_same(one.text, refusal->words)) {
            report(one.text, "we say: " + refusal->words + ", cron says: " + oracle_.words());
        }
    }

    [[nodiscard]] int differences() const { return differences_; }

private:
    // Our words begin with cron's. Which of its words cron chooses at the end of a file that ends
    // in the middle of a line with a NUL is nothing that matters.
    [[nodiscard]] bool says_the_same(std::string_view text, const std::string& ours) const {
        if (!text.ends_with('\n') && text.find('\0') != std::string_view::npos) {
            return true;
        }
        return oracle_.words().find(ours.substr(0, ours.find(": "))) != std::string::npos;
    }

    void report(std::string_view text, const std::string& what) {
        if (++differences_ <= kMostShown) {
            std::printf("DIFFERENT: \"%s\"\n  %s\n", cronmend::printable(text).c_str(),
                        what.c_str());
        }
    }

    const Oracle& oracle_;
    int differences_ = 0;
};

// `crontab -n` writes a temporary file to the spool folder and waits until it is on the disk. As
// root the folder can be an empty one in memory, seen by this process and its children alone; the
// machine's own is then left in peace, and the test runs ten times as fast. Otherwise it works too.
bool use_spool_of_our_own() {
    return geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount("tmpfs", "/var/spool/cron/crontabs", "tmpfs", 0, "mode=1730") == 0;
}

std::size_t wanted_cases(bool fast) {
    const char* given = std::getenv("CRONMEND_ORACLE_LINES");
    if (given != nullptr) {
        return std::strtoull(given, nullptr, 10);
    }
    return fast ? 20000 : 3000;
}

}  // namespace

int main() {
    const bool fast = use_spool_of_our_own();
    if (fast) {
        std::puts("in a spool folder of its own");
    }
    const Oracle oracle;
    if (!oracle.is_there()) {
        std::puts("SKIPPED: no Debian crontab with -n (3.0pl1-160 or later) here");
        return kSkipped;
    }
    // Later releases (from -187) take an empty value; cronmend goes by the stricter rule.
    const bool lenient = oracle.accepts("A=\n");
    Random random(cronmend::test::chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    LineGenerator generator(random);
    Comparison comparison(oracle);
    std::vector<Case> batch;
    std::size_t accepted = 0;
    const std::size_t wanted = wanted_cases(fast);
    for (std::size_t i = 0; i < wanted; ++i) {
        const Case one = make_case(generator, random);
        if (one.accepted && one.text.ends_with('\n')) {
            batch.push_back(one);
            ++accepted;
        } else if (!(lenient && !one.accepted && one.text.find('=') != std::string::npos)) {
            comparison.alone(one);
        }
        if (batch.size() == kTablesInABatch || i + 1 == wanted) {
            comparison.accepted(batch, 0, batch.size());
            batch.clear();
        }
    }
    std::printf("%zu tables, %zu of them accepted, %d differences\n", wanted, accepted,
                comparison.differences());
    // A generator that draws from one side only would prove nothing.
    const bool balanced = accepted * 10 > wanted && accepted * 10 < wanted * 9;
    return comparison.differences() == 0 && balanced ? 0 : 1;
}
