#include "released_lines.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cronmend::plan {
namespace {

class Releaser {
public:
    Releaser(const TableInput& input, const OwnLines& own, std::vector<bool> taken,
             const Reading& reading, Matching& matching)
        : input_(input),
          own_(own),
          taken_(std::move(taken)),
          reading_(reading),
          matching_(matching) {
        // Under another job's marker it may have been sorted as something else altogether.
        for (Leftover& leftover : matching.leftovers) {
            if (leftover.kind == Leftover::Kind::replaced) {
                replaced_.emplace(leftover.entry, &leftover);
            } else {
                taken_[leftover.entry] = true;
            }
            if (leftover.kind == Leftover::Kind::edited) {
                astray_.insert(leftover.entry);
            }
        }
    }

    void run() {
        const std::vector<const AppliedEntry*> known = candidates();
        if (known.empty()) {
            return;  // nearly always
        }
        for (const desired::Job& job : input_.jobs) {
            declared_.emplace(job.id, job.mode);
        }
        for (const AppliedEntry* last : known) {
            auto entry =
                is_to_be_told(*last) ? own_.find(last->line, taken_, astray_) : std::nullopt;
            if (!entry && is_missed(*last)) {
                entry = own_.find_one_of_fewer(last->line, taken_);
            }
            if (entry) {
                release(*last, *entry);
            }
        }
        auto& leftovers = matching_.leftovers;
        leftovers.insert(leftovers.end(), more_.begin(), more_.end());
        std::sort(leftovers.begin(), leftovers.end(),
                  [](const Leftover& a, const Leftover& b) { return a.entry < b.entry; });
    }

private:
    // What was applied and stands there word for word in a line that nobody has.
    [[nodiscard]] std::vector<const AppliedEntry*> candidates() const {
        std::unordered_set<std::string_view> left;
        for (std::size_t i = 0; i < taken_.size(); ++i) {
            if (!taken_[i] && !reading_.entries[i].disabled) {
                left.insert(reading_.entries[i].text);
            }
        }
        std::vector<const AppliedEntry*> found;
        for (const AppliedEntry& last : input_.last_applied) {
            if (left.contains(last.line)) {
                found.push_back(&last);
            }
        }
        return found;
    }

    [[nodiscard]] bool is_to_be_told(const AppliedEntry& last) const {
        const auto job = declared_.find(last.job);
        return job != declared_.end() ? job->second != desired::Mode::off
                                      : last.marked && input_.scope.covers(last.source);
    }

    [[nodiscard]] const Slot* slot_of(const AppliedEntry& last) const {
        const auto slot =
            std::find_if(matching_.slots.begin(), matching_.slots.end(), [&](const Slot& one) {
                return one.job->enabled && one.id() == last.job && one.index() == last.index;
            });
        return slot == matching_.slots.end() ? nullptr : &*slot;
    }

    // True for one that is declared, and that no line of the table was taken for.
    [[nodiscard]] bool is_missed(const AppliedEntry& last) const {
        const Slot* slot = slot_of(last);
        return slot != nullptr && !slot->entry;
    }

    // Of an entry that stands there by now it is a copy of what that was.
    void release(const AppliedEntry& last, std::size_t entry) {
        taken_[entry] = true;
        const Slot* slot = slot_of(last);
        const Leftover released{
            slot != nullptr ? Leftover::Kind::suspected : Leftover::Kind::released, entry, last.job,
            slot, &last};
        if (const auto known = replaced_.find(entry); known != replaced_.end()) {
            *known->second = released;
        } else {
            more_.push_back(released);
        }
    }

    const TableInput& input_;
    const OwnLines& own_;
    std::vector<bool> taken_;
    std::unordered_set<std::size_t> astray_;
    const Reading& reading_;
    Matching& matching_;
    std::unordered_map<std::size_t, Leftover*> replaced_;
    std::unordered_map<std::string_view, desired::Mode> declared_;
    std::vector<Leftover> more_;
};

}  // namespace

void release_own_lines(const TableInput& input, const OwnLines& own, std::vector<bool> taken,
                       const Reading& reading, Matching& matching) {
    Releaser{input, own, std::move(taken), reading, matching}.run();
}

}  // namespace cronmend::plan
