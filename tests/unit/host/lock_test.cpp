#include "cronmend/host/lock.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "cronmend/host/process.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

TEST_CASE("one pass at a time") {
    const test::TemporaryFolder folder;
    {
        const auto first = lock_state(folder.path());
        REQUIRE(first);
        struct stat facts {};
        REQUIRE(::stat((folder / "lock").c_str(), &facts) == 0);
        CHECK((facts.st_mode & 07777u) == 0600);
        const auto second = lock_state(folder.path());
        REQUIRE_FALSE(second);
        CHECK(second.error().code == ErrorCode::busy);
        CHECK(second.error().message.find("(process " + std::to_string(::getpid()) + ", begun ") !=
              std::string::npos);
        const test::TemporaryFolder other;
        CHECK(lock_state(other.path()));
    }
    CHECK(lock_state(folder.path()));
}

TEST_CASE("the lock of a dead process is free, whatever the file says") {
    const test::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = lock_state(folder.path());
        ::raise(lock ? SIGKILL : SIGTERM);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WTERMSIG(status) == SIGKILL);
    CHECK(test::content_of(folder / "lock") == std::to_string(child) + "\n");
    CHECK(lock_state(folder.path()));
    CHECK(test::content_of(folder / "lock") == std::to_string(::getpid()) + "\n");
}

TEST_CASE("a program started under the lock does not keep it") {
    const test::TemporaryFolder folder;
    Program program;
    program.path = "/bin/sh";
    program.arguments = {"-c", "sleep 20 >/dev/null 2>&1 & echo $!"};
    program.environment = {"PATH=/usr/bin:/bin"};
    std::string left;
    {
        const auto lock = lock_state(folder.path());
        REQUIRE(lock);
        SystemProcessRunner runner;
        const auto result = runner.run(program);
        REQUIRE(result);
        left = result->standard_output;
    }
    CHECK(lock_state(folder.path()));
    ::kill(std::stoi(left), SIGKILL);
}

TEST_CASE("what cannot be locked") {
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink(folder.file("victim", "kept"), folder / "lock");
    const auto linked = lock_state(folder.path());
    REQUIRE_FALSE(linked);
    CHECK(linked.error().code == ErrorCode::write_failed);
    CHECK(test::content_of(folder / "victim") == "kept");
    const auto absent = lock_state(folder / "none");
    REQUIRE_FALSE(absent);
    CHECK(absent.error().code == ErrorCode::write_failed);
}
