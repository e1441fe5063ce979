// What is to be said of an entry that no job took, and why.
#pragma once

#include <optional>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/plan/plan.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// Of any kind but `suspected`, which judge_suspected() judges behind all others. Nothing for what
// is a foreign line after all.
[[nodiscard]] std::optional<Change> judge_leftover(const TableInput& input,
                                                   const Leftover& leftover,
                                                   const ReadEntry& entry);

// What is no change, but worth a word.
[[nodiscard]] Diagnostic remark_on(const Leftover& leftover, const ReadEntry& entry);

}  // namespace cronmend::plan
