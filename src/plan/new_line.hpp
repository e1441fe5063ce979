// Why a line that cronmend wrote is no longer the one that is wanted.
#pragma once

#include <string>

#include "slot.hpp"

namespace cronmend::plan {

// `before` is the line that stands there, as cronmend left it; empty: there is none yet.
[[nodiscard]] std::string reason_of_new_line(const Slot& slot, const std::string& before,
                                             const TableInput& input);

}  // namespace cronmend::plan
