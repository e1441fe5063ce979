#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

namespace {

plan::TableInput one_job_in(std::size_t foreign_lines) {
    plan::TableInput input;
    input.user = "alice";
    input.jobs =
        test::declared("version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a}}\n").jobs;
    std::string text;
    for (std::size_t i = 0; i < foreign_lines; ++i) {
        text += "# " + std::to_string(i) + "\n";
    }
    input.observed.text = text;
    return input;
}

// The job's own entry is gone, and every line of its program, which others keep, is another one
// than at the last pass.
plan::TableInput all_of_the_same_program_in(std::size_t lines) {
    plan::TableInput input;
    input.user = "alice";
    input.scope.files = {"d.yaml"};
    input.jobs =
        test::declared("version: 1\njobs: {a: {schedule: \"@daily\", command: xyzzy a}}\n").jobs;
    const auto lines_with = [&](const std::string& end) {
        std::string text;
        for (std::size_t i = 0; i < lines; ++i) {
            text += "1 2 * * * xyzzy " + std::string(800, 'q') + std::to_string(i) + end + "\n";
        }
        return text;
    };
    input.observed.text = lines_with(" A");
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    input = test::behind(input, *first);
    input.observed.text = lines_with(" B");
    return input;
}

// The processor's time, so that nobody else's work on the machine counts; the least of three.
double seconds_to_plan(const plan::TableInput& input) {
    double least = 0;
    for (int i = 0; i < 3; ++i) {
        const std::clock_t start = std::clock();
        REQUIRE(plan::make_plan(input));
        const double taken = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        least = i == 0 ? taken : std::min(least, taken);
    }
    return least;
}

}  // namespace

TEST_CASE("a table that would be longer than crontab takes is told before anything is written") {
    CHECK(plan::make_plan(one_job_in(cron::kMostLines - 2)));
    const auto refused = plan::make_plan(one_job_in(cron::kMostLines - 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK(refused.error().message ==
          "the crontab of alice would have 10001 lines; crontab takes 10000 at the most, comments "
          "and "
          "cronmend's markers included");
}

TEST_CASE("a table of 100,000 lines is planned for") {
    plan::TableInput input = one_job_in(100'000);
    const auto plan = plan::make_plan(input);
    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == ErrorCode::unsupported);
    *input.observed.text += "#cronmend: a 0000000000000000\n@daily /opt/a\n";
    const auto in_sync = plan::make_plan(input);
    REQUIRE(in_sync);
    CHECK(in_sync->changes.empty());
    CHECK(in_sync->refusal);  // cron takes no table of that length
    CHECK(in_sync->foreign_lines == 100'000);
}

TEST_CASE("entries that each have one variable more above them are planned for") {
    plan::TableInput input = one_job_in(0);
    for (int i = 0; i < 4990; ++i) {
        *input.observed.text +=
            "V" + std::to_string(i) + "=" + std::string(900, 'v') + "\n@daily x\n";
    }
    const auto plan = plan::make_plan(input);
    REQUIRE(plan);
    CHECK(plan->foreign_entries == 4990);
    CHECK(plan->after.starts_with(*input.observed.text));
}

TEST_CASE("four times the lines that may be edits take about four times as long") {
    const double few = seconds_to_plan(all_of_the_same_program_in(600));
    const double many = seconds_to_plan(all_of_the_same_program_in(2400));
    INFO(few << " s and " << many << " s");
    CHECK(many < few * 10);  // sixteen times, if each were compared with each
}

TEST_CASE("an empty declaration empties no table unless it is told to") {
    plan::TableInput input = one_job_in(1);
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    input.jobs = {};
    input.scope.files = {first->applied.front().source};
    input.observed.text = first->after;
    input.last_applied = first->applied;
    const auto refused = plan::make_plan(input);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().mend.find("--allow-empty") != std::string::npos);
    input.emptying = plan::Emptying::allow;
    const auto emptied = plan::make_plan(input);
    REQUIRE(emptied);
    CHECK(emptied->after == "# 0\n");
    CHECK(emptied->applied.empty());
}
