// Entries that may be a job's, edited by hand, though not for certain: they are kept as somebody
// else's, the declared entry is put back, and from then on both start.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "edits.hpp"
#include "matching.hpp"

namespace cronmend::plan {

// Puts them among `matching.leftovers`, as `suspected`. `left`: the entries that no slot took
// (indices into reading.entries, ascending). An entry is suspected from the pass that misses the
// job's own until it is gone itself: see TableInput::suspects.
void suspect_edits(const TableInput& input, const Reading& reading, const Edits& edits,
                   const std::vector<std::size_t>& left, Matching& matching);

// True if an earlier pass suspected the entry's line.
[[nodiscard]] bool was_suspected(const TableInput& input, const ReadEntry& entry);

// What is to be told of one; nothing where the declared entry itself is not put back, as it is held
// or only told, so that nothing starts twice. `put_back`: slots for which the plan does something.
[[nodiscard]] std::optional<Change> judge_suspected(const Leftover& suspected,
                                                    const Reading& reading,
                                                    const std::set<const Slot*>& put_back);

// What is to be remembered of them; of jobs that are not looked at, what was.
[[nodiscard]] std::vector<Suspect> suspects_of(const TableInput& input, const Reading& reading,
                                               const Matching& matching);

}  // namespace cronmend::plan
