#include "remembered.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "other_keepers.hpp"
#include "remarks.hpp"
#include "slot.hpp"

namespace cronmend::plan {
namespace {

std::string source_of(const TableInput& input, const desired::Job& job) {
    const auto found = input.sources.find(job.where.file);
    return found == input.sources.end() ? job.where.file : found->second;
}

using Ids = std::unordered_set<std::string_view>;

Ids declared_in(const TableInput& input) {
    Ids ids;
    ids.reserve(input.jobs.size());
    for (const desired::Job& job : input.jobs) {
        ids.insert(job.id);
    }
    return ids;
}

Ids looked_at_in(const TableInput& input) {
    Ids ids;
    ids.reserve(input.jobs.size());
    for (const desired::Job& job : input.jobs) {
        if (job.mode != desired::Mode::off) {
            ids.insert(job.id);
        }
    }
    return ids;
}

AppliedEntry not_seen_now(AppliedEntry entry, const TableInput& input) {
    if (entry.current) {
        entry.current = false;
        entry.last_in_order = input.last_pass;
    }
    return entry;
}

// What holds for a slot's entry, to be remembered. In a system table a default stays one, though it
// was put back in so many words: it is the user's, and the job's user may be another one day.
cron::Environment environment_of(const TableInput& input, const Slot& slot,
                                 const Assessment& assessment) {
    const ReadEntry& entry = assessment.reading.entries[*slot.entry];
    cron::Environment environment = significant_environment(assessment.reading.table, entry.line);
    if (input.form == cron::TableForm::system) {
        std::erase_if(environment, [&](const auto& variable) {
            const auto& [name, value] = variable;
            return !slot.job->environment.contains(name) &&
                   effective(name, std::nullopt, slot.owner, input) == value;
        });
    }
    return environment;
}

std::vector<std::string> declared_lines(const TableInput& input, const Slot& slot) {
    std::vector<std::string> names;
    for (const auto& [name, value] : slot.job->environment) {
        if (cron::is_restorable(name, input.flavour)) {
            names.push_back(name);
        }
    }
    return names;
}

bool stands_as_applied(const Reading& reading, const AppliedEntry& applied) {
    return std::any_of(reading.entries.begin(), reading.entries.end(), [&](const ReadEntry& entry) {
        const bool marked = entry.marker && entry.marked_job == applied.job;
        return !entry.disabled && entry.text == applied.line && marked == applied.marked &&
               significant_environment(reading.table, entry.line) == applied.environment;
    });
}

bool stands_marked(const Reading& reading, const std::string& job) {
    return std::any_of(reading.entries.begin(), reading.entries.end(), [&](const auto& entry) {
        return !entry.disabled && entry.marker && entry.marked_job == job;
    });
}

// Of an entry that is left as it stands though its job has another name by now: what was in force
// under the old one, for the next pass to judge by. Nothing for any other slot.
std::optional<AppliedEntry> kept_of_renamed(const TableInput& input, const Reading& reading,
                                            const Slot& slot) {
    if (!slot.job->enabled || slot.last == nullptr || slot.last->job == slot.id()) {
        return std::nullopt;  // nearly always
    }
    const ReadEntry* entry = slot.entry ? &reading.entries[*slot.entry] : nullptr;
    if (entry != nullptr && owner_elsewhere(input, slot, *entry) != nullptr) {
        return std::nullopt;
    }
    AppliedEntry kept = not_seen_now(*slot.last, input);
    kept.job = slot.id();
    kept.index = slot.index();
    kept.source = source_of(input, *slot.job);
    // Not by its own name: see judge_marker().
    if (entry != nullptr && entry->marker && entry->marked_job != slot.id()) {
        kept.marked = false;
    }
    return kept;
}

// Of a slot whose entry is in order.
AppliedEntry applied_now(const TableInput& input, const Slot& slot, const Assessment& assessment) {
    const ReadEntry& entry = assessment.reading.entries[*slot.entry];
    return {slot.id(),
            slot.index(),
            entry.text,
            environment_of(input, slot, assessment),
            source_of(input, *slot.job),
            entry.marker && entry.marked_job == slot.id(),
            true,
            std::nullopt,
            declared_lines(input, slot)};
}

constexpr std::size_t kMostRetired = 1000;

}  // namespace

std::vector<AppliedEntry> applied_by(const TableInput& input, const Assessment& assessment) {
    std::unordered_set<std::size_t> off;
    Ids untouched;  // jobs whose record stays as it was
    for (const Verdict& verdict : assessment.judgement.verdicts) {
        untouched.insert(verdict.change.job);
        if (verdict.slot) {
            off.insert(*verdict.slot);
        }
    }
    for (const desired::Job& job : input.jobs) {
        if (job.mode == desired::Mode::off) {
            untouched.insert(job.id);
        }
    }
    std::vector<AppliedEntry> applied;
    applied.reserve(assessment.matching.slots.size());
    std::vector<const Slot*> in_order;
    in_order.reserve(assessment.matching.slots.size());
    for (std::size_t i = 0; i < assessment.matching.slots.size(); ++i) {
        const Slot& slot = assessment.matching.slots[i];
        if (auto kept =
                off.contains(i) ? kept_of_renamed(input, assessment.reading, slot) : std::nullopt) {
            applied.push_back(std::move(*kept));
        }
        if (off.contains(i) || !slot.entry || !slot.job->enabled) {
            continue;
        }
        applied.push_back(applied_now(input, slot, assessment));
        in_order.push_back(&slot);
    }
    std::set<std::pair<std::string_view, std::size_t>> known;  // filled when first asked
    const auto is_known = [&](const AppliedEntry& last) {
        if (known.empty()) {
            for (const Slot* slot : in_order) {
                known.emplace(slot->id(), slot->index());
            }
        }
        return known.contains({last.job, last.index});
    };
    const Ids declared = declared_in(input);
    for (const AppliedEntry& last : input.last_applied) {
        const bool elsewhere = !declared.contains(last.job) && !input.scope.covers(last.source);
        if ((untouched.contains(last.job) || elsewhere) && !is_known(last)) {
            applied.push_back(not_seen_now(last, input));
        }
    }
    return applied;
}

bool is_any_off_of_others(const TableInput& input, const Reading& reading) {
    const Ids looked_at = looked_at_in(input);
    const Ids declared = declared_in(input);
    return std::any_of(input.last_applied.begin(), input.last_applied.end(),
                       [&](const AppliedEntry& last) {
                           const bool gone =
                               !declared.contains(last.job) && input.scope.covers(last.source);
                           return !looked_at.contains(last.job) && !gone &&
                                  !stands_as_applied(reading, last);
                       }) ||
           std::any_of(input.retired.begin(), input.retired.end(), [&](const RetiredJob& job) {
               return !declared.contains(job.job) && !is_spoken_for(input, job) &&
                      stands_marked(reading, job.job);
           });
}

std::vector<RetiredJob> retired_by(const TableInput& input,
                                   const std::vector<AppliedEntry>& applied) {
    std::unordered_set<std::string_view> known;
    for (const AppliedEntry& entry : applied) {
        known.insert(entry.job);
    }
    std::vector<RetiredJob> retired;
    for (const RetiredJob& job : input.retired) {
        if (known.insert(job.job).second) {
            retired.push_back(job);
        }
    }
    for (const AppliedEntry& last : input.last_applied) {
        if (known.insert(last.job).second) {
            retired.push_back({last.job, last.source});
        }
    }
    if (retired.size() > kMostRetired) {
        retired.erase(retired.begin(), retired.end() - static_cast<std::ptrdiff_t>(kMostRetired));
    }
    return retired;
}

std::size_t count_declared(const TableInput& input, const std::vector<AppliedEntry>& applied) {
    const Ids looked_at = looked_at_in(input);
    return static_cast<std::size_t>(
        std::count_if(applied.begin(), applied.end(),
                      [&](const AppliedEntry& entry) { return looked_at.contains(entry.job); }));
}

}  // namespace cronmend::plan
