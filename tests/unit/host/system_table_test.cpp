// What a system table does beyond the contract that all tables share (tests/contract).
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

#include "cronmend/host/crontab_table.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

using cron::Flavour;

constexpr uid_t kNobody = 65534;

struct stat facts_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(::lstat(path.c_str(), &facts) == 0);
    return facts;
}

#define NEEDS_ROOT()                                     \
    if (::geteuid() != 0) {                              \
        MESSAGE("skipped: only root keeps such tables"); \
        return;                                          \
    }

}  // namespace

TEST_CASE("a system table is root's, and readable by all, whatever it was") {
    NEEDS_ROOT();
    const test::TemporaryFolder folder;
    const std::string path = folder / "table";
    const auto table = make_system_table(path, Flavour::debian);
    const auto expect_as_cron_wants_it = [&] {
        const struct stat facts = facts_of(path);
        CHECK(facts.st_uid == 0);
        CHECK(facts.st_gid == 0);
        CHECK((facts.st_mode & 07777u) == 0644);
    };
    REQUIRE(table->write("one\n"));
    expect_as_cron_wants_it();
    REQUIRE(::chown(path.c_str(), 0, 1) == 0);
    REQUIRE(::chmod(path.c_str(), 0700) == 0);
    REQUIRE(table->read());
    REQUIRE(table->write("two\n"));
    expect_as_cron_wants_it();
    CHECK(test::content_of(path) == "two\n");
}

TEST_CASE("what cron would ignore is neither read nor written nor removed") {
    NEEDS_ROOT();
    struct Row {
        const char* name;
        std::function<void(const std::string&)> done;
        const char* words;
        Flavour flavour = Flavour::debian;
    };
    const Row rows[] = {
        {"another's", [](const auto& path) { REQUIRE(::chown(path.c_str(), kNobody, 0) == 0); },
         "its owner is user 65534, not root"},
        {"writable by its group",
         [](const auto& path) { REQUIRE(::chmod(path.c_str(), 0664) == 0); },
         "its mode 0664 lets others than root write it"},
        {"writable by all", [](const auto& path) { REQUIRE(::chmod(path.c_str(), 0666) == 0); },
         "its mode 0666 lets others than root write it", Flavour::systemd_cron},
        {"of two names",
         [](const auto& path) { std::filesystem::create_hard_link(path, path + "-too"); },
         "the file has 2 names"},
        {"executable, for cronie",
         [](const auto& path) { REQUIRE(::chmod(path.c_str(), 0755) == 0); }, "its mode is 0755",
         Flavour::cronie},
        {"a link",
         [](const auto& path) {
             std::filesystem::rename(path, path + "-too");
             std::filesystem::create_symlink(path + "-too", path);
         },
         "is a symbolic link"},
        {"a folder",
         [](const auto& path) {
             std::filesystem::remove(path);
             std::filesystem::create_directory(path);
         },
         "it is no regular file"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const test::TemporaryFolder folder;
        const std::string path = folder.file("table", "theirs\n");
        row.done(path);
        const auto table = make_system_table(path, row.flavour);
        const auto seen = table->read();
        REQUIRE_FALSE(seen);
        CHECK(seen.error().code == ErrorCode::untrusted);
        CHECK(seen.error().message.find(row.words) != std::string::npos);
        CHECK_FALSE(seen.error().mend.empty());
        for (const Result<void>& done : {table->write("ours\n"), table->remove()}) {
            REQUIRE_FALSE(done);
            CHECK(done.error().code == ErrorCode::untrusted);
        }
        CHECK(::access(path.c_str(), F_OK) == 0);
        if (std::filesystem::is_regular_file(path)) {
            CHECK(test::content_of(path) == "theirs\n");
        }
    }
}

TEST_CASE("a folder that others can write holds no system table") {
    NEEDS_ROOT();
    const test::TemporaryFolder folder;
    folder.folder("theirs", 0777);
    folder.file("theirs/table", "x\n");
    const auto table = make_system_table(folder / "theirs/table", Flavour::debian);
    CHECK(table->read().error().code == ErrorCode::untrusted);
    CHECK(table->write("y\n").error().code == ErrorCode::untrusted);
}

TEST_CASE("without the folder there is no table, and none is made") {
    NEEDS_ROOT();
    const test::TemporaryFolder folder;
    const auto table = make_system_table(folder / "none/table", Flavour::debian);
    CHECK(table->read().value().absent());
    CHECK(table->write("x\n").error().code == ErrorCode::write_failed);
}
