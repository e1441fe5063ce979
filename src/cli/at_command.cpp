#include "at_command.hpp"

#include <chrono>

#include "command_line.hpp"
#include "commands.hpp"
#include "cronmend/cron/guard.hpp"
#include "cronmend/host/shell.hpp"
#include "cronmend/host/zone.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

constexpr int kNotExecutable = 126;
constexpr int kNotFound = 127;

int refuse_start(Error error) {
    if (error.mend.empty()) {
        error.mend = "the command was not run";
    } else {
        error.mend = "the command was not run; " + error.mend;
    }
    log_error(error);
    return static_cast<int>(ExitStatus::error);
}

Instant now() {
    return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

}  // namespace

int run_guard(const std::vector<std::string>& words) {
    const auto arguments = cron::read_guard(words);
    if (!arguments) {
        return refuse_start(arguments.error());
    }
    const auto schedule = cron::parse_schedule(arguments->guard.schedule);
    if (!schedule) {
        return refuse_start(schedule.error());
    }
    const auto zone = host::load_zone(arguments->guard.zone);
    if (!zone) {
        return refuse_start(zone.error());
    }
    const Result<cron::Zone> host = arguments->guard.host.empty()
                                        ? Result<cron::Zone>{cron::Zone{}}
                                        : host::load_zone(arguments->guard.host);
    if (!host) {
        return refuse_start(host.error());
    }
    if (!cron::lets_through(arguments->guard, *schedule, *zone, *host, now())) {
        return static_cast<int>(ExitStatus::done);
    }
    const Error error = host::become_shell(arguments->command);
    log_error(error);
    return error.code == ErrorCode::not_found ? kNotFound : kNotExecutable;
}

void add_at(CommandLine& line) {
    struct Arguments {
        std::string zone, host, ahead, schedule, command;
        std::optional<std::size_t> grace;
    };
    auto arguments = std::make_shared<Arguments>();
    Command at = line.add(
        {"at",
         "The guard of entries in another time zone: runs a command if its schedule starts now",
         "cronmend at --zone Europe/Berlin '0 3 * * *' -- '/usr/local/bin/backup --all'",
         {},
         "that of the command; 0 if nothing starts now; 1 if that cannot be told; 126, 127 if the "
         "shell cannot be run"},
        // Only for the help page: run_program() hands `at` to run_guard().
        [arguments](const CommonArguments&) { return ExitStatus::error; });
    at.option("--zone", "ZONE", &arguments->zone, "The zone that the schedule is meant in")
        .option("--host", "ZONE", &arguments->host, "What --ahead counts from (default: UTC)")
        .option("--ahead", "HH:MM", &arguments->ahead,
                "Only starts at which the zone's clock is that far ahead: +02:00")
        .option("--grace", "MINUTES", &arguments->grace,
                "How late a start may be decided on, 1 to 60 (default 60)")
        .argument("SCHEDULE", &arguments->schedule, "Five fields, or an @word")
        .argument("COMMAND", &arguments->command,
                  "Behind a --, one word: what is given to $SHELL -c");
}

}  // namespace cronmend::cli
