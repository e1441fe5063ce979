// What `explain` and `next` are asked about: an expression as it stands on the command line, or the
// schedules of a declared job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "declaration.hpp"
#include "exit_status.hpp"

namespace cronmend::cli {

// The declaration, for questions about it: whatever zone it is in, its diagnostics told; one that
// has errors is an error. With --user the jobs of that table alone.
[[nodiscard]] Result<Declaration> load_jobs(const CommonArguments& common);

struct Subject {
    std::string job;                                   // its id; empty: an expression
    std::vector<desired::DeclaredSchedule> schedules;  // at least one
    std::string timezone;  // what the job's times mean; empty: the host's
};

// A word without blanks that could be a job's id is one; everything else is an expression, its
// words put together with blanks between. The error of an expression that cron refuses names the
// place.
[[nodiscard]] Result<Subject> find_subject(const CommonArguments& common,
                                           const std::vector<std::string>& words,
                                           cron::Flavour flavour);

// Tells that error, with a caret under what cron refuses.
[[nodiscard]] ExitStatus refuse_subject(const CommonArguments& common,
                                        const std::vector<std::string>& words,
                                        cron::Flavour flavour, const Error& error);

}  // namespace cronmend::cli
