#include "cronmend/reconcile/rollback.hpp"

#include <doctest/doctest.h>

#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

namespace {

Result<std::int64_t> back_to(BenchHost& host, std::int64_t row) {
    auto plan = plan_rollback(row, host.task, *host.store);
    if (!plan) {
        return unexpected(plan.error());
    }
    Services services = host.all();
    return roll_back(*plan, host.task, services);
}

}  // namespace

TEST_CASE("a rollback brings the bytes back, is in the history, and is held by passes") {
    BenchHost host;
    host.declare(test::kOneBackup);
    const std::string odd("# \xff\r\n#\0 no newline", 19);
    host.crontab.text = odd;
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 1));
    CHECK(host.crontab.text == odd);
    CHECK(host.store->snapshots("", 0)->front().occasion == store::Occasion::rollback);

    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome held = host.pass();
        CHECK(held.ending == Ending::pending);
        CHECK(held.hold);
        REQUIRE(held.plan->changes.size() == 1);
        CHECK(held.plan->changes[0].action == plan::Action::hold);
        CHECK(host.crontab.text == odd);
    }
    CHECK(host.incidents().size() == 1);

    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    host.task.release_hold = false;
    CHECK(host.pass().ending == Ending::in_order);
}

TEST_CASE("what breaks after a rollback, and was not part of it, is repaired") {
    BenchHost host;
    host.declare("version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare(
        "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a}\n"
        "  b: {schedule: \"@daily\", command: /opt/b}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 2));
    CHECK(host.crontab.text->find("/opt/b") == std::string::npos);
    host.crontab.text = "";
    CHECK(host.pass().ending == Ending::pending);
    CHECK(host.crontab.text->find("/opt/a") != std::string::npos);
    CHECK(host.crontab.text->find("/opt/b") == std::string::npos);
}

TEST_CASE("a job declared after a rollback is installed, and kept installed") {
    const std::string a = "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a}\n";
    BenchHost host;
    host.declare(a);
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 1));
    host.declare(a + "  b: {schedule: \"@daily\", command: /opt/b}\n");
    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::pending);
        CHECK(outcome.hold);
        REQUIRE(host.crontab.text);
        CHECK(host.crontab.text->find("/opt/b") != std::string::npos);
        CHECK(host.crontab.text->find("/opt/a") == std::string::npos);
        host.crontab.text = "# emptied\n";
    }
}

TEST_CASE("a rollback of a table that had been lost is not undone either") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# before\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    host.crontab.text.reset();
    REQUIRE(back_to(host, 1));
    CHECK(host.pass().ending == Ending::pending);
    CHECK(host.crontab.text == "# before\n");
}

TEST_CASE("a rollback to no table removes it; a hold ends when the table is as declared") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    const std::string repaired = *host.crontab.text;
    REQUIRE(back_to(host, 1));
    CHECK_FALSE(host.crontab.text);
    CHECK(host.pass().hold);
    host.crontab.text = repaired;
    CHECK(host.pass().ending == Ending::in_order);
    host.crontab.text.reset();
    CHECK(host.pass().ending == Ending::repaired);
}

TEST_CASE("a rollback that cannot be done changes nothing and says why") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# before\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    CHECK(back_to(host, 99).error().code == ErrorCode::not_found);

    const auto plan = plan_rollback(1, host.task, *host.store);
    REQUIRE(plan);
    *host.crontab.text += "# moved\n";
    Services services = host.all();
    CHECK(roll_back(*plan, host.task, services).error().code == ErrorCode::moved);
    CHECK(host.crontab.text->ends_with("# moved\n"));

    host.crontab.refuse = [](std::string_view) { return "no"; };
    CHECK(back_to(host, 1).error().code == ErrorCode::rejected);
    CHECK(host.pass().ending == Ending::in_order);
}

TEST_CASE("a table that is wiped under a hold is not given what the rollback had taken back") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare("version: 1\njobs: {backup: {schedule: \"0 4 * * *\", command: /opt/backup}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 2));
    CHECK(host.pass().ending == Ending::pending);
    const std::size_t writes = host.crontab.writes;
    host.crontab.text = "";
    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::pending);
        CHECK(outcome.hold);
        REQUIRE(outcome.plan->changes.size() == 1);
        CHECK(outcome.plan->changes[0].action == plan::Action::report);
        CHECK(outcome.plan->changes[0].reason.find("rolled back") != std::string::npos);
    }
    CHECK(host.crontab.writes == writes);
    CHECK(host.incidents(incident::Status::open).size() == 1);
    REQUIRE(back_to(host, 2));
    CHECK(host.pass().plan->changes[0].action == plan::Action::hold);
}

TEST_CASE("to put the declaration back in force is a roll-out, not an incident") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# before\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 1));
    REQUIRE(host.pass().hold);
    const std::size_t incidents = host.incidents().size();
    host.task.release_hold = true;
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    CHECK_FALSE(outcome.hold);
    CHECK(host.incidents().size() == incidents);
    CHECK(host.store->snapshots("", 0)->front().occasion == store::Occasion::rollout);
}

namespace {

constexpr const char* kBackupOff =
    "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, severity: "
    "critical, mode: off}}\n";
constexpr const char* kQueue =
    "version: 1\njobs: {queue: {schedule: \"*/5 * * * *\", command: /opt/queue}}\n";

// The next passes are those of another declaration, of another file.
void declare_elsewhere(BenchHost& host, const std::string& yaml) {
    host.declare(yaml);
    host.task.scope.files = {"q.yaml"};
    host.task.sources["d.yaml"] = "q.yaml";
}

void declare_here(BenchHost& host, const std::string& yaml) {
    host.declare(yaml);
    host.task.scope.files = {"d.yaml"};
    host.task.sources.clear();
}

}  // namespace

TEST_CASE("a pass that does not look at what is held does not end the hold") {
    BenchHost host;
    declare_elsewhere(host, kQueue);
    REQUIRE(host.pass().ending == Ending::repaired);
    declare_here(host, test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 2));
    const std::string held = *host.crontab.text;
    SUBCASE("one of another declaration") {
        declare_elsewhere(host, kQueue);
        CHECK(host.pass().ending == Ending::in_order);
    }
    SUBCASE("one of another declaration, that is put back in force") {
        declare_elsewhere(host, kQueue);
        host.task.release_hold = true;
        CHECK(host.pass().ending == Ending::in_order);
        host.task.release_hold = false;
    }
    SUBCASE("one while the job's mode is off") {
        declare_here(host, kBackupOff);
        CHECK(host.pass().ending == Ending::in_order);
    }
    SUBCASE("one of another declaration that repairs its own entry") {
        declare_elsewhere(host, kQueue);
        host.crontab.text = "";
        CHECK(host.pass().ending == Ending::repaired);
        CHECK(host.crontab.text == held);
    }
    declare_here(host, test::kOneBackup);
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::pending);
    CHECK(outcome.hold);
    CHECK(host.crontab.text == held);
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    host.task.release_hold = false;
    CHECK_FALSE(host.store->recall("alice")->hold);
}

TEST_CASE("a rollback that was ended behind its write is held through another one's --resume") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# before\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.killed_rollback(1, 2));
    REQUIRE(host.crontab.text == "# before\n");
    declare_elsewhere(host, kQueue);
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    host.task.release_hold = false;
    declare_here(host, test::kOneBackup);
    CHECK(host.pass().hold);
    CHECK(host.crontab.text->find("/opt/backup") == std::string::npos);
}

TEST_CASE("an edit that a rollback brought back is an edit still, and replaced by --resume") {
    BenchHost host;
    host.declare("version: 1\njobs: {one: {schedule: \"1 1 * * *\", command: /bin/echo one}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    const std::string declared = *host.crontab.text;
    std::string& text = *host.crontab.text;
    text.replace(text.find("1 1 "), 1, "5");
    const std::string edited = text;
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(back_to(host, 2));
    REQUIRE(host.crontab.text == edited);
    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome held = host.pass();
        REQUIRE(held.plan->changes.size() == 1);
        CHECK(held.plan->changes[0].kind == plan::DriftKind::changed);
        CHECK(held.plan->changes[0].action == plan::Action::hold);
        CHECK(host.crontab.text == edited);
    }
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text == declared);
}

namespace {

constexpr const char* kA = "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a}\n";
constexpr const char* kAAndB =
    "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a}\n"
    "  b: {schedule: [\"@daily\", \"@weekly\"], command: /opt/b}\n";
constexpr const char* kNothing = "version: 1\njobs: {}\n";

// A table that a rollback gave the entries of b back, which the declaration has no more.
void bring_back_b(BenchHost& host) {
    host.declare(kAAndB);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare(kA);
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.crontab.text->find("/opt/b") == std::string::npos);
    REQUIRE(back_to(host, 2));
    REQUIRE(host.crontab.text->find("/opt/b") != std::string::npos);
}

}  // namespace

TEST_CASE("what a rollback brings back of a job that is declared no more is held, until --resume") {
    BenchHost host;
    bring_back_b(host);
    const std::string brought = *host.crontab.text;
    const std::size_t incidents = host.incidents().size();
    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome held = host.pass();
        CHECK(held.ending == Ending::pending);
        CHECK(held.hold);
        REQUIRE(held.plan->changes.size() == 2);
        for (const plan::Change& change : held.plan->changes) {
            CHECK(change.job == "b");
            CHECK(change.kind == plan::DriftKind::orphaned);
            CHECK(change.action == plan::Action::hold);
            CHECK(change.reason ==
                  "no longer declared, but in the table that a rollback brought back");
        }
        CHECK(host.crontab.text == brought);
    }
    CHECK(host.incidents().size() == incidents);

    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    host.task.release_hold = false;
    CHECK(host.crontab.text->find("/opt/b") == std::string::npos);
    CHECK(host.incidents().size() == incidents);
    CHECK(host.pass().ending == Ending::in_order);
    CHECK_FALSE(host.store->recall("alice")->hold);
}

TEST_CASE("another declaration leaves alone what a rollback brought back of this one") {
    BenchHost host;
    bring_back_b(host);
    const std::string brought = *host.crontab.text;
    declare_elsewhere(host, kQueue);
    for (const bool release : {false, true}) {
        host.task.release_hold = release;
        host.pass();
        CHECK(host.crontab.text->starts_with(brought));
        CHECK(host.incidents(incident::Status::open).empty());
    }
    declare_here(host, kA);
    host.task.release_hold = false;
    CHECK(host.pass().hold);
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text->find("/opt/b") == std::string::npos);
}

TEST_CASE("what was taken out with leave is taken out again by --resume without") {
    BenchHost host;
    host.declare(kA);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare(kNothing);
    CHECK(host.pass().ending == Ending::failed);
    host.task.emptying = plan::Emptying::allow;
    REQUIRE(host.pass().ending == Ending::repaired);
    host.task.emptying = plan::Emptying::refuse;
    REQUIRE(back_to(host, 2));
    CHECK(host.pass().hold);
    CHECK(host.crontab.text->find("/opt/a") != std::string::npos);
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text->find("/opt/a") == std::string::npos);
}

TEST_CASE("an entry of a former job that somebody puts back is told, and not taken out") {
    BenchHost host;
    host.declare(kAAndB);
    REQUIRE(host.pass().ending == Ending::repaired);
    const std::string with_b = *host.crontab.text;
    host.declare(kA);
    REQUIRE(host.pass().ending == Ending::repaired);
    SUBCASE("with no rollback in force") {}
    SUBCASE("after it was taken out of what a rollback brought") {
        REQUIRE(back_to(host, 2));
        REQUIRE(host.pass().hold);
        host.crontab.text =
            "# emptied\n" + host.crontab.text->substr(0, with_b.find("#cronmend: b"));
        host.pass();
    }
    host.crontab.text = with_b;
    const TableOutcome told = host.pass();
    CHECK(told.ending == Ending::pending);
    REQUIRE(told.plan->changes.size() == 2);
    CHECK(told.plan->changes[0].action == plan::Action::report);
    CHECK(told.plan->changes[0].cause == plan::Cause::drift);
    CHECK(told.plan->changes[0].reason.starts_with("no longer declared, and taken out before"));
    CHECK(host.crontab.text == with_b);
    declare_elsewhere(host, kQueue);
    CHECK(host.pass().plan->changes.size() == 1);
}

TEST_CASE("what is held shows the variables that --resume would set") {
    const auto with = [](const std::string& address) {
        return "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, environment: "
               "{MAILTO: " +
               address + ", FOO: bar}}}\n";
    };
    BenchHost host;
    host.declare(with("a@example.org"));
    REQUIRE(host.pass().ending == Ending::repaired);
    plan::DriftKind kind = plan::DriftKind::missing;
    std::string address = "a@example.org";
    SUBCASE("of an entry that it took out") {
        REQUIRE(back_to(host, 1));
    }
    SUBCASE("of one that it put back under another value") {
        kind = plan::DriftKind::changed;
        address = "b@example.org";
        host.declare(with(address));
        REQUIRE(host.pass().ending == Ending::repaired);
        REQUIRE(back_to(host, 2));
    }
    const TableOutcome held = host.pass();
    REQUIRE(held.plan->changes.size() == 1);
    const plan::Change& change = held.plan->changes[0];
    CHECK(change.kind == kind);
    CHECK(change.action == plan::Action::hold);
    CHECK(change.reason.ends_with("in the table that a rollback brought back"));
    CHECK(change.after == "MAILTO=" + address + "\n@daily export FOO='bar'; /opt/a");
    host.task.release_hold = true;
    const Services services = host.all();
    const auto resumed = preview(host.task, *host.store, services.home_of);
    REQUIRE(resumed);
    CHECK(resumed->plan.changes[0].after == change.after);
}

TEST_CASE("a job that was renamed between two rollbacks is held by the second") {
    BenchHost host;
    host.declare("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    host.crontab.text = "# x\n";
    REQUIRE(back_to(host, 1));
    host.declare(
        "version: 1\njobs: {b: {schedule: \"@daily\", command: /opt/a, renamed_from: a}}\n");
    host.crontab.text = "# y\n";
    REQUIRE(back_to(host, 2));
    const auto incidents = host.incidents().size();
    const TableOutcome held = host.pass();
    CHECK(held.ending == Ending::pending);
    CHECK(held.hold);
    CHECK(host.crontab.text == "# x\n");
    CHECK(host.incidents().size() == incidents);
}

TEST_CASE("an edit of its variables that a rollback brought back is held, and goes by --resume") {
    const std::string others = "0 9 * * * /opt/mine\n";
    const auto edits = {std::pair<std::string, std::string>{"MAILTO=a@x\n", "MAILTO=evil@x\n"},
                        std::pair<std::string, std::string>{"PATH=/bin\n", ""}};
    for (const auto& [line, edit] : edits) {
        for (const std::string& behind : {std::string{}, others}) {
            BenchHost host;
            host.declare(
                "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a, "
                "environment: {MAILTO: a@x, PATH: /bin}}\n");
            host.pass();
            host.crontab.text->append(behind);
            host.pass();
            std::string edited = *host.crontab.text;
            edited.replace(edited.find(line), line.size(), edit);
            host.crontab.text = edited;
            REQUIRE(host.pass().ending == Ending::repaired);
            const std::string mended = *host.crontab.text;
            const auto newest = host.store->snapshots("", 0)->front().id;
            REQUIRE(back_to(host, newest));
            const std::size_t incidents = host.incidents().size();

            for (int pass = 0; pass < 2; ++pass) {
                const TableOutcome held = host.pass();
                CHECK(held.ending == Ending::pending);
                REQUIRE(held.plan->changes.size() == 1);
                CHECK(held.plan->changes[0].action == plan::Action::hold);
                CHECK(held.plan->foreign_lines == (behind.empty() ? 0 : 1));
                CHECK(held.plan->diagnostics.empty());
                CHECK(host.crontab.text == edited);
            }
            CHECK(host.incidents().size() == incidents);

            host.task.release_hold = true;
            const TableOutcome resumed = host.pass();
            CHECK(resumed.ending == Ending::repaired);
            CHECK(resumed.plan->changes[0].cause == plan::Cause::rollout);
            CHECK(host.crontab.text == mended);
            host.task.release_hold = false;
            CHECK(host.pass().ending == Ending::in_order);
            CHECK(host.incidents().size() == incidents);
        }
    }
}
