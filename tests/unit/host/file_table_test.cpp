// What a file as a table does beyond the contract that all tables share (tests/contract).
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

struct stat facts_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts;
}

}  // namespace

TEST_CASE("a new file is private, an old one keeps its mode") {
    const test::TemporaryFolder folder;
    const std::string path = folder / "table";
    const auto table = make_file_table(path);
    REQUIRE(table->write("one\n"));
    CHECK((facts_of(path).st_mode & 07777u) == 0600);
    ::chmod(path.c_str(), 0644);
    REQUIRE(table->write("two\n"));
    CHECK((facts_of(path).st_mode & 07777u) == 0644);
    CHECK(test::content_of(path) == "two\n");
}

TEST_CASE("the group stays, and no set-id or sticky bit") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can give files away");
        return;
    }
    const test::TemporaryFolder folder;
    const std::string path = folder.file("table", "x\n");
    REQUIRE(::chown(path.c_str(), 0, 1) == 0);
    REQUIRE(::chmod(path.c_str(), 07755) == 0);
    REQUIRE(make_file_table(path)->write("y\n"));
    CHECK(facts_of(path).st_gid == 1);
    CHECK((facts_of(path).st_mode & 07777u) == 0755);
}

TEST_CASE("an edit that only the content tells is not overwritten, nor removed") {
    const test::TemporaryFolder folder;
    const std::string path = folder.file("table", "one\n");
    const auto table = make_file_table(path);
    for (const bool removes : {false, true}) {
        REQUIRE(table->read());
        const struct stat before = facts_of(path);
        std::ofstream{path} << "two\n";  // in place, of the same size, and dated back
        const timespec times[] = {before.st_atim, before.st_mtim};
        REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
        const auto done = removes ? table->remove() : table->write("three\n");
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::moved);
        CHECK(test::content_of(path) == "two\n");
        folder.file("table", "one\n");
    }
    // Of nothing that was read, nothing must stand there.
    std::filesystem::remove(path);
    REQUIRE(table->read());
    folder.file("table", "two\n");
    CHECK(table->write("three\n").error().code == ErrorCode::moved);
}

TEST_CASE("as root, what others could change is neither read nor written nor removed") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root must mistrust");
        return;
    }
    constexpr uid_t kNobody = 65534;
    const test::TemporaryFolder folder;
    const std::string theirs = folder.folder("theirs");
    const std::string ours = folder.file("ours", "root's\n");
    folder.file("theirs/table", "x\n");
    std::filesystem::create_symlink(ours, folder / "theirs/link");
    std::filesystem::create_symlink(folder / "new", folder / "theirs/dangling");
    REQUIRE(::chown(theirs.c_str(), kNobody, kNobody) == 0);
    const std::string given = folder.file("given", "x\n");
    REQUIRE(::chown(given.c_str(), kNobody, 0) == 0);
    folder.folder("sticky", 01777);
    for (const char* name : {"theirs/table", "theirs/link", "theirs/dangling", "theirs/none",
                             "given", "sticky/none"}) {
        CAPTURE(name);
        const auto table = make_file_table(folder / name);
        const auto seen = table->read();
        REQUIRE_FALSE(seen);
        CHECK(seen.error().code == ErrorCode::untrusted);
        for (const Result<void>& done : {table->write("y\n"), table->remove()}) {
            REQUIRE_FALSE(done);
            CHECK(done.error().code == ErrorCode::untrusted);
        }
    }
    CHECK(test::content_of(ours) == "root's\n");
    CHECK(test::content_of(given) == "x\n");
    CHECK_FALSE(std::filesystem::exists(folder / "new"));
    CHECK_FALSE(std::filesystem::exists(folder / "sticky/none"));
}

TEST_CASE("law 6: what was exchanged since it was read is left as it is") {
    struct Row {
        const char* name;
        std::function<void(const test::TemporaryFolder&)> meanwhile;
    };
    const Row rows[] = {
        {"another file",
         [](const auto& folder) {
             folder.file("new", "theirs\n");
             std::filesystem::rename(folder / "new", folder / "real/table");
         }},
        {"edited in place", [](const auto& folder) { folder.file("real/table", "theirs\n"); }},
        {"a link in its place",
         [](const auto& folder) {
             folder.file("victim", "theirs\n");
             std::filesystem::remove(folder / "real/table");
             std::filesystem::create_symlink("../victim", folder / "real/table");
         }},
        {"a folder in its place",
         [](const auto& folder) {
             folder.folder("other");
             folder.file("other/table", "theirs\n");
             std::filesystem::rename(folder / "real", folder / "gone");
             std::filesystem::rename(folder / "other", folder / "real");
         }},
    };
    for (const Row& row : rows) {
        for (const bool removing : {false, true}) {
            CAPTURE(row.name);
            CAPTURE(removing);
            const test::TemporaryFolder folder;
            folder.folder("real");
            folder.file("real/table", "read\n");
            const auto table = make_file_table(folder / "real/table");
            REQUIRE(table->read());
            row.meanwhile(folder);
            const auto done = removing ? table->remove() : table->write("y\n");
            REQUIRE_FALSE(done);
            CHECK(done.error().code == ErrorCode::moved);
            CHECK(test::content_of(folder / "real/table") == "theirs\n");
            REQUIRE(table->read());
            CHECK(table->write("y\n"));  // read again, it may be written
        }
    }
}

TEST_CASE("law 6: one that came up since it was absent is left as it is") {
    const test::TemporaryFolder folder;
    const auto table = make_file_table(folder / "table");
    REQUIRE(table->read());
    folder.file("table", "theirs\n");
    CHECK_FALSE(table->write("y\n"));
    CHECK_FALSE(table->remove());
    CHECK(test::content_of(folder / "table") == "theirs\n");
}

TEST_CASE("links are followed and stay") {
    const test::TemporaryFolder folder;
    folder.folder("real");
    std::filesystem::create_symlink("real/table", folder / "inner");
    std::filesystem::create_symlink(folder / "inner", folder / "link");
    const auto table = make_file_table(folder / "link");
    CHECK(table->read().value_or({.text = "x"}).absent());
    REQUIRE(table->write("one\n"));
    CHECK(test::content_of(folder / "real/table") == "one\n");
    REQUIRE(table->write("two\n"));
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(std::filesystem::is_symlink(folder / "inner"));
    CHECK(test::content_of(folder / "real/table") == "two\n");
    REQUIRE(table->remove());
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK_FALSE(std::filesystem::exists(folder / "real/table"));
    CHECK(table->read().value_or({.text = "x"}).absent());
}

TEST_CASE("what is no file is an error, not an absent table, and is not replaced") {
    const test::TemporaryFolder folder;
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    folder.folder("folder");
    std::filesystem::create_symlink("loop", folder / "loop");
    for (const char* name : {"fifo", "folder", "loop"}) {
        CAPTURE(name);
        const auto table = make_file_table(folder / name);
        const auto seen = table->read();
        REQUIRE_FALSE(seen);
        CHECK(seen.error().code == ErrorCode::unreadable);
        CHECK_FALSE(table->write("x\n"));
    }
    CHECK(std::filesystem::is_fifo(folder / "fifo"));
    CHECK_FALSE(make_file_table(folder / "folder")->remove());
    const auto missing = make_file_table(folder / "none/table")->write("x\n");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::write_failed);
}

TEST_CASE("a file without permission is an error") {
    if (::geteuid() == 0) {
        MESSAGE("skipped: root may read everything");
        return;
    }
    const test::TemporaryFolder folder;
    const auto seen = make_file_table(folder.file("table", "x\n", 0000))->read();
    REQUIRE_FALSE(seen);
    CHECK(seen.error().code == ErrorCode::unreadable);
}
