// The plan for a system table: entries name their user, and the file is cronmend's as a whole.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"
#include "support/random.hpp"

using namespace cronmend;

namespace {

constexpr const char* kPath = "/etc/cron.d/backup";

plan::TableInput input_of(std::vector<desired::Job> jobs) {
    plan::TableInput input;
    input.user = kPath;
    input.form = cron::TableForm::system;
    input.homes = {{"root", "/root"}, {"www", "/srv/www"}, {"bob", "/home/bob"}};
    input.jobs = std::move(jobs);
    input.scope.files = {"d.yaml"};
    return input;
}

desired::Job job_of(const std::string& id, const std::string& user,
                    const cron::Environment& environment = {}) {
    desired::Job job;
    job.id = id;
    job.user = user;
    job.target = kPath;
    job.schedules = {{"0 3 * * *", cron::parse_schedule("0 3 * * *").value()}};
    job.command = "/opt/" + id;
    job.environment = environment;
    job.where.file = "d.yaml";
    return job;
}

plan::TablePlan planned(const plan::TableInput& input) {
    const auto plan = plan::make_plan(input);
    REQUIRE_MESSAGE(plan, (plan ? "" : to_string(plan.error())));
    return *plan;
}

Error error_of(const plan::TableInput& input) {
    const auto plan = plan::make_plan(input);
    REQUIRE_FALSE(plan);
    return plan.error();
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// What is in force for each entry that stands below a marker, by a reading of its own: the lines
// NAME=VALUE above it. By the marker's job.
std::map<std::string, std::map<std::string, std::string>> environments_in(const std::string& text) {
    std::map<std::string, std::map<std::string, std::string>> found;
    std::map<std::string, std::string> now;
    std::string job;
    for (const std::string_view raw : split_lines(text)) {
        const std::string line{without_newline(raw)};
        const std::string mark = "#cronmend: ";
        if (line.starts_with(mark)) {
            job = line.substr(mark.size(), line.find(' ', mark.size()) - mark.size());
        } else if (line.starts_with("0 3")) {
            found[job] = now;
        } else if (const auto equals = line.find('='); equals != std::string::npos) {
            now[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("entries of a system table name the job's user") {
    const auto plan = planned(input_of({job_of("a", "root"), job_of("b", "www")}));
    CHECK(holds(plan.after, "\n0 3 * * * root /opt/a\n#cronmend: b "));
    CHECK(plan.after.ends_with("\n0 3 * * * www /opt/b\n"));
    CHECK(plan.user == kPath);
    CHECK_FALSE(plan.removes);
    const auto again =
        planned(test::behind(input_of({job_of("a", "root"), job_of("b", "www")}), plan));
    CHECK(again.in_sync());
}

TEST_CASE("another user in an entry is a change of it") {
    const auto input = input_of({job_of("a", "www")});
    auto next = test::behind(input, planned(input));
    auto& text = *next.observed.text;
    text.replace(text.find("www"), 3, "root");
    const auto plan = planned(next);
    REQUIRE(plan.changes.size() == 1);
    CHECK(plan.changes[0].kind == plan::DriftKind::changed);
    CHECK(plan.changes[0].cause == plan::Cause::drift);
    CHECK(plan.changes[0].before == "0 3 * * * root /opt/a");
    CHECK(plan.changes[0].after == "0 3 * * * www /opt/a");
    CHECK(plan.after == next.last_seen);
}

TEST_CASE("an entry of the same times and command, but of another user, is not adopted") {
    auto input = input_of({job_of("a", "www")});
    input.observed.text = "0 3 * * * www /opt/a\n";
    CHECK(planned(input).in_sync());
    input.observed.text = "#cronmend: x 0123456789abcdef\n0 3 * * * bob /opt/a\n";
    const auto plan = planned(input);
    CHECK(plan.foreign_entries == 0);
    CHECK(holds(plan.after, "0 3 * * * bob /opt/a\n"));
    CHECK(holds(plan.after, "0 3 * * * www /opt/a\n"));
}

TEST_CASE("a table that is nobody's but somebody else's is not taken over") {
    auto input = input_of({job_of("a", "root")});
    for (const char* text : {"0 4 * * * root /usr/sbin/theirs\n",
                             "0 3 * * * root /opt/a\n0 4 * * * root /usr/sbin/theirs\n"}) {
        CAPTURE(text);
        input.observed.text = text;
        const Error error = error_of(input);
        CHECK(error.code == ErrorCode::unsupported);
        CHECK(holds(error.message, "/etc/cron.d/backup holds 1 entry that is not declared"));
        CHECK(holds(error.mend, "cronmend import --system /etc/cron.d/backup"));
    }
    for (const char* text : {"", "# a comment\n", "SHELL=/bin/sh\n0 3 * * * root /opt/a\n",
                             "#0 4 * * * root /usr/sbin/theirs\n"}) {
        CAPTURE(text);
        input.observed.text = text;
        CHECK(plan::make_plan(input));
    }
}

TEST_CASE("lines that others put into a table of cronmend's stay, and keep their environment") {
    auto input = input_of({job_of("a", "root", {{"MAILTO", "ops@example.org"}})});
    auto next = test::behind(input, planned(input));
    *next.observed.text += "# theirs\n0 4 * * * bob /usr/bin/theirs\n";
    next.jobs = {job_of("a", "root", {{"MAILTO", "ops@example.org"}}), job_of("b", "root")};
    const auto plan = planned(next);
    CHECK(plan.foreign_entries == 1);
    CHECK(holds(plan.after, "# theirs\n0 4 * * * bob /usr/bin/theirs\n"));
    CHECK(holds(plan.after, "0 3 * * * root /opt/b\n"));
}

TEST_CASE("the file goes with the last entry, unless something else stands in it") {
    auto input = input_of({job_of("a", "root", {{"MAILTO", "ops@example.org"}})});
    const auto first = planned(input);
    auto next = test::behind(input, first);
    next.jobs = std::vector<desired::Job>{};
    const Error error = error_of(next);
    CHECK(holds(error.message, "nothing is declared for /etc/cron.d/backup any more"));
    CHECK(holds(error.message, "in the system table /etc/cron.d/backup would be removed"));
    next.emptying = plan::Emptying::allow;
    const auto gone = planned(next);
    CHECK(gone.writes());
    CHECK(gone.removes);
    CHECK(gone.after.empty());
    *next.observed.text += "# theirs\n";
    const auto kept = planned(next);
    CHECK(kept.writes());
    CHECK_FALSE(kept.removes);
    CHECK(holds(kept.after, "# theirs\n"));
    // In a user's table an empty text is a table.
    next.form = cron::TableForm::user;
    next.observed.text = "#cronmend: a 0123456789abcdef\n0 3 * * * /opt/a\n";
    next.last_applied[0].line = "0 3 * * * /opt/a";
    CHECK_FALSE(planned(next).removes);
}

TEST_CASE("a table with an entry of a user whom the host does not have is not in sync") {
    auto input = input_of({job_of("a", "root")});
    auto next = test::behind(input, planned(input));
    *next.observed.text += "#0 4 * * * carol /bin/x\n0 4 * * * carol /bin/x\n";
    CHECK(planned(next).in_sync());
    next.missing_users = {"carol"};
    for (const bool acts : {false, true}) {
        if (acts) {
            next.jobs = {job_of("a", "root"), job_of("b", "root")};
        }
        const auto plan = planned(next);
        CHECK_FALSE(plan.in_sync());
        REQUIRE(plan.refusal);
        CHECK(plan.refusal->line == 4);
        CHECK(holds(plan.refusal->words, "bad username: there is no user carol"));
        CHECK(plan.writes() == acts);
    }
}

TEST_CASE("HOME is set where the homes are known") {
    const cron::Environment home{{"HOME", "/srv"}};
    CHECK(planned(input_of({job_of("a", "bob", home)})).writes());
    CHECK(holds(error_of(input_of({job_of("a", "carol", home)})).message,
                "the home folder of carol"));
}

TEST_CASE("law: each entry has its own environment, or its own user's defaults") {
    const std::map<std::string, std::string> homes{
        {"root", "/root"}, {"www", "/srv/www"}, {"bob", "/home/bob"}};
    const std::vector<std::string> users{"root", "www", "bob"};
    test::Random random{test::chosen_seed()};
    INFO("seed ", random.seed());
    for (int round = 0; round < 300; ++round) {
        std::vector<desired::Job> jobs;
        for (const char* id : {"a", "b", "c", "d", "e"}) {
            cron::Environment environment;
            for (const auto& [name, value] : std::map<std::string, std::string>{
                     {"MAILTO", "ops"}, {"HOME", "/x"}, {"PATH", "/bin"}, {"SHELL", "/bin/dash"}}) {
                if (random.one_in(3)) {
                    environment.emplace(name, value);
                }
            }
            jobs.push_back(job_of(id, random.pick(users), environment));
        }
        auto input = input_of(jobs);
        for (int pass = 0; pass < 3; ++pass) {
            const auto plan = planned(input);
            CAPTURE(plan.after);
            const auto found = environments_in(plan.after);
            for (const desired::Job& job : input.jobs) {
                CAPTURE(job.id);
                cron::Environment expected{{"MAILTO", job.user},
                                           {"HOME", homes.at(job.user)},
                                           {"PATH", "/usr/bin:/bin"},
                                           {"SHELL", "/bin/sh"}};
                for (const auto& [name, value] : job.environment) {
                    expected[name] = value;
                }
                const auto& seen = found.at(job.id);
                for (const auto& [name, value] : expected) {
                    CAPTURE(name);
                    CHECK((!seen.contains(name) ? !job.environment.contains(name)
                                                : seen.at(name) == value));
                }
            }
            input = test::behind(input, plan);
            jobs[random.below(jobs.size())].user = random.pick(users);
            input.jobs = jobs;
        }
    }
}
