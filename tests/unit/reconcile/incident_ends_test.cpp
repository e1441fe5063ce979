// When an incident may be closed, and what is not to be told of it.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/bench_host.hpp"

using namespace cronmend;
using incident::Status;
using incident::Trouble;
using reconcile::Ending;
using test::BenchHost;

namespace {

// An entry of d.yaml that was lost, and whose repair crontab did not take.
BenchHost& with_open_incident(BenchHost& host) {
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    host.crontab.text = "";
    host.crontab.refuse = [](std::string_view) { return std::string{"somebody sits on it"}; };
    REQUIRE(host.pass().ending == Ending::failed);
    host.crontab.refuse = {};
    REQUIRE(host.incidents(Status::open).size() == 1);
    return host;
}

void take_other_declaration(BenchHost& host) {
    host.task.diff_command = "cronmend diff -f other.yaml";
    host.task.scope.files = {"other.yaml"};
    host.declare("version: 1\njobs: {other: {schedule: \"0 5 * * *\", command: /opt/other}}\n");
}

std::string last_words(const incident::Incident& incident) {
    return incident.events.back().text;
}

}  // namespace

TEST_CASE("a pass with another declaration leaves open what it did not look at") {
    BenchHost host;
    with_open_incident(host);
    const std::string id = host.incidents(Status::open)[0].id;
    take_other_declaration(host);
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.pass().ending == Ending::in_order);
    REQUIRE(host.incidents(Status::open).size() == 1);
    CHECK(host.incidents(Status::open)[0].id == id);

    host.task.diff_command = "cronmend diff";
    host.task.scope.files = {"d.yaml"};
    host.declare(test::kOneBackup);
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents(Status::open).empty());
}

TEST_CASE("a job of the same name in another declaration is another one") {
    BenchHost host;
    const auto with_other = [&](const char* yaml) {
        host.task.diff_command = "cronmend diff -f other.yaml";
        host.task.scope.files = {"other.yaml"};
        host.task.sources = {{"d.yaml", "other.yaml"}};
        host.declare(yaml);
    };
    SUBCASE("of which a repair failed") {
        with_open_incident(host);
        with_other("version: 1\njobs: {backup: {schedule: \"0 5 * * *\", command: /opt/b2}}\n");
    }
    SUBCASE("of which something is only told") {
        host.declare(
            "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, mode: "
            "warn}}\n");
        REQUIRE(host.pass().ending == Ending::pending);
        with_other("version: 1\njobs: {backup: {schedule: \"0 5 * * *\", command: /opt/b2}}\n");
    }
    SUBCASE("of which something is only told by both") {
        host.declare(
            "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, mode: "
            "warn}}\n");
        REQUIRE(host.pass().ending == Ending::pending);
        with_other(
            "version: 1\njobs: {backup: {schedule: \"0 5 * * *\", command: /opt/b2, mode: warn}}"
            "\n");
        static_cast<void>(host.pass());
        // Each has its own story.
        CHECK(host.incidents(Status::open).size() == 2);
    }
    const std::size_t known = host.incidents(Status::open).size();
    static_cast<void>(host.pass());
    static_cast<void>(host.pass());
    CHECK(host.incidents(Status::open).size() == known);
    const auto first = *host.store->incident(host.incidents(Status::open).back().id);
    CHECK(first->members[0].source == "d.yaml");

    // Its own declaration closes it.
    host.task.diff_command = "cronmend diff";
    host.task.scope.files = {"d.yaml"};
    host.task.sources.clear();
    host.declare(test::kOneBackup);
    CHECK(host.pass().ending == Ending::repaired);
    CHECK((*host.store->incident(first->id))->status == Status::resolved);
}

TEST_CASE("a job that moved to another file of a declaration is still the same") {
    BenchHost host;
    with_open_incident(host);
    host.task.scope.files = {"d.yaml", "e.yaml"};
    host.task.sources = {{"d.yaml", "e.yaml"}};
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents(Status::open).empty());
}

TEST_CASE("what is declared no more, or is off by now, is closed but not called repaired") {
    for (const char* const yaml :
         {"version: 1\njobs: {other: {schedule: \"0 5 * * *\", command: /opt/other}}\n",
          "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, mode: "
          "off}}\n"}) {
        CAPTURE(yaml);
        BenchHost host;
        with_open_incident(host);
        const std::string id = host.incidents(Status::open)[0].id;
        host.declare(yaml);
        const auto outcome = host.pass();
        CHECK(host.incidents(Status::open).empty());
        const auto ended = host.store->incident(id);
        REQUIRE(ended);
        REQUIRE(*ended);
        CHECK_FALSE((*ended)->verified);
        CHECK(last_words(**ended) ==
              "closed, not repaired: not looked at any more, as it is not declared, or its mode is "
              "off");
        REQUIRE(outcome.incidents.size() == 1);
        CHECK(outcome.incidents[0].state == reconcile::Mention::State::closed);
        const std::string& report = host.shelf.reports[id];
        CHECK(report.find("**Status**: ⚪ CLOSED, NOT REPAIRED") != std::string::npos);
        CHECK(report.find("**Time to repair**: not repaired") != std::string::npos);
        CHECK(report.find("**Verified**: no") != std::string::npos);
        CHECK(report.find("without it") == std::string::npos);
        CHECK(outcome.plan->jobs_off + outcome.plan->declared_entries == 1);
    }
}

TEST_CASE("that no plan can be made is one incident, until one can") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    const auto whole = host.crontab.text;
    host.crontab.text.emplace();
    for (int line = 0; line < 10'000; ++line) {
        *host.crontab.text += "#\n";
    }
    for (int pass = 0; pass < 3; ++pass) {
        CHECK(host.pass().ending == Ending::failed);
    }
    REQUIRE(host.incidents(Status::open).size() == 1);
    const incident::Incident open = host.incidents(Status::open)[0];
    CHECK(open.trouble == Trouble::unplanned);
    CHECK(open.severity == Severity::critical);
    CHECK(open.title == "The crontab of alice could not be put right");
    CHECK(open.error.find("crontab takes 10000 at the most") != std::string::npos);

    host.crontab.text = whole;
    take_other_declaration(host);
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents(Status::open).size() == 1);

    host.task.diff_command = "cronmend diff";
    host.task.scope.files = {"d.yaml"};
    host.declare(test::kOneBackup);
    CHECK(host.pass().ending != Ending::failed);
    CHECK(host.incidents(Status::open).empty());
}

TEST_CASE("that no plan can be made is one incident, however the declaration is spelt") {
    const auto spell = [](BenchHost& host, bool folder) {
        host.task.diff_command = folder ? "cronmend diff -f /dd" : "cronmend diff -f /dd/a.yaml";
        host.task.scope.folders =
            folder ? std::vector<std::string>{"/dd"} : std::vector<std::string>{};
    };
    for (const bool folder_first : {false, true}) {
        for (const bool folder_last : {false, true}) {
            CAPTURE(folder_first);
            CAPTURE(folder_last);
            BenchHost host;
            host.task.scope.files = {"/dd/a.yaml"};
            host.task.sources = {{"d.yaml", "/dd/a.yaml"}};
            spell(host, folder_first);
            host.declare(test::kOneBackup);
            REQUIRE(host.pass().ending == Ending::repaired);
            host.declare("version: 1\njobs: {}\n");
            for (const bool folder : {folder_first, !folder_first}) {
                spell(host, folder);
                CHECK(host.pass().ending == Ending::failed);
                CHECK(host.incidents(Status::open).size() == 1);
            }
            spell(host, folder_last);
            host.declare(test::kOneBackup);
            CHECK(host.pass().ending == Ending::in_order);
            CHECK(host.incidents(Status::open).empty());
        }
    }
}

TEST_CASE("a table that cron refuses is one incident, until cron takes it") {
    BenchHost host;
    host.declare(test::kOneBackup);
    REQUIRE(host.pass().ending == Ending::repaired);
    const auto whole = host.crontab.text;
    *host.crontab.text += "61 * * * * /opt/theirs\n";
    for (int pass = 0; pass < 3; ++pass) {
        CHECK(host.pass().ending == Ending::pending);
    }
    REQUIRE(host.incidents(Status::open).size() == 1);
    const incident::Incident open = host.incidents(Status::open)[0];
    CHECK(open.trouble == Trouble::refused);
    CHECK(open.title == "cron refuses the crontab of alice");
    CHECK(open.error.find("line 3: ") == 0);

    host.crontab.text = whole;
    CHECK(host.pass().ending == Ending::in_order);
    CHECK(host.incidents(Status::open).empty());
}

TEST_CASE("a repair does not say that all is as declared where it leaves something off") {
    BenchHost host;
    host.declare(test::kOneBackup);
    const std::string zone = "TZ=Asia/Tokyo\n";
    host.crontab.text = zone;
    REQUIRE(host.pass().ending == Ending::repaired);
    const std::size_t known = host.incidents().size();
    SUBCASE("the table is gone, with the zone of somebody else that held for the entry") {
        host.crontab.text.reset();
    }
    SUBCASE("the zone is gone, and the entry edited by hand") {
        std::string& text = *host.crontab.text;
        text.erase(0, zone.size());
        text.insert(text.size() - 1, " --fast");
    }
    CHECK(host.pass().ending == Ending::pending);
    // The repair, which is done, and what it left off.
    CHECK(host.incidents().size() == known + 2);
    REQUIRE(host.incidents(Status::open).size() == 1);
    const incident::Incident told = host.incidents(Status::open)[0];
    CHECK(told.members[0].reason == "the line that set TZ for it is gone");
    CHECK(host.pass().ending == Ending::pending);
    CHECK(host.incidents(Status::open) == std::vector{told});

    host.crontab.text->insert(0, zone);
    CHECK(host.pass().ending == Ending::in_order);
    CHECK(host.incidents(Status::open).empty());
}
