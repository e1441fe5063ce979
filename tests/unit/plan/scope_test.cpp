#include <doctest/doctest.h>

#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"

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

    other.scope.files = {first->applied.front().source};
    const auto instead = plan::make_plan(other);
    REQUIRE(instead);
    REQUIRE(instead->changes.size() == 2);
    CHECK(instead->changes[1].kind == plan::DriftKind::orphaned);
    CHECK(instead->changes[1].cause == plan::Cause::rollout);
    CHECK(instead->after.find("/opt/a") == std::string::npos);
}
