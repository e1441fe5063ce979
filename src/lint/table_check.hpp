// A crontab, line by line, and a declaration, job by job.
#pragma once

#include <functional>
#include <set>
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

// What cron does otherwise than the declared schedules read. Of a job with errors, too.
void check_declared_surprises(const Surroundings& around, const desired::Job& job,
                              const desired::JobPlaces& places, SourceReport& report);

// What jobs name that the host does not have: users, time zones; once for each place that says it.
// Of jobs with errors, too.
class NamesCheck {
public:
    explicit NamesCheck(const Surroundings& around) : around_(around) {}

    void check(const desired::Job& job, const desired::JobPlaces& places, SourceReport& report);

private:
    void tell(std::string_view code, const SourceLocation& where, std::string summary,
              std::string mend, SourceReport& report);

    const Surroundings& around_;
    std::set<std::string> told_;
};

}  // namespace cronmend::lint::detail
