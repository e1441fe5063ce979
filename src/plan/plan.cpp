#include "cronmend/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "assessment.hpp"
#include "checks.hpp"
#include "cronmend/base/text.hpp"
#include "layout.hpp"
#include "remarks.hpp"
#include "slot.hpp"
#include "suspicion.hpp"

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

// What is known of the entries once `assessment` describes the table.
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
        if (off.contains(i) || !slot.entry || !slot.job->enabled) {
            continue;
        }
        const ReadEntry& entry = assessment.reading.entries[*slot.entry];
        applied.push_back({slot.id(), slot.index(), entry.text,
                           environment_of(input, slot, assessment), source_of(input, *slot.job),
                           entry.marker && entry.marked_job == slot.id()});
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

bool stands_as_applied(const Reading& reading, const AppliedEntry& applied) {
    return std::any_of(reading.entries.begin(), reading.entries.end(), [&](const ReadEntry& entry) {
        const bool marked = entry.marker && entry.marked_job == applied.job;
        return !entry.disabled && entry.text == applied.line && marked == applied.marked &&
               significant_environment(reading.table, entry.line) == applied.environment;
    });
}

// See TablePlan::others_off.
bool is_any_off_of_others(const TableInput& input, const Reading& reading) {
    Ids looked_at;
    for (const desired::Job& job : input.jobs) {
        if (job.mode != desired::Mode::off) {
            looked_at.insert(job.id);
        }
    }
    const Ids declared = declared_in(input);
    return std::any_of(
        input.last_applied.begin(), input.last_applied.end(), [&](const AppliedEntry& last) {
            const bool gone = !declared.contains(last.job) && input.scope.covers(last.source);
            return !looked_at.contains(last.job) && !gone && !stands_as_applied(reading, last);
        });
}

constexpr std::size_t kMostRetired = 1000;

std::vector<std::string> retired_by(const TableInput& input,
                                    const std::vector<AppliedEntry>& applied) {
    std::unordered_set<std::string_view> known;
    for (const AppliedEntry& entry : applied) {
        known.insert(entry.job);
    }
    std::vector<std::string> retired;
    const auto add = [&](const std::string& job) {
        if (known.insert(job).second) {
            retired.push_back(job);
        }
    };
    std::for_each(input.retired.begin(), input.retired.end(), add);
    for (const AppliedEntry& last : input.last_applied) {
        add(last.job);
    }
    if (retired.size() > kMostRetired) {
        retired.erase(retired.begin(), retired.end() - static_cast<std::ptrdiff_t>(kMostRetired));
    }
    return retired;
}

// What is known of another declaration's entries is not this one's to speak of.
std::size_t count_declared(const TableInput& input, const std::vector<AppliedEntry>& applied) {
    const Ids declared = declared_in(input);
    return static_cast<std::size_t>(
        std::count_if(applied.begin(), applied.end(),
                      [&](const AppliedEntry& entry) { return declared.contains(entry.job); }));
}

// Where cron acts on a variable, "not set" and its default are one. But for those whose default is
// each user's own, where the table's entries are not all of one user.
cron::Environment defaults_of(const TableInput& input, const Reading& reading) {
    const std::string_view owner = table_owner(input);
    const bool of_one = input.form == cron::TableForm::user ||
                        std::all_of(reading.entries.begin(), reading.entries.end(),
                                    [&](const ReadEntry& entry) { return entry.user == owner; });
    cron::Environment defaults;
    for (const std::string_view name : {"SHELL", "PATH", "MAILTO", "HOME"}) {
        const bool of_user = name == "MAILTO" || name == "HOME";
        const auto value = effective(name, std::nullopt, owner, input);
        if (value && (of_one || !of_user)) {
            defaults.emplace(name, *value);
        }
    }
    return defaults;
}

// What a plan puts in its place is its own, even if something about it can only be told from then
// on (a foreign CRON_TZ, say, that no line of cronmend's could take back).
void forget_what_was_acted_on(Judgement& then, const Judgement& now) {
    std::set<std::size_t> acted;
    for (const Verdict& verdict : now.verdicts) {
        if (verdict.slot && verdict.change.acts()) {
            acted.insert(*verdict.slot);
        }
    }
    const auto is_own = [&](const Verdict& verdict) {
        return verdict.slot && acted.contains(*verdict.slot);
    };
    then.verdicts.erase(std::remove_if(then.verdicts.begin(), then.verdicts.end(), is_own),
                        then.verdicts.end());
}

bool harms_nobody(const TableInput& input, const Assessment& now, const Assessment& then) {
    Judgement judgement = then.judgement;
    forget_what_was_acted_on(judgement, now.judgement);
    const auto are_the_same = [&](const cron::Environment& presumed) {
        return bystanders_of(now, presumed) ==
               bystanders(then.reading, then.matching, judgement, presumed);
    };
    // With the last entry that needed them, also the lines go that put a default back behind it.
    return are_the_same({}) ||
           (then.reading.blocks.empty() && are_the_same(defaults_of(input, then.reading)));
}

struct Finished {
    Layout layout;
    Assessment assessment;
};

// The layout, read again as the next pass would read it: nothing may be left to do, and nobody
// else's line or environment may have changed.
std::optional<Finished> try_layout(const TableInput& input, const Assessment& now, Blocks blocks) {
    Layout layout = lay_out(input, now.reading, now.matching, now.judgement, blocks);
    Assessment then = assess_again(input, now, layout.text);
    const bool settled = !then.acts();
    if (!settled || !harms_nobody(input, now, then)) {
        return std::nullopt;
    }
    return Finished{std::move(layout), std::move(then)};
}

Result<Finished> finish(const TableInput& input, const Assessment& now) {
    for (const Blocks blocks : {Blocks::around, Blocks::rebuild, Blocks::keep}) {
        if (auto finished = try_layout(input, now, blocks)) {
            return std::move(*finished);
        }
    }
    return unexpected(
        ErrorCode::internal,
        fmt::format("no way was found to put the {} right without touching lines that are not "
                    "cronmend's",
                    name_of_table(input)),
        "nothing was written; please report this table and this declaration");
}

void fill_changes(TablePlan& plan, const Judgement& judgement, const Layout* layout) {
    for (const Verdict& verdict : judgement.verdicts) {
        Change change = verdict.change;
        if (layout != nullptr && verdict.slot) {
            const auto given = layout->given.find(*verdict.slot);
            if (given != layout->given.end()) {
                change.after = given->second;
            }
        }
        plan.changes.push_back(std::move(change));
    }
}

// What the next pass would find off where this one has acted, and could not put right with it: the
// TZ of somebody else's that held for an entry is gone with the table, say.
void add_what_is_left_off(TablePlan& plan, const Judgement& now, const Judgement& then) {
    if (then.verdicts.empty()) {
        return;  // nearly always
    }
    const auto identity = [](const Change& change) {
        return std::tuple{std::string_view{change.job}, change.index, change.kind};
    };
    std::set<std::tuple<std::string_view, std::size_t, DriftKind>> told;
    for (const Verdict& verdict : now.verdicts) {
        if (!verdict.change.acts()) {
            told.insert(identity(verdict.change));
        }
    }
    for (const Verdict& verdict : then.verdicts) {
        if (!told.contains(identity(verdict.change))) {
            plan.changes.push_back(verdict.change);
            plan.changes.back().line = 0;
        }
    }
}

void count_foreign(TablePlan& plan, const Assessment& assessment) {
    for (const Bystander& line : bystanders_of(assessment)) {
        plan.foreign_lines += line.is_ours ? 0U : 1U;
        if (line.is_entry && !line.is_ours) {
            plan.foreign.push_back(line.text);
        }
    }
    plan.foreign_entries = plan.foreign.size();
}

// What was not ours in the table of the last pass and is not there any more. `after`: what stands
// there once the plan is carried out.
std::size_t count_lost(const TableInput& input, const Assessment& now, const std::string& after) {
    const auto& verdicts = now.judgement.verdicts;
    const bool drifted = std::any_of(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) {
        return verdict.change.cause == Cause::drift;
    });
    if (!drifted || !input.last_seen || input.last_seen == input.observed.text) {
        return 0;
    }
    if (*input.last_seen == after) {
        return 0;  // nothing but what is ours is put back
    }
    const Assessment then = assess_again(input, now, *input.last_seen);
    std::unordered_map<std::string_view, std::size_t> stand;
    const auto& lines = now.reading.table.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ++stand[now.reading.table.text_of(i)];
    }
    std::size_t lost = 0;
    for (const Bystander& line : bystanders_of(then)) {
        if (line.is_ours || trim_blanks(line.text).empty()) {
            continue;
        }
        const auto found = stand.find(line.text);
        if (found == stand.end() || found->second == 0) {
            ++lost;
        } else {
            --found->second;
        }
    }
    return lost;
}

}  // namespace

std::string name_of_table(const TableInput& input) {
    return (input.form == cron::TableForm::system ? "system table " : "crontab of ") + input.user;
}

bool takes_out_a_return(const Change& change) {
    return change.before && change.before->ends_with('\r');
}

ChangeKey key_of(const Change& change) {
    return {change.job, change.index, change.kind};
}

bool Scope::covers(std::string_view source) const {
    if (std::find(files.begin(), files.end(), source) != files.end()) {
        return true;
    }
    const std::string_view folder = source.substr(0, source.find_last_of('/'));
    return std::find(folders.begin(), folders.end(), folder) != folders.end();
}

bool TablePlan::writes() const {
    return std::any_of(changes.begin(), changes.end(),
                       [](const Change& change) { return change.acts(); });
}

namespace {

// What the plan leaves, and what is to be remembered of it.
void describe_end(const TableInput& input, const Assessment& end, TablePlan& plan) {
    plan.applied = applied_by(input, end);
    plan.retired = retired_by(input, plan.applied);
    plan.declared_entries = count_declared(input, plan.applied);
    note_inherited(end, plan.diagnostics);
    warn_of_changes(input, end, plan.diagnostics);
    warn_of_exposed(input, end, plan.diagnostics);
}

}  // namespace

Result<TablePlan> make_plan(const TableInput& input) {
    auto now = assess(input, input.observed.text_or_empty());
    if (!now) {
        return unexpected(now.error());
    }
    if (auto guarded = check_emptying(input, *now); !guarded) {
        return unexpected(guarded.error());
    }
    if (auto starts = check_guard(input, *now); !starts) {
        return unexpected(starts.error());
    }
    TablePlan plan;
    plan.user = input.user;
    plan.before = input.observed;
    plan.diagnostics = now->judgement.diagnostics;
    std::optional<cron::Refusal> refusal = refusal_of(input, now->reading);
    warn_of_taken_over(input, *now, plan.diagnostics);
    warn_of_gone_files(input, *now, plan.diagnostics);
    count_foreign(plan, *now);
    plan.holding = now->judgement.holding;
    plan.others_off = input.under_hold && is_any_off_of_others(input, now->reading);
    plan.suspects = suspects_of(input, now->reading, now->matching);
    if (auto owned = check_owned(input, *now, plan.foreign_entries); !owned) {
        return unexpected(owned.error());
    }
    if (!now->acts()) {
        warn_of_refusal(refusal, refusal, plan.diagnostics);
        plan.refusal = std::move(refusal);
        plan.after = input.observed.text_or_empty();
        plan.foreign_lost = count_lost(input, *now, plan.after);
        fill_changes(plan, now->judgement, nullptr);
        describe_end(input, *now, plan);
        // What is off is told as that; what would be called in order must run as declared.
        if (auto fits = plan.changes.empty() ? check_shells(input, *now) : Result<void>{}; !fits) {
            return unexpected(fits.error());
        }
        return plan;
    }
    auto finished = finish(input, *now);
    if (!finished) {
        return unexpected(finished.error());
    }
    plan.after = finished->layout.text;
    plan.foreign_lost = count_lost(input, *now, plan.after);
    plan.refusal = refusal_of(input, finished->assessment.reading);
    warn_of_refusal(refusal, plan.refusal, plan.diagnostics);
    // An empty crontab is as good as none to its user; an empty file would be litter in the system.
    plan.removes = input.form == cron::TableForm::system && plan.after.empty();
    fill_changes(plan, now->judgement, &finished->layout);
    add_what_is_left_off(plan, now->judgement, finished->assessment.judgement);
    describe_end(input, finished->assessment, plan);
    if (auto fits = check_shells(input, finished->assessment); !fits) {
        return unexpected(fits.error());
    }
    if (auto fits = check_size(input, plan.after); !fits) {
        return unexpected(fits.error());
    }
    return plan;
}

}  // namespace cronmend::plan
