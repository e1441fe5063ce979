#include "leftovers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "remarks.hpp"

namespace cronmend::plan {
namespace {

bool carries_marker_of(const Slot& slot, const ReadEntry& entry) {
    return entry.marker &&
           (entry.marked_job == slot.job->id || entry.marked_job == slot.job->renamed_from);
}

// How many of the suspects are copies of the slot's entry.
std::size_t later_copies_of(const Slot& slot, const TableInput& input) {
    return static_cast<std::size_t>(
        std::count_if(input.suspects.begin(), input.suspects.end(), [&](const Suspect& suspect) {
            return suspect.job == slot.id() && suspect.index == slot.index() &&
                   is_copy(slot, suspect.line, input);
        }));
}

// Sorts the entries of a table in the order of their lines.
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

    [[nodiscard]] std::optional<Leftover> sort(std::size_t index, const ReadEntry& entry) {
        const auto same = entry.disabled ? by_key_.end() : by_key_.find(entry.key());
        if (same != by_key_.end()) {
            const Slot& slot = *same->second;
            if (slot.job->enabled || !entry.intact || carries_marker_of(slot, entry)) {
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
    [[nodiscard]] Leftover::Kind kind_of_copy(const Slot& slot, const ReadEntry& entry) {
        if (!slot.job->enabled) {
            return carries_marker_of(slot, entry) ? Leftover::Kind::kept_out
                                                  : Leftover::Kind::unmarked_kept_out;
        }
        if (entry.marker) {
            return !carries_marker_of(slot, entry) && !declared_.contains(entry.marked_job) &&
                           is_of_another_record(input_, entry)
                       ? Leftover::Kind::anothers_copy
                       : Leftover::Kind::copy;
        }
        const bool adopted = slot.entry && !reading_.entries[*slot.entry].marker;
        // One that has lost its marker is given it again; what does the same is a copy of it then.
        return adopted && (slot.last == nullptr || (!slot.last->marked && was_adopted(slot, entry)))
                   ? Leftover::Kind::adopted_copy
                   : Leftover::Kind::unmarked_copy;
    }

    // True for as many copies as stood there at the last pass, those left out that had come since
    // the adoption.
    [[nodiscard]] bool was_adopted(const Slot& slot, const ReadEntry& entry) {
        if (!input_.last_seen) {
            return false;
        }
        if (!then_) {
            then_ = counts_in(read_table(*input_.last_seen, input_.flavour, input_.form));
        }
        const std::string key = entry.key();
        const auto then = then_->find(key);
        const std::size_t own_and_later = 1 + later_copies_of(slot, input_);
        return then != then_->end() && then->second > own_and_later + copies_[key]++;
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
        // As we wrote it once, for a schedule that the job has no more.
        const auto kind = entry.intact ? Leftover::Kind::undeclared : Leftover::Kind::replaced;
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
            return of_unremembered(index, entry);
        }
        if (!input_.scope.covers(begin->second->source)) {
            return std::nullopt;
        }
        const AppliedEntry* same = applied_as(entry);
        const bool ours = entry.intact || same != nullptr;
        return Leftover{ours ? Leftover::Kind::undeclared : Leftover::Kind::edited, index,
                        entry.marked_job, nullptr, same == nullptr ? begin->second : same};
    }

    // Of a job that has no entry on record.
    [[nodiscard]] std::optional<Leftover> of_unremembered(std::size_t index,
                                                          const ReadEntry& entry) const {
        const RetiredJob* job = find_retired(input_, entry.marked_job);
        if (job != nullptr && !is_spoken_for(input_, *job)) {
            return std::nullopt;
        }
        const auto kind = job == nullptr  ? Leftover::Kind::unknown_origin
                          : !entry.intact ? Leftover::Kind::edited
                          : input_.brought_back.contains(entry.marked_job)
                              ? Leftover::Kind::undeclared
                              : Leftover::Kind::returned;
        return Leftover{kind, index, entry.marked_job, nullptr, nullptr};
    }

    const TableInput& input_;
    const Reading& reading_;
    std::optional<Counts> then_;  // at the last pass; when first asked for
    Counts copies_;               // that were found to be adopted, so far
    std::unordered_map<std::string, const Slot*> by_key_;
    std::map<std::string, const desired::Job*, std::less<>> declared_;
    std::multimap<std::string, const AppliedEntry*, std::less<>> applied_;
};

}  // namespace

bool is_copy(const Slot& slot, const std::string& line, const TableInput& input) {
    const Reading reading = read_table(line + '\n', input.flavour, input.form);
    return reading.entries.size() == 1 && (reading.entries.front().has_key(slot.plain_key) ||
                                           reading.entries.front().has_key(slot.exported_key));
}

std::vector<Leftover> sort_leftovers(const TableInput& input, const Reading& reading,
                                     const std::vector<Slot>& slots,
                                     const std::vector<std::size_t>& left) {
    Sorter sorter{input, reading, slots};
    std::vector<Leftover> leftovers;
    for (const std::size_t index : left) {
        if (auto leftover = sorter.sort(index, reading.entries[index])) {
            leftovers.push_back(std::move(*leftover));
        }
    }
    return leftovers;
}

}  // namespace cronmend::plan
