// A command behind its guard, for each cron: what that cron hands to the shell is the guard's words
// and, as one word, the command that was declared; and its standard input is what was declared.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/guard.hpp"
#include "cronmend/host/process.hpp"
#include "cronmend/host/zone.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/next_pass.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;

namespace {

plan::TableInput input_of(const desired::Job& job, cron::Flavour flavour,
                          const std::string& program) {
    plan::Zoning zoning;
    zoning.host = host::load_zone("UTC").value();
    zoning.others.emplace(job.timezone, host::load_zone(job.timezone).value());
    zoning.from = std::chrono::sys_days{std::chrono::year{2026} / 1 / 10};
    zoning.program = program;
    plan::TableInput input;
    input.flavour = flavour;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.jobs = {job};
    input.zoning = std::make_shared<const plan::Zoning>(std::move(zoning));
    return input;
}

desired::Job job_of(std::string command) {
    desired::Job job;
    job.id = "x";
    job.user = "alice";
    job.timezone = "Europe/Berlin";
    job.schedules = {{"0 3 * * *", cron::parse_schedule("0 3 * * *").value()}};
    job.command = std::move(command);
    return job;
}

// What that cron makes of the entries' commands.
std::vector<cron::DecodedCommand> handed_over(const std::string& text, cron::Flavour flavour) {
    std::vector<cron::DecodedCommand> commands;
    const auto table = cron::Crontab::parse(text, flavour);
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        if (table.lines()[i].kind == cron::LineKind::entry) {
            commands.push_back(cron::decode_command(
                cron::parse_entry(table.text_of(i), flavour).value().command, flavour));
        }
    }
    return commands;
}

host::ProgramResult shell(const std::vector<std::string>& arguments) {
    host::SystemProcessRunner runner;
    return runner.run({"/bin/sh", arguments, {"PATH=/usr/bin:/bin", "LC_ALL=C"}, ""}).value();
}

// A schedule's zone stands above it for cronie, which needs no guard.
const std::vector<cron::Flavour> kGuarding{cron::Flavour::debian, cron::Flavour::busybox,
                                           cron::Flavour::bcron, cron::Flavour::systemd_cron};

// Of these no two parts together make a '#', a newline or blanks that a cron would take out.
const std::vector<std::string> kParts{"%", "\\%", "\\",    "'",   "\"",   "$(date +%F)", "a", "-x",
                                      ";", "&&",  "|",     "(",   ")",    "$HOME",       "`", "{",
                                      "é", "%%",  "\\\\%", "'%'", "echo", "/bin/x",      ">", "~"};

desired::Job random_job(test::Random& random, cron::Flavour flavour) {
    std::string command = "x";
    for (std::size_t parts = random.below(9); parts > 0; --parts) {
        command += (random.one_in(2) ? " " : "") + random.pick(kParts);
    }
    desired::Job job = job_of(command);
    if (cron::takes_standard_input(flavour) && random.one_in(2)) {
        job.standard_input = random.bytes(12, "ab%\n '\"");
    }
    if (random.one_in(3)) {
        job.environment["LANG"] = random.bytes(6, "ab%'$");
    }
    job.raw = job.environment.empty() && !job.standard_input && random.one_in(4);
    return job;
}

}  // namespace

TEST_CASE("a percent sign behind a guard is what it is for that cron") {
    const std::string day = "/usr/local/bin/backup --day $(date +%F)";
    const std::string front =
        "/usr/bin/cronmend at --zone Europe/Berlin --ahead +02:00 '0 3 * * *' -- ";
    for (const cron::Flavour flavour : kGuarding) {
        CAPTURE(cron::program_of(flavour));
        const auto plan = plan::make_plan(input_of(job_of(day), flavour, "/usr/bin/cronmend"));
        REQUIRE(plan);
        const std::string written = cron::takes_standard_input(flavour)
                                        ? "'/usr/local/bin/backup --day $(date +\\%F)'"
                                        : "'/usr/local/bin/backup --day $(date +%F)'";
        CAPTURE(plan->after);
        CHECK(plan->after.find(front + written + "\n") != std::string::npos);
    }
}

TEST_CASE("what each cron hands to the shell is the guard, the command and its input: generated") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    const test::TemporaryFolder folder;
    // In the guard's place: its words, and its standard input, as they come.
    const std::string guard =
        folder.file("guard", "#!/bin/sh\nfor word; do printf '<%s>' \"$word\"; done\n", 0700);
    for (int round = 0; round < 150; ++round) {
        for (const cron::Flavour flavour : kGuarding) {
            const desired::Job job = random_job(random, flavour);
            const cron::DecodedCommand meant =
                job.raw ? cron::decode_command(job.command, flavour)
                        : cron::DecodedCommand{job.command, job.standard_input};
            CAPTURE(cron::program_of(flavour));
            CAPTURE(job.command);
            CAPTURE(job.raw);
            const plan::TableInput input = input_of(job, flavour, guard);
            const auto plan = plan::make_plan(input);
            REQUIRE(plan);
            CAPTURE(plan->after);
            const auto commands = handed_over(plan->after, flavour);
            CHECK(commands.size() == 2);
            for (const cron::DecodedCommand& command : commands) {
                CAPTURE(command.shell);
                const auto guarded = cron::parse_guarded(command.shell);
                REQUIRE(guarded);
                CHECK(guarded->program == guard);
                CHECK(guarded->guard.schedule == "0 3 * * *");
                CHECK(guarded->command == meant.shell);
                CHECK(cron::parse_exports(guarded->exports) == job.environment);
                CHECK(command.standard_input == meant.standard_input);
                const auto found = cron::find_guard(command.shell);
                REQUIRE(found);
                CHECK(found->guarded.command == meant.shell);
            }
            // So a shell that runs it runs the guard, with the command as its last word.
            const auto run = shell({"-c", commands.front().shell});
            CAPTURE(run.standard_error);
            CHECK(run.exit_status == 0);
            CHECK(run.standard_output.ends_with("<--><" + meant.shell + ">"));

            const plan::TableInput next = test::behind(input, *plan);
            const auto again = plan::make_plan(next);
            REQUIRE(again);
            CHECK(again->in_sync());
        }
    }
}

TEST_CASE("a shell reads the guarded line of what it reads plain") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    int read = 0;
    for (int round = 0; round < 60; ++round) {
        for (const cron::Flavour flavour : kGuarding) {
            const desired::Job job = random_job(random, flavour);
            const std::string plain =
                job.raw ? cron::decode_command(job.command, flavour).shell : job.command;
            if (shell({"-n", "-c", plain}).exit_status != 0) {
                continue;
            }
            ++read;
            const auto plan = plan::make_plan(input_of(job, flavour, "/usr/bin/cronmend"));
            REQUIRE(plan);
            CAPTURE(plan->after);
            for (const cron::DecodedCommand& command : handed_over(plan->after, flavour)) {
                CHECK(shell({"-n", "-c", command.shell}).exit_status == 0);
            }
        }
    }
    CHECK(read > 20);
}

TEST_CASE("why a guarded line is another now is told for each cron") {
    for (const cron::Flavour flavour : kGuarding) {
        CAPTURE(cron::program_of(flavour));
        const desired::Job job = job_of("x $(date +%F) '100%'");
        plan::TableInput input = input_of(job, flavour, "/usr/bin/cronmend");
        const auto plan = plan::make_plan(input);
        REQUIRE(plan);
        const plan::TableInput next = test::behind(input_of(job, flavour, "/opt/cronmend"), *plan);
        const auto moved = plan::make_plan(next);
        REQUIRE(moved);
        REQUIRE(!moved->changes.empty());
        for (const plan::Change& change : moved->changes) {
            CHECK(change.reason == "cronmend is now at /opt/cronmend");
        }
    }
}
