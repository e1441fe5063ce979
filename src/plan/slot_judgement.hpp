// What is off with the entries that are wanted, one by one, and what is to be done about it.
#pragma once

#include <vector>

#include "judgement.hpp"

namespace cronmend::plan {

// For a job that is declared with `mode: warn`: told, and not touched. What is left alone for
// another reason says so already.
void leave_to_people(Change& change);

// In the order of the slots. One of a job with `mode: warn` may have a second verdict, of what is
// off around it: nothing is done that would take that along.
[[nodiscard]] std::vector<Verdict> judge_slots(const TableInput& input, const Reading& reading,
                                               const std::vector<Slot>& slots);

}  // namespace cronmend::plan
