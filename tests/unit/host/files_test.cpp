#include "cronmend/host/files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777u : 0;
}

std::size_t entries_in(const std::string& folder) {
    const auto entries = std::filesystem::directory_iterator(folder);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

TEST_CASE("reading a whole file") {
    const test::TemporaryFolder folder;
    const std::string bytes("a\0b\r\n\xff", 6);
    CHECK(read_file(folder.file("bytes", bytes)).value_or("") == bytes);
    CHECK(read_file(folder.file("empty", "")).value_or("x").empty());
    const std::string large(200'000, 'x');
    CHECK(read_file(folder.file("large", large), 200'000).value_or("") == large);
    CHECK(read_file("/proc/self/status").value_or("").starts_with("Name:"));  // of size 0
    std::filesystem::create_symlink("bytes", folder / "link");
    CHECK(read_file(folder / "link").value_or("") == bytes);
}

TEST_CASE("what cannot be read is told apart, and never waited for") {
    const test::TemporaryFolder folder;
    folder.file("large", std::string(101, 'x'));
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    std::filesystem::create_symlink("nowhere", folder / "dangling");
    struct Row {
        const char* name;
        std::string path;
        ErrorCode code;
        const char* words;
    };
    const Row rows[] = {
        {"not there", folder / "none", ErrorCode::not_found, "does not exist"},
        {"below a file", folder / "large/x", ErrorCode::not_found, "does not exist"},
        {"dangling link", folder / "dangling", ErrorCode::not_found, "does not exist"},
        {"folder", folder.path(), ErrorCode::unreadable, "it is a folder, not a file"},
        {"FIFO", folder / "fifo", ErrorCode::unreadable, "it is a FIFO, not a file"},
        {"device", "/dev/zero", ErrorCode::unreadable, "it is a device, not a file"},
        {"too large", folder / "large", ErrorCode::unreadable, "it is larger than 100 bytes"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto read = read_file(row.path, 100);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == row.code);
        CHECK(read.error().message.find(row.words) != std::string::npos);
        CHECK(read.error().message.find(row.path) != std::string::npos);
    }
}

TEST_CASE("writing replaces the whole file and leaves nothing else") {
    const test::TemporaryFolder folder;
    const auto place = folder.folder("place");
    const std::string path = place + "/file";
    REQUIRE(write_file(path, "one", 0640));
    CHECK(test::content_of(path) == "one");
    CHECK(mode_of(path) == 0640);
    REQUIRE(write_file(path, std::string("t\0wo", 4), 0600));
    CHECK(test::content_of(path) == std::string("t\0wo", 4));
    CHECK(mode_of(path) == 0600);
    CHECK(entries_in(place) == 1);

    SUBCASE("a reader that has it open keeps the old content") {
        const std::ifstream reader(path);
        REQUIRE(write_file(path, "three", 0600));
        CHECK(std::string(std::istreambuf_iterator<char>(reader.rdbuf()), {}) ==
              std::string("t\0wo", 4));
    }
    SUBCASE("a link in its place is replaced, what it leads to is left alone") {
        const std::string other = folder.file("other", "other");
        std::filesystem::remove(path);
        std::filesystem::create_symlink(other, path);
        REQUIRE(write_file(path, "mine", 0600));
        CHECK(test::content_of(other) == "other");
        CHECK_FALSE(std::filesystem::is_symlink(path));
    }
    SUBCASE("a failed write leaves the old content and nothing else") {
        std::filesystem::create_directories(folder / "taken/full");
        const auto result = write_file(folder / "taken", "x", 0600);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::write_failed);
        CHECK(entries_in(folder.path()) == 2);
        CHECK_FALSE(write_file(folder / "none/file", "x", 0600));
    }
}

TEST_CASE("making a folder") {
    const test::TemporaryFolder folder;
    const std::string deep = folder / "a/b/c";
    REQUIRE(make_folder(deep));
    CHECK(mode_of(deep) == 0700);
    CHECK(mode_of(folder / "a") == 0700);
    ::chmod(deep.c_str(), 0750);
    REQUIRE(make_folder(deep + "/"));
    CHECK(mode_of(deep) == 0750);
    folder.file("file", "");
    for (const std::string& path : {folder / "file", folder / "file/x"}) {
        const auto made = make_folder(path);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::write_failed);
    }
    CHECK_FALSE(make_folder(""));
}

TEST_CASE("the files meant by a path") {
    const test::TemporaryFolder folder;
    for (const char* name : {"b.yaml", "a.yml", "C.yaml", ".hidden.yaml", "d.yaml~", "e.json",
                             ".cronmend-abcdef.tmp", "yaml"}) {
        folder.file(name, "");
    }
    using Files = std::vector<std::string>;
    const Files expected{folder / "C.yaml", folder / "a.yml", folder / "b.yaml"};
    CHECK(declaration_files(folder.path()).value_or({}) == expected);
    CHECK(declaration_files(folder.path() + "/").value_or({}).size() == 3);
    CHECK(declaration_files(folder / "e.json").value_or({}) == Files{folder / "e.json"});
    CHECK(declaration_files(folder.folder("empty")).value_or({"x"}).empty());
    const auto none = declaration_files(folder / "none");
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::not_found);
    REQUIRE(::mkfifo((folder / "fifo.yaml").c_str(), 0600) == 0);
    const auto fifo = declaration_files(folder / "fifo.yaml");
    REQUIRE_FALSE(fifo);
    CHECK(fifo.error().code == ErrorCode::invalid_input);
}
