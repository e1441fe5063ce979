#include <fmt/format.h>

#include <optional>
#include <utility>

#include "table_check.hpp"

namespace cronmend::lint::detail {
namespace {

Place place_of(const SourceLocation& where) {
    return {where.line, where.column};
}

void check_schedules(const Surroundings& around, const desired::Job& job,
                     const desired::JobPlaces& places, SourceReport& report,
                     const EntryTold& told) {
    for (std::size_t i = 0; i < job.schedules.size(); ++i) {
        const desired::DeclaredSchedule& declared = job.schedules[i];
        const Place at = place_of(i < places.schedules.size() ? places.schedules[i] : job.where);
        ScheduleSubject subject{declared.text, &declared.schedule, at, job.timezone};
        subject.escapes_percent = job.raw && cron::takes_standard_input(around.flavour());
        check_schedule(subject, report);
        check_clock(around, subject, report);
        told(declared.schedule, at);
    }
}

void check_variables(const Surroundings& around, const desired::Job& job,
                     const desired::JobPlaces& places, SourceReport& report) {
    for (const auto& [name, value] : job.environment) {
        const auto found = places.environment.find(name);
        const Place at = place_of(found == places.environment.end() ? job.where : found->second);
        check_variable(around, {name, value, job.user, at}, report);
    }
}

// True if the host knows zones at all.
bool knows_zones(HostFacts& facts) {
    return facts.zone("UTC") != nullptr || facts.zone("Etc/UTC") != nullptr;
}

}  // namespace

void check_declared_surprises(const Surroundings& around, const desired::Job& job,
                              const desired::JobPlaces& places, SourceReport& report) {
    // With errors among them it is not known which place belongs to which.
    const bool placed = places.schedules.size() == job.schedules.size();
    report.about_job(job.id, job.where.line);
    for (std::size_t i = 0; i < job.schedules.size(); ++i) {
        const desired::DeclaredSchedule& declared = job.schedules[i];
        const Place at = place_of(placed ? places.schedules[i] : job.where);
        static_cast<void>(check_surprises(
            around, {declared.text, &declared.schedule, at, job.timezone, false}, report));
    }
    report.about_job({}, 0);
}

void NamesCheck::check(const desired::Job& job, const desired::JobPlaces& places,
                       SourceReport& report) {
    report.about_job(job.id, job.where.line);
    if (around_.facts->account(job.user) == Account::missing) {
        tell("unknown-user", places.user.line != 0 ? places.user : job.where,
             fmt::format("there is no user {} on this host", quoted(job.user)),
             "add the user, or correct `user:`; --no-host leaves this out", report);
    }
    if (!job.timezone.empty() && around_.facts->zone(job.timezone) == nullptr &&
        knows_zones(*around_.facts)) {
        tell("unknown-zone", places.timezone.line != 0 ? places.timezone : job.where,
             fmt::format("there is no time zone {} on this host", quoted(job.timezone)),
             "write one as in `timedatectl list-timezones`, such as Europe/Berlin", report);
    }
    report.about_job({}, 0);
}

void NamesCheck::tell(std::string_view code, const SourceLocation& where, std::string summary,
                      std::string mend, SourceReport& report) {
    const std::string place = to_string(where);
    if (!told_.contains(place) &&
        report.add(code, place_of(where), std::move(summary), std::move(mend))) {
        told_.insert(place);
    }
}

void check_job(const Surroundings& around, const desired::Job& job,
               const desired::JobPlaces& places, SourceReport& report, const EntryTold& told) {
    report.about_job(job.id, job.where.line);
    check_schedules(around, job, places, report, told);
    const cron::DecodedCommand decoded =
        job.raw ? cron::decode_command(job.command, around.flavour())
                : cron::DecodedCommand{job.command, job.standard_input};
    CommandSubject subject;
    subject.text = job.raw ? std::string_view{job.command} : std::string_view{};
    subject.shell = decoded.shell;
    subject.input = decoded.standard_input.has_value();
    subject.at = place_of(places.command.line != 0 ? places.command : job.where);
    subject.user = job.user;
    subject.id = job.id;
    for (const desired::DeclaredSchedule& declared : job.schedules) {
        subject.reboot = declared.schedule.reboot && job.schedules.size() == 1;
    }
    subject.variable = [&job](std::string_view name) -> std::optional<std::string_view> {
        const auto found = job.environment.find(std::string{name});
        return found == job.environment.end() ? std::nullopt
                                              : std::optional<std::string_view>{found->second};
    };
    check_command(around, subject, report);
    check_variables(around, job, places, report);
    report.about_job({}, 0);
}

}  // namespace cronmend::lint::detail
