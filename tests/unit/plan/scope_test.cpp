#include <doctest/doctest.h>

#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

TEST_CASE("a scope covers its files, and what lies right in its folders") {
    const plan::Scope scope{{"/etc/one.yaml"}, {"/etc/cronmend/schedules"}};
    CHECK(scope.covers("/etc/one.yaml"));
    CHECK(scope.covers("/etc/cronmend/schedules/gone.yaml"));
    CHECK_FALSE(scope.covers("/etc/two.yaml"));
    CHECK_FALSE(scope.covers("/etc/cronmend/schedules/below/x.yaml"));
    CHECK_FALSE(scope.covers(""));
}

TEST_CASE("an entry of another declaration is left alone, one of this declaration goes") {
    plan::TableInput input;
    input.user = "alice";
    input.jobs =
        test::declared("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a}}\n").jobs;
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    plan::TableInput other = input;
    other.jobs =
        test::declared("version: 1\njobs: {b: {schedule: \"@daily\", command: /opt/b}}\n").jobs;
    other.observed.text = first->after;
    other.last_applied = first->applied;
    other.scope.files = {"two.yaml"};
    const auto beside = plan::make_plan(other);
    REQUIRE(beside);
    REQUIRE(beside->changes.size() == 1);
    CHECK(beside->changes[0].job == "b");
    CHECK(beside->applied.size() == 2);
    CHECK(beside->foreign_entries == 0);
    CHECK(beside->foreign_lines == 0);

    other.scope.files = {first->applied.front().source};
    const auto instead = plan::make_plan(other);
    REQUIRE(instead);
    REQUIRE(instead->changes.size() == 2);
    CHECK(instead->changes[1].kind == plan::DriftKind::orphaned);
    CHECK(instead->changes[1].cause == plan::Cause::rollout);
    CHECK(instead->after.find("/opt/a") == std::string::npos);
}

TEST_CASE("entries of jobs that are not looked at are not others'") {
    plan::TableInput input;
    input.user = "alice";
    input.jobs =
        test::declared("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a}}\n").jobs;
    input.observed.text = "@daily /opt/a\n@daily /foreign/1\n";
    const auto adopted = plan::make_plan(input);
    REQUIRE(adopted);
    CHECK(adopted->foreign_entries == 1);
    plan::TableInput other = input;
    other.last_applied = adopted->applied;
    other.observed.text = adopted->after + "@daily /opt/a\n";
    SUBCASE("of another declaration") {
        other.jobs = std::vector<desired::Job>{};
        other.scope.files = {"two.yaml"};
    }
    SUBCASE("with `mode: off`") {
        other.jobs = test::declared(
                         "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, mode: "
                         "off}}\n")
                         .jobs;
    }
    const auto beside = plan::make_plan(other);
    REQUIRE(beside);
    // A copy of it is somebody's.
    CHECK(beside->foreign == std::vector<std::string>{"@daily /foreign/1", "@daily /opt/a"});
    CHECK(beside->foreign_lines == 2);
}

TEST_CASE("somebody's own copy of an entry that is taken out is not told of one pass later") {
    plan::TableInput input;
    input.user = "alice";
    input.jobs = test::declared(
                     "version: 1\njobs:\n  n: {schedule: [\"@daily\", \"@hourly\"], command: "
                     "/opt/n}\n")
                     .jobs;
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    input.scope.files = {first->applied.front().source};
    input = test::behind(input, *first);
    input.observed.text = first->after + "@daily /opt/n\n";
    const auto beside = plan::make_plan(input);
    REQUIRE(beside);
    input = test::behind(input, *beside);
    // The marker of the second entry is gone, as is the job from its declaration.
    const std::size_t entry = input.observed.text->find("@hourly");
    const std::size_t marker = input.observed.text->rfind('\n', entry - 2) + 1;
    input.observed.text->erase(marker, entry - marker);
    input.jobs = std::vector<desired::Job>{};
    input.emptying = plan::Emptying::allow;
    const auto taken_out = plan::make_plan(input);
    REQUIRE(taken_out);
    CHECK(taken_out->after == "@hourly /opt/n\n@daily /opt/n\n");
    const auto then = plan::make_plan(test::behind(input, *taken_out));
    REQUIRE(then);
    REQUIRE(then->changes.size() == 1);
    CHECK(then->changes[0].before == "@hourly /opt/n");
}
