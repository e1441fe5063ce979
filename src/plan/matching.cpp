#include "matching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cronmend/base/text.hpp"
#include "edits.hpp"
#include "leftovers.hpp"
#include "other_keepers.hpp"
#include "own_lines.hpp"
#include "released_lines.hpp"
#include "remarks.hpp"
#include "suspicion.hpp"

namespace cronmend::plan {
namespace {

bool is_as_applied(const Slot& slot, const ReadEntry& entry) {
    return slot.last != nullptr && slot.last->line == entry.text;
}

// Gives entries to slots, surest sign first; an entry is given once.
class Matcher {
public:
    Matcher(const TableInput& input, const Reading& reading, const Edits& edits,
            const OwnLines& own, std::vector<Slot>& slots)
        : input_(input),
          reading_(reading),
          edits_(edits),
          own_(own),
          slots_(slots),
          taken_(reading.entries.size(), false) {
        for (std::size_t i = 0; i < reading.entries.size(); ++i) {
            const ReadEntry& entry = reading.entries[i];
            if (entry.marker) {
                marked_[entry.marked_job].push_back(i);
            }
        }
    }

    void run() {
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && means_the_same(slot, entry);
        });
        by_meaning();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && is_as_applied(slot, entry);
        });
        as_left();
        as_left_under_another_name();
        // Of another of the job's schedules.
        for_marked(
            [&](const Slot&, const ReadEntry& entry) { return !entry.disabled && entry.intact; });
        as_left_for_another_schedule();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && edits_.certain(slot, entry);
        });
        edits_of_adopted();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return entry.disabled &&
                   (entry.intact || means_the_same(slot, entry) || is_as_applied(slot, entry));
        });
        commented_out_without_marker();
        as_written();
    }

    [[nodiscard]] const std::vector<bool>& taken() const { return taken_; }

private:
    static bool means_the_same(const Slot& slot, const ReadEntry& entry) {
        return entry.has_key(slot.plain_key) || entry.has_key(slot.exported_key);
    }

    void give(Slot& slot, std::size_t entry) {
        slot.entry = entry;
        taken_[entry] = true;
    }

    template <class Fits>
    void for_marked(const Fits& fits) {
        for (Slot& slot : slots_) {
            for (const std::string* id : {&slot.job->id, &slot.job->renamed_from}) {
                const auto candidates = marked_.find(*id);
                if (slot.entry || candidates == marked_.end()) {
                    continue;
                }
                const auto found = std::find_if(
                    candidates->second.begin(), candidates->second.end(),
                    [&](std::size_t i) { return !taken_[i] && fits(slot, reading_.entries[i]); });
                if (found != candidates->second.end()) {
                    give(slot, *found);
                }
            }
        }
    }

    // Entries without a marker of their own, or with one whose job is not there: adopted by what
    // they do. What shall be out would be removed: to do the same is not enough for that.
    void by_meaning() {
        EntriesByKey entries;
        for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
            if (!taken_[i] && !reading_.entries[i].disabled) {
                entries.emplace(reading_.entries[i].key(), i);
            }
        }
        for (Slot& slot : slots_) {
            if (!slot.job->enabled) {
                continue;
            }
            for (const std::string* key : {&slot.plain_key, &slot.exported_key}) {
                const auto first = slot.entry ? std::nullopt : first_free(entries, *key);
                if (first) {
                    give(slot, *first);
                }
            }
        }
    }

    using EntriesByKey = std::unordered_multimap<std::string, std::size_t>;

    // The first entry with the key that nobody has yet.
    [[nodiscard]] std::optional<std::size_t> first_free(const EntriesByKey& entries,
                                                        const std::string& key) const {
        std::optional<std::size_t> first;
        const auto [begin, end] = entries.equal_range(key);
        for (auto it = begin; it != end; ++it) {
            if (!taken_[it->second] && (!first || it->second < *first)) {
                first = it->second;
            }
        }
        return first;
    }

    // True for a slot without an entry whose entry of the last pass had no marker to be known by.
    static bool seeks_adopted(const Slot& slot) {
        return !slot.entry && slot.last != nullptr && !slot.last->marked && slot.job->enabled;
    }

    [[nodiscard]] bool all_taken() const {
        return std::find(taken_.begin(), taken_.end(), false) == taken_.end();
    }

    static bool seeks_what_was_left(const Slot& slot) {
        return !slot.entry && slot.last != nullptr && slot.job->enabled;
    }

    void give_own_line(Slot& slot, std::string_view line) {
        if (const auto entry = own_.find(line, taken_)) {
            give(slot, *entry);
        }
    }

    // The line of the last pass, letter by letter, though the declaration now says something else,
    // and though its marker may be lost, or stand above another line.
    void as_left() {
        if (all_taken()) {
            return;  // often: nothing stands there any more, or all of it as declared
        }
        for (Slot& slot : slots_) {
            if (seeks_what_was_left(slot)) {
                give_own_line(slot, slot.last->line);
            }
        }
    }

    // The same under the marker of a name that the job had, where nothing was done about that.
    void as_left_under_another_name() {
        if (all_taken()) {
            return;  // often
        }
        for (Slot& slot : slots_) {
            if (!seeks_adopted(slot)) {
                continue;
            }
            for (std::size_t i = 0; i < reading_.entries.size() && !slot.entry; ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && !entry.disabled && entry.marker && entry.intact &&
                    is_as_applied(slot, entry) && !is_declared(input_, entry.marked_job) &&
                    is_retired(input_, entry.marked_job)) {
                    give(slot, i);
                }
            }
        }
    }

    // Schedules were taken out of the job's list, or put into it: its lines are its lines still.
    void as_left_for_another_schedule() {
        if (all_taken()) {
            return;  // often
        }
        std::unordered_multimap<std::string_view, const AppliedEntry*> applied;
        for (const AppliedEntry& last : input_.last_applied) {
            applied.emplace(last.job, &last);
        }
        for (Slot& slot : slots_) {
            const auto [begin, end] = applied.equal_range(slot.id());
            for (auto it = begin; it != end && !slot.entry && slot.job->enabled; ++it) {
                give_own_line(slot, it->second->line);
            }
        }
    }

    // An edit of an adopted entry is the one line that was not there at the last pass and has the
    // same command, or the same times and program. Where there are two, neither is taken.
    void edits_of_adopted() {
        std::map<std::size_t, std::vector<Slot*>> claims;  // by entry
        for (Slot& slot : slots_) {
            if (!seeks_adopted(slot) || !input_.last_seen) {
                continue;
            }
            const std::vector<std::size_t> found = new_lines_like(slot);
            if (found.size() == 1) {
                claims[found.front()].push_back(&slot);
            }
        }
        for (const auto& [entry, slots] : claims) {
            if (slots.size() == 1) {
                give(*slots.front(), entry);
            }
        }
    }

    [[nodiscard]] std::vector<std::size_t> new_lines_like(const Slot& slot) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
            const ReadEntry& entry = reading_.entries[i];
            if (!taken_[i] && !entry.disabled && !entry.marker && edits_.certain(slot, entry)) {
                found.push_back(i);
            }
        }
        return found;
    }

    // Without our marker a comment is anybody's; it is ours only if it says letter by letter what
    // we put there, and was no comment at the last pass. With `mode: warn` it stays one.
    void commented_out_without_marker() {
        for (Slot& slot : slots_) {
            if (slot.entry || slot.last == nullptr || !input_.last_seen) {
                continue;
            }
            for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && entry.disabled && !entry.marker && is_as_applied(slot, entry) &&
                    (edits_.is_new(entry) || slot.job->mode == desired::Mode::warn)) {
                    give(slot, i);
                    break;
                }
            }
        }
    }

    // A command copied out of a crontab with its `\%`: the table's line and the declared command
    // look the same but, escaped once more, would not be.
    void as_written() {
        for (Slot& slot : slots_) {
            if (slot.entry || slot.job->raw || !slot.job->enabled ||
                slot.job->command.find('\\') == std::string::npos) {
                continue;
            }
            const std::string_view command = trim_blanks(slot.job->command);
            const std::string key = slot.plain_key.substr(0, slot.plain_key.find('\n'));
            for (std::size_t i = 0; i < reading_.entries.size() && !slot.entry; ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && !entry.disabled && entry.raw_command == command &&
                    entry.start_key == key) {
                    give(slot, i);
                    slot.as_written = true;
                }
            }
        }
    }

    const TableInput& input_;
    const Reading& reading_;
    const Edits& edits_;
    const OwnLines& own_;
    std::vector<Slot>& slots_;
    std::vector<bool> taken_;
    std::unordered_map<std::string, std::vector<std::size_t>> marked_;
};

// True if that entry was applied as this one, under a name that is declared no more.
bool is_past_of(const TableInput& input, const ReadEntry& entry, const AppliedEntry& last) {
    if (last.line != entry.text || is_declared(input, last.job)) {
        return false;
    }
    const bool adopted = !last.marked && input.scope.covers(last.source);
    return entry.marker
               ? last.job == entry.marked_job || (adopted && is_retired(input, entry.marked_job))
               : adopted;
}

// A job without a past that has the entry of one that is declared no more is that job under another
// name: what was in force for the one is kept for the other.
void take_over_pasts(const TableInput& input, const Reading& reading, std::vector<Slot>& slots) {
    for (Slot& slot : slots) {
        if (!slot.entry || slot.last != nullptr) {
            continue;
        }
        const ReadEntry& entry = reading.entries[*slot.entry];
        if (entry.marker &&
            (entry.marked_job == slot.id() || is_declared(input, entry.marked_job))) {
            continue;
        }
        const auto past =
            std::find_if(input.last_applied.begin(), input.last_applied.end(),
                         [&](const AppliedEntry& last) { return is_past_of(input, entry, last); });
        if (past != input.last_applied.end()) {
            slot.last = &*past;
        }
    }
}

}  // namespace

Matching match(const TableInput& input, const Reading& reading, std::vector<Slot> slots) {
    Matching matching{std::move(slots), {}};
    const Edits edits{input, reading};
    const OwnLines own{input, reading};
    Matcher matcher{input, reading, edits, own, matching.slots};
    matcher.run();
    take_over_pasts(input, reading, matching.slots);
    const std::vector<bool>& taken = matcher.taken();
    std::vector<std::size_t> left;  // often every entry is taken
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
        if (!taken[i]) {
            left.push_back(i);
        }
    }
    if (!left.empty()) {
        matching.leftovers = sort_leftovers(input, reading, matching.slots, left);
        release_own_lines(input, own, taken, reading, matching);
        suspect_edits(input, reading, edits, left, matching);
    }
    return matching;
}

}  // namespace cronmend::plan
