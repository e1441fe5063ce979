#include "cronmend/incident/incident.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "samples.hpp"

using namespace cronmend;
using incident::Incident;

TEST_CASE("an id is made of the local time and six characters, and nothing else is one") {
    const std::string id = incident::make_id(test::at(0), "nPFyw2");
    CHECK(id == "INC-20251102124310-nPFyw2");
    CHECK(incident::is_id(id));
    for (const char* wrong :
         {"", "INC-", "INC-20251102124310-nPFyw", "INC-20251102124310-nPFyw22",
          "INC-2025110212431a-nPFyw2", "INC-20251102124310_nPFyw2", "inc-20251102124310-nPFyw2",
          "INC-20251102124310-../..x", "INC-20251102124310-nPFyw\n", "INC-20251102124310-nPFy.2"}) {
        CAPTURE(wrong);
        CHECK_FALSE(incident::is_id(wrong));
    }
}

TEST_CASE("every value has its word") {
    CHECK(to_string(incident::Status::open) == "open");
    CHECK(to_string(incident::Status::resolved) == "resolved");
    CHECK(to_string(incident::Trouble::drift) == "drift");
    CHECK(to_string(incident::Trouble::unreadable) == "unreadable");
    CHECK(to_string(incident::Trouble::unplanned) == "unplanned");
    CHECK(to_string(incident::Trouble::refused) == "refused");
    CHECK(to_string(incident::Trouble::rejected) == "rejected");
    CHECK(to_string(incident::Trouble::unverified) == "unverified");
    CHECK(to_string(incident::Confidence::confirmed) == "confirmed");
    CHECK(to_string(incident::Confidence::likely) == "likely");
    CHECK(to_string(incident::Confidence::unknown) == "unknown");
}

TEST_CASE("the story is the same whatever does not belong to it") {
    struct Row {
        const char* name;
        std::function<void(Incident&)> change;
        bool same;
    };
    const Incident story = test::changed_and_disabled();
    for (const Row& row : std::initializer_list<Row>{
             {"id", [](Incident& i) { i.id = "other"; }, true},
             {"times",
              [](Incident& i) {
                  i.created = test::at(9);
                  i.resolved.reset();
                  i.members[0].last_seen.reset();
                  i.events.clear();
              },
              true},
             {"notes and actions",
              [](Incident& i) {
                  i.notes = {"x"};
                  i.actions.clear();
              },
              true},
             {"snapshot", [](Incident& i) { i.snapshot = 99; }, true},
             {"status", [](Incident& i) { i.status = incident::Status::open; }, true},
             {"what is wanted", [](Incident& i) { i.members[0].after = "x"; }, true},
             {"order of members", [](Incident& i) { std::swap(i.members[0], i.members[1]); }, true},
             {"trouble", [](Incident& i) { i.trouble = incident::Trouble::rejected; }, false},
             {"table", [](Incident& i) { i.table = "crontab of alice"; }, false},
             {"user", [](Incident& i) { i.user = "alice"; }, false},
             {"a member less", [](Incident& i) { i.members.pop_back(); }, false},
             {"a member twice", [](Incident& i) { i.members.push_back(i.members[0]); }, false},
             {"job", [](Incident& i) { i.members[0].job = "x"; }, false},
             {"index", [](Incident& i) { i.members[0].index = 1; }, false},
             {"kind", [](Incident& i) { i.members[0].kind = plan::DriftKind::missing; }, false},
             {"before", [](Incident& i) { i.members[0].before = "x"; }, false},
             {"nothing before", [](Incident& i) { i.members[0].before.reset(); }, false}}) {
        CAPTURE(row.name);
        Incident other = story;
        row.change(other);
        CHECK((incident::story_key(other) == incident::story_key(story)) == row.same);
    }
    Incident empty = story;
    Incident absent = story;
    empty.members[0].before = "";
    absent.members[0].before.reset();
    CHECK(incident::story_key(empty) != incident::story_key(absent));
}

TEST_CASE("values that run together are told apart") {
    Incident a = test::open_unreadable();
    Incident b = a;
    a.table = "ab";
    a.user = "c";
    b.table = "a";
    b.user = "bc";
    CHECK(incident::story_key(a) != incident::story_key(b));
}

TEST_CASE("severity is the worst of the members, critical if the table stayed unrepaired") {
    Incident incident = test::changed_and_disabled();
    CHECK(incident::severity_of(incident) == Severity::critical);
    incident.members.erase(incident.members.begin());
    CHECK(incident::severity_of(incident) == Severity::warning);
    incident.members.erase(incident.members.begin());
    CHECK(incident::severity_of(incident) == Severity::info);
    incident.trouble = incident::Trouble::rejected;
    CHECK(incident::severity_of(incident) == Severity::critical);
    incident.members.clear();
    incident.trouble = incident::Trouble::drift;
    CHECK(incident::severity_of(incident) == Severity::warning);
}

TEST_CASE("titles") {
    using plan::DriftKind;
    struct Row {
        const char* name;
        std::vector<std::pair<const char*, DriftKind>> members;
        const char* title;
    };
    for (const Row& row : std::initializer_list<Row>{
             {"one",
              {{"a", DriftKind::missing}},
              "Cron job a was missing from the crontab of root"},
             {"three",
              {{"a", DriftKind::missing}, {"b", DriftKind::missing}, {"c", DriftKind::missing}},
              "3 cron jobs were missing from the crontab of root: a, b, c"},
             {"one job with two entries",
              {{"a", DriftKind::missing}, {"a", DriftKind::missing}},
              "Cron job a was missing from the crontab of root"},
             {"mixed",
              {{"a", DriftKind::missing}, {"b", DriftKind::changed}},
              "2 cron jobs were not as declared in the crontab of root: a, b"},
             {"one, mixed",
              {{"a", DriftKind::missing}, {"a", DriftKind::changed}},
              "Cron job a was not as declared in the crontab of root"},
             {"disabled",
              {{"a", DriftKind::disabled}},
              "Cron job a was commented out in the crontab of root"},
             {"duplicate",
              {{"a", DriftKind::duplicate}},
              "Cron job a stood more than once in the crontab of root"},
             {"shadowed",
              {{"a", DriftKind::shadowed}},
              "Cron job a was under a foreign environment in the crontab of root"},
             {"orphaned",
              {{"a", DriftKind::orphaned}},
              "Cron job a was no longer declared but still in the crontab of root"},
             {"unmarked",
              {{"a", DriftKind::unmarked}, {"b", DriftKind::unmarked}},
              "2 cron jobs had lost their markers in the crontab of root: a, b"},
             {"many",
              {{"a", DriftKind::missing},
               {"b", DriftKind::missing},
               {"c", DriftKind::missing},
               {"d", DriftKind::missing},
               {"e", DriftKind::missing},
               {"f", DriftKind::missing},
               {"g", DriftKind::missing}},
              "7 cron jobs were missing from the crontab of root: a, b, c, d, e and 2 more"},
             {"none", {}, "The crontab of root was not as declared"}}) {
        CAPTURE(row.name);
        Incident incident;
        incident.table = "crontab of root";
        for (const auto& [job, kind] : row.members) {
            incident::Member member;
            member.job = job;
            member.kind = kind;
            incident.members.push_back(member);
        }
        CHECK(incident::title_of(incident) == row.title);
    }
}

TEST_CASE("titles of other troubles") {
    Incident incident;
    incident.table = "crontab of root";
    incident.trouble = incident::Trouble::unreadable;
    CHECK(incident::title_of(incident) == "The crontab of root could not be read");
    incident.trouble = incident::Trouble::rejected;
    CHECK(incident::title_of(incident) == "crontab refused the repair of the crontab of root");
    incident.trouble = incident::Trouble::unverified;
    CHECK(incident::title_of(incident) ==
          "The repair of the crontab of root could not be verified");
    incident.trouble = incident::Trouble::unreadable;
    incident.table = "/tmp/table";
    CHECK(incident::title_of(incident) == "/tmp/table could not be read");
}
