// What is off with the lines that cronmend wrote around an entry, where the entry itself is in
// order.
#pragma once

#include <cstddef>

#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

// True, with the change described, if a variable is set above it that its declaration has no more.
[[nodiscard]] bool judge_left_behind(const TableInput& input, const Reading& reading,
                                     const Slot& slot, const ReadEntry& entry, Change& change);

// The same, if what is set for it is not put back behind it any more. `entry`: its place in
// Reading::entries.
[[nodiscard]] bool judge_behind(const Reading& reading, std::size_t entry, Change& change);

}  // namespace cronmend::plan
