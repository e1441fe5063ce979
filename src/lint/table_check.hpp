// A crontab, line by line, and a declaration, job by job.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/desired/parse.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {

// Told of each entry that cron starts by the clock: its schedule and where it stands.
using EntryTold = std::function<void(const cron::Schedule& schedule, Place at)>;

// `owner`: of a user's table.
void check_table(const Surroundings& around, const cron::Crontab& table, std::string_view owner,
                 SourceReport& report, const EntryTold& told);

void check_job(const Surroundings& around, const desired::Job& job,
               const desired::JobPlaces& places, SourceReport& report, const EntryTold& told);

}  // namespace cronmend::lint::detail
