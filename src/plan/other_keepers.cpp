#include "other_keepers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "remarks.hpp"

namespace cronmend::plan {

bool is_declared(const TableInput& input, const std::string& job) {
    return std::any_of(input.jobs.begin(), input.jobs.end(),
                       [&](const desired::Job& one) { return one.id == job; });
}

const AppliedEntry* owner_elsewhere(const TableInput& input, const Slot& slot,
                                    const ReadEntry& entry) {
    return !entry.marker || entry.marked_job == slot.id() ||
                   entry.marked_job == slot.job->renamed_from ||
                   (slot.last != nullptr && is_declared(input, entry.marked_job))
               ? nullptr
               : applied_elsewhere(input, entry.marked_job);
}

void leave_to_owner(const ReadEntry& entry, const AppliedEntry& owner, Change& change) {
    change.kind = DriftKind::unmarked;
    change.action = Action::report;
    change.cause = Cause::rollout;
    change.after.reset();
    change.reason = fmt::format(
        "it carries the marker of job {}, which {} declares and this declaration does not: left "
        "alone; take the job out of one of the two, or, if it moved, say `renamed_from: {}`",
        entry.marked_job, owner.source, entry.marked_job);
}

bool is_anothers(const TableInput& input, const Slot& slot, const ReadEntry& entry) {
    return slot.last == nullptr && entry.intact && entry.marked_job == slot.id() &&
           !is_retired(input, slot.id()) &&
           std::none_of(input.last_applied.begin(), input.last_applied.end(),
                        [&](const AppliedEntry& last) {
                            return last.job == slot.id() && last.line == entry.text;
                        });
}

void leave_to_the_other(Change& change) {
    change.action = Action::report;
    change.cause = Cause::drift;
    change.after.reset();
    change.reason =
        "it stands as a cronmend wrote it for a job of this name, but not as this record knows it: "
        "left alone; if another one keeps it (root's, or the user's own), give the job another id "
        "here or there; if none does, take the entry out";
}

}  // namespace cronmend::plan
