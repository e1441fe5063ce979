// What is off, entry by entry, and what is to be done about it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cronmend/plan/plan.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// A change with what it is about: a slot (by its place in Matching::slots), an entry of the table
// (by its place in Reading::entries), or both.
struct Verdict {
    Change change;
    std::optional<std::size_t> slot;
    std::optional<std::size_t> entry;
};

struct Judgement {
    std::vector<Verdict> verdicts;  // in order of declaration, then the leftovers
    Diagnostics diagnostics;
    bool holding = false;  // entries are left as a rollback brought them, or as they are since
};

[[nodiscard]] Judgement judge(const TableInput& input, const Reading& reading,
                              const Matching& matching);

}  // namespace cronmend::plan
