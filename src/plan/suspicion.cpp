#include "suspicion.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace cronmend::plan {
namespace {

bool is_of(const Slot& slot, std::string_view job) {
    return slot.job->id == job || slot.job->renamed_from == job;
}

class Suspector {
public:
    Suspector(const TableInput& input, const Reading& reading, const Edits& edits,
              const std::vector<Slot>& slots)
        : input_(input), edits_(edits) {
        std::set<std::string_view> lines;
        for (const Suspect& suspect : input.suspects) {
            lines.insert(suspect.line);
        }
        std::set<std::string_view> standing;
        for (const ReadEntry& entry : reading.entries) {
            if (!entry.disabled && lines.contains(entry.text)) {
                standing.insert(entry.text);
            }
        }
        for (const Slot& slot : slots) {
            if (!slot.job->enabled) {
                continue;
            }
            // Its entry, or what was suspected to be an edit of it, has been touched.
            bool seeks = !slot.entry || reading.entries[*slot.entry].disabled;
            for (const Suspect& suspect : input.suspects) {
                if (suspect.index == slot.index() && is_of(slot, suspect.job)) {
                    known_.emplace(suspect.line, &slot);
                    seeks = seeks || !standing.contains(suspect.line);
                }
            }
            if (seeks) {
                seeking_.push_back({&slot, essence_of(slot)});
            }
        }
    }

    [[nodiscard]] bool has_work() const { return !known_.empty() || !seeking_.empty(); }

    // The slot that the entry may be an edit of. `marked`: one of its job's markers stands above.
    [[nodiscard]] const Slot* slot_for(const ReadEntry& entry, bool marked) const {
        if (const auto known = known_.find(entry.text); known != known_.end()) {
            return known->second;
        }
        if (input_.last_seen ? !edits_.is_new(entry) : !marked) {
            return nullptr;
        }
        const Essence its = essence_of(entry.command);
        std::optional<std::size_t> to_lost;  // found out where it is asked for
        const auto is_more_like_it = [&](const Seeker& seeker) {
            if (!to_lost) {
                to_lost = edits_.likeness_to_lost(its);
            }
            return likeness(seeker.essence, its) >= *to_lost;
        };
        const auto found =
            std::find_if(seeking_.begin(), seeking_.end(), [&](const Seeker& seeker) {
                const bool may_be =
                    marked ? is_of(*seeker.slot, entry.marked_job) : seeker.slot->last != nullptr;
                return may_be && is_alike(seeker, entry, its, marked) && is_more_like_it(seeker);
            });
        return found == seeking_.end() ? nullptr : found->slot;
    }

private:
    struct Seeker {
        const Slot* slot;
        Essence essence;
    };

    static bool is_alike(const Seeker& seeker, const ReadEntry& entry, const Essence& its,
                         bool marked) {
        const Essence& ours = seeker.essence;
        const bool same_program = ours.program == its.program;
        return marked || ours.core == its.core || ours.has_grown_into(its) ||
               (same_program && (same_times(*seeker.slot, entry) || ours.tells()));
    }

    const TableInput& input_;
    const Edits& edits_;
    std::map<std::string_view, const Slot*> known_;  // by the line that was suspected before
    std::vector<Seeker> seeking_;
};

}  // namespace

void suspect_edits(const TableInput& input, const Reading& reading, const Edits& edits,
                   const std::vector<std::size_t>& left, Matching& matching) {
    const Suspector suspector{input, reading, edits, matching.slots};
    if (!suspector.has_work()) {
        return;
    }
    std::map<std::size_t, Leftover*> leftovers;
    for (Leftover& leftover : matching.leftovers) {
        leftovers.emplace(leftover.entry, &leftover);
    }
    std::vector<Leftover> more;
    for (const std::size_t index : left) {
        const ReadEntry& entry = reading.entries[index];
        const auto known = leftovers.find(index);
        const bool replaced =
            known != leftovers.end() && known->second->kind == Leftover::Kind::replaced;
        if (entry.disabled || (!replaced && (known != leftovers.end() || entry.marker))) {
            continue;
        }
        if (const Slot* slot = suspector.slot_for(entry, replaced)) {
            const Leftover suspected{Leftover::Kind::suspected, index, slot->id(), slot, nullptr};
            replaced ? void(*known->second = suspected) : more.push_back(suspected);
        }
    }
    std::move(more.begin(), more.end(), std::back_inserter(matching.leftovers));
    std::sort(matching.leftovers.begin(), matching.leftovers.end(),
              [](const Leftover& a, const Leftover& b) { return a.entry < b.entry; });
}

bool was_suspected(const TableInput& input, const ReadEntry& entry) {
    return std::any_of(input.suspects.begin(), input.suspects.end(),
                       [&](const Suspect& one) { return one.line == entry.text; });
}

std::optional<Change> judge_suspected(const Leftover& suspected, const Reading& reading,
                                      const std::set<const Slot*>& put_back) {
    const Slot& slot = *suspected.slot;
    const bool stands = slot.entry && !reading.entries[*slot.entry].disabled;
    if (!stands && !put_back.contains(&slot)) {
        return std::nullopt;
    }
    const ReadEntry& entry = reading.entries[suspected.entry];
    Change change;
    change.job = suspected.job;
    change.index = slot.index();
    change.kind = DriftKind::duplicate;
    change.action = Action::report;
    change.before = entry.text;
    change.line = entry.line + 1;
    change.reason =
        std::string{kMayBeAnEdit} +
        ", and starts beside it; left alone, as that is not certain: remove it, or declare it, be "
        "it as this job or as one of its own";
    change.schedule = slot.wanted.declared->text;
    change.timezone = slot.job->timezone;
    return change;
}

std::vector<Suspect> suspects_of(const TableInput& input, const Reading& reading,
                                 const Matching& matching) {
    std::vector<Suspect> suspects;
    std::set<std::tuple<std::string_view, std::size_t, std::string_view>> added;
    const auto add = [&](const std::string& job, std::size_t index, const std::string& line) {
        if (added.emplace(job, index, line).second) {
            suspects.push_back({job, index, line});
        }
    };
    for (const Leftover& leftover : matching.leftovers) {
        const std::string& line = reading.entries[leftover.entry].text;
        if (leftover.kind == Leftover::Kind::suspected) {
            add(leftover.job, leftover.slot->index(), line);
        } else if (leftover.kind == Leftover::Kind::unmarked_copy && leftover.slot->entry &&
                   !reading.entries[*leftover.slot->entry].marker &&
                   (leftover.slot->last == nullptr || !leftover.slot->last->marked)) {
            // Of an adopted entry: from the next pass on it could be taken for one of those that
            // were adopted with it.
            added.emplace(leftover.job, leftover.slot->index(), line);
            suspects.push_back({leftover.job, leftover.slot->index(), line});
        }
    }
    std::set<std::string_view> standing;
    for (const ReadEntry& entry : reading.entries) {
        if (!entry.disabled && !input.suspects.empty()) {
            standing.insert(entry.text);
        }
    }
    for (const Suspect& suspect : input.suspects) {
        const auto job =
            std::find_if(input.jobs.begin(), input.jobs.end(),
                         [&](const desired::Job& one) { return one.id == suspect.job; });
        const bool unseen = job != input.jobs.end()
                                ? job->mode == desired::Mode::off
                                : std::any_of(input.last_applied.begin(), input.last_applied.end(),
                                              [&](const AppliedEntry& last) {
                                                  return last.job == suspect.job &&
                                                         !input.scope.covers(last.source);
                                              });
        if (unseen && standing.contains(suspect.line)) {
            add(suspect.job, suspect.index, suspect.line);
        }
    }
    return suspects;
}

}  // namespace cronmend::plan
