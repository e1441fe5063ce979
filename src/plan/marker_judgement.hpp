// What is off about the marker above an entry that is otherwise in order.
#pragma once

#include <vector>

#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

// True if something is: then `change` says what, but for what describes its slot. Precondition: the
// slot, one of `slots`, has an entry.
[[nodiscard]] bool judge_marker(const TableInput& input, const Reading& reading,
                                const std::vector<Slot>& slots, const Slot& slot, Change& change);

}  // namespace cronmend::plan
