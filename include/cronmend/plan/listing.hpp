// Which changes are told one by one, and which are only counted: whoever owns the table decides how
// many there are.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "cronmend/plan/plan.hpp"

namespace cronmend::plan {

// Of one sort are the changes that do the same about one entry, and all that only tell of an
// orphan: a table can name any job.
inline constexpr std::size_t kListedOfOneSort = 20;

struct Listed {
    const Change* change = nullptr;  // of the list that was given
    std::size_t more = 0;            // of its sort and not listed; said with the last that is
};

// Those that belong, in their order, and of each sort the first kListedOfOneSort.
[[nodiscard]] std::vector<Listed> list_changes(const std::vector<Change>& changes,
                                               const std::function<bool(const Change&)>& belongs);

// "and 9880 more like these"
[[nodiscard]] std::string more_like_these(std::size_t more);

// True for the kind of orphans that all are of one sort.
[[nodiscard]] bool is_told_orphan(DriftKind kind, Action action);

}  // namespace cronmend::plan
