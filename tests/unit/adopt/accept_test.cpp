// Drift, accepted: the edited declaration plans to nothing, and its comments all stand.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "cronmend/adopt/accept.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/desired/parse.hpp"
#include "support/drift.hpp"

using namespace cronmend;

namespace {

plan::TablePlan plan_of(const std::string& yaml, const std::string& text,
                        const plan::TablePlan* last, cron::Flavour flavour) {
    plan::TableInput input;
    input.flavour = flavour;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.jobs = test::declared(yaml, flavour).jobs;
    input.scope.files = {"d.yaml"};
    input.observed.text = text;
    if (last != nullptr) {
        input.last_applied = last->applied;
        input.last_seen = last->after;
    }
    const auto plan = plan::make_plan(input);
    INFO("error: " << (plan ? std::string{} : to_string(plan.error())));
    REQUIRE(plan);
    return *plan;
}

std::string with_comments(const std::string& yaml) {
    std::string out = "# 0\n";
    std::size_t number = 0;
    for (const std::string& line : test::lines_of(yaml)) {
        out += std::string{without_newline(line)} + "  # " + std::to_string(++number) + "\n";
    }
    return out;
}

std::vector<std::string> comments_of(const std::string& yaml) {
    std::vector<std::string> comments;
    for (const std::string& line : test::lines_of(yaml)) {
        if (const auto at = line.rfind("# "); at != std::string::npos) {
            comments.push_back(line.substr(at));
        }
    }
    return comments;
}

// One managed entry with other times, another command, commented out, or gone.
std::string damaged(const std::string& text, test::Random& random) {
    std::vector<std::string> lines = test::lines_of(text);
    std::vector<std::size_t> ours;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i - 1].starts_with("#cronmend: ") && !lines[i - 1].starts_with("#cronmend: @")) {
            ours.push_back(i);
        }
    }
    if (ours.empty()) {
        return text;
    }
    const std::size_t at = ours[random.below(ours.size())];
    std::string& line = lines[at];
    switch (random.below(4)) {
        case 0:
            line = "17 4 * * 2 " + std::string{cron::parse_entry(without_newline(line))->command} +
                   "\n";
            break;
        case 1:
            line.insert(line.size() - 1, " --more 'it''s' #1 +\\%F");
            break;
        case 2:
            line = "#" + line;
            break;
        default:
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at) - 1,
                        lines.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
    return test::join(lines);
}

}  // namespace

TEST_CASE("accept: a drift that is accepted is in sync afterwards, and every comment stands") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    std::size_t accepted = 0;
    for (int round = 0; round < 600; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        const cron::Flavour flavour = cron::kFlavours[random.below(cron::kFlavours.size())];
        CAPTURE(cron::to_string(flavour));
        const std::string yaml = with_comments(source.declaration());
        CAPTURE(yaml);
        if (has_errors(desired::parse({{"d.yaml", yaml}}, {"alice", flavour}).diagnostics)) {
            continue;  // standard input, which not every cron gives
        }
        const plan::TablePlan installed = plan_of(yaml, "", nullptr, flavour);
        const std::string table = damaged(installed.after, random);
        CAPTURE(table);
        const plan::TablePlan plan = plan_of(yaml, table, &installed, flavour);
        std::map<std::string, std::vector<plan::Change>> changes;
        for (const plan::Change& change : plan.changes) {
            changes[change.job].push_back(change);
        }
        std::string edited = yaml;
        bool refused = false;
        for (const desired::Job& job : test::declared(yaml, flavour).jobs) {
            if (!changes.contains(job.id)) {
                continue;
            }
            const auto accepted_job =
                adopt::accept_changes(job, changes.at(job.id), {table, flavour});
            refused = refused || !accepted_job;
            const auto edits = accepted_job ? accepted_job->edits : std::vector<desired::Edit>{};
            for (const desired::Edit& edit : edits) {
                const auto next = desired::set_value(edited, edit);
                REQUIRE(next);
                edited = *next;
            }
        }
        CAPTURE(edited);
        CHECK(comments_of(edited) == comments_of(yaml));
        // The command of one entry of several cannot become that of all.
        const bool several = std::any_of(plan.changes.begin(), plan.changes.end(), [&](auto& one) {
            const auto jobs = test::declared(yaml, flavour).jobs;
            const auto job = std::find_if(jobs.begin(), jobs.end(),
                                          [&](const auto& other) { return other.id == one.job; });
            return job != jobs.end() && job->schedules.size() > 1;
        });
        if (!refused && !several) {
            CHECK(plan_of(edited, table, &installed, flavour).in_sync());
            ++accepted;
        }
    }
    CHECK(accepted > 100);
}

TEST_CASE("set_value: one value, whatever its form, and nothing else") {
    struct Row {
        const char* name;
        const char* before;
        const char* after;
        desired::Edit edit;
    };
    const Row rows[] = {
        {"plain",
         "jobs:\n  a:\n    command: /x  # c\n",
         "jobs:\n  a:\n    command: /y  # c\n",
         {"a", {"command"}, std::string{"/y"}}},
        {"double quotes stay",
         "jobs:\n  a:\n    command: \"/x\"\n",
         "jobs:\n  a:\n    command: \"/y\"\n",
         {"a", {"command"}, std::string{"/y"}}},
        {"single quotes stay",
         "jobs:\n  a:\n    command: '/x'\n",
         "jobs:\n  a:\n    command: 'it''s'\n",
         {"a", {"command"}, std::string{"it's"}}},
        {"a folded block",
         "jobs:\n  a:\n    command: >-\n      /x\n      y\n    raw: true\n",
         "jobs:\n  a:\n    command: /z\n    raw: true\n",
         {"a", {"command"}, std::string{"/z"}}},
        {"a block list",
         "jobs:\n  a:\n    schedule:\n    - \"@daily\"\n    - \"@weekly\"\n    raw: true\n",
         "jobs:\n  a:\n    schedule: \"@daily\"\n    raw: true\n",
         {"a", {"schedule"}, std::string{"@daily"}}},
        {"items of a block list in their key's column, each in its quotes, comments kept",
         "jobs:\n  a:\n    schedule:  # two\n    - \"1 1 * * *\"  # one\n    # more\n    - "
         "'@weekly'\n",
         "jobs:\n  a:\n    schedule:  # two\n    - \"2 1 * * *\"  # one\n    # more\n    - "
         "'@daily'\n",
         {"a", {"schedule"}, std::vector<std::string>{"2 1 * * *", "@daily"}}},
        {"fewer items",
         "jobs:\n  a:\n    schedule:\n    - \"1 1 * * *\"\n    - '@weekly'\n    - '@daily'\n    "
         "raw: true\n",
         "jobs:\n  a:\n    schedule: [\"1 1 * * *\", \"@daily\"]\n    raw: true\n",
         {"a", {"schedule"}, std::vector<std::string>{"1 1 * * *", "@daily"}}},
        {"a new key",
         "jobs:\n  a:\n    # c\n    command: /x\n",
         "jobs:\n  a:\n    # c\n    enabled: false\n    command: /x\n",
         {"a", {"enabled"}, false}},
        {"a new key in a flow map",
         "jobs: {a: {command: /x}}\n",
         "jobs: {a: {enabled: false, command: /x}}\n",
         {"a", {"enabled"}, false}},
        {"a command that would end braces",
         "jobs:\n  a: {command: /x, id: y}\n",
         "jobs:\n  a: {command: \"/x a, b } [c\", id: y}\n",
         {"a", {"command"}, std::string{"/x a, b } [c"}}},
        {"the same with quotes and backslashes",
         "jobs: {a: {command: /x}}\n",
         "jobs: {a: {command: '/x \"$(a)\", ''b'' \\,'}}\n",
         {"a", {"command"}, std::string{"/x \"$(a)\", 'b' \\,"}}},
        {"within the braces of all jobs",
         "{jobs: {a: {command: /x}}}\n",
         "{jobs: {a: {command: \"/y,\"}}}\n",
         {"a", {"command"}, std::string{"/y,"}}},
        {"a new variable in braces",
         "jobs: {a: {command: /x}}\n",
         "jobs: {a: {environment: {\"ON\": \"a,b\"}, command: /x}}\n",
         {"a", {"environment", "ON"}, std::string{"a,b"}}},
        {"where no braces are, none need be guarded against",
         "jobs:\n  a:\n    command: /x\n",
         "jobs:\n  a:\n    command: /x a, b } [c\n",
         {"a", {"command"}, std::string{"/x a, b } [c"}}},
        {"a new variable",
         "jobs:\n  a:\n    command: /x\n",
         "jobs:\n  a:\n    environment:\n      MAILTO: \"\"\n    command: /x\n",
         {"a", {"environment", "MAILTO"}, std::string{}}},
        {"lines that end in CR LF",
         "jobs:\r\n  a:\r\n    command: /x\r\n",
         "jobs:\r\n  a:\r\n    enabled: true\r\n    command: /x\r\n",
         {"a", {"enabled"}, true}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto edited = desired::set_value(row.before, row.edit);
        REQUIRE(edited);
        CHECK(*edited == row.after);
    }
    const auto commented = desired::set_value(
        "jobs:\n  a:\n    schedule:\n    - \"@daily\"  # why\n    - \"@weekly\"\n    raw: true\n",
        {"a", {"schedule"}, std::string{"@daily"}});
    REQUIRE_FALSE(commented);
    CHECK(commented.error().message.find("comments stand among its items") != std::string::npos);
    CHECK(desired::set_value("jobs: {}\n", {"a", {"enabled"}, true}).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("the user that an entry of a system table names is accepted too") {
    const std::string yaml =
        "version: 1\njobs:\n  a:\n    schedule: \"0 3 * * *\"\n    command: /opt/a\n"
        "    target: /etc/cron.d/x\n";
    const auto jobs = test::declared(yaml).jobs;
    REQUIRE(jobs.size() == 1);
    plan::TableInput input;
    input.user = "/etc/cron.d/x";
    input.form = cron::TableForm::system;
    input.jobs = jobs;
    input.scope.files = {"d.yaml"};
    const auto first = plan::make_plan(input);
    REQUIRE(first);
    input.last_applied = first->applied;
    input.last_seen = first->after;
    std::string text = first->after;
    text.replace(text.find(" root "), 6, " bob ");
    input.observed.text = text;
    const auto plan = plan::make_plan(input);
    REQUIRE(plan);
    const auto accepted = adopt::accept_changes(
        jobs[0], plan->changes, {text, cron::Flavour::debian, cron::TableForm::system});
    REQUIRE(accepted);
    REQUIRE(accepted->edits.size() == 1);
    const auto edited = desired::set_value(yaml, accepted->edits[0]);
    REQUIRE(edited);
    input.jobs = test::declared(*edited).jobs;
    CHECK(input.jobs.begin()->user == "bob");
    CHECK(plan::make_plan(input)->in_sync());
}
