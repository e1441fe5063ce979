// How incidents begin, go on and end over several passes.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/incident/report.hpp"
#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

namespace {

// The newest incident that has this job as its first member.
incident::Incident incident_about(BenchHost& host, std::string_view job) {
    for (incident::Incident& incident : host.incidents()) {
        if (!incident.members.empty() && incident.members[0].job == job) {
            return std::move(incident);
        }
    }
    FAIL("no incident about " << job);
    return {};
}

}  // namespace

TEST_CASE("three lost entries are one incident") {
    BenchHost host;
    host.declare(
        "version: 1\ndefaults: {severity: critical}\njobs:\n"
        "  a: {schedule: \"0 3 * * *\", command: /opt/b}\n"
        "  b: {schedule: \"0 11 * * *\", command: /opt/b}\n"
        "  c: {schedule: \"0 19 * * *\", command: /opt/b}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    host.crontab.text.reset();
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.incidents().size() == 2);
    const incident::Incident incident = host.incidents()[0];
    CHECK(incident.members.size() == 3);
    CHECK(incident.severity == Severity::critical);
    CHECK(incident.members[0].last_seen.has_value());
    CHECK(incident.members[0].reason == "the whole table is gone");
    CHECK(incident.resolved.has_value());
}

TEST_CASE("a repair is told with the time at which the table showed it") {
    BenchHost host;
    host.declare(test::kOneBackup);
    const std::size_t last_call = 4;  // observe, look again, write, read back
    host.crontab.meanwhile = [&](test::FakeCrontab&, std::size_t call) {
        host.clock.at += std::chrono::seconds{call == last_call ? 90 : 0};
    };
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.crontab.calls == last_call);
    const incident::Incident incident = host.incidents().at(0);
    REQUIRE(incident.resolved);
    CHECK(incident.resolved->instant == host.clock.at);
    CHECK(incident.resolved->instant - incident.created.instant == std::chrono::seconds{90});
    CHECK(incident.events.back().time == incident.resolved);
    CHECK(incident.actions.size() == 1);
    CHECK(host.store->recall("alice")->last_pass == incident.resolved);
    CHECK(host.shelf.reports.at(incident.id) == incident::render_report(incident));
}

TEST_CASE("old incidents go, with their reports, and no open one does") {
    BenchHost host;
    host.declare(test::kOneBackup);
    incident::Incident old;
    old.id = "INC-20200101000000-opened";
    old.table = "crontab of alice";
    old.created.instant = host.clock.at - std::chrono::hours{24L * 1000};
    REQUIRE(host.store->record(old));
    old.trouble = incident::Trouble::unplanned;  // of another declaration: it stays open
    old.diff_command = "cronmend diff -f other";
    REQUIRE(host.store->record(old));
    old.status = incident::Status::resolved;
    for (int i = 100'000; i < 100'201; ++i) {
        old.id = "INC-20200101000000-" + std::to_string(i);
        REQUIRE(host.store->record(old));
    }
    REQUIRE(host.pass().ending == Ending::repaired);
    CHECK(host.incidents().size() == 201);
    CHECK(host.shelf.reports.size() == 201);
    CHECK_FALSE(host.shelf.reports.contains("INC-20200101000000-100000"));
    CHECK_FALSE(host.shelf.reports.contains("INC-20200101000000-100001"));
    CHECK(host.shelf.reports.contains("INC-20200101000000-100002"));
    CHECK(host.shelf.reports.contains("INC-20200101000000-opened"));
    REQUIRE(host.pass().ending == Ending::in_order);
    CHECK(host.incidents().size() == 201);
}

TEST_CASE("old incidents go with one that is closed unrepaired, too") {
    BenchHost host;
    const std::string watched =
        "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, mode: warn}}\n";
    host.declare(watched);
    host.crontab.text = "";
    incident::Incident old;
    old.table = "crontab of alice";
    old.created.instant = host.clock.at - std::chrono::hours{24L * 1000};
    old.status = incident::Status::resolved;
    for (int i = 100'000; i < 100'201; ++i) {
        old.id = "INC-20200101000000-" + std::to_string(i);
        REQUIRE(host.store->record(old));
    }
    REQUIRE(host.pass().ending == Ending::pending);
    host.declare("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, mode: off}}\n");
    REQUIRE(host.pass().ending == Ending::in_order);
    REQUIRE(host.incidents(incident::Status::open).empty());
    CHECK(host.incidents().size() == 200);
}

TEST_CASE("a roll-out is history, not an incident") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare("version: 1\njobs: {backup: {schedule: \"0 4 * * *\", command: /opt/backup}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    CHECK(host.incidents().size() == 1);
    CHECK(host.store->snapshots("", 0)->front().occasion == store::Occasion::rollout);
}

TEST_CASE("a roll-out that is refused is an incident") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.declare("version: 1\njobs: {backup: {schedule: \"0 4 * * *\", command: /opt/backup}}\n");
    host.crontab.refuse = [](std::string_view) { return "no"; };
    for (int pass = 0; pass < 3; ++pass) {
        CHECK(host.pass().ending == Ending::failed);
    }
    CHECK(host.incidents(incident::Status::open).size() == 1);
    host.crontab.refuse = nullptr;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents(incident::Status::open).empty());
}

TEST_CASE("drift that is only told is one open incident until it is gone") {
    BenchHost host;
    host.declare("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, mode: warn}}\n");
    host.crontab.text = "";
    for (int pass = 0; pass < 3; ++pass) {
        CHECK(host.pass().ending == Ending::pending);
        CHECK(host.incidents(incident::Status::open).size() == 1);
    }
    CHECK(host.crontab.writes == 0);
    host.crontab.text = "@daily /opt/a\n";
    static_cast<void>(host.pass());
    CHECK(host.incidents(incident::Status::open).empty());
    CHECK(host.incidents().size() == 1);
}

TEST_CASE("what is only told of an entry that never stood there in order has an open incident") {
    const std::string warn =
        "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, mode: warn, environment: "
        "{MAILTO: ops@example.org}}}\n";
    BenchHost host;
    host.crontab.text = "";
    SUBCASE("put in by hand, under a variable of somebody else's") {
        host.declare(warn);
        CHECK(host.pass().ending == Ending::pending);
        host.crontab.text = "MAILTO=x@example.org\n@daily /opt/a\n";
    }
    SUBCASE("kept out before") {
        host.declare("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a}}\n");
        REQUIRE(host.pass().ending == Ending::repaired);
        host.declare(
            "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, enabled: false}}\n");
        REQUIRE(host.pass().ending == Ending::repaired);
        host.declare(warn);
    }
    for (int pass = 0; pass < 2; ++pass) {
        const TableOutcome told = host.pass();
        CHECK(told.ending == Ending::pending);
        REQUIRE(told.plan->changes.size() == 1);
        CHECK(told.plan->changes[0].action == plan::Action::report);
        REQUIRE(host.incidents(incident::Status::open).size() == 1);
        CHECK(host.incidents(incident::Status::open)[0].members[0].kind ==
              told.plan->changes[0].kind);
    }
}

TEST_CASE("what is unknown is told as unknown") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    const incident::Incident incident = host.incidents()[0];
    CHECK_FALSE(incident.missed_runs);
    CHECK_FALSE(incident.last_successful_run);
    CHECK(incident.cause.confidence == incident::Confidence::unknown);
    CHECK_FALSE(incident.members[0].last_seen);
    const std::string& report = host.shelf.reports[incident.id];
    CHECK(report.find("**Missed Runs**: unknown") != std::string::npos);
    CHECK(report.find("**Last Successful Run**: unknown") != std::string::npos);
}

TEST_CASE("secrets do not reach the incident") {
    BenchHost host;
    host.declare(
        "version: 1\njobs: {a: {schedule: \"@daily\", command: \"PGPASSWORD=hunter2 pg_dump\"}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text->find("hunter2") != std::string::npos);
    for (const auto& [id, report] : host.shelf.reports) {
        CHECK(report.find("hunter2") == std::string::npos);
    }
    for (const auto& incident : host.incidents()) {
        CHECK(incident.members[0].after->find("hunter2") == std::string::npos);
        CHECK(incident.actions[0].find("hunter2") == std::string::npos);
    }
}

TEST_CASE("a failed write is no longer told once nothing is outstanding but what is only told") {
    BenchHost host;
    host.declare(test::kHealedAndWatched);
    host.crontab.text = "";
    // Somebody adds a line between the write and the look behind it.
    host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t call) {
        if (call == 4) {
            *table.text += "# theirs\n";
        }
    };
    CHECK(host.pass().ending == Ending::failed);
    REQUIRE(host.incidents().size() == 2);
    const incident::Incident failed = incident_about(host, "healed");
    CHECK(failed.trouble == incident::Trouble::unverified);
    CHECK(incident_about(host, "watched").trouble == incident::Trouble::drift);

    CHECK(host.pass().ending == Ending::pending);
    REQUIRE(host.incidents(incident::Status::open).size() == 1);
    const incident::Incident told = host.incidents(incident::Status::open)[0];
    CHECK(told.members[0].job == "watched");
    CHECK(told.error.empty());
    CHECK(host.shelf.reports[told.id].find("could not be verified") == std::string::npos);
    CHECK(host.pass().ending == Ending::pending);
    CHECK(host.incidents(incident::Status::open)[0] == told);
}

TEST_CASE("what is only told does not swallow what is lost and repaired later") {
    BenchHost host;
    host.declare(test::kHealedAndWatched);
    const auto ids = [](const TableOutcome& outcome, Mention::State state) {
        std::vector<std::string> found;
        for (const Mention& mention : outcome.incidents) {
            if (mention.state == state) {
                found.push_back(mention.id);
            }
        }
        return found;
    };
    const TableOutcome first = host.pass();
    CHECK(first.ending == Ending::pending);
    CHECK(ids(first, Mention::State::resolved).size() == 1);
    CHECK(ids(first, Mention::State::opened).size() == 1);
    const incident::Incident told = incident_about(host, "watched");
    for (std::size_t loss = 1; loss <= 2; ++loss) {
        host.crontab.text = "";
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::pending);
        CHECK(host.incidents().size() == 2 + loss);
        CHECK(ids(outcome, Mention::State::resolved).size() == 1);
        CHECK(ids(outcome, Mention::State::still_open) == std::vector{told.id});
    }
    for (const incident::Incident& incident : host.incidents()) {
        REQUIRE(incident.members.size() == 1);
        CHECK((incident.status == incident::Status::resolved) ==
              (incident.members[0].job == "healed"));
        CHECK(host.shelf.reports[incident.id].find("not confirmed") == std::string::npos);
    }
    CHECK(incident_about(host, "watched") == told);
}

TEST_CASE("more that is only told is told once, and each story ends when nothing is left of it") {
    BenchHost host;
    host.declare(
        "version: 1\ndefaults: {mode: warn}\njobs:\n"
        "  a: {schedule: \"@daily\", command: /opt/a}\n"
        "  b: {schedule: \"@daily\", command: /opt/b}\n");
    host.crontab.text = "@daily /opt/b\n";
    static_cast<void>(host.pass());
    CHECK(host.incidents(incident::Status::open).size() == 1);
    host.crontab.text = "# none\n";
    for (int pass = 0; pass < 2; ++pass) {
        static_cast<void>(host.pass());
        CHECK(host.incidents(incident::Status::open).size() == 2);
    }
    CHECK(incident_about(host, "b").members.size() == 1);
    host.crontab.text = "@daily /opt/a\n";
    static_cast<void>(host.pass());
    REQUIRE(host.incidents(incident::Status::open).size() == 1);
    CHECK(host.incidents(incident::Status::open)[0].members[0].job == "b");
}

TEST_CASE("a repair that failed is closed when its job is only told from now on") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.refuse = [](std::string_view) { return "no"; };
    CHECK(host.pass().ending == Ending::failed);
    host.declare(
        "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, mode: "
        "warn}}\n");
    CHECK(host.pass().ending == Ending::pending);
    REQUIRE(host.incidents().size() == 2);
    const auto open = host.incidents(incident::Status::open);
    REQUIRE(open.size() == 1);
    CHECK(open[0].trouble == incident::Trouble::drift);
    CHECK(open[0].members[0].action == plan::Action::report);
    const auto closed = host.incidents(incident::Status::resolved);
    CHECK_FALSE(closed[0].verified);
}

TEST_CASE("how long an entry was gone goes by when it was seen itself, whatever else is off") {
    BenchHost host;
    host.declare(test::kHealedAndWatched);
    host.crontab.text = "0 4 * * * /opt/watched\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    const Instant watched_stood = host.clock.at;
    // The one is only told from now on, and never in order again.
    std::string& text = *host.crontab.text;
    text.erase(text.find("0 4 * * * /opt/watched\n"), 23);
    for (int pass = 0; pass < 3; ++pass) {
        REQUIRE(host.pass().ending == Ending::pending);
    }
    CHECK(incident_about(host, "watched").members[0].last_seen->instant == watched_stood);
    const Instant healed_stood = host.clock.at;
    text.erase(text.find("0 3 * * * /opt/healed\n"), 22);
    REQUIRE(host.pass().ending == Ending::pending);
    CHECK(incident_about(host, "healed").members[0].last_seen->instant == healed_stood);

    // Told anew in another form, it is still the pass of then that saw it last.
    text += "#0 4 * * * /opt/watched\n";
    REQUIRE(host.pass().ending == Ending::pending);
    CHECK(incident_about(host, "watched").members[0].last_seen->instant == watched_stood);
}

TEST_CASE("a pass with another declaration has not seen what that one does not declare") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    const Instant stood = host.clock.at;
    host.task.scope.files = {"other.yaml"};
    host.task.sources = {{"d.yaml", "other.yaml"}};
    host.declare("version: 1\njobs: {other: {schedule: \"0 5 * * *\", command: /opt/other}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.pass().ending == Ending::in_order);
    host.crontab.text = "";
    host.task.scope.files = {"d.yaml"};
    host.task.sources.clear();
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    CHECK(host.incidents()[0].members[0].last_seen->instant == stood);
}

TEST_CASE("a job that is declared once more is a roll-out, not one that was never installed") {
    const char* const kOther =
        "version: 1\njobs: {other: {schedule: \"0 5 * * *\", command: /opt/other}}\n";
    const char* const kOff =
        "version: 1\njobs:\n"
        "  other: {schedule: \"0 5 * * *\", command: /opt/other}\n"
        "  backup: {schedule: \"0 3 * * *\", command: /opt/backup, enabled: false}\n";
    for (const char* const without : {kOther, kOff}) {
        CAPTURE(without);
        BenchHost host;
        host.declare(test::kOneBackup);
        REQUIRE(host.pass().ending == Ending::repaired);
        host.declare(without);
        REQUIRE(host.pass().ending == Ending::repaired);
        CHECK(host.crontab.text->find("/opt/backup") == std::string::npos);
        REQUIRE(host.pass().ending == Ending::in_order);
        const std::size_t incidents = host.incidents().size();
        host.declare(test::kOneBackup);
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::repaired);
        CHECK(outcome.plan->changes[0].cause == plan::Cause::rollout);
        CHECK(outcome.plan->changes[0].reason ==
              "wanted again by the declaration, which had its entry taken out before");
        CHECK(host.incidents().size() == incidents);
        CHECK(host.store->recall("alice")->retired ==
              std::vector<plan::RetiredJob>{{"other", "d.yaml"}});
    }
}

TEST_CASE(
    "what is declared later is rolled out; where no record knows of any, nothing is known to be "
    "lost") {
    const std::string kTwo =
        "version: 1\njobs:\n"
        "  backup: {schedule: \"0 3 * * *\", command: /opt/backup, severity: critical}\n"
        "  new: {schedule: \"0 5 * * *\", command: /opt/new, severity: critical";
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    REQUIRE(host.incidents().size() == 1);
    CHECK(host.incidents()[0].members[0].reason == "never installed");
    CHECK(host.incidents()[0].severity == Severity::warning);

    host.declare(kTwo + ", mode: warn}\n");  // told as drift: else nobody would be told
    REQUIRE(host.pass().ending == Ending::pending);
    CHECK(host.incidents().size() == 2);
    host.declare(kTwo + "}\n");
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    CHECK(outcome.plan->changes[0].cause == plan::Cause::rollout);
    CHECK(outcome.plan->changes[0].reason == "newly declared");
    CHECK(host.incidents().size() == 2);
    CHECK(host.incidents(incident::Status::open).empty());
    CHECK(host.store->snapshot(*outcome.snapshot).value()->occasion == store::Occasion::rollout);
}
