// Law 7: a pass ended between any two effects is taken up by the next one, and the story ends the
// same way.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "cronmend/reconcile/rollback.hpp"
#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

namespace {

constexpr int kMostEffects = 12;

void check_settled(BenchHost& host) {
    for (const incident::Incident& incident : host.incidents()) {
        CHECK(incident.status == incident::Status::resolved);
        const std::string& report = host.shelf.reports[incident.id];
        CHECK(report.find("RESOLVED") != std::string::npos);
    }
    const auto history = host.store->snapshots("", 0);
    REQUIRE(history);
    for (const store::Snapshot& row : *history) {
        CHECK(row.outcome != store::Outcome::pending);
    }
}

}  // namespace

TEST_CASE("law 7: killed after any effect of a repair") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 12; ++round) {
        const std::uint64_t seed = random.below(1'000'000);
        for (int after = 1; after <= kMostEffects; ++after) {
            CAPTURE(round);
            CAPTURE(after);
            const auto prepare = [&](BenchHost& host) {
                test::Random drawn{seed};
                test::DriftSource source{drawn};
                host.declare(source.declaration());
                host.crontab.text = source.foreign_table();
                static_cast<void>(host.pass());
                host.crontab.text = source.damage(*host.crontab.text);
            };
            BenchHost calm;
            prepare(calm);
            static_cast<void>(calm.pass());
            BenchHost shaken;
            prepare(shaken);
            const std::size_t known = shaken.incidents().size();
            const bool killed = shaken.killed_pass(after);
            const TableOutcome ended = shaken.pass();
            CHECK(ended.ending != Ending::failed);
            CHECK(shaken.crontab.text == calm.crontab.text);
            CHECK(shaken.incidents().size() == calm.incidents().size());
            // One about what was repaired, and one about what is only told.
            CHECK(shaken.incidents().size() <= known + 2);
            if (ended.ending != Ending::pending) {
                check_settled(shaken);
            }
            if (!killed) {
                break;
            }
        }
    }
}

TEST_CASE("law 7: an incident whose repair took, but whose pass was ended, says what happened") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.killed_pass(3));
    REQUIRE(host.incidents().size() == 1);
    CHECK(host.incidents()[0].status == incident::Status::open);
    CHECK(host.pass().ending == Ending::in_order);
    REQUIRE(host.incidents().size() == 1);
    const incident::Incident incident = host.incidents()[0];
    CHECK(incident.status == incident::Status::resolved);
    CHECK(incident.verified);
    REQUIRE(incident.actions.size() == 1);
    CHECK(incident.actions[0].find("was ended before it could say so") != std::string::npos);
    check_settled(host);
}

TEST_CASE("law 7: a rollback killed after any effect is either not done, or done and held") {
    for (int after = 1; after <= kMostEffects; ++after) {
        CAPTURE(after);
        BenchHost host;
        host.declare(test::kOneBackup);
        host.crontab.text = "# before\n";
        static_cast<void>(host.pass());
        const std::string repaired = *host.crontab.text;
        host.witness.kill_after = after;
        host.witness.effects = 0;
        Services services = host.all();
        const auto plan = plan_rollback(1, host.task, *host.store);
        REQUIRE(plan);
        bool killed = false;
        try {
            const auto made = roll_back(*plan, host.task, services);
            CHECK(made.has_value());
        } catch (const test::Killed&) {
            killed = true;
        }
        host.witness = {};
        const std::string left = *host.crontab.text;
        const TableOutcome outcome = host.pass();
        CHECK(host.crontab.text == left);
        if (left == repaired) {
            CHECK(outcome.ending == Ending::in_order);
        } else {
            CHECK(left == "# before\n");
            CHECK(outcome.ending == Ending::pending);
            CHECK(outcome.hold);
        }
        CHECK(host.pass().ending == outcome.ending);
        CHECK(host.crontab.text == left);
        check_settled(host);
        if (!killed) {
            break;
        }
    }
}

TEST_CASE("a repair writes its report once, when it has ended") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.meanwhile = [&](test::FakeCrontab&, std::size_t) {
        CHECK(host.shelf.reports.empty());
    };
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.shelf.puts == 1);
    // The last reading is begun beside what is put together for the record.
    CHECK(host.crontab.expected_reads == 1);
    host.crontab.meanwhile = {};
    check_settled(host);
}

TEST_CASE("what a pass leaves open has its report") {
    BenchHost host;
    host.declare(test::kOneBackup);
    SUBCASE("the table moves again and again") {
        host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t call) {
            table.text = "# " + std::to_string(call) + "\n";
        };
    }
    SUBCASE("the table cannot be read before the write") {
        host.crontab.failures.emplace(2, Error{ErrorCode::unreadable, "no", ""});
    }
    SUBCASE("the table is refused") {
        host.crontab.refuse = [](std::string_view) { return std::optional<std::string>{"no"}; };
    }
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    const auto open = host.incidents(incident::Status::open);
    REQUIRE_FALSE(open.empty());
    CHECK(outcome.incidents.size() == open.size());
    for (const incident::Incident& incident : open) {
        CHECK(host.shelf.reports[incident.id] == incident::render_report(incident));
    }
    const auto late = host.store->unreported();
    REQUIRE(late);
    CHECK(late->empty());
}

TEST_CASE("a report that could not be written is written by a later pass") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.shelf.full = true;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.shelf.reports.empty());
    host.shelf.full = false;
    static_cast<void>(host.pass());
    CHECK(host.shelf.reports.size() == 1);
}

namespace {

constexpr const char* kTwo =
    "version: 1\njobs:\n"
    "  first: {schedule: \"0 3 * * *\", command: /opt/first}\n"
    "  second: {schedule: \"0 4 * * *\", command: /opt/second}\n";
constexpr const char* kFirst =
    "version: 1\njobs:\n  first: {schedule: \"0 3 * * *\", command: /opt/first}\n";

constexpr int kRecorded = 1;
constexpr int kWritten = 2;

void cut_line(std::string& text, const std::string& part) {
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    const std::size_t begin = text.rfind('\n', at) + 1;
    text.erase(begin, text.find('\n', at) + 1 - begin);
}

store::Outcome outcome_of_row(BenchHost& host, std::int64_t id) {
    const auto row = host.store->snapshot(id);
    REQUIRE(row);
    REQUIRE(*row);
    return (*row)->outcome;
}

}  // namespace

TEST_CASE("law 7: what a killed pass wrote is remembered, and goes once it is not declared") {
    BenchHost host;
    host.declare(kTwo);
    REQUIRE(host.killed_pass(kWritten));
    REQUIRE(host.crontab.text->find("/opt/second") != std::string::npos);
    host.declare(kFirst);
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    REQUIRE(outcome.plan->changes.size() == 1);
    CHECK(outcome.plan->changes[0].reason == "no longer declared");
    CHECK(host.crontab.text->find("/opt/second") == std::string::npos);
    CHECK(outcome_of_row(host, 1) == store::Outcome::verified);
    check_settled(host);
    CHECK(host.pass().ending == Ending::in_order);
    host.declare(kTwo);
    CHECK(host.pass().plan->changes[0].cause == plan::Cause::rollout);
}

TEST_CASE("law 7: what is gone again since a killed pass wrote it was installed once") {
    BenchHost host;
    host.declare(kTwo);
    REQUIRE(host.killed_pass(kWritten));
    cut_line(*host.crontab.text, "/opt/second");
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    REQUIRE(outcome.plan->changes.size() == 1);
    CHECK(outcome.plan->changes[0].reason == "gone from the table");
    CHECK(outcome_of_row(host, 1) == store::Outcome::unproved);
    check_settled(host);
}

TEST_CASE("law 7: a table that changed, without a trace of the killed pass's write") {
    BenchHost host;
    host.declare(kTwo);
    REQUIRE(host.killed_pass(kRecorded));
    host.crontab.text = "# theirs\n0 3 * * * /opt/first\n";
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    CHECK(outcome.plan->changes.back().reason == "never installed");
    CHECK(outcome_of_row(host, 1) == store::Outcome::unproved);
    check_settled(host);
}

TEST_CASE("law 7: a killed rollback is held, though the table was changed since") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# before\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.killed_rollback(1, kWritten));
    *host.crontab.text += "# since\n";
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::pending);
    CHECK(outcome.hold);
    CHECK(host.crontab.text == "# before\n# since\n");
}
