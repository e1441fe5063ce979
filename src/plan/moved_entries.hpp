// Entries of jobs that the declaration gives to another table.
#pragma once

#include <vector>

#include "judgement.hpp"

namespace cronmend::plan {

// For an entry that is not declared here: if it is for another table, that is said in its place,
// and it stays until it stands there.
void tell_of_move(const TableInput& input, Change& change);

// Those that were adopted here, and so are left alone, though they start there too.
[[nodiscard]] std::vector<Verdict> judge_adopted_of_moved(const TableInput& input,
                                                          const Reading& reading,
                                                          const Matching& matching);

}  // namespace cronmend::plan
