// A line that may be an edit of a job's entry, and starts beside it, is told for as long as it
// does.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/reconcile/rollback.hpp"
#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

namespace {

constexpr const char* kDeclared =
    "version: 1\njobs: {z: {schedule: \"0 3 * * *\", command: \"cd /x && ./backup z1\"}}\n";

// A host whose entry has been edited by hand since the last pass: its command, as given.
void edit_entry(BenchHost& host, const std::string& command) {
    host.declare(kDeclared);
    REQUIRE(host.pass().ending == Ending::repaired);
    std::string& text = *host.crontab.text;
    const std::string own = "cd /x && ./backup z1";
    text.replace(text.find(own), own.size(), command);
}

std::vector<incident::Incident> open_incidents(BenchHost& host) {
    return host.incidents(incident::Status::open);
}

void remove_line(BenchHost& host, const std::string& line) {
    std::string& text = *host.crontab.text;
    text.erase(text.find(line), line.size());
}

constexpr const char* kEdited = "0 3 * * * cd /x && ./backup z2\n";

}  // namespace

TEST_CASE("what may be an edit is one open incident until it is gone") {
    BenchHost host;
    edit_entry(host, "cd /x && ./backup z2");
    CHECK(host.pass().ending == Ending::pending);
    // Kept, and ours beside it.
    CHECK(host.crontab.text->find(kEdited) != std::string::npos);
    CHECK(host.crontab.text->find("backup z1\n") != std::string::npos);
    REQUIRE(open_incidents(host).size() == 1);
    const incident::Incident told = open_incidents(host)[0];
    CHECK(told.members[0].kind == plan::DriftKind::duplicate);
    CHECK(told.title ==
          "What may be an edit of cron job z starts beside it in the crontab of alice");
    const std::size_t writes = host.crontab.writes;
    for (int pass = 0; pass < 3; ++pass) {
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::pending);
        CHECK_FALSE(outcome.plan->in_sync());
        CHECK(open_incidents(host) == std::vector{told});
    }
    CHECK(host.crontab.writes == writes);
    remove_line(host, kEdited);
    CHECK(host.pass().ending == Ending::in_order);
    CHECK(open_incidents(host).empty());
    CHECK(host.incidents().size() == 3);  // never installed, missing, this one
    CHECK(host.store->recall("alice")->suspects.empty());
}

TEST_CASE("what may be an edit is told no more once it is declared") {
    BenchHost host;
    edit_entry(host, "cd /x && ./backup z2");
    REQUIRE(host.pass().ending == Ending::pending);
    SUBCASE("as this job") {
        host.declare(
            "version: 1\njobs: {z: {schedule: \"0 3 * * *\", command: \"cd /x && ./backup z2\"}}"
            "\n");
        CHECK(host.pass().ending == Ending::repaired);
        CHECK(host.crontab.text->find("z1") == std::string::npos);
        CHECK(host.store->snapshots("", 0)->front().occasion == store::Occasion::rollout);
    }
    SUBCASE("as another job") {
        host.declare(
            "version: 1\njobs:\n"
            "  z: {schedule: \"0 3 * * *\", command: \"cd /x && ./backup z1\"}\n"
            "  y: {schedule: \"0 3 * * *\", command: \"cd /x && ./backup z2\"}\n");
        CHECK(host.pass().ending == Ending::in_order);
    }
    CHECK(open_incidents(host).empty());
    CHECK(host.pass().ending == Ending::in_order);
    CHECK(host.incidents().size() == 3);
}

TEST_CASE("an edit that is edited once more is still told") {
    BenchHost host;
    edit_entry(host, "cd /x && ./backup z2");
    REQUIRE(host.pass().ending == Ending::pending);
    remove_line(host, kEdited);
    *host.crontab.text += "0 3 * * * cd /x && ./backup z3\n";
    CHECK(host.pass().ending == Ending::pending);
    CHECK(open_incidents(host).size() == 1);
    CHECK(host.pass().ending == Ending::pending);
}

TEST_CASE("a pass killed at any effect does not lose the suspicion") {
    for (int effect = 1;; ++effect) {
        CAPTURE(effect);
        BenchHost host;
        edit_entry(host, "cd /x && ./backup z2");
        const bool killed = host.killed_pass(effect);
        CHECK(host.pass().ending == Ending::pending);
        CHECK(open_incidents(host).size() == 1);
        CHECK(host.incidents().size() == 3);
        CHECK(host.crontab.text->find(kEdited) != std::string::npos);
        remove_line(host, kEdited);
        CHECK(host.pass().ending == Ending::in_order);
        CHECK(open_incidents(host).empty());
        if (!killed) {
            CHECK(effect > 5);
            break;
        }
    }
}

TEST_CASE("what a rollback brought back is told again once the declaration is in force again") {
    BenchHost host;
    edit_entry(host, "cd /x && ./backup z2");
    const TableOutcome repaired = host.pass();
    REQUIRE(repaired.snapshot);
    Services services = host.all();
    const auto plan = plan_rollback(*repaired.snapshot, host.task, *host.store);
    REQUIRE(plan);
    REQUIRE(roll_back(*plan, host.task, services));
    CHECK(host.pass().ending == Ending::pending);
    // The declared entry is out: nothing starts twice.
    CHECK(open_incidents(host).empty());
    host.task.release_hold = true;
    CHECK(host.pass().ending == Ending::pending);
    CHECK(open_incidents(host).size() == 1);
    host.task.release_hold = false;
    CHECK(host.pass().ending == Ending::pending);
}

TEST_CASE("a redirection is put behind the command, and that is certain") {
    BenchHost host;
    edit_entry(host, "cd /x && ./backup z1 >>/var/log/z");
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text->find(">>") == std::string::npos);
    CHECK(open_incidents(host).empty());
}

TEST_CASE("a copy of an adopted entry is told until it is gone, though one was adopted with it") {
    const std::string line = "0 3 * * * cd /x && ./backup z1\n";
    for (const std::size_t adopted : {1U, 2U}) {
        CAPTURE(adopted);
        BenchHost host;
        host.declare(kDeclared);
        host.crontab.text = adopted == 1 ? line : line + line;
        REQUIRE(host.pass().ending == Ending::in_order);
        const std::string whole = *host.crontab.text;
        *host.crontab.text += line;
        for (int pass = 0; pass < 3; ++pass) {
            const TableOutcome outcome = host.pass();
            CHECK(outcome.ending == Ending::pending);
            REQUIRE(outcome.plan->changes.size() == 1);
            CHECK(outcome.plan->changes[0].kind == plan::DriftKind::duplicate);
            CHECK(outcome.plan->diagnostics.size() == adopted - 1);
            CHECK(open_incidents(host).size() == 1);
        }
        host.crontab.text = whole;
        CHECK(host.pass().ending == Ending::in_order);
        CHECK(open_incidents(host).empty());
        CHECK(host.incidents().size() == 1);
    }
}
