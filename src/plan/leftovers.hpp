// What is to be thought of entries that no declared job took.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "matching.hpp"

namespace cronmend::plan {

// True if an entry's line does what the slot's does.
[[nodiscard]] bool is_copy(const Slot& slot, const std::string& line, const TableInput& input);

// Those of the entries at `left` (indices into reading.entries, ascending) that carry our mark or
// do what a slot's entry does, in the order of their lines; the rest are somebody else's. The
// result points into `slots` and `input`.
[[nodiscard]] std::vector<Leftover> sort_leftovers(const TableInput& input, const Reading& reading,
                                                   const std::vector<Slot>& slots,
                                                   const std::vector<std::size_t>& left);

}  // namespace cronmend::plan
