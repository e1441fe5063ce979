#include "cronmend/host/trust.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "support/acl.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

std::string untrusted_words(const std::string& path) {
    const auto result = check_trusted(path);
    return !result && result.error().code == ErrorCode::untrusted ? to_string(result.error()) : "";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what only we can change is trusted") {
    const test::TemporaryFolder folder;  // in /tmp, which everybody can write, but sticky
    const std::string file = folder.file("a.yaml", "text", 0644);
    const auto result = check_trusted(file);
    CHECK_MESSAGE(result.has_value(), (result ? "" : to_string(result.error())));
    CHECK(check_trusted(folder.path()));
    CHECK(check_trusted(folder / "./a.yaml"));
    CHECK(check_trusted(folder.path() + "/../" + folder.path().substr(5) + "/a.yaml"));
    CHECK(check_trusted("/"));
    CHECK(read_trusted_file(file).value_or("") == "text");

    std::filesystem::create_symlink("a.yaml", folder / "relative");
    std::filesystem::create_symlink(file, folder / "absolute");
    std::filesystem::create_symlink("relative", folder / "twice");
    for (const char* link : {"relative", "absolute", "twice"}) {
        CAPTURE(link);
        CHECK(check_trusted(folder / link));
        CHECK(read_trusted_file(folder / link).value_or("") == "text");
    }
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    CHECK(check_trusted("a.yaml"));
    std::filesystem::current_path(before);
}

TEST_CASE("what others can write is not") {
    const test::TemporaryFolder folder;
    struct Row {
        const char* name;
        mode_t file, parent;
        const char* words;
    };
    const Row rows[] = {
        {"file, others", 0602, 0755, "can be written by everybody"},
        {"file, all", 0666, 0755, "mode 0666"},
        {"folder, others", 0600, 0757, "can be written by everybody"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const std::string parent = folder.folder("parent", row.parent);
        const std::string file = folder.file("parent/file", "x", row.file);
        const std::string words = untrusted_words(file);
        CHECK(contains(words, row.words));
        // Only the file itself is ever to be changed, never a folder.
        CHECK(contains(words, "chmod go-w " + file) == (row.parent == 0755));
        CHECK(contains(words, "such as /etc/cronmend/schedules") == (row.parent != 0755));
        CHECK_FALSE(contains(words, "chmod go-w " + parent + ")"));
        CHECK_FALSE(read_trusted_file(file));
        CHECK_FALSE(untrusted_words(parent + "/../parent/file").empty());
    }
    const std::string sticky = folder.folder("sticky", 01777);
    CHECK(check_trusted(folder.file("sticky/mine", "x", 0600)));
    CHECK(contains(untrusted_words(sticky), "can be written by everybody"));
    CHECK(contains(untrusted_words(sticky + "/mine/.."), "can be written by everybody"));
}

TEST_CASE("a link leads through places that must be trusted as well") {
    const test::TemporaryFolder folder;
    folder.folder("open", 0777);
    folder.file("open/target", "x");
    std::filesystem::create_symlink(folder / "open/target", folder / "file-link");
    std::filesystem::create_symlink("open", folder / "folder-link");
    CHECK(contains(untrusted_words(folder / "file-link"), folder / "open"));
    CHECK(contains(untrusted_words(folder / "folder-link/target"), folder / "open"));
    // What it came through, not only where it ends.
    folder.folder("good", 0755);
    folder.file("good/target", "x");
    std::filesystem::create_symlink("../good/target", folder / "open/back");
    CHECK(contains(untrusted_words(folder / "open/back"), folder / "open"));
    std::filesystem::create_symlink("loop", folder / "loop");
    const auto loop = check_trusted(folder / "loop");
    REQUIRE_FALSE(loop);
    CHECK(loop.error().code == ErrorCode::unreadable);
}

TEST_CASE("what is not there") {
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink("nowhere", folder / "dangling");
    for (const std::string& path :
         {folder / "none", folder / "none/below", folder / "dangling", std::string()}) {
        CAPTURE(path);
        const auto result = check_trusted(path);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::not_found);
    }
    const auto read = read_trusted_file(folder.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::unreadable);
}

TEST_CASE("owners and groups") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can give files away");
        return;
    }
    const test::TemporaryFolder folder;
    const std::string file = folder.file("file", "x", 0600);
    constexpr uid_t kNobody = 65534;
    SUBCASE("a file of another's") {
        REQUIRE(::chown(file.c_str(), kNobody, 0) == 0);
        CHECK(contains(untrusted_words(file), "belongs to nobody (mode 0600)"));
        CHECK(contains(untrusted_words(file), "chown -h root:root " + file));
    }
    SUBCASE("a link of another's") {
        std::filesystem::create_symlink("file", folder / "link");
        REQUIRE(::lchown((folder / "link").c_str(), kNobody, 0) == 0);
        CHECK(contains(untrusted_words(folder / "link"), "link belongs to nobody"));
        CHECK_FALSE(contains(untrusted_words(folder / "link"), "chown"));
    }
    SUBCASE("a folder of another's on the way") {
        const std::string parent = folder.folder("parent");
        folder.file("parent/file", "x");
        REQUIRE(::chown(parent.c_str(), kNobody, 0) == 0);
        const std::string words = untrusted_words(parent + "/file");
        CHECK(contains(words, parent + " belongs to nobody"));
        CHECK(contains(words, "copy it to a folder that only root can change, such as "));
        CHECK_FALSE(contains(words, "chown"));
    }
    SUBCASE("in a sticky folder, an entry of another's") {
        const std::string sticky = folder.folder("sticky", 01777);
        const std::string entry = folder.file("sticky/entry", "x", 0600);
        REQUIRE(::chown(entry.c_str(), kNobody, 0) == 0);
        CHECK(contains(untrusted_words(entry), "belongs to nobody"));
        CHECK_FALSE(contains(untrusted_words(entry), "chown"));  // it may say anything
    }
    SUBCASE("group write, by the group") {
        REQUIRE(::chmod(file.c_str(), 0660) == 0);
        CHECK(check_trusted(file));  // root's own group
        REQUIRE(::chown(file.c_str(), 0, 1) == 0);
        REQUIRE(::chmod(file.c_str(), 0660) == 0);
        CHECK(contains(untrusted_words(file), "can be written by its group"));
    }
}

TEST_CASE("a file that is only looked at: of one user, who leads to what is theirs") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can give files away");
        return;
    }
    constexpr uid_t kNobody = 65534;
    constexpr uid_t kAnother = 65533;
    const test::TemporaryFolder folder;
    const std::string theirs = folder.folder("theirs");
    const std::string ours = folder.file("ours", "ours", 0600);
    const std::string file = folder.file("theirs/file", "theirs", 0600);
    const std::string another = folder.file("another", "another's", 0644);
    REQUIRE(::chown(another.c_str(), kAnother, 0) == 0);
    for (const char* target : {"ours", "another", "theirs/file"}) {
        const std::string link = theirs + "/to-" + test::content_of(folder / target);
        std::filesystem::create_symlink(folder / target, link);
        REQUIRE(::lchown(link.c_str(), kNobody, 0) == 0);
    }
    std::filesystem::create_hard_link(ours, theirs + "/hard");
    for (const std::string& place : {theirs, file}) {
        REQUIRE(::chown(place.c_str(), kNobody, 0) == 0);
    }
    CHECK(read_file_of_one(ours).value_or("") == "ours");
    CHECK(read_file_of_one(another).value_or("") == "another's");
    CHECK(read_file_of_one(file).value_or("") == "theirs");
    CHECK(read_file_of_one(theirs + "/to-theirs").value_or("") == "theirs");
    for (const char* name : {"/to-ours", "/to-another's", "/hard"}) {
        CAPTURE(name);
        const auto read = read_file_of_one(theirs + name);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::untrusted);
    }
    CHECK_FALSE(read_trusted_file(file));
}

TEST_CASE("an ACL lets others write, though the mode shows nobody") {
    const test::TemporaryFolder folder;
    struct Row {
        const char* name;
        std::vector<test::AclEntry> entries;
        const char* words;  // empty: in order
    };
    const Row rows[] = {
        {"a user", {{test::kAclUser, 6, 65534}}, "can be written by user nobody, through its ACL"},
        {"a user who can read", {{test::kAclUser, 4, 65534}}, ""},
        {"a group", {{test::kAclGroup, 2, 4242}}, "can be written by group 4242, through its ACL"},
        {"we ourselves", {{test::kAclUser, 6, ::geteuid()}}, ""},
        {"root", {{test::kAclUser, 6, 0}, {test::kAclGroup, 6, 0}}, ""},
        {"behind another", {{test::kAclUser, 4, 1}, {test::kAclUser, 6, 65534}}, "user nobody"},
    };
    if (::geteuid() != 0) {
        MESSAGE(
            "skipped: with an ACL the mode shows its mask as the group's, and only root's is ours");
        return;
    }
    for (const Row& row : rows) {
        for (const bool on_the_file : {true, false}) {
            CAPTURE(row.name);
            CAPTURE(on_the_file);
            const std::string parent = folder.folder("parent");
            const std::string file = folder.file("parent/file", "x", 0600);
            if (!test::set_acl(on_the_file ? file : parent, row.entries)) {
                MESSAGE("skipped: no ACLs on this file system");
                return;
            }
            const std::string words = untrusted_words(file);
            CHECK(words.empty() == std::string(row.words).empty());
            CHECK(contains(words, row.words));
            CHECK(contains(words, "setfacl -b " + file) == (on_the_file && *row.words != '\0'));
            std::filesystem::remove_all(parent);
        }
    }
    // The mask takes the right away again.
    const std::string masked = folder.file("masked", "x", 0600);
    REQUIRE(test::set_acl(masked, {{test::kAclUser, 6, 65534}}, 4));
    CHECK(check_trusted(masked));
}

TEST_CASE("a long ACL is read to its end") {
    const test::TemporaryFolder folder;
    std::vector<test::AclEntry> entries;
    for (unsigned i = 0; i < 100; ++i) {
        entries.push_back({test::kAclUser, 4, 60000 + i});
    }
    const std::string readers = folder.file("readers", "x", 0600);
    if (!test::set_acl(readers, entries)) {
        MESSAGE("skipped: no ACLs on this file system, or none so long");
        return;
    }
    CHECK(check_trusted(readers));
    entries.back().rights = 6;
    const std::string writer = folder.file("writer", "x", 0600);
    REQUIRE(test::set_acl(writer, entries));
    CHECK(contains(untrusted_words(writer), "can be written by user 60099, through its ACL"));
}

TEST_CASE("where a file is, or would be made") {
    const test::TemporaryFolder folder;
    const std::string file = folder.file("file", "x");
    std::filesystem::create_symlink("file", folder / "link");
    std::filesystem::create_symlink("none", folder / "dangling");
    const auto found = [](const std::string& path) {
        const auto place = find_trusted_place(path);
        return place ? place->path + (place->exists ? "" : " (absent)")
                     : std::string(to_string(place.error().code));
    };
    const std::string untrusted(to_string(ErrorCode::untrusted));
    CHECK(found(folder / "./link") == file);
    CHECK(found(folder / "dangling") == folder / "none (absent)");
    CHECK(found(folder / "none") == folder / "none (absent)");
    CHECK(found(folder / "none/below") == to_string(ErrorCode::not_found));
    CHECK(found(folder / "file/below") == to_string(ErrorCode::not_found));
    folder.folder("sticky", 01777);
    folder.folder("open", 0777);
    CHECK(found(folder / "sticky/none") == untrusted);
    CHECK(found(folder.file("sticky/mine", "x")) == folder / "sticky/mine");
    CHECK(found(folder / "open/none") == untrusted);
    CHECK(found(folder / "open/none/below") == untrusted);
    std::filesystem::create_symlink(folder / "file", folder / "open/link");
    CHECK(found(folder / "open/link") == untrusted);
}

TEST_CASE("a folder is made only where everything on the way is trusted") {
    const test::TemporaryFolder folder;
    REQUIRE(make_trusted_folder(folder / "a/b/c"));
    REQUIRE(make_trusted_folder(folder / "a/b/c"));
    CHECK((std::filesystem::status(folder / "a/b").permissions() & std::filesystem::perms::all) ==
          std::filesystem::perms::owner_all);
    folder.folder("open", 0777);
    folder.folder("good");
    std::filesystem::create_symlink("../good", folder / "open/link");
    for (const char* place : {"open/made", "open/link/made/deep"}) {
        CAPTURE(place);
        const auto made = make_trusted_folder(folder / place);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::untrusted);
    }
    CHECK(std::filesystem::is_empty(folder / "good"));
    CHECK_FALSE(std::filesystem::exists(folder / "open/made"));
    folder.file("file", "x");
    for (const char* place : {"file", "file/below"}) {
        CAPTURE(place);
        const auto made = make_trusted_folder(folder / place);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::write_failed);
    }
}

TEST_CASE("a file of our own is nobody else's to write") {
    const test::TemporaryFolder folder;
    const auto words = [](const std::string& path) {
        const auto own = check_own_file(path);
        return own ? std::string{} : to_string(own.error());
    };
    const std::string file = folder.file("file", "x", 0644);
    CHECK(words(file).empty());
    CHECK(words(folder / "none").empty());
    CHECK(contains(words(folder.folder("folder")), "is no file"));
    REQUIRE(::link(file.c_str(), (folder / "other").c_str()) == 0);
    CHECK(contains(words(file), "stands in 2 places"));
    REQUIRE(::unlink((folder / "other").c_str()) == 0);
    for (const mode_t mode : {0660u, 0606u}) {
        CAPTURE(mode);
        REQUIRE(::chmod(file.c_str(), mode) == 0);
        CHECK(contains(words(file), "move " + file + " away, and cronmend makes a new one"));
        CHECK(contains(words(file), "chmod go-w " + file));
        CHECK_FALSE(contains(words(file), "schedules"));
    }
    std::filesystem::create_symlink("file", folder / "link");
    CHECK(contains(words(folder / "link"), "move " + (folder / "link") + " away"));
    CHECK_FALSE(contains(words(folder / "link"), "chmod"));
    if (::geteuid() == 0) {
        REQUIRE(::chmod(file.c_str(), 0600) == 0);
        REQUIRE(::chown(file.c_str(), 65534, 0) == 0);
        CHECK(contains(words(file), "belongs to nobody"));
        CHECK(contains(words(file), "move " + file + " away, and cronmend makes a new one"));
    }
}
