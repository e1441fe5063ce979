// A line that may be an edit of a job's entry, and starts beside it, is told for as long as it
// does.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/plan/listing.hpp"
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

TEST_CASE("of thousands of lines that may be edits a few are told, and the others counted") {
    const std::size_t few = plan::kListedOfOneSort;
    constexpr std::size_t kLines = 3000;
    BenchHost host;
    host.declare("version: 1\njobs: {a: {schedule: \"0 3 * * *\", command: xyzzy a}}\n");
    REQUIRE(host.pass().ending == Ending::repaired);
    const auto line = [](std::size_t number) {
        return "1 2 * * * xyzzy b" + std::to_string(number) + "\n";
    };
    host.crontab.text.emplace();
    for (std::size_t i = 0; i < kLines; ++i) {
        *host.crontab.text += line(i);
    }
    CHECK(host.pass().ending == Ending::pending);
    REQUIRE(open_incidents(host).size() == 1);
    const incident::Incident told = open_incidents(host)[0];
    REQUIRE(told.members.size() == few);
    CHECK(told.members.front().more == 0);
    CHECK(told.members.back().more == kLines - few);
    const std::string count = "and " + std::to_string(kLines - few) + " more like these";
    CHECK(told.events.back().text == "a: found duplicate, " + count);
    CHECK(host.shelf.reports[told.id].find("- `a`: **duplicate** - " + count) != std::string::npos);
    CHECK(host.shelf.reports[told.id].size() < 20'000);

    SUBCASE("one that is not listed keeps it open, and one that comes is no other story") {
        for (std::size_t i = 0; i < kLines - 1; ++i) {
            remove_line(host, line(i));
        }
        *host.crontab.text += line(kLines);
        CHECK(host.pass().ending == Ending::pending);
        CHECK(open_incidents(host) == std::vector{told});
        remove_line(host, line(kLines - 1));
        remove_line(host, line(kLines));
    }
    SUBCASE("all go at once") {
        for (std::size_t i = 0; i < kLines; ++i) {
            remove_line(host, line(i));
        }
    }
    CHECK(host.pass().ending == Ending::in_order);
    CHECK(open_incidents(host).empty());
}

TEST_CASE("of thousands of copies that are removed a few are told, and the others counted") {
    const std::size_t few = plan::kListedOfOneSort;
    BenchHost host;
    host.declare(kDeclared);
    REQUIRE(host.pass().ending == Ending::repaired);
    const std::string entry = *host.crontab.text;
    for (int i = 0; i < 1000; ++i) {
        *host.crontab.text += entry;
    }
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(*host.crontab.text == entry);
    const incident::Incident incident = host.incidents()[0];
    CHECK(incident.members.size() == few);
    CHECK(incident.members.back().more == 1000 - few);
    CHECK(incident.actions.size() == few + 1);
    CHECK(incident.actions.back() == "z removed: and 980 more like these");
    CHECK(host.pass().ending == Ending::in_order);
}

TEST_CASE("of markers of thousands of jobs that nobody knows a few are told") {
    BenchHost host;
    host.declare(kDeclared);
    REQUIRE(host.pass().ending == Ending::repaired);
    for (int i = 0; i < 300; ++i) {
        const std::string line = "5 5 * * * /opt/" + std::to_string(i);
        *host.crontab.text +=
            "#cronmend: j" + std::to_string(i) + " " + short_fingerprint(line) + "\n" + line + "\n";
    }
    CHECK(host.pass().ending == Ending::pending);
    REQUIRE(open_incidents(host).size() == 1);
    const incident::Incident told = open_incidents(host)[0];
    CHECK(told.members.size() == plan::kListedOfOneSort);
    CHECK(told.members.back().more == 300 - plan::kListedOfOneSort);
    CHECK(told.title.starts_with("More than 20 cron jobs "));
    CHECK(host.pass().ending == Ending::pending);
    CHECK(open_incidents(host) == std::vector{told});
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
