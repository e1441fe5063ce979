// Who may execute what; which files the system's tables are.
#include "cronmend/host/programs.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cronmend/host/system_tables.hpp"
#include "cronmend/host/users.hpp"
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
