#include "bystanders.hpp"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cronmend::plan {
namespace {

// Whose each line of a table is: each claim may overrule those before it.
class Ownership {
public:
    explicit Ownership(const Reading& reading)
        : reading_(reading), lines_(reading.table.lines().size()) {
        for (const ReadEntry& read : reading.entries) {
            lines_[read.line].entry = !read.disabled;
            if (read.marker) {
                lines_[*read.marker].ours = true;
            }
        }
    }

    void claim_matched(const Matching& matching) {
        for (const Slot& slot : matching.slots) {
            // What is commented out and shall be out is nobody's to change, whoever it was once.
            if (slot.entry && !reading_.entries[*slot.entry].disabled) {
                claim(reading_.entries[*slot.entry], true);
            }
        }
    }

    void claim_judged(const Judgement& judgement) {
        for (const Verdict& verdict : judgement.verdicts) {
            if (verdict.entry) {
                const ReadEntry& read = reading_.entries[*verdict.entry];
                claim(read, verdict.change.acts());
                // A copy of an entry of ours without our marker is somebody's line.
                Line& line = lines_[read.line];
                line.left_alone = line.left_alone && (read.marker || verdict.slot);
            }
        }
    }

    // Markers that have lost their entries, and blocks of variables.
    void claim_own_lines() {
        for (const std::size_t line : reading_.loose_markers) {
            lines_[line].ours = true;
        }
        for (const std::size_t line : reading_.remains) {
            lines_[line].ours = true;
        }
        for (const std::size_t line : reading_.separators) {
            lines_[line].ours = true;
        }
        for (const EnvironmentBlock& block : reading_.blocks) {
            for (std::size_t line = block.marker; block.contains(line); ++line) {
                lines_[line].ours = true;
            }
        }
    }

    // What stands there for jobs that are not looked at: those of other declarations, and those
    // with `mode: off`.
    void claim_unseen(const TableInput& input) {
        std::unordered_map<std::string_view, desired::Mode> declared;
        for (const desired::Job& job : input.jobs) {
            declared.emplace(job.id, job.mode);
        }
        std::unordered_set<std::string_view> jobs;
        std::unordered_multiset<std::string_view> unmarked;
        for (const AppliedEntry& last : input.last_applied) {
            const auto job = declared.find(last.job);
            const bool unseen = job == declared.end() ? !input.scope.covers(last.source)
                                                      : job->second == desired::Mode::off;
            if (unseen) {
                jobs.insert(last.job);
            }
            if (unseen && !last.marked) {
                unmarked.insert(last.line);
            }
        }
        for (const ReadEntry& read : reading_.entries) {
            if (jobs.empty() || read.disabled || lines_[read.line].ours) {
                continue;
            }
            const auto adopted = read.marker ? unmarked.end() : unmarked.find(read.text);
            if (read.marker && jobs.contains(read.marked_job)) {
                claim(read, false);
            } else if (adopted != unmarked.end()) {
                claim(read, false);
                unmarked.erase(adopted);
            }
        }
    }

    [[nodiscard]] std::vector<Bystander> others(const cron::Environment& presumed) const {
        const auto marks = reading_.table.environment_marks(presumed);
        std::vector<Bystander> found;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const Line& line = lines_[i];
            if (!line.ours) {
                found.push_back({std::string{reading_.table.text_of(i)}, line.entry,
                                 line.left_alone, line.entry ? marks[i] : cron::EnvironmentMark{}});
            }
        }
        return found;
    }

private:
    struct Line {
        bool ours = false;
        bool entry = false;
        bool left_alone = false;
    };

    void claim(const ReadEntry& read, bool ours_to_change) {
        lines_[read.line].ours = ours_to_change;
        lines_[read.line].left_alone = !ours_to_change;
        if (read.marker) {
            lines_[*read.marker].ours = ours_to_change;
            lines_[*read.marker].left_alone = !ours_to_change;
        }
    }

    const Reading& reading_;
    std::vector<Line> lines_;
};

}  // namespace

std::vector<Bystander> bystanders(const TableInput& input, const Reading& reading,
                                  const Matching& matching, const Judgement& judgement,
                                  const cron::Environment& presumed) {
    Ownership ownership(reading);
    ownership.claim_matched(matching);
    ownership.claim_judged(judgement);
    ownership.claim_own_lines();
    ownership.claim_unseen(input);
    return ownership.others(presumed);
}

}  // namespace cronmend::plan
