// The laws, over declarations and tables drawn at random.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cronmend/cron/refusal.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

namespace {

plan::TableInput input_for(const std::string& yaml, const std::optional<std::string>& text,
                           const plan::TablePlan* last) {
    plan::TableInput input;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.jobs = test::declared(yaml).jobs;
    input.scope.files = {"d.yaml"};
    input.observed.text = text;
    if (last != nullptr) {
        input.last_applied = last->applied;
        input.last_seen = last->after;
    }
    return input;
}

// How often each line without LF stands in a text.
std::size_t count_line(const std::string& text, const std::string& wanted) {
    std::size_t count = 0;
    for (const std::string& line : test::lines_of(text)) {
        count += without_newline(line) == wanted ? 1U : 0U;
    }
    return count;
}

// Assignments that are never cronmend's: it exports these.
std::vector<std::string> settings_of_others(const std::string& text) {
    std::vector<std::string> settings;
    for (const std::string& line : test::lines_of(text)) {
        if (line.starts_with("FOO=") || line.starts_with("LIMIT=") || line.starts_with("TZ=")) {
            settings.push_back(line);
        }
    }
    return settings;
}

void check_laws(const plan::TableInput& input, const plan::TablePlan& plan) {
    const std::string before = input.observed.text_or_empty();
    CAPTURE(plan.after);
    // Law 2: foreign lines are the same, in the same order, under the same environment.
    CHECK(test::join(test::foreign_view(before)) == test::join(test::foreign_view(plan.after)));
    CHECK(test::join(settings_of_others(before)) == test::join(settings_of_others(plan.after)));
    // Law 4: the next pass has nothing to do.
    const plan::TableInput next = test::behind(input, plan);
    const auto again = plan::make_plan(next);
    REQUIRE(again);
    CHECK_FALSE(again->writes());
    CHECK(again->after == plan.after);
    // What the repair leaves off is told with it, and not a pass later; and what is told stays
    // told.
    const auto now = test::told_in(plan);
    const auto then = test::told_in(*again);
    CHECK(now == then);
    // What was acted on stands there, and cron takes the table if it took the one before.
    for (const plan::Change& change : plan.changes) {
        if (change.acts() && change.after) {
            const std::string line = change.after->substr(change.after->rfind('\n') + 1);
            CAPTURE(line);
            CHECK(count_line(plan.after, line) >= 1);
        }
    }
    // What goes carries our marker: nothing is removed for looking like ours.
    const std::vector<std::string> lines = test::lines_of(before);
    for (const plan::Change& change : plan.changes) {
        if (change.action == plan::Action::remove) {
            CAPTURE(change.before.value_or(""));
            REQUIRE(change.line >= 2);
            CHECK(lines.at(change.line - 2).find("cronmend: ") != std::string::npos);
        }
    }
    if (!cron::refusal(cron::Crontab::parse(before))) {
        CHECK_FALSE(cron::refusal(cron::Crontab::parse(plan.after)));
    }
    CHECK(plan.writes() == (plan.after != before || (input.observed.absent() && plan.writes())));
}

}  // namespace

TEST_CASE("laws 2 and 4 hold through applying, damage, and a change of the declaration") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 1500; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        std::string yaml = source.declaration();
        plan::TableInput input = input_for(yaml, source.foreign_table(), nullptr);
        auto plan = plan::make_plan(input);
        for (int pass = 0; pass < 4; ++pass) {
            CAPTURE(pass);
            CAPTURE(yaml);
            const std::string observed = input.observed.text_or_empty();
            CAPTURE(observed);
            INFO("error: " << (plan ? std::string{} : to_string(plan.error())));
            REQUIRE(plan);
            check_laws(input, *plan);
            if (random.one_in(3)) {
                yaml = source.declaration();
            }
            const plan::TablePlan last = *plan;
            input = input_for(yaml, source.damage(last.after), random.one_in(10) ? nullptr : &last);
            plan = plan::make_plan(input);
        }
    }
}

TEST_CASE("every enabled job that is healed is there once, and nothing that is declared twice") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 300; ++round) {
        test::DriftSource source{random};
        const std::string yaml = source.declaration();
        const plan::TableInput first = input_for(yaml, source.foreign_table(), nullptr);
        const auto applied = plan::make_plan(first);
        REQUIRE(applied);
        const auto healed =
            plan::make_plan(input_for(yaml, source.damage(applied->after), &*applied));
        REQUIRE(healed);
        std::size_t wanted = 0;
        for (const desired::Job& job : first.jobs) {
            wanted += job.enabled && job.mode == desired::Mode::heal ? job.schedules.size() : 0;
        }
        std::size_t known = 0;
        for (const plan::AppliedEntry& entry : healed->applied) {
            CAPTURE(entry.line);
            CAPTURE(healed->after);
            for (const desired::Job& job : first.jobs) {
                known += job.id == entry.job && job.mode == desired::Mode::heal ? 1U : 0U;
            }
        }
        CHECK(known == wanted);
    }
}
