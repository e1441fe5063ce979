#include <doctest/doctest.h>

#include <string>

#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

namespace {

plan::TableInput input_with(const std::string& job) {
    plan::TableInput input;
    input.user = "alice";
    input.jobs = test::declared("version: 1\njobs:\n  " + job + "\n").jobs;
    input.scope.files = {input.jobs.begin()->where.file};
    return input;
}

// The input of the pass behind that one, with another declaration.
plan::TableInput behind_with(const plan::TableInput& input, const std::string& job) {
    const auto plan = plan::make_plan(input);
    REQUIRE(plan);
    plan::TableInput next = test::behind(input, *plan);
    next.jobs = input_with(job).jobs;
    return next;
}

plan::TableInput behind(const plan::TableInput& input) {
    const auto plan = plan::make_plan(input);
    REQUIRE(plan);
    return test::behind(input, *plan);
}

const std::string kOne = R"(one: {schedule: "0 3 * * *", command: /bin/a})";
const std::string kUno = R"(uno: {schedule: "0 3 * * *", command: /bin/a})";
const std::string kWatched = R"(uno: {mode: warn, schedule: "0 3 * * *", command: /bin/a})";
const std::string kLater = R"(uno: {mode: warn, schedule: "0 4 * * *", command: /bin/a})";
const std::string kShadow = "PATH=/other/bin\n";

}  // namespace

TEST_CASE("a renamed job that is only watched keeps what was in force for it") {
    const plan::TableInput renamed = behind_with(input_with(kOne), kWatched);
    for (plan::TableInput now : {renamed, behind(renamed)}) {
        *now.observed.text = kShadow + *now.observed.text;
        for (int pass = 0; pass < 3; ++pass) {
            CAPTURE(pass);
            const auto plan = plan::make_plan(now);
            REQUIRE(plan);
            REQUIRE(plan->changes.size() == 1);
            CHECK(plan->changes[0].kind == plan::DriftKind::shadowed);
            CHECK(plan->changes[0].cause == plan::Cause::drift);
            now = test::behind(now, *plan);
        }
        const auto healed = plan::make_plan(behind_with(now, kUno));
        REQUIRE(healed);
        CHECK(healed->changes[0].kind == plan::DriftKind::shadowed);
        CHECK(healed->after.find("PATH=/usr/bin:/bin\n#cronmend: uno ") != std::string::npos);
    }
}

TEST_CASE("a renamed job that is only watched is told as that for as long as it stands so") {
    plan::TableInput now = behind_with(input_with(kOne), kWatched);
    for (int pass = 0; pass < 3; ++pass) {
        CAPTURE(pass);
        const auto plan = plan::make_plan(now);
        REQUIRE(plan);
        REQUIRE(plan->changes.size() == 1);
        CHECK(plan->changes[0].kind == plan::DriftKind::unmarked);
        CHECK(plan->changes[0].cause == plan::Cause::rollout);
        CHECK(plan->changes[0].reason.starts_with("renamed from one;"));
        now = test::behind(now, *plan);
    }
    const auto healed = plan::make_plan(behind_with(now, kUno));
    REQUIRE(healed);
    REQUIRE(healed->changes.size() == 1);
    CHECK(healed->changes[0].reason == "renamed from one");
}

TEST_CASE("the entry of a renamed job that is only watched stays its entry under a new schedule") {
    const plan::TableInput told = behind_with(input_with(kOne), kWatched);
    const auto plan = plan::make_plan(behind_with(told, kLater));
    REQUIRE(plan);
    REQUIRE(plan->changes.size() == 1);
    CHECK(plan->changes[0].kind == plan::DriftKind::changed);
    CHECK(plan->changes[0].cause == plan::Cause::rollout);
    CHECK(plan->changes[0].reason.starts_with("the declaration changed;"));
}

TEST_CASE("an adopted entry goes over to another name with what was in force for it") {
    plan::TableInput input = input_with(kOne);
    input.observed.text = "0 3 * * * /bin/a\n";
    plan::TableInput renamed = behind_with(input, kUno);
    const auto same = plan::make_plan(renamed);
    REQUIRE(same);
    CHECK(same->in_sync());
    CHECK(same->diagnostics.empty());

    *renamed.observed.text = kShadow + *renamed.observed.text;
    const auto shadowed = plan::make_plan(renamed);
    REQUIRE(shadowed);
    REQUIRE(shadowed->changes.size() == 1);
    CHECK(shadowed->changes[0].kind == plan::DriftKind::shadowed);
    CHECK(shadowed->changes[0].cause == plan::Cause::drift);
    CHECK(shadowed->diagnostics.empty());
}

TEST_CASE("of two adopted entries alike, the one that nobody declares is told as released") {
    plan::TableInput input = input_with(kOne + "\n  " + kUno);
    input.observed.text = "0 3 * * * /bin/a\n0 3 * * * /bin/a\n";
    const auto plan = plan::make_plan(behind_with(input, kOne));
    REQUIRE(plan);
    bool told = false;
    for (const Diagnostic& diagnostic : plan->diagnostics) {
        if (diagnostic.summary.find("job uno is no longer declared") != std::string::npos) {
            told = true;
            CHECK(diagnostic.where.line == 2);
        }
    }
    CHECK(told);
}

TEST_CASE("a hand edit of what is given up in the same pass is told as one") {
    const std::string rest = R"(command: /bin/a, environment: {MAILTO: a@x, PATH: /bin}})";
    for (const std::string now : {"0 3", "0 4"}) {
        CAPTURE(now);
        plan::TableInput edited =
            behind_with(input_with(R"(one: {schedule: "0 3 * * *", )" + rest),
                        R"(one: {schedule: ")" + now + R"( * * *", command: /bin/a})");
        const auto untouched = plan::make_plan(edited);
        REQUIRE(untouched);
        CHECK(untouched->changes.at(0).cause == plan::Cause::rollout);

        std::string& text = *edited.observed.text;
        text.replace(text.find("PATH=/bin\n"), 9, "PATH=/evil");
        const auto plan = plan::make_plan(edited);
        REQUIRE(plan);
        REQUIRE(plan->changes.size() == 1);
        CHECK(plan->changes[0].cause == plan::Cause::drift);
        CHECK(plan->changes[0].reason.find("says PATH=/evil") != std::string::npos);
        CHECK(plan->after.find("/evil") == std::string::npos);
    }
}
