#include "cronmend/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "assessment.hpp"
#include "checks.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "layout.hpp"
#include "other_keepers.hpp"
#include "remarks.hpp"
#include "remembered.hpp"
#include "settled_blocks.hpp"
#include "slot.hpp"
#include "suspicion.hpp"

namespace cronmend::plan {
namespace {

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

bool harms_nobody(const TableInput& input, const Assessment& now, const Assessment& then,
                  Blocks blocks) {
    Judgement judgement = then.judgement;
    forget_what_was_acted_on(judgement, now.judgement);
    const auto are_the_same = [&](const cron::Environment& presumed) {
        return bystanders_of(input, now, presumed) ==
               bystanders(input, then.reading, then.matching, judgement, presumed);
    };
    // With an entry that needed them, also the lines go that put a default back behind it; where
    // all of ours is laid behind what stands there, no line of others gets such a default instead.
    const bool default_may_go = then.reading.blocks.empty() || blocks == Blocks::rebuild;
    return are_the_same({}) || (default_may_go && are_the_same(defaults_of(input, then.reading)));
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
    then.reading.separators = layout.separators;
    const bool settled = !then.acts();
    if (!settled || !harms_nobody(input, now, then, blocks)) {
        return std::nullopt;
    }
    return Finished{std::move(layout), std::move(then)};
}

Result<Finished> finish(const TableInput& input, const Assessment& now) {
    // What somebody has edited of the blocks is put right only with all of them.
    const bool damaged = !now.reading.remains.empty() || !now.reading.open_ends.empty();
    for (const Blocks blocks : {Blocks::around, Blocks::rebuild, Blocks::keep}) {
        if (damaged && blocks == Blocks::keep) {
            continue;
        }
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

// True for an entry that is left alone, and would be put in or written anew if it were not.
bool is_left_to_write(const Verdict& verdict) {
    const Change& change = verdict.change;
    const bool written = change.kind == DriftKind::missing || change.kind == DriftKind::changed ||
                         change.kind == DriftKind::shadowed || change.kind == DriftKind::disabled;
    return verdict.slot && !change.acts() && written && change.after;
}

// By slot, what would be put in for the entries that are left alone: with the variables that they
// need.
std::map<std::size_t, std::string> would_be_given(const TableInput& input, const Assessment& now) {
    Judgement judgement = now.judgement;
    bool any = false;
    for (Verdict& verdict : judgement.verdicts) {
        if (is_left_to_write(verdict)) {
            verdict.change.action = Action::replace;
            any = true;
        }
    }
    if (!any) {
        return {};  // nearly always
    }
    return lay_out(input, now.reading, now.matching, judgement, Blocks::around).given;
}

// `given`: by slot, what the plan puts in.
void fill_changes(const TableInput& input, const Assessment& now,
                  const std::map<std::size_t, std::string>& given, TablePlan& plan) {
    std::map<std::size_t, std::string> left = would_be_given(input, now);
    for (const Verdict& verdict : now.judgement.verdicts) {
        Change change = verdict.change;
        if (verdict.slot && change.part != Part::behind) {
            if (const auto found = given.find(*verdict.slot); found != given.end()) {
                change.after = found->second;
            } else if (is_left_to_write(verdict)) {
                // Of an entry that is told twice, the first change has it.
                const auto line = left.extract(*verdict.slot);
                change.after = line ? line.mapped() : change.after;
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

// What the changes do is told in many places, of a thousand lines at times.
void fill_in_told(std::vector<Change>& changes) {
    for (Change& change : changes) {
        if (change.before) {
            change.told_before = redact(*change.before);
        }
        if (change.after) {
            change.told_after =
                change.after == change.before ? change.told_before : redact(*change.after);
        }
    }
}

void count_foreign(const TableInput& input, const Assessment& assessment, TablePlan& plan) {
    for (const Bystander& line : bystanders_of(input, assessment)) {
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
    Assessment then = assess_again(input, now, *input.last_seen);
    claim_settled_blocks(input, then.reading);
    std::unordered_map<std::string_view, std::size_t> stand;
    const auto& lines = now.reading.table.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ++stand[now.reading.table.text_of(i)];
    }
    std::size_t lost = 0;
    for (const Bystander& line : bystanders_of(input, then)) {
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

// What was taken out of a job that is declared no more is none of its any more, be another entry of
// it left alone; unless that is a copy, which is told as long as it stands.
void forget_removed(const TableInput& input, TablePlan& plan) {
    for (const Change& change : plan.changes) {
        const auto is_told_copy = [&](const Change& other) {
            return !other.acts() && other.job == change.job && other.before == change.before;
        };
        if (change.action == Action::remove && !is_declared(input, change.job) &&
            std::none_of(plan.changes.begin(), plan.changes.end(), is_told_copy)) {
            std::erase_if(plan.applied, [&](const AppliedEntry& one) {
                return !one.current && one.job == change.job && one.line == change.before;
            });
        }
    }
}

// What the plan leaves, and what is to be remembered of it.
void describe_end(const TableInput& input, const Assessment& end, TablePlan& plan) {
    plan.applied = applied_by(input, end);
    forget_removed(input, plan);
    plan.retired = retired_by(input, plan.applied);
    plan.declared_entries = count_declared(input, plan.applied);
    plan.jobs_off = static_cast<std::size_t>(
        std::count_if(input.jobs.begin(), input.jobs.end(),
                      [](const desired::Job& job) { return job.mode == desired::Mode::off; }));
    note_inherited(end, plan.diagnostics);
    warn_of_changes(input, end, plan.diagnostics);
    warn_of_exposed(input, end, plan.diagnostics);
}

// What the table as it stands tells, whatever is done about it.
TablePlan begin_plan(const TableInput& input, const Assessment& now) {
    TablePlan plan;
    plan.user = input.user;
    plan.before = input.observed;
    plan.diagnostics = now.judgement.diagnostics;
    warn_of_taken_over(input, now, plan.diagnostics);
    warn_of_gone_files(input, now, plan.diagnostics);
    count_foreign(input, now, plan);
    plan.holding = now.judgement.holding;
    plan.others_off = input.under_hold && is_any_off_of_others(input, now.reading);
    plan.suspects = suspects_of(input, now.reading, now.matching);
    return plan;
}

Result<void> check_before(const TableInput& input, const Assessment& now,
                          std::size_t foreign_entries) {
    if (auto guarded = check_emptying(input, now); !guarded) {
        return guarded;
    }
    if (auto starts = check_guard(input, now); !starts) {
        return starts;
    }
    return check_owned(input, now, foreign_entries);
}

Result<void> plan_nothing(const TableInput& input, const Assessment& now,
                          const std::optional<cron::Refusal>& refusal, TablePlan& plan) {
    warn_of_refusal(refusal, refusal, plan.diagnostics);
    plan.refusal = refusal;
    plan.after = input.observed.text_or_empty();
    plan.foreign_lost = count_lost(input, now, plan.after);
    fill_changes(input, now, {}, plan);
    describe_end(input, now, plan);
    // What is off is told as that; what would be called in order must run as declared.
    return plan.changes.empty() ? check_shells(input, now) : Result<void>{};
}

Result<void> plan_repair(const TableInput& input, const Assessment& now,
                         const std::optional<cron::Refusal>& refusal, TablePlan& plan) {
    auto finished = finish(input, now);
    if (!finished) {
        return unexpected(finished.error());
    }
    const Assessment& then = finished->assessment;
    plan.after = finished->layout.text;
    plan.foreign_lost = count_lost(input, now, plan.after);
    plan.refusal = refusal_of(input, then.reading);
    warn_of_refusal(refusal, plan.refusal, plan.diagnostics);
    // An empty crontab is as good as none to its user; an empty file would be litter in the system.
    plan.removes = input.form == cron::TableForm::system && plan.after.empty();
    fill_changes(input, now, finished->layout.given, plan);
    add_what_is_left_off(plan, now.judgement, then.judgement);
    describe_end(input, then, plan);
    if (auto fits = check_shells(input, then); !fits) {
        return fits;
    }
    return check_size(input, plan.after);
}

}  // namespace

namespace {

Result<TablePlan> plan_minding(const TableInput& input, Damage damage) {
    auto now = assess(input, damage);
    if (!now) {
        return unexpected(now.error());
    }
    TablePlan plan = begin_plan(input, *now);
    if (auto fits = check_before(input, *now, plan.foreign_entries); !fits) {
        return unexpected(fits.error());
    }
    const auto refusal = refusal_of(input, now->reading);
    auto ended = now->acts() ? plan_repair(input, *now, refusal, plan)
                             : plan_nothing(input, *now, refusal, plan);
    if (!ended && ended.error().code == ErrorCode::internal && damage == Damage::leave) {
        if (auto sayable = check_inherited(input, *now); !sayable) {
            return unexpected(sayable.error());
        }
    }
    if (!ended) {
        return unexpected(ended.error());
    }
    fill_in_told(plan.changes);
    return plan;
}

}  // namespace

Result<TablePlan> make_plan(const TableInput& input) {
    auto plan = plan_minding(input, Damage::mend);
    // No layout was found.
    return !plan && plan.error().code == ErrorCode::internal ? plan_minding(input, Damage::leave)
                                                             : std::move(plan);
}

}  // namespace cronmend::plan
