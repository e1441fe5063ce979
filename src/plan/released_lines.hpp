// Lines of cronmend's own that are wanted no more, and that nothing marks as its own.
#pragma once

#include <vector>

#include "matching.hpp"
#include "own_lines.hpp"

namespace cronmend::plan {

// Adds the lines that stand there as cronmend left them, that are wanted no more, and whose markers
// are lost; `taken`: the entries, by their places, that slots have. Not of a job that is declared
// no more and whose entry was adopted: see note_released().
void release_own_lines(const TableInput& input, const OwnLines& own, std::vector<bool> taken,
                       const Reading& reading, Matching& matching);

}  // namespace cronmend::plan
