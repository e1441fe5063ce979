// What the pass behind a plan starts from, where nobody has touched the table in between.
#pragma once

#include <set>
#include <string>

#include "cronmend/plan/plan.hpp"

namespace cronmend::test {

inline plan::TableInput behind(plan::TableInput input, const plan::TablePlan& plan) {
    input.observed.text = plan.after;
    input.last_applied = plan.applied;
    input.last_seen = plan.after;
    input.suspects = plan.suspects;
    input.retired = plan.retired;
    return input;
}

// The entries of which a plan only tells something: the pass behind it has to tell of the same. Not
// always of the same kind: what may be an edit is judged by what came since the last pass.
inline std::set<std::string> told_in(const plan::TablePlan& plan) {
    std::set<std::string> entries;
    for (const plan::Change& change : plan.changes) {
        if (!change.acts()) {
            entries.insert(change.job + " " + std::to_string(change.index));
        }
    }
    return entries;
}

}  // namespace cronmend::test
