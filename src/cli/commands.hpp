// The commands. Each prints its data to standard output, everything else to standard error.
#pragma once

#include <string>

#include "arguments.hpp"
#include "exit_status.hpp"

namespace cronmend::cli {

[[nodiscard]] ExitStatus run_diff(const CommonArguments& common, const DiffArguments& arguments);
[[nodiscard]] ExitStatus run_apply(const CommonArguments& common, const ApplyArguments& arguments);
[[nodiscard]] ExitStatus run_incident_list(const CommonArguments& common,
                                           const IncidentListArguments& arguments);
[[nodiscard]] ExitStatus run_incident_show(const CommonArguments& common, const std::string& id);
[[nodiscard]] ExitStatus run_history(const CommonArguments& common,
                                     const HistoryArguments& arguments);
[[nodiscard]] ExitStatus run_rollback(const CommonArguments& common,
                                      const RollbackArguments& arguments);

}  // namespace cronmend::cli
