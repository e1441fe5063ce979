#include "judgement.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "leftover_judgement.hpp"
#include "moved_entries.hpp"
#include "new_line.hpp"
#include "remarks.hpp"
#include "slot_judgement.hpp"
#include "suspicion.hpp"

namespace cronmend::plan {
namespace {

std::string reason_of_hold(const Change& change) {
    switch (change.kind) {
        case DriftKind::missing:
            return "not in the table that a rollback brought back";
        case DriftKind::changed:
            return "stands otherwise in the table that a rollback brought back";
        case DriftKind::orphaned:
            return change.reason + ", but in the table that a rollback brought back";
        case DriftKind::disabled:
        case DriftKind::duplicate:
        case DriftKind::shadowed:
        case DriftKind::unmarked:
            return change.reason + ", in the table that a rollback brought back";
    }
    return change.reason;
}

// True if the change is about an entry that a rollback brought, and that stays as it brought it. If
// it is off in another way by now, the declaration is not what shall be put in its place.
bool keep_hold(const TableInput& input, Change& change) {
    const ChangeKey key = key_of(change);
    const auto held = std::find_if(input.held.begin(), input.held.end(), [&](const ChangeKey& one) {
        return one.job == key.job && one.index == key.index;
    });
    if (held == input.held.end() || !change.acts()) {
        return false;
    }
    if (std::find(input.held.begin(), input.held.end(), key) != input.held.end()) {
        change.action = Action::hold;
        change.cause = Cause::rollout;
        change.reason = reason_of_hold(change);
    } else {
        change.action = Action::report;
        change.cause = Cause::drift;
        change.reason +=
            "; left alone, as the table was rolled back and this is not what the "
            "rollback brought: `cronmend history` has the way back to that";
    }
    return true;
}

std::set<const Slot*> acted_on(const Judgement& judgement, const Matching& matching) {
    std::set<const Slot*> slots;
    for (const Verdict& verdict : judgement.verdicts) {
        if (verdict.slot && verdict.change.acts()) {
            slots.insert(&matching.slots[*verdict.slot]);
        }
    }
    return slots;
}

// An entry that goes though its schedule stays declared is not "no longer declared".
void tell_of_surplus(const TableInput& input, const ReadEntry& entry, Change& change) {
    const auto job = std::find_if(input.jobs.begin(), input.jobs.end(),
                                  [&](const desired::Job& one) { return one.id == change.job; });
    if (job != input.jobs.end()) {
        change.reason = reason_of_surplus(*job, entry.text, input).value_or(change.reason);
    }
}

}  // namespace

Judgement judge(const TableInput& input, const Reading& reading, const Matching& matching) {
    Judgement judgement;
    judgement.verdicts = judge_slots(input, reading, matching.slots);
    for (const Leftover& leftover : matching.leftovers) {
        if (leftover.kind == Leftover::Kind::suspected) {
            continue;
        }
        const ReadEntry& entry = reading.entries[leftover.entry];
        if (auto change = judge_leftover(input, leftover, entry)) {
            if (leftover.kind == Leftover::Kind::undeclared) {
                tell_of_surplus(input, entry, *change);
            }
            if (leftover.slot != nullptr && leftover.slot->job->mode == desired::Mode::warn) {
                leave_to_people(*change);
            }
            // What has lost its marker is somebody else's line by now, and stays that.
            const bool theirs = leftover.kind == Leftover::Kind::released;
            judgement.verdicts.push_back({std::move(*change), std::nullopt,
                                          theirs ? std::nullopt : std::optional{leftover.entry}});
        } else {
            judgement.diagnostics.push_back(remark_on(leftover, entry));
        }
    }
    for (Verdict& moved : judge_adopted_of_moved(input, reading, matching)) {
        judgement.verdicts.push_back(std::move(moved));
    }
    note_released(input, reading, matching, judgement.diagnostics);
    warn_of_returns(input, reading, matching, judgement.diagnostics);
    for (Verdict& verdict : judgement.verdicts) {
        judgement.holding = keep_hold(input, verdict.change) || judgement.holding;
    }
    const auto put_back = acted_on(judgement, matching);
    for (const Leftover& leftover : matching.leftovers) {
        if (leftover.kind != Leftover::Kind::suspected) {
            continue;
        }
        const ReadEntry& entry = reading.entries[leftover.entry];
        if (auto change = judge_suspected(leftover, reading, put_back)) {
            // Without the entry: it is somebody else's line, and stays that.
            judgement.verdicts.push_back({std::move(*change), std::nullopt, std::nullopt});
        } else if (entry.marker) {
            judgement.diagnostics.push_back(remark_on(leftover, entry));
        }
    }
    return judgement;
}

}  // namespace cronmend::plan
