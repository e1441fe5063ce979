// How incidents begin, go on and end over several passes.
#include <doctest/doctest.h>

#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

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
    host.declare(
        "version: 1\n"
        "jobs:\n"
        "  healed: {schedule: \"0 3 * * *\", command: /opt/healed}\n"
        "  watched: {schedule: \"0 4 * * *\", command: /opt/watched, mode: warn}\n");
    host.crontab.text = "";
    // Somebody adds a line between the write and the look behind it.
    host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t call) {
        if (call == 4) {
            *table.text += "# theirs\n";
        }
    };
    CHECK(host.pass().ending == Ending::failed);
    REQUIRE(host.incidents().size() == 1);
    CHECK(host.incidents()[0].trouble == incident::Trouble::unverified);

    CHECK(host.pass().ending == Ending::pending);
    REQUIRE(host.incidents(incident::Status::open).size() == 1);
    const incident::Incident incident = host.incidents()[0];
    CHECK(incident.trouble == incident::Trouble::drift);
    CHECK(incident.error.empty());
    CHECK(host.shelf.reports[incident.id].find("could not be verified") == std::string::npos);
    const std::size_t events = incident.events.size();
    CHECK(host.pass().ending == Ending::pending);
    CHECK(host.incidents()[0].events.size() == events);
}
