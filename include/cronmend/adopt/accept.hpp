// The opposite of a repair: what a declaration must say instead, so that what stands is as
// declared.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "cronmend/desired/edit.hpp"
#include "cronmend/plan/plan.hpp"

namespace cronmend::adopt {

// The table that the changes were found in.
struct Standing {
    std::string text;
    cron::Flavour flavour = cron::Flavour::debian;  // whose rules it is read by
    cron::TableForm form = cron::TableForm::user;
    std::string import_command = "cronmend import";  // what prints YAML for it
};

struct Acceptance {
    std::vector<desired::Edit> edits;
    bool turned_off = false;  // no entry of the job stands there, and it is declared off
    bool gone = false;        // an entry of it is not there at all, not even commented out
};

// The edits of a job's declaration that make these changes, all of that job, needless. Error
// unsupported, with the reason, for what no declaration can say: a second copy, an entry of no
// declared job, a marker that is gone, entries of one job that differ in their commands.
[[nodiscard]] Result<Acceptance> accept_changes(const desired::Job& job,
                                                const std::vector<plan::Change>& changes,
                                                const Standing& standing);

}  // namespace cronmend::adopt
