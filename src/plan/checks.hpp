// What keeps a plan from being carried out.
#pragma once

#include <string>

#include "assessment.hpp"

namespace cronmend::plan {

// The guard's command is a word in quotes, and variables are set with `export`: the shell that
// holds for the entry must read these as sh does. Error unsupported.
[[nodiscard]] Result<void> check_shells(const TableInput& input, const Assessment& final);

// Who an entry runs as can start the guard that it needs. Error unsupported.
[[nodiscard]] Result<void> check_guard(const TableInput& input, const Assessment& now);

// What an entry stood under can be said in a table of this cron, where it does not hold there any
// more. Error unsupported.
[[nodiscard]] Result<void> check_inherited(const TableInput& input, const Assessment& now);

// The table that would be written is within the limits of its cron. Error unsupported.
[[nodiscard]] Result<void> check_size(const TableInput& input, const std::string& text);

// A declaration that came up empty takes out no entries unless that is allowed. Error unsupported.
[[nodiscard]] Result<void> check_emptying(const TableInput& input, const Assessment& now);

// A system table is cronmend's as a whole. One that it has put nothing into, neither now nor as far
// as it remembers, may hold what is declared, and comments, but no entry of somebody else's. Error
// unsupported.
[[nodiscard]] Result<void> check_owned(const TableInput& input, const Assessment& now,
                                       std::size_t foreign_entries);

}  // namespace cronmend::plan
