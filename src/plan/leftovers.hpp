// What is to be thought of entries that no declared job took.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "matching.hpp"
#include "own_lines.hpp"

namespace cronmend::plan {

// True if an entry's line does what the slot's does.
[[nodiscard]] bool is_copy(const Slot& slot, const std::string& line, const TableInput& input);

// Those of the entries at `left` (indices into reading.entries, ascending) that carry our mark or
// do what a slot's entry does, in the order of their lines; the rest are somebody else's. The
// result points into `slots` and `input`.
[[nodiscard]] std::vector<Leftover> sort_leftovers(const TableInput& input, const Reading& reading,
                                                   const std::vector<Slot>& slots,
                                                   const std::vector<std::size_t>& left);

// Adds the lines that stand there as cronmend left them, that are wanted no more, and whose markers
// are lost; `taken`: the entries, by their places, that slots have. Not of a job that is declared
// no more and whose entry was adopted: see note_released().
void release_own_lines(const TableInput& input, const OwnLines& own, std::vector<bool> taken,
                       const Reading& reading, Matching& matching);

}  // namespace cronmend::plan
