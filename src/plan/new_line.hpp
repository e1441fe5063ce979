// Why a line that cronmend wrote is no longer the one that is wanted.
#pragma once

#include <optional>
#include <string>

#include "slot.hpp"

namespace cronmend::plan {

// `before` is the line that stands there, as cronmend left it; empty: there is none yet.
[[nodiscard]] std::string reason_of_new_line(const Slot& slot, const std::string& before,
                                             const TableInput& input);

// Why one that it wrote for one of a job's schedules is wanted no more, where the schedule itself
// is still declared; nothing where it is not, or where that cannot be seen.
[[nodiscard]] std::optional<std::string> reason_of_surplus(const desired::Job& job,
                                                           const std::string& line,
                                                           const TableInput& input);

}  // namespace cronmend::plan
