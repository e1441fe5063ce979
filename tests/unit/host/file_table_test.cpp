// What a file as a table does beyond the contract that all tables share (tests/contract).
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

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

TEST_CASE("the owner stays") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can give files away");
        return;
    }
    const test::TemporaryFolder folder;
    const std::string path = folder.file("table", "x\n");
    REQUIRE(::chown(path.c_str(), 65534, 1) == 0);
    REQUIRE(make_file_table(path)->write("y\n"));
    CHECK(facts_of(path).st_uid == 65534);
    CHECK(facts_of(path).st_gid == 1);
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
