#include "matching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cronmend/base/text.hpp"

namespace cronmend::plan {
namespace {

std::string_view first_word(std::string_view command) {
    return command.substr(0, command.find_first_of(" \t"));
}

std::string_view command_of(std::string_view key) {
    return key.substr(key.find('\n') + 1);
}

bool is_as_applied(const Slot& slot, const ReadEntry& entry) {
    return slot.last != nullptr && slot.last->line == entry.text;
}

bool carries_marker_of(const Slot& slot, const ReadEntry& entry) {
    return entry.marker &&
           (entry.marked_job == slot.job->id || entry.marked_job == slot.job->renamed_from);
}

// Gives entries to slots, surest sign first; an entry is given once.
class Matcher {
public:
    Matcher(const TableInput& input, const Reading& reading, std::vector<Slot>& slots)
        : input_(input), reading_(reading), slots_(slots), taken_(reading.entries.size(), false) {
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
            return !entry.disabled && (is_as_applied(slot, entry) || entry.intact);
        });
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && is_edit_of(slot, entry);
        });
        adopted_as_applied();
        edits_of_adopted();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return entry.disabled &&
                   (entry.intact || means_the_same(slot, entry) || is_as_applied(slot, entry));
        });
        commented_out_without_marker();
        as_written();
    }

    [[nodiscard]] bool taken(std::size_t entry) const { return taken_[entry]; }

private:
    static bool means_the_same(const Slot& slot, const ReadEntry& entry) {
        return entry.has_key(slot.plain_key) || entry.has_key(slot.exported_key);
    }

    // The same command at other times; or the same times and program, where the line cannot be a
    // neighbour that moved up when ours was deleted.
    [[nodiscard]] bool is_edit_of(const Slot& slot, const ReadEntry& entry) const {
        for (const std::string_view key :
             {std::string_view{slot.plain_key}, std::string_view{slot.exported_key}}) {
            if (command_of(key) == entry.command) {
                return true;
            }
        }
        const std::string_view wanted = command_of(slot.plain_key);
        return input_.last_seen && first_word(wanted) == first_word(entry.command) &&
               !is_neighbour(entry.text);
    }

    [[nodiscard]] bool is_neighbour(const std::string& line) const {
        if (!neighbours_) {
            neighbours_ = find_neighbours();
        }
        return neighbours_->contains(line);
    }

    // The foreign entries of the table as it was at the last pass.
    [[nodiscard]] std::unordered_set<std::string> find_neighbours() const {
        std::unordered_set<std::string> ours;
        for (const AppliedEntry& applied : input_.last_applied) {
            ours.insert(applied.line);
        }
        std::unordered_set<std::string> neighbours;
        for (ReadEntry& entry : read_table(*input_.last_seen).entries) {
            if (!ours.contains(entry.text)) {
                neighbours.insert(std::move(entry.text));
            }
        }
        return neighbours;
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
        std::unordered_multimap<std::string, std::size_t> entries;
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
                std::optional<std::size_t> first;
                const auto [begin, end] = entries.equal_range(*key);
                for (auto it = begin; it != end && !slot.entry; ++it) {
                    if (!taken_[it->second] && (!first || it->second < *first)) {
                        first = it->second;
                    }
                }
                if (first) {
                    give(slot, *first);
                }
            }
        }
    }

    // True for a slot without an entry whose entry of the last pass had no marker to be known by.
    static bool seeks_adopted(const Slot& slot) {
        return !slot.entry && slot.last != nullptr && !slot.last->marked && slot.job->enabled;
    }

    // The line of the last pass, letter by letter, though the declaration now says something else.
    void adopted_as_applied() {
        for (Slot& slot : slots_) {
            for (std::size_t i = 0; i < reading_.entries.size() && seeks_adopted(slot); ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && !entry.disabled && !entry.intact && is_as_applied(slot, entry)) {
                    give(slot, i);
                }
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
        const std::string when = slot.plain_key.substr(0, slot.plain_key.find('\n'));
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
            const ReadEntry& entry = reading_.entries[i];
            if (taken_[i] || entry.disabled || entry.marker || is_neighbour(entry.text)) {
                continue;
            }
            const bool same_command = command_of(slot.plain_key) == entry.command;
            const bool same_program =
                first_word(command_of(slot.plain_key)) == first_word(entry.command);
            if (same_command || (same_program && entry.schedule_key == when)) {
                found.push_back(i);
            }
        }
        return found;
    }

    // Without our marker a comment is anybody's; it is ours only if it says letter by letter what
    // we put there.
    void commented_out_without_marker() {
        for (Slot& slot : slots_) {
            if (slot.entry || slot.last == nullptr) {
                continue;
            }
            for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && entry.disabled && !entry.marker && is_as_applied(slot, entry)) {
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
                    entry.schedule_key == key) {
                    give(slot, i);
                    slot.as_written = true;
                }
            }
        }
    }

    const TableInput& input_;
    const Reading& reading_;
    std::vector<Slot>& slots_;
    std::vector<bool> taken_;
    std::unordered_map<std::string, std::vector<std::size_t>> marked_;
    mutable std::optional<std::unordered_set<std::string>> neighbours_;  // read when first asked
};

// Sorts what no slot took.
class Sorter {
public:
    Sorter(const TableInput& input, const Reading& reading, const std::vector<Slot>& slots)
        : input_(input), reading_(reading) {
        for (const Slot& slot : slots) {
            by_key_.emplace(slot.plain_key, &slot);
            by_key_.emplace(slot.exported_key, &slot);
        }
        for (const desired::Job& job : input.jobs) {
            declared_.emplace(job.id, &job);
        }
        for (const AppliedEntry& applied : input.last_applied) {
            applied_.emplace(applied.job, &applied);
        }
    }

    [[nodiscard]] std::optional<Leftover> sort(std::size_t index, const ReadEntry& entry) const {
        const auto same = entry.disabled ? by_key_.end() : by_key_.find(entry.key());
        if (same != by_key_.end()) {
            const Slot& slot = *same->second;
            if (slot.job->enabled || !entry.marker || carries_marker_of(slot, entry)) {
                return Leftover{kind_of_copy(slot, entry), index, slot.id(), &slot, nullptr};
            }
        }
        if (!entry.marker || entry.disabled) {
            return std::nullopt;
        }
        const auto job = declared_.find(entry.marked_job);
        if (job != declared_.end()) {
            return of_declared(index, entry, *job->second);
        }
        return of_undeclared(index, entry);
    }

private:
    // Of an entry that does what the slot's does.
    [[nodiscard]] Leftover::Kind kind_of_copy(const Slot& slot, const ReadEntry& entry) const {
        if (!slot.job->enabled) {
            return entry.marker ? Leftover::Kind::kept_out : Leftover::Kind::unmarked_kept_out;
        }
        if (entry.marker) {
            return Leftover::Kind::copy;
        }
        const bool adopted = slot.entry && !reading_.entries[*slot.entry].marker;
        return adopted && (slot.last == nullptr || stood_there_before(entry))
                   ? Leftover::Kind::adopted_copy
                   : Leftover::Kind::unmarked_copy;
    }

    // True if there were no fewer such entries at the last pass.
    [[nodiscard]] bool stood_there_before(const ReadEntry& entry) const {
        if (!input_.last_seen) {
            return false;
        }
        if (!counts_) {
            counts_.emplace(counts_in(read_table(*input_.last_seen)), counts_in(reading_));
        }
        const auto then = counts_->first.find(entry.key());
        return then != counts_->first.end() &&
               then->second >= counts_->second.find(entry.key())->second;
    }

    using Counts = std::unordered_map<std::string, std::size_t>;

    // How often each entry stands there.
    static Counts counts_in(const Reading& reading) {
        Counts counts;
        for (const ReadEntry& entry : reading.entries) {
            counts[entry.key()] += entry.disabled ? 0U : 1U;
        }
        return counts;
    }

    [[nodiscard]] std::optional<Leftover> of_declared(std::size_t index, const ReadEntry& entry,
                                                      const desired::Job& job) const {
        if (job.mode == desired::Mode::off) {
            return std::nullopt;
        }
        if (const AppliedEntry* last = applied_as(entry)) {
            return Leftover{Leftover::Kind::undeclared, index, job.id, nullptr, last};
        }
        const auto kind = entry.intact ? Leftover::Kind::copy : Leftover::Kind::replaced;
        return Leftover{kind, index, job.id, nullptr, nullptr};
    }

    // What was applied under the entry's mark with this very line.
    [[nodiscard]] const AppliedEntry* applied_as(const ReadEntry& entry) const {
        const auto [begin, end] = applied_.equal_range(entry.marked_job);
        const auto same = std::find_if(
            begin, end, [&](const auto& applied) { return applied.second->line == entry.text; });
        return same == end ? nullptr : same->second;
    }

    [[nodiscard]] std::optional<Leftover> of_undeclared(std::size_t index,
                                                        const ReadEntry& entry) const {
        const auto [begin, end] = applied_.equal_range(entry.marked_job);
        if (begin == end) {
            return Leftover{Leftover::Kind::unknown_origin, index, entry.marked_job, nullptr,
                            nullptr};
        }
        if (!input_.scope.covers(begin->second->source)) {
            return std::nullopt;
        }
        const AppliedEntry* same = applied_as(entry);
        const bool ours = entry.intact || same != nullptr;
        return Leftover{ours ? Leftover::Kind::undeclared : Leftover::Kind::edited, index,
                        entry.marked_job, nullptr, same == nullptr ? begin->second : same};
    }

    const TableInput& input_;
    const Reading& reading_;
    mutable std::optional<std::pair<Counts, Counts>> counts_;  // then and now; when first asked
    std::unordered_map<std::string, const Slot*> by_key_;
    std::map<std::string, const desired::Job*, std::less<>> declared_;
    std::multimap<std::string, const AppliedEntry*, std::less<>> applied_;
};

}  // namespace

Matching match(const TableInput& input, const Reading& reading, std::vector<Slot> slots) {
    Matching matching{std::move(slots), {}};
    Matcher matcher{input, reading, matching.slots};
    matcher.run();
    std::optional<Sorter> sorter;  // often every entry is taken
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
        if (matcher.taken(i)) {
            continue;
        }
        if (!sorter) {
            sorter.emplace(input, reading, matching.slots);
        }
        if (auto leftover = sorter->sort(i, reading.entries[i])) {
            matching.leftovers.push_back(std::move(*leftover));
        }
    }
    return matching;
}

}  // namespace cronmend::plan
