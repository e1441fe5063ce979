// Blocks of variables that cronmend wrote around its entries, and that somebody has edited since.
#pragma once

#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/plan/plan.hpp"
#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

// What becomes of edited lines: they are put back as far as that touches nobody, or, where no way
// was found to do that, are all left and told.
enum class Damage { mend, leave };

// Fills Reading::remains and Reading::open_ends of a table as it was observed; `slots`: with their
// entries. A line below a marker of ours is ours if it says what stood there at the last pass, or
// sets in its stead what it set; but not if as many lines of others said the same then, nor if an
// entry of somebody else's lives by it. What remains in doubt, or cannot be put back for the sake
// of others' entries, is told: that is the result.
[[nodiscard]] Diagnostics find_block_damage(const TableInput& input, const std::vector<Slot>& slots,
                                            Damage damage, Reading& reading);

}  // namespace cronmend::plan
