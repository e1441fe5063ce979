#include "marker_judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "other_keepers.hpp"
#include "remarks.hpp"
#include "suspicion.hpp"

namespace cronmend::plan {
namespace {

std::string mixed_up_reason(const Reading& reading, const std::vector<Slot>& slots,
                            const Slot& slot, const ReadEntry& entry) {
    const bool exchanged = std::any_of(slots.begin(), slots.end(), [&](const Slot& other) {
        return other.id() == entry.marked_job && other.entry &&
               reading.entries[*other.entry].marked_job == slot.id();
    });
    return exchanged ? fmt::format("the entries of {} and {} stand under each other's markers",
                                   slot.id(), entry.marked_job)
                     : fmt::format("its entry stands under the marker of {}", entry.marked_job);
}

// As the last pass left it, the marker above it too.
bool is_as_left(const TableInput& input, const ReadEntry& entry) {
    return std::any_of(input.last_applied.begin(), input.last_applied.end(),
                       [&](const AppliedEntry& last) {
                           return last.job == entry.marked_job && last.line == entry.text;
                       });
}

// Told before as another job renamed, and left alone since.
bool is_renamed_still(const TableInput& input, const Slot& slot, const ReadEntry& entry) {
    return !slot.last->marked && !slot.last->current && slot.last->line == entry.text &&
           entry.intact && is_retired(input, entry.marked_job);
}

}  // namespace

bool judge_marker(const TableInput& input, const Reading& reading, const std::vector<Slot>& slots,
                  const Slot& slot, Change& change) {
    const ReadEntry& entry = reading.entries[*slot.entry];
    if (entry.marker && entry.marked_job == slot.id()) {
        return false;
    }
    const bool unforeseen = entry.marker && entry.marked_job != slot.job->renamed_from &&
                            is_of_another_record(input, entry);
    // A job that had its entry before is not another one renamed.
    const bool had_it = slot.last != nullptr && slot.last->job == slot.id() &&
                        !is_renamed_still(input, slot, entry);
    const bool mixed_up = entry.marker && slot.last != nullptr && !unforeseen &&
                          (had_it || is_declared(input, entry.marked_job));
    const bool renamed = entry.marker && !mixed_up;
    const bool suspected = !entry.marker && was_suspected(input, entry);
    if (!entry.marker && (slot.last == nullptr || !slot.last->marked)) {
        return false;  // adopted as it stands
    }
    change.kind = DriftKind::unmarked;
    change.action = Action::mark;
    change.after = entry.text;
    change.cause = renamed || suspected ? Cause::rollout : Cause::drift;
    if (renamed && unforeseen) {
        change.action = Action::report;
        change.cause = Cause::drift;
        change.after.reset();
        change.reason = fmt::format(
            "it carries the marker of job {}, which is not on record here: left alone; if "
            "another cronmend keeps it (root's, or the user's own), take the job out of one "
            "of the two; if none does, say `renamed_from: {}`",
            entry.marked_job, entry.marked_job);
        return true;
    }
    if (mixed_up && is_as_left(input, entry)) {
        change.cause = Cause::rollout;
        change.reason = fmt::format("was the entry of {}, and is declared for {} now",
                                    entry.marked_job, slot.id());
        return true;
    }
    change.reason = renamed     ? "renamed from " + entry.marked_job
                    : suspected ? "stood there beside the job's entry, and is declared by now"
                    : mixed_up  ? mixed_up_reason(reading, slots, slot, entry)
                                : "its marker is gone";
    return true;
}

}  // namespace cronmend::plan
