// What the pass behind a plan starts from, where nobody has touched the table in between.
#pragma once

#include "cronmend/plan/plan.hpp"

namespace cronmend::test {

inline plan::TableInput behind(plan::TableInput input, const plan::TablePlan& plan) {
    input.observed.text = plan.after;
    input.last_applied = plan.applied;
    input.last_seen = plan.after;
    return input;
}

}  // namespace cronmend::test
