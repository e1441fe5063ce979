// What keeps a plan from being carried out.
#pragma once

#include <string>

#include "assessment.hpp"

namespace cronmend::plan {

// The guard's command is a word in quotes: the shell that holds for the entry must read them so.
// Error unsupported.
[[nodiscard]] Result<void> check_shells(const TableInput& input, const Assessment& final);

// The table that would be written is within the limits of its cron. Error unsupported.
[[nodiscard]] Result<void> check_size(const TableInput& input, const std::string& text);

// A declaration that came up empty takes out no entries unless that is allowed. Error unsupported.
[[nodiscard]] Result<void> check_emptying(const TableInput& input, const Assessment& now);

}  // namespace cronmend::plan
