// Who may execute what; which files the system's tables are.
#include "cronmend/host/programs.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "cronmend/host/system_tables.hpp"
#include "cronmend/host/users.hpp"
#include "support/acl.hpp"
#include "support/temporary_folder.hpp"

namespace cronmend::host {
namespace {

TEST_CASE("Programs: what the system has") {
    Programs programs;
    for (const char* user : {"root", "nobody"}) {
        CHECK(programs.access(user, "/bin/sh") == ProgramAccess::runnable);
        CHECK(programs.access(user, "/bin") == ProgramAccess::no_file);
        CHECK(programs.access(user, "/dev/null") == ProgramAccess::no_file);
        CHECK(programs.access(user, "/no/such/place") == ProgramAccess::missing);
        CHECK(programs.access(user, "/bin/sh/x") == ProgramAccess::missing);
        CHECK(programs.access(user, "/etc/passwd") == ProgramAccess::forbidden);
    }
    CHECK(programs.access("root", "bin/sh") == ProgramAccess::unknown);
    CHECK(programs.access("root", "") == ProgramAccess::unknown);
    CHECK(programs.access("root", std::string{"/bin/sh\0x", 9}) == ProgramAccess::unknown);
    CHECK(programs.access("no-such-user-here", "/bin/sh") == ProgramAccess::unknown);
}

TEST_CASE("Programs: by owner, by the others' bits, and by the folders on the way") {
    const test::TemporaryFolder folder;
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    const std::string mine = invoking_user();
    const auto ask = [](const std::string& user, const std::string& path) {
        return Programs{}.access(user, path);
    };
    const std::string open = folder.file("open", "x", 0755);
    const std::string own = folder.file("own", "x", 0700);
    const std::string plain = folder.file("plain", "x", 0644);
    CHECK(ask(mine, open) == ProgramAccess::runnable);
    CHECK(ask(mine, own) == ProgramAccess::runnable);
    CHECK(ask(mine, plain) == ProgramAccess::forbidden);
    if (mine != "nobody") {
        CHECK(ask("nobody", open) == ProgramAccess::runnable);
        CHECK(ask("nobody", own) == ProgramAccess::forbidden);
        REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
        CHECK(ask("nobody", open) == ProgramAccess::forbidden);
    }
}

TEST_CASE("Programs: over links, to the place that the user cannot pass") {
    const test::TemporaryFolder folder;
    const std::string mine = invoking_user();
    if (mine == "nobody") {
        return;
    }
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    const std::string shut = folder.folder("shut");
    const std::string open = folder.folder("open");
    folder.file("shut/program", "x", 0755);
    folder.file("open/program", "x", 0755);
    REQUIRE(::chmod(open.c_str(), 0755) == 0);
    REQUIRE(::chmod(shut.c_str(), 0700) == 0);
    const auto link = [&](const std::string& target, const std::string& name) {
        REQUIRE(::symlink(target.c_str(), (folder / name).c_str()) == 0);
        return folder / name;
    };
    const std::string obstacle = "nobody cannot pass " + shut + " (owner " + mine + ", mode 0700)";
    Programs programs;
    for (const std::string& path :
         {shut + "/program", link("shut/program", "relative"), link(shut, "folder") + "/program",
          link("../shut/program", "open/up"), link(folder / "open/up", "chain"),
          shut + "/../open/program"}) {
        CAPTURE(path);
        CHECK(programs.access("nobody", path) == ProgramAccess::forbidden);
        CHECK(programs.find("nobody", path).why == obstacle);
        CHECK(programs.access(mine, path) == ProgramAccess::runnable);
    }
    CHECK(programs.access("nobody", link("open/program", "good")) == ProgramAccess::runnable);
    CHECK(programs.access("nobody", open + "/../open/./program") == ProgramAccess::runnable);
    CHECK(programs.access("nobody", link("loop", "loop")) == ProgramAccess::missing);
    CHECK(programs.access("nobody", open + "/program/") == ProgramAccess::missing);
    CHECK(programs.find("nobody", open + "/none").why == open + "/none: it does not exist");
    CHECK(programs.find("nobody", open).why == open + " is a folder, not a program");
}

TEST_CASE("Programs: by an ACL") {
    const test::TemporaryFolder folder;
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    const auto nobody = find_user("nobody");
    if (!nobody || nobody->name == invoking_user()) {
        return;
    }
    const auto stranger = static_cast<std::uint32_t>(nobody->uid + 1);
    const struct {
        const char* name;
        std::vector<test::AclEntry> entries;
        unsigned mask;
        ProgramAccess access;
    } rows[]{
        {"named", {{test::kAclUser, 5, nobody->uid}}, 7, ProgramAccess::runnable},
        {"named, cut down", {{test::kAclUser, 5, nobody->uid}}, 4, ProgramAccess::forbidden},
        {"named, without it", {{test::kAclUser, 4, nobody->uid}}, 7, ProgramAccess::forbidden},
        {"somebody else", {{test::kAclUser, 5, stranger}}, 7, ProgramAccess::forbidden},
        {"the group", {{test::kAclGroup, 1, nobody->gid}}, 7, ProgramAccess::runnable},
        {"the group, without it", {{test::kAclGroup, 4, nobody->gid}}, 7, ProgramAccess::forbidden},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const std::string program = folder.file("program", "x", 0755);
        if (!test::set_acl(program, row.entries, row.mask)) {
            MESSAGE("skipped: no ACLs on this file system");
            return;
        }
        CHECK(Programs{}.access("nobody", program) == row.access);
        REQUIRE(::unlink(program.c_str()) == 0);
    }
}

TEST_CASE("System tables: what cron looks at, and what a folder holds") {
    const test::TemporaryFolder folder;
    const std::string table = folder.file("table", "x\n", 0640);
    REQUIRE(::symlink("table", (folder / "link").c_str()) == 0);
    REQUIRE(::symlink("nowhere", (folder / "broken").c_str()) == 0);
    REQUIRE(::mkdir((folder / "below").c_str(), 0755) == 0);
    const auto plain = look_at_table(table);
    REQUIRE(plain);
    CHECK(plain->exists);
    CHECK(plain->regular);
    CHECK_FALSE(plain->is_link);
    CHECK(plain->mode == 0640);
    CHECK(plain->owner == ::geteuid());
    CHECK(plain->links == 1);
    const auto link = look_at_table(folder / "link");
    REQUIRE(link);
    CHECK(link->is_link);
    CHECK(link->mode == 0640);
    CHECK_FALSE(look_at_table(folder / "broken").value().exists);
    CHECK_FALSE(look_at_table(folder / "below").value().regular);
    CHECK(look_at_table(folder / "none").error().code == ErrorCode::not_found);
    CHECK(files_in(folder.path()).value() ==
          std::vector<std::string>{folder / "broken", folder / "link", folder / "table"});
    CHECK(files_in(folder / "none").error().code == ErrorCode::not_found);
    CHECK(is_folder(folder.path()));
    CHECK_FALSE(is_folder(table));
}

}  // namespace
}  // namespace cronmend::host
