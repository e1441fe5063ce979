// One contract, and all that claim to keep it: the fake, a plain file, and the real crontab(1),
// called by root and by the table's owner.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "cronmend/host/places.hpp"
#include "support/fake_crontab.hpp"
#include "support/temporary_folder.hpp"
#include "support/throwaway_user.hpp"
#include "table_contract.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

#define NEEDS_A_USER()                                                                 \
    if (!test::ThrowawayUser::can_make()) {                                            \
        MESSAGE("skipped: only root can make a throw-away user for the real crontab"); \
        return;                                                                        \
    }

constexpr const char* kCrontab = "/usr/bin/crontab";

// What the fake is told to refuse; the words are Debian's.
std::optional<std::string> refuse_as_cron(std::string_view text) {
    if (text.find("61 * *") != std::string_view::npos) {
        return "\"-\":0: bad minute";
    }
    if (std::count(text.begin(), text.end(), '\n') > 10'000) {
        return "crontab is too long; maximum number of lines is 10000.";
    }
    const auto last = text.substr(text.rfind('\n', text.size() - 1) + 1);
    if (!text.empty() && !text.ends_with('\n') && !last.starts_with('#')) {
        return "new crontab file is missing newline before EOF, can't install.";
    }
    return std::nullopt;
}

std::unique_ptr<CrontabTable> by_root(const std::string& user, ProcessRunner& runner) {
    return make_program_table({kCrontab, user, true, find_spool()}, runner);
}

std::unique_ptr<CrontabTable> by_owner(const std::string& user, ProcessRunner& runner) {
    // Without the spool: this process is root and could read it, the owner cannot.
    return make_program_table({kCrontab, user, false, ""}, runner);
}

Error error_of(const Result<cron::Observation>& seen) {
    return seen ? Error{ErrorCode::internal, "it was read: " + seen->text_or_empty(), ""}
                : seen.error();
}

}  // namespace

TEST_CASE("contract: the fake") {
    test::FakeCrontab table;
    test::check_contract(table, test::Strictness::takes_everything, 100);
    table.refuse = refuse_as_cron;
    test::check_refusal(table, test::Strictness::refuses_bad_tables);
}

TEST_CASE("contract: a plain file") {
    const test::TemporaryFolder folder;
    const auto table = make_file_table(folder / "table");
    test::check_contract(*table, test::Strictness::takes_everything, 50);
}

TEST_CASE("contract: a system table") {
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root keeps system tables");
        return;
    }
    const test::TemporaryFolder folder;
    const auto table = make_system_table(folder / "table", cron::Flavour::debian);
    test::check_contract(*table, test::Strictness::takes_everything, 50);
}

TEST_CASE("contract: crontab(1), called by root") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    SystemProcessRunner runner;
    const auto table = by_root(user.name(), runner);
    test::check_contract(*table, test::Strictness::refuses_bad_tables, 50);
}

TEST_CASE("contract: crontab(1), called by the table's owner") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    test::RunnerAs runner(user.user());
    const auto table = by_owner(user.name(), runner);
    test::check_contract(*table, test::Strictness::refuses_bad_tables, 30);
}

TEST_CASE("crontab(1): root needs no editor for exact bytes, the owner does") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    SystemProcessRunner runner;
    test::RunnerAs runner_as(user.user());
    const std::string text = "# first\n0 3 * * * x\r\n";
    REQUIRE(by_root(user.name(), runner)->write(text));
    const auto seen = by_root(user.name(), runner)->read();
    REQUIRE(seen);
    CHECK(seen->exact);
    CHECK(seen->text == text);

    const std::string spooled = find_spool() + "/" + user.name();
    struct stat before {
    }, after{};
    REQUIRE(::stat(spooled.c_str(), &before) == 0);
    const auto listed = by_owner(user.name(), runner_as)->read();
    REQUIRE(listed);
    CHECK_FALSE(listed->exact);
    CHECK(listed->text == "# first\n0 3 * * * x\\r\n");
    const auto exact = by_owner(user.name(), runner_as)->read_exact();
    REQUIRE(exact);
    CHECK(exact->exact);
    CHECK(exact->text == text);
    // Looking changed nothing.
    REQUIRE(::stat(spooled.c_str(), &after) == 0);
    CHECK(after.st_ino == before.st_ino);
    CHECK(after.st_mtim.tv_sec == before.st_mtim.tv_sec);
    CHECK(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
}

TEST_CASE("crontab(1): a table written by hand, without crontab's header") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    SystemProcessRunner runner;
    test::RunnerAs runner_as(user.user());
    const std::string spooled = find_spool() + "/" + user.name();
    const std::string text = "# one\n# two\n0 3 * * * x\r\n";
    std::ofstream(spooled) << text;
    REQUIRE(::chmod(spooled.c_str(), 0600) == 0);
    REQUIRE(::chown(spooled.c_str(), user.user().uid, user.user().gid) == 0);
    CHECK(test::exact_text(*by_root(user.name(), runner)) == text);
    CHECK(test::exact_text(*by_owner(user.name(), runner_as)) == text);
}

TEST_CASE("crontab(1): what it cannot read is no empty table") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    SystemProcessRunner runner;
    const std::string spooled = find_spool() + "/" + user.name();
    std::filesystem::create_directory(spooled);
    const auto error = error_of(by_root(user.name(), runner)->read());
    std::filesystem::remove(spooled);
    CHECK(error.code == ErrorCode::unreadable);
    CHECK(error.message.find("lists nothing") != std::string::npos);
}

TEST_CASE("crontab(1): refusals") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    SystemProcessRunner runner;
    test::RunnerAs runner_as(user.user());
    const auto unknown = by_root("no-such-user-here", runner);
    CHECK(error_of(unknown->read()).code == ErrorCode::not_found);
    CHECK(unknown->write("").error().code == ErrorCode::not_found);
    CHECK(unknown->remove().error().code == ErrorCode::not_found);
    const auto others = make_program_table({kCrontab, "root", true, ""}, runner_as);
    CHECK(error_of(others->read()).code == ErrorCode::not_permitted);
    CHECK(others->write("").error().code == ErrorCode::not_permitted);
}

namespace {

// Runs every program in a mount name space of its own, where /etc is a copy with one file more.
class RunnerWithEtc : public ProcessRunner {
public:
    explicit RunnerWithEtc(std::string etc, const User* as) : etc_(std::move(etc)), as_(as) {}

    Result<ProgramResult> run(const Program& program) override {
        Program wrapped = program;
        wrapped.path = "/usr/bin/unshare";
        wrapped.arguments = {"--mount", "/bin/sh", "-c",
                             "mount --bind \"$0\" /etc || exit 99; exec \"$@\"", etc_};
        if (as_ != nullptr) {
            for (const std::string& word :
                 {std::string("setpriv"), "--reuid=" + std::to_string(as_->uid),
                  "--regid=" + std::to_string(as_->gid), std::string("--clear-groups")}) {
                wrapped.arguments.push_back(word);
            }
        }
        wrapped.arguments.push_back(program.path);
        wrapped.arguments.insert(wrapped.arguments.end(), program.arguments.begin(),
                                 program.arguments.end());
        return real_.run(wrapped);
    }

private:
    std::string etc_;
    const User* as_;
    SystemProcessRunner real_;
};

}  // namespace

TEST_CASE("crontab(1): cron.deny") {
    NEEDS_A_USER();
    const test::ThrowawayUser user;
    const test::TemporaryFolder folder;
    const std::string etc = folder.folder("etc");
    for (const char* name : {"passwd", "group", "nsswitch.conf", "ld.so.cache"}) {
        std::error_code ignored;
        std::filesystem::copy(std::string("/etc/") + name, etc + "/" + name, ignored);
    }
    ::chmod(folder.path().c_str(), 0755);
    folder.file("etc/cron.deny", user.name() + "\n", 0644);
    for (const User* as : {static_cast<const User*>(nullptr), &user.user()}) {
        RunnerWithEtc runner(etc, as);
        Program probe;
        probe.path = "/bin/true";
        if (runner.run(probe).value_or(ProgramResult{1, "", ""}).exit_status != 0) {
            MESSAGE("skipped: no mount name space of our own here");
            return;
        }
        CAPTURE((as == nullptr));
        const auto table = make_program_table({kCrontab, user.name(), as == nullptr, ""}, runner);
        const auto error = error_of(table->read());
        CHECK_MESSAGE(error.code == ErrorCode::not_permitted, error.message);
        CHECK(table->write("").error().code == ErrorCode::not_permitted);
    }
    SystemProcessRunner plain;  // the machine's own /etc was left alone
    CHECK(by_root(user.name(), plain)->read());
}
