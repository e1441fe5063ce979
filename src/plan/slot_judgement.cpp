#include "slot_judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "around_entry.hpp"
#include "marker_judgement.hpp"
#include "new_line.hpp"
#include "other_keepers.hpp"
#include "remarks.hpp"
#include "suspicion.hpp"

namespace cronmend::plan {
namespace {

// The place of a table's line, counted from 1.
std::size_t line_number(std::size_t index) {
    return index + 1;
}

class SlotJudge {
public:
    SlotJudge(const TableInput& input, const Reading& reading, const std::vector<Slot>& slots)
        : input_(input), reading_(reading), slots_(slots), needs_(input) {
        if (reading.wants_final_newline()) {
            last_before_open_end_ = last_before_open_end();
        }
    }

    [[nodiscard]] std::optional<Change> judge(const Slot& slot) const {
        Change change;
        change.after = slot.plain_line;
        const bool off = slot.entry ? judge_entry(slot, reading_.entries[*slot.entry], change)
                                    : judge_absence(slot, change);
        if (!off) {
            return std::nullopt;  // nearly always
        }
        describe(slot, change);
        return change;
    }

    // Precondition: the slot has an entry in force.
    [[nodiscard]] std::optional<Change> judge_around(const Slot& slot) const {
        const ReadEntry& entry = reading_.entries[*slot.entry];
        Change change;
        change.before = change.after = entry.text;
        change.line = line_number(entry.line);
        if (!judge_surroundings(slot, entry, change)) {
            return std::nullopt;
        }
        describe(slot, change);
        return change;
    }

private:
    static void describe(const Slot& slot, Change& change) {
        change.job = slot.id();
        change.index = slot.index();
        change.schedule = slot.wanted.declared->text;
        change.timezone = slot.job->timezone;
        change.zone_words = slot.wanted.zone_words;
        if (slot.job->mode == desired::Mode::warn) {
            // Of an entry that never stood there in order, nothing waits to be rolled out: how it
            // stands is all that can be told, for as long as it does.
            if (slot.last == nullptr && change.acts() && change.kind != DriftKind::unmarked) {
                change.cause = Cause::drift;
            }
            leave_to_people(change);
        }
    }

    bool judge_absence(const Slot& slot, Change& change) const {
        if (!slot.job->enabled) {
            return false;
        }
        change.kind = DriftKind::missing;
        change.action = Action::install;
        change.cause = Cause::drift;
        if (slot.last == nullptr && slot.job_was_applied && !slot.job->timezone.empty()) {
            change.cause = Cause::rollout;
            change.reason = reason_of_new_line(slot, "", input_);
        } else if (slot.last == nullptr && is_retired(input_, slot.id())) {
            change.cause = Cause::rollout;
            change.reason = "wanted again by the declaration, which had its entry taken out before";
        } else if (slot.last == nullptr) {
            judge_unknown(slot, change);
        } else if (input_.observed.absent()) {
            change.reason = "the whole table is gone";
        } else if (input_.observed.text->empty()) {
            change.reason = "the table has been emptied";
        } else {
            change.reason = "gone from the table";
        }
        return true;
    }

    // Of a job that is not known to have stood there. What is only told must be told as drift.
    void judge_unknown(const Slot& slot, Change& change) const {
        if (const auto from = input_.moved_from.find(slot.id());
            from != input_.moved_from.end() && slot.job->mode == desired::Mode::heal) {
            change.cause = Cause::rollout;
            change.reason = fmt::format("declared for the {} before", from->second);
        } else if (is_another_kept_by_others(slot)) {
            change.action = Action::report;
            change.after.reset();
            change.reason =
                "an entry of this job stands as a cronmend wrote it, but not as this record knows "
                "it: none is put in beside it as long as that one stands";
        } else if (has_marker(slot) && !any_stands(slot)) {
            change.reason = "its marker stands there, its entry does not";
        } else if (slot.job->mode == desired::Mode::heal && declaration_is_known(input_)) {
            change.cause = Cause::rollout;
            change.reason = "newly declared";
        } else {
            change.reason = "never installed";
        }
    }

    // Of a job whose other entry is left to another record: all of it, or nothing.
    [[nodiscard]] bool is_another_kept_by_others(const Slot& slot) const {
        return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& other) {
            if (other.job != slot.job || !other.entry) {
                return false;
            }
            const ReadEntry& entry = reading_.entries[*other.entry];
            return !entry.disabled && !entry.has_key(other.plain_key) &&
                   !entry.has_key(other.exported_key) && is_anothers(input_, other, entry);
        });
    }

    // Any entry of its job.
    [[nodiscard]] bool any_stands(const Slot& slot) const {
        return std::any_of(slots_.begin(), slots_.end(),
                           [&](const Slot& other) { return other.job == slot.job && other.entry; });
    }

    [[nodiscard]] bool has_marker(const Slot& slot) const {
        const auto& lines = reading_.table.lines();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].kind == cron::LineKind::marker) {
                const auto marker = cron::parse_marker(reading_.table.text_of(i));
                if (marker && marker->job == slot.id()) {
                    return true;
                }
            }
        }
        return false;
    }

    bool judge_entry(const Slot& slot, const ReadEntry& entry, Change& change) const {
        change.before = entry.text;
        change.line = line_number(entry.line);
        if (const AppliedEntry* other = owner_elsewhere(input_, slot, entry)) {
            leave_to_owner(entry, *other, change);
            return slot.job->enabled;
        }
        if (!slot.job->enabled) {
            return judge_kept_out(slot, entry, change);
        }
        if (entry.disabled) {
            change.before = std::string{reading_.table.text_of(entry.line)};
            change.kind = DriftKind::disabled;
            change.action = Action::enable;
            change.cause = Cause::drift;
            change.reason = "commented out by hand";
            return true;
        }
        if (judge_text(slot, entry, change)) {
            tell_of_drift_around(slot, entry, change);
            return true;
        }
        return judge_line_end(slot, entry, change) || judge_surroundings(slot, entry, change) ||
               judge_marker(input_, reading_, slots_, slot, change) || judge_end(entry, change) ||
               judge_behind(reading_, *slot.entry, change);
    }

    bool judge_kept_out(const Slot& slot, const ReadEntry& entry, Change& change) const {
        if (entry.disabled) {
            return false;
        }
        change.kind = DriftKind::orphaned;
        change.action = Action::remove;
        change.after.reset();
        change.cause = slot.last != nullptr ? Cause::rollout : Cause::drift;
        change.reason = "declared with `enabled: false`";
        if (is_anothers(input_, slot, entry)) {
            leave_to_the_other(change);
        }
        return true;
    }

    bool judge_text(const Slot& slot, const ReadEntry& entry, Change& change) const {
        if (entry.has_key(slot.plain_key) || entry.has_key(slot.exported_key)) {
            return false;
        }
        change.kind = DriftKind::changed;
        change.action = Action::replace;
        if (slot.as_written) {
            change.action = Action::report;
            change.cause = Cause::rollout;
            change.reason =
                "the declared command looks as it stands in the table, `\\` signs included, but a "
                "declared command is escaped once more: write it as the shell shall see it, or "
                "say `raw: true`";
            return true;
        }
        if (is_anothers(input_, slot, entry)) {
            leave_to_the_other(change);
            return true;
        }
        const bool as_we_left_it = slot.last == nullptr ? entry.intact : is_as_left(slot, entry);
        change.cause = as_we_left_it ? Cause::rollout : Cause::drift;
        change.reason = as_we_left_it  ? reason_of_new_line(slot, entry.text, input_)
                        : entry.intact ? "put back to what an earlier declaration said"
                                       : "edited by hand";
        return true;
    }

    // The declaration changed the line, and somebody what is in force for it: put right as well,
    // that is not passed over. What is left off is told by itself.
    void tell_of_drift_around(const Slot& slot, const ReadEntry& entry, Change& change) const {
        const bool put_right = change.acts() && slot.job->mode == desired::Mode::heal;
        if (change.cause != Cause::rollout || !put_right) {
            return;
        }
        Change around;
        if (const auto need = needs_.unmet(slot, lookup_at(reading_, entry.line))) {
            judge_need(slot, entry, *need, around);
        } else if (!judge_left_behind(input_, reading_, slot, entry, around)) {
            return;
        }
        if (around.cause == Cause::drift && around.acts()) {
            change.cause = Cause::drift;
            change.reason += "; and " + around.reason;
        }
    }

    // True for a line of the last pass, be it of another of the job's schedules.
    [[nodiscard]] bool is_as_left(const Slot& slot, const ReadEntry& entry) const {
        return std::any_of(input_.last_applied.begin(), input_.last_applied.end(),
                           [&](const AppliedEntry& last) {
                               return last.job == slot.last->job && last.line == entry.text;
                           });
    }

    // One that was adopted with it stays as it stands; see warn_of_returns().
    bool judge_line_end(const Slot& slot, const ReadEntry& entry, Change& change) const {
        if (!entry.carriage_return || came_with_return(input_, slot, entry)) {
            return false;
        }
        change.kind = DriftKind::changed;
        change.action = Action::replace;
        change.cause = Cause::drift;
        change.part = Part::line_end;
        change.before = entry.text + '\r';
        change.after = entry.text;
        change.reason = "a carriage return stands at its end, and cron hands it to the command";
        return true;
    }

    bool judge_surroundings(const Slot& slot, const ReadEntry& entry, Change& change) const {
        const Lookup lookup = lookup_at(reading_, entry.line);
        if (const auto need = needs_.unmet(slot, lookup)) {
            judge_need(slot, entry, *need, change);
            return true;
        }
        if (judge_left_behind(input_, reading_, slot, entry, change)) {
            return true;
        }
        if (entry.has_key(slot.exported_key) || exports_are_set(slot, lookup)) {
            return false;
        }
        change.kind = DriftKind::changed;
        change.action = Action::replace;
        change.after = slot.exported_line;
        const bool was_applied = slot.last != nullptr && slot.last->line == entry.text;
        change.cause = was_applied ? Cause::drift : Cause::rollout;
        change.reason = "its declared environment is not set for it";
        return true;
    }

    void judge_need(const Slot& slot, const ReadEntry& entry, const Need& need,
                    Change& change) const {
        const auto value = reading_.table.value_at(entry.line, need.name);
        const auto culprit = reading_.table.assignment_line_at(entry.line, need.name);
        const bool ours = culprit && reading_.in_block(*culprit);
        const bool was_met = slot.last != nullptr && was_applied_with(slot, need);
        // Declared otherwise since, it may have been changed in the table as well.
        const bool moved =
            slot.last != nullptr && !was_applied_with(slot, Need{need.name, value, false});
        change.cause = was_met || moved ? Cause::drift : Cause::rollout;
        change.kind = culprit && !ours ? DriftKind::shadowed : DriftKind::changed;
        change.action = can_be_set(need.name, input_) ? Action::replace : Action::report;
        if (change.kind == DriftKind::shadowed) {
            change.reason = fmt::format(
                "{}={} on line {} changes what it does{}", need.name, *value, line_number(*culprit),
                change.action == Action::report ? ", and no other line can take that back: take it "
                                                  "out, or put it below the entry"
                                                : "");
        } else if (culprit && reading_.in_remains(*culprit) &&
                   (change.cause == Cause::drift || slot.last == nullptr)) {
            change.reason = fmt::format(
                "the line that set {} for it was edited by hand: line {} "
                "says {}={}",
                need.name, line_number(*culprit), need.name, *value);
        } else if (was_met) {
            change.reason = fmt::format("the line that set {} for it is gone", need.name);
        } else if (slot.last != nullptr && !moved && need.declared) {
            change.reason = fmt::format("the declaration of its {} changed", need.name);
        } else {
            change.reason = fmt::format("its declared {} is not set for it", need.name);
        }
    }

    // Precondition: the slot was applied.
    [[nodiscard]] bool was_applied_with(const Slot& slot, const Need& need) const {
        const auto found = slot.last->environment.find(std::string{need.name});
        const auto value = found == slot.last->environment.end()
                               ? std::nullopt
                               : std::optional<std::string_view>{found->second};
        return effective(need.name, value, slot.owner, input_) ==
               effective(need.name, need.value, slot.owner, input_);
    }

    // The table ends without a newline, in a line of ours: no crontab program takes it.
    bool judge_end(const ReadEntry& entry, Change& change) const {
        if (last_before_open_end_ != entry.line) {
            return false;
        }
        change.kind = DriftKind::changed;
        change.action = Action::replace;
        change.cause = Cause::drift;
        change.after = entry.text;
        change.reason = "the newline at the end of the table is gone, and cron wants one";
        return true;
    }

    // The line of our entry that is the last of the table, but for our own variables behind it.
    [[nodiscard]] std::optional<std::size_t> last_before_open_end() const {
        const std::size_t end = reading_.table.lines().size() - 1;
        std::optional<std::size_t> last;
        for (const Slot& slot : slots_) {
            if (slot.entry) {
                last = std::max(last.value_or(0), reading_.entries[*slot.entry].line);
            }
        }
        return last == end || reading_.in_block(end) ? last : std::nullopt;
    }

    const TableInput& input_;
    const Reading& reading_;
    const std::vector<Slot>& slots_;
    const Needs needs_;
    std::optional<std::size_t> last_before_open_end_;
};

// An entry whose line is not as declared, and stays so as nothing is done for its job.
bool is_told_of_its_line(const Slot& slot, const Reading& reading, const Change& change) {
    return slot.job->mode == desired::Mode::warn && slot.job->enabled && slot.entry &&
           !reading.entries[*slot.entry].disabled && change.kind == DriftKind::changed &&
           change.before != change.after;
}

}  // namespace

// For a job that is declared with `mode: warn`: told, and not touched. What is left alone for
// another reason says so already.
void leave_to_people(Change& change) {
    if (change.acts()) {
        change.action = Action::report;
        change.reason += "; left alone, as it is declared with `mode: warn`";
    }
}

std::vector<Verdict> judge_slots(const TableInput& input, const Reading& reading,
                                 const std::vector<Slot>& slots) {
    std::vector<Verdict> verdicts;
    const SlotJudge judge{input, reading, slots};
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Slot& slot = slots[i];
        auto change = judge.judge(slot);
        if (!change) {
            continue;
        }
        const bool look_around = is_told_of_its_line(slot, reading, *change);
        verdicts.push_back({std::move(*change), i, slot.entry});
        if (auto around = look_around ? judge.judge_around(slot) : std::nullopt) {
            verdicts.push_back({std::move(*around), i, slot.entry});
        }
    }
    return verdicts;
}

}  // namespace cronmend::plan
