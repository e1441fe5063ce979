// The opposite of a repair: what a declaration must say instead, so that what stands is as
// declared.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "cronmend/desired/edit.hpp"
#include "cronmend/plan/plan.hpp"

namespace cronmend::adopt {

// The edits of a job's declaration that make these changes, all of that job, needless. `table` is
// the text that they were found in, read as the flavour's cron does. Error unsupported, with the
// reason, for what no declaration can say: a second copy, an entry of no declared job, a marker
// that is gone, entries of one job that differ in their commands.
[[nodiscard]] Result<std::vector<desired::Edit>> accept_changes(
    const desired::Job& job, const std::vector<plan::Change>& changes, const std::string& table,
    cron::Flavour flavour = cron::Flavour::debian);

}  // namespace cronmend::adopt
