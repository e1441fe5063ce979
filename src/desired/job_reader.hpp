// One job of a declaration.
#pragma once

#include "cronmend/desired/desired_state.hpp"
#include "cronmend/desired/parse.hpp"
#include "map_reader.hpp"
#include "settings.hpp"

namespace cronmend::desired {

// The job of that field of `jobs`, over `defaults`; `user` is whose table it is for if neither
// names one, `timezone` what the file's times mean. What is wrong is reported, and the job is then
// only good for checks between jobs.
struct JobContext {
    const YamlDocument& document;
    const Settings& defaults;
    std::string_view user;
    std::string_view timezone;
    cron::Flavour flavour = cron::Flavour::debian;
    Surprises surprises = Surprises::tell;
};

[[nodiscard]] Job read_job(const JobContext& context, const Field& field, FileReport& report);

// Where the parts of the job stand that it says itself; those of a job without errors.
[[nodiscard]] JobPlaces places_of(const YamlDocument& document, const Field& field,
                                  const FileReport& report);

// What stands in the crontab behind the schedule.
[[nodiscard]] std::string crontab_command(const Job& job,
                                          cron::Flavour flavour = cron::Flavour::debian);

}  // namespace cronmend::desired
