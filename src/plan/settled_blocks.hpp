// Blocks of variables that somebody has edited, and that were declared as they stand since.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cronmend/plan/plan.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// The text of a line without the CR that an editor may have put behind it.
[[nodiscard]] std::string_view plain_text(const Reading& reading, std::size_t line);

// A marker of variables that are not as they were written.
struct BrokenBlock {
    std::size_t marker = 0;  // its line
    std::size_t lines = 0;   // that it speaks of
};

[[nodiscard]] std::vector<BrokenBlock> broken_blocks(const Reading& reading);

// How many assignments stand below the marker, if they are no more than it says, an entry of ours
// stands below them, and that was last in order under these very values: an edit that was declared
// since. 0: it is no such block.
[[nodiscard]] std::size_t settled_lines(const TableInput& input, const Reading& reading,
                                        const BrokenBlock& block);

// Of the table of the last pass: fills Reading::remains with the lines of such blocks, which
// counted as ours then.
void claim_settled_blocks(const TableInput& input, Reading& reading);

}  // namespace cronmend::plan
