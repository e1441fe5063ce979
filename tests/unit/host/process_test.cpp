#include "cronmend/host/process.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>

#include "support/random.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;
using namespace std::chrono_literals;

namespace {

Program shell(const std::string& script) {
    Program program;
    program.path = "/bin/sh";
    program.arguments = {"-c", script};
    program.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"};
    program.time_limit = 20s;
    return program;
}

ProgramResult run(const Program& program) {
    SystemProcessRunner runner;
    const auto result = runner.run(program);
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : to_string(result.error())));
    return *result;
}

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool has_children() {
    return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

bool eventually(const std::function<bool()>& happened) {
    for (int attempt = 0; attempt < 300; ++attempt) {
        if (happened()) {
            return true;
        }
        ::usleep(10'000);
    }
    return false;
}

// True once no process has this number, or only a dead one that nobody waited for.
bool is_gone(pid_t number) {
    return eventually([&] {
        const std::string facts = test::content_of("/proc/" + std::to_string(number) + "/stat");
        return facts.empty() || facts.find(") Z ") != std::string::npos;
    });
}

}  // namespace

TEST_CASE("exit status, output and errors of a program") {
    struct Row {
        const char* name;
        const char* script;
        int status;
        const char* out;
        const char* err;
    };
    const Row rows[] = {
        {"nothing", "true", 0, "", ""},
        {"exit status", "exit 7", 7, "", ""},
        {"both streams", "echo out; echo err >&2; exit 1", 1, "out\n", "err\n"},
        {"NUL and high bytes", "printf 'a\\000b\\377'", 0, nullptr, ""},
        {"ended by SIGTERM", "kill -TERM $$", 128 + SIGTERM, "", ""},
        {"ended by SIGKILL", "echo first; kill -KILL $$", 128 + SIGKILL, "first\n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto result = run(shell(row.script));
        CHECK(result.exit_status == row.status);
        CHECK(result.standard_output ==
              (row.out != nullptr ? std::string(row.out) : std::string("a\0b\xff", 4)));
        CHECK(result.standard_error == row.err);
    }
    CHECK_FALSE(has_children());
}

TEST_CASE("arguments and environment arrive as they are, and nothing else does") {
    Program program;
    program.path = "/usr/bin/env";
    program.environment = {"A=1 2", "B=$(touch x);'\"", "C=\n"};
    CHECK(run(program).standard_output == "A=1 2\nB=$(touch x);'\"\nC=\n\n");

    Program words;
    words.path = "/usr/bin/printf";
    words.arguments = {"[%s]", "", "a b", "$HOME `id`", "*"};
    CHECK(run(words).standard_output == "[][a b][$HOME `id`][*]");
}

TEST_CASE("standard input of every size arrives whole") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65'536},
                                   std::size_t{65'537}, std::size_t{300'000}, std::size_t{1} << 20,
                                   (std::size_t{1} << 20) + 1, std::size_t{10'000'000}}) {
        CAPTURE(size);
        Program program = shell("cat; echo done >&2");
        program.standard_input.resize(size);
        for (char& c : program.standard_input) {
            c = static_cast<char>(random.below(256));
        }
        const auto result = run(program);
        CHECK((result.standard_output == program.standard_input));
        CHECK(result.standard_error == "done\n");
    }
}

TEST_CASE("ten megabytes on both streams while as many come in") {
    Program program = shell("head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2; cat >&2");
    program.standard_input.assign(10'000'000, 'x');
    const auto result = run(program);
    CHECK(result.standard_output.size() == 10'000'000);
    CHECK(result.standard_error.size() == 20'000'000);
}

TEST_CASE("the program gets its whole input even if we die before it reads") {
    for (const std::size_t size : {std::size_t{500'000}, std::size_t{5'000'000}}) {
        CAPTURE(size);
        const test::TemporaryFolder folder;
        const pid_t child = ::fork();
        if (child == 0) {
            Program program = shell("echo $$ > '" + (folder / "pid") + "'; sleep 0.3; cat > '" +
                                    (folder / "part") + "'; mv '" + (folder / "part") + "' '" +
                                    (folder / "whole") + "'");
            program.standard_input.assign(size, 'x');
            SystemProcessRunner runner;
            const auto ignored = runner.run(program);
            ::_exit(ignored ? 0 : 1);
        }
        REQUIRE(eventually([&] { return std::filesystem::exists(folder / "pid"); }));
        ::kill(child, SIGKILL);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        REQUIRE_FALSE(std::filesystem::exists(folder / "whole"));
        REQUIRE(eventually([&] { return std::filesystem::exists(folder / "whole"); }));
        CHECK(std::filesystem::file_size(folder / "whole") == size);
    }
}

TEST_CASE("small input comes through a pipe, as every program expects") {
    Program program = shell("readlink /proc/self/fd/0");
    program.standard_input = std::string(200'000, 'x');
    CHECK(run(program).standard_output.starts_with("pipe:"));
}

TEST_CASE("a program that does not read its input does no harm") {
    Program program = shell("exec <&-; exit 3");
    program.standard_input.assign(5'000'000, 'x');
    CHECK(run(program).exit_status == 3);
    program.standard_input.assign(50'000, 'x');
    CHECK(run(program).exit_status == 3);
}

TEST_CASE("the time limit ends the program and what it started") {
    const test::TemporaryFolder folder;
    Program program =
        shell("trap '' TERM INT; sleep 60 & echo $! > '" + (folder / "pid") + "'; sleep 60");
    program.time_limit = 300ms;
    SystemProcessRunner runner;
    const double took = seconds_of([&] {
        const auto result = runner.run(program);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::timed_out);
        CHECK(result.error().message == "/bin/sh did not finish in 0.3 seconds and was ended");
    });
    CHECK(took < 5);
    CHECK(is_gone(std::stoi(test::content_of(folder / "pid"))));
    CHECK_FALSE(has_children());
}

TEST_CASE("the time limit holds for a program that closed its output") {
    Program program = shell("exec >&- 2>&-; sleep 60");
    program.time_limit = 200ms;
    SystemProcessRunner runner;
    const auto result = runner.run(program);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::timed_out);
}

TEST_CASE("what a program leaves behind does not keep us waiting") {
    const test::TemporaryFolder folder;
    Program program = shell("(sleep 30 & echo $! > '" + (folder / "pid") + "'); echo said; exit 4");
    ProgramResult result;
    CHECK(seconds_of([&] { result = run(program); }) < 5);
    CHECK(result.exit_status == 4);
    CHECK(result.standard_output == "said\n");
    ::kill(std::stoi(test::content_of(folder / "pid")), SIGKILL);
}

TEST_CASE("too much output ends the program") {
    for (const char* script : {"yes", "yes >&2"}) {
        CAPTURE(script);
        Program program = shell(script);
        program.most_output = 100'000;
        SystemProcessRunner runner;
        const auto result = runner.run(program);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::unreadable);
        CHECK(result.error().message == "/bin/sh printed more than 100000 bytes and was ended");
    }
    Program program = shell("head -c 100000 /dev/zero");
    program.most_output = 100'000;
    CHECK(run(program).standard_output.size() == 100'000);
    CHECK_FALSE(has_children());
}

TEST_CASE("what cannot be started is told apart") {
    const test::TemporaryFolder folder;
    struct Row {
        const char* name;
        std::string path;
        ErrorCode code;
        const char* words;
    };
    const Row rows[] = {
        {"no file", folder / "none", ErrorCode::not_found, "there is no such file"},
        {"no interpreter", folder.file("bad", "#!/no/such/sh\n", 0755), ErrorCode::not_found,
         "there is no such file, or its first line names an interpreter that is not there"},
        {"not executable", folder.file("text", "#!/bin/sh\n", 0644), ErrorCode::not_found,
         "it is not a program that this user may run"},
        {"a folder", folder.path(), ErrorCode::not_found,
         "it is not a program that this user may run"},
        {"no program format", folder.file("empty", "", 0755), ErrorCode::not_found,
         "Exec format error"},
        {"relative", "bin/sh", ErrorCode::invalid_input, "its path is not absolute"},
        {"NUL", std::string("/bin/sh\0x", 9), ErrorCode::invalid_input, "holds a NUL"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        Program program;
        program.path = row.path;
        SystemProcessRunner runner;
        const auto result = runner.run(program);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == row.code);
        CHECK(result.error().message.find(row.words) != std::string::npos);
    }
    CHECK_FALSE(has_children());
}

TEST_CASE("a failed start runs none of our exit handlers") {
    // In a child of our own, as the handler stays registered.
    const test::TemporaryFolder folder;
    static std::string trace;
    trace = folder / "trace";
    const pid_t child = ::fork();
    if (child == 0) {
        std::atexit([] { ::close(::open(trace.c_str(), O_CREAT | O_WRONLY, 0600)); });
        SystemProcessRunner runner;
        Program program;
        program.path = "/no/such/program";
        const bool refused = !runner.run(program).has_value();
        ::_exit(refused ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("the program inherits nothing but its three streams") {
    const test::TemporaryFolder folder;
    const int kept = ::open(folder.file("secret", "x").c_str(), O_RDONLY);  // not O_CLOEXEC
    REQUIRE(kept >= 0);
    const int high = ::fcntl(kept, F_DUPFD, 100);
    const auto result = run(shell("ls -1 /proc/self/fd; readlink /proc/self/fd/0"));
    ::close(kept);
    ::close(high);
    // ls itself opens the folder as 3.
    CHECK(result.standard_output == "0\n1\n2\n3\n/dev/null\n");
}

TEST_CASE("the program gets default signals, a group of its own, and leaves ours alone") {
    struct sigaction ignore {
    }, before_pipe{}, before_child{}, after{};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before_pipe);
    ::sigaction(SIGCHLD, &ignore, &before_child);
    sigset_t blocked, old, now;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &old);

    const auto result =
        run(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status; "
                  "cut -d' ' -f5 /proc/$$/stat | grep -qx $$ && echo leader; exit 5"));

    ::sigaction(SIGCHLD, nullptr, &after);
    ::pthread_sigmask(SIG_SETMASK, &old, &now);
    ::sigaction(SIGPIPE, &before_pipe, nullptr);
    ::sigaction(SIGCHLD, &before_child, nullptr);
    CHECK(result.exit_status == 5);
    CHECK(result.standard_output ==
          "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nleader\n");
    CHECK((after.sa_handler == SIG_IGN));
    CHECK(sigismember(&now, SIGTERM) == 1);
    CHECK(sigismember(&now, SIGINT) == 0);
}

TEST_CASE("the runner works with its own standard streams closed") {
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(0);
        ::close(1);
        ::close(2);
        SystemProcessRunner runner;
        Program program = shell("cat; echo err >&2");
        program.standard_input = "in";
        const auto result = runner.run(program);
        ::_exit(result && result->standard_output == "in" && result->standard_error == "err\n" ? 0
                                                                                               : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

TEST_CASE("many runs leak neither descriptors nor children") {
    const auto count = [] {
        const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
        return std::distance(begin(entries), end(entries));
    };
    run(shell("true"));
    const auto before = count();
    for (int i = 0; i < 50; ++i) {
        run(shell("echo x"));
        Program none;
        none.path = "/no/such";
        SystemProcessRunner runner;
        CHECK_FALSE(runner.run(none));
    }
    CHECK(count() == before);
    CHECK_FALSE(has_children());
}

TEST_CASE("finding a program") {
    const test::TemporaryFolder folder;
    const auto first = folder.folder("first");
    const auto second = folder.folder("second");
    folder.file("first/text", "", 0644);
    folder.file("second/text", "#!/bin/sh\n", 0755);
    folder.file("second/tool", "#!/bin/sh\n", 0755);
    folder.folder("first/tool");
    struct Row {
        const char* name;
        std::string wanted, path, found;
    };
    const Row rows[] = {
        {"folders and text passed over", "tool", first + ":" + second, second + "/tool"},
        {"not executable passed over", "text", first + ":" + second, second + "/text"},
        {"empty and relative members", "tool", ":second:./second:" + second, second + "/tool"},
        {"only relative members", "tool", "second::.", ""},
        {"absolute", second + "/tool", "", second + "/tool"},
        {"absolute and not there", second + "/none", second, ""},
        {"empty name", "", second, ""},
        {"empty path", "tool", "", ""},
        {"a folder", first + "/tool", first, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto found = find_program(row.wanted, row.path);
        CHECK(found.has_value() == !row.found.empty());
        if (found) {
            CHECK(*found == row.found);
        } else {
            CHECK(found.error().code == ErrorCode::not_found);
        }
    }
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    CHECK(find_program("second/tool", "").value_or("") == second + "/tool");
    std::filesystem::current_path(before);
}

TEST_CASE("a started program runs while nobody waits for it") {
    const test::TemporaryFolder folder;
    SystemProcessRunner runner;
    const auto started = runner.start(shell("echo said; : > '" + (folder / "done") + "'; exit 3"));
    CHECK(eventually([&] { return std::filesystem::exists(folder / "done"); }));
    const auto result = started->finish();
    REQUIRE(result);
    CHECK(result->exit_status == 3);
    CHECK(result->standard_output == "said\n");

    const auto refused = runner.start(Program{});
    CHECK(refused->finish().error().code == ErrorCode::invalid_input);
    CHECK_FALSE(has_children());
}

TEST_CASE("a started program that nobody asks for is ended, with what it started") {
    const test::TemporaryFolder folder;
    SystemProcessRunner runner;
    auto started = runner.start(
        shell("trap '' TERM INT; sleep 60 & echo $! > '" + (folder / "pid") + "'; sleep 60"));
    CHECK(eventually([&] {
        return std::filesystem::exists(folder / "pid") &&
               test::content_of(folder / "pid").ends_with('\n');
    }));
    CHECK(seconds_of([&] { started.reset(); }) < 5);
    CHECK(is_gone(std::stoi(test::content_of(folder / "pid"))));
    CHECK_FALSE(has_children());
}
