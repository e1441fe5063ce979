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

// The jobs of which a plan only tells something: the pass behind it tells of the same. Not always
// the same of them: what may be an edit is judged by what came since the last pass.
inline std::set<std::string> told_in(const plan::TablePlan& plan) {
    std::set<std::string> jobs;
    for (const plan::Change& change : plan.changes) {
        if (!change.acts()) {
            jobs.insert(change.job);
        }
    }
    return jobs;
}

}  // namespace cronmend::test
