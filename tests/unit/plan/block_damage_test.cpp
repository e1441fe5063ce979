#include <doctest/doctest.h>

#include <string>

#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

namespace {

constexpr const char* kMarker = "#cronmend: @environment 1 530e998d85069e72\n";

SharedList<desired::Job> mailed_to(const std::string& whom) {
    return test::declared(
               "version: 1\njobs: {a: {schedule: \"@daily\", command: /opt/a, environment: "
               "{MAILTO: " +
               whom + "}}}\n")
        .jobs;
}

plan::TableInput applied() {
    plan::TableInput input;
    input.user = "alice";
    input.jobs = mailed_to("ops@example.org");
    input.scope.files = {"d.yaml"};
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    return test::behind(input, *first);
}

void edit(plan::TableInput& input, const std::string& from, const std::string& to) {
    std::string& text = *input.observed.text;
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
}

plan::TablePlan planned(const plan::TableInput& input) {
    auto plan = plan::make_plan(input);
    REQUIRE(plan);
    return std::move(*plan);
}

void check_put_back(const plan::TablePlan& plan, const std::string& line) {
    CAPTURE(plan.after);
    REQUIRE(plan.changes.size() == 1);
    CHECK(plan.changes[0].kind == plan::DriftKind::changed);
    CHECK(plan.changes[0].cause == plan::Cause::drift);
    CHECK(plan.after.find(line) != std::string::npos);
    CHECK(plan.after.find("third@") == std::string::npos);
    CHECK(plan.foreign_lines == 0);
    CHECK(plan.foreign_lost == 0);
}

}  // namespace

TEST_CASE("a variable of cronmend's own block that was edited is put back") {
    plan::TableInput input = applied();
    REQUIRE(input.observed.text->starts_with(kMarker));
    edit(input, "MAILTO=ops@example.org", "MAILTO=third@example.org");
    const auto plan = planned(input);
    check_put_back(plan, "MAILTO=ops@example.org\n");
    CHECK(plan.after == *input.last_seen);
}

TEST_CASE("what is edited behind an edit that was declared is drift again, and put back") {
    plan::TableInput input = applied();
    edit(input, "MAILTO=ops@example.org", "MAILTO=declared@example.org");
    input.jobs = mailed_to("declared@example.org");
    const auto accepted = planned(input);
    CHECK(accepted.changes.empty());
    SUBCASE("before a pass saw it so") {}
    SUBCASE("behind a pass that did") {
        input = test::behind(input, accepted);
        CHECK(planned(input).in_sync());
    }
    edit(input, "MAILTO=declared@example.org", "MAILTO=third@example.org");
    check_put_back(planned(input), "MAILTO=declared@example.org\n");
}

TEST_CASE("what an untouched table says below a marker stays told, and nothing is done about it") {
    plan::TableInput input = applied();
    edit(input, "MAILTO=alice", "MAILTO=theirs@example.org\n@daily /opt/theirs");
    const auto plan = planned(input);
    CHECK(plan.changes.empty());
    CHECK(plan.diagnostics.size() == 1);
    CHECK(planned(test::behind(input, plan)).diagnostics == plan.diagnostics);
}
