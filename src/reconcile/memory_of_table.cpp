#include "memory_of_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/marker.hpp"
#include "cronmend/cron/table_size.hpp"

namespace cronmend::reconcile {
namespace {

// More lines than this no crontab takes; planning for them, or keeping many bytes, would only cost.
Result<void> check_length(const TableTask& task, const cron::Observation& observed) {
    const std::string_view text = observed.text ? *observed.text : std::string_view{};
    if (text.size() > cron::kMostTableBytes) {
        return unexpected(ErrorCode::unsupported,
                          fmt::format("the {} has {} bytes; cronmend works on up to {}", task.name,
                                      text.size(), cron::kMostTableBytes),
                          "nothing was written; take out of it what makes it so large");
    }
    const auto lines = std::count(text.begin(), text.end(), '\n');
    if (lines <= static_cast<std::ptrdiff_t>(cron::kMostLines)) {
        return {};
    }
    return unexpected(ErrorCode::unsupported,
                      fmt::format("the {} has {} lines; a crontab may have {}", task.name, lines,
                                  cron::kMostLines),
                      "nothing was written; take lines out of it");
}

using LineCounts = std::map<std::string_view, std::ptrdiff_t>;

LineCounts count_lines(std::string_view text) {
    LineCounts counts;
    for (const std::string_view line : split_lines(text)) {
        ++counts[without_newline(line)];
    }
    return counts;
}

std::ptrdiff_t count_of_line(const LineCounts& counts, std::string_view line) {
    const auto found = counts.find(line);
    return found == counts.end() ? 0 : found->second;
}

// True if the table shows that the write came before whatever changed it since: a line stands there
// that the write brought (of markers, if it brought some: others write none), or, if it only took
// lines away, none of those is left.
bool shows_traces(const store::Snapshot& row, const cron::Observation& observed) {
    const LineCounts before = count_lines(row.before ? *row.before : std::string_view{});
    const LineCounts after = count_lines(row.after);
    const LineCounts now = count_lines(observed.text ? *observed.text : std::string_view{});
    bool brought = false;
    bool brought_marker = false;
    bool left = false;
    bool left_marker = false;
    for (const auto& [line, count] : after) {
        const std::ptrdiff_t was = count_of_line(before, line);
        if (count > was) {
            const bool marker = cron::parse_marker(line).has_value();
            const bool still = count_of_line(now, line) > was;
            brought = true;
            brought_marker = brought_marker || marker;
            left = left || still;
            left_marker = left_marker || (marker && still);
        }
    }
    if (brought) {
        return brought_marker ? left_marker : left;
    }
    return std::all_of(before.begin(), before.end(), [&](const auto& line) {
        const std::ptrdiff_t kept = count_of_line(after, line.first);
        return line.second <= kept || count_of_line(now, line.first) <= kept;
    });
}

Fate fate_of(const store::Snapshot& row, const cron::Observation& observed) {
    if (row.after_absent ? observed.absent() : observed.text == row.after) {
        return Fate::stands;
    }
    if (observed.text == row.before) {
        return Fate::dropped;
    }
    return shows_traces(row, observed) ? Fate::overtaken : Fate::unknown;
}

// What the pass that was ended would have kept in mind.
void take_over(store::TableMemory& memory, const store::Snapshot& row) {
    if (row.occasion == store::Occasion::loss) {
        return;  // it was no write
    }
    memory.last_seen = row.after;
    if (row.occasion == store::Occasion::rollback) {
        memory.hold = store::Hold{row.table, row.id, row.time};
        return;
    }
    memory.last_pass = row.time;
    if (row.intent) {
        memory.applied = row.intent->applied;
        memory.retired = row.intent->retired;
    }
}

bool names_home(const cron::Observation& observed) {
    return observed.text && observed.text->find("HOME") != std::string::npos;
}

// The home folders that the table's entries fall back on, where they are known.
void find_homes(const TableTask& task, const HomeOf& home_of, plan::TableInput& input) {
    std::set<std::string> users;
    if (task.form == cron::TableForm::user) {
        users.insert(task.user);
    } else {
        users.insert("root");
        for (const desired::Job& job : task.jobs) {
            users.insert(job.user);
        }
    }
    for (const std::string& user : users) {
        if (std::string home = home_of(user); !home.empty()) {
            input.homes.emplace(user, std::move(home));
        }
    }
}

// Of the users whom entries of a system table name, those that the host does not have.
std::set<std::string, std::less<>> missing_users(const TableTask& task,
                                                 const cron::Observation& observed) {
    std::set<std::string, std::less<>> missing;
    if (!task.lacks_user || observed.absent()) {
        return missing;
    }
    std::set<std::string> asked;
    const auto table = cron::Crontab::parse(*observed.text, task.flavour, task.form);
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        if (table.lines()[i].kind != cron::LineKind::entry) {
            continue;
        }
        const auto entry = cron::parse_entry(table.text_of(i), task.flavour, task.form);
        if (!entry || !asked.insert(std::string{entry->user}).second) {
            continue;
        }
        if (std::string user{entry->user}; task.lacks_user(user)) {
            missing.insert(std::move(user));
        }
    }
    return missing;
}

// What is remembered goes into the input, until take_back().
plan::TableInput input_for(const TableTask& task, cron::Observation observed,
                           store::TableMemory& memory, const HomeOf& home_of) {
    plan::TableInput input;
    input.user = task.user;
    input.reader = task.reader;
    input.form = task.form;
    input.flavour = task.flavour;
    input.missing_users = missing_users(task, observed);
    input.jobs = task.jobs;
    input.scope = task.scope;
    input.sources = task.sources;
    input.zoning = task.zoning;
    input.guard_obstacles = task.guard_obstacles;
    input.moved_to = task.moved_to;
    input.moved_from = task.moved_from;
    input.observed = std::move(observed);
    input.last_applied = std::move(memory.applied);
    input.last_seen = std::move(memory.last_seen);
    input.last_pass = memory.last_pass;
    input.suspects = std::move(memory.suspects);
    input.retired = std::move(memory.retired);
    input.emptying = task.emptying;
    const bool sets_home = std::any_of(task.jobs.begin(), task.jobs.end(), [](const auto& job) {
        return job.environment.contains("HOME");
    });
    const bool had_home =
        std::any_of(input.last_applied.begin(), input.last_applied.end(),
                    [](const auto& entry) { return entry.environment.contains("HOME"); });
    if (sets_home || had_home || names_home(input.observed)) {
        find_homes(task, home_of, input);
    }
    return input;
}

void take_back(plan::TableInput& input, store::TableMemory& memory) {
    memory.applied = std::move(input.last_applied);
    memory.last_seen = std::move(input.last_seen);
    memory.suspects = std::move(input.suspects);
    memory.retired = std::move(input.retired);
}

Result<std::vector<plan::Change>> changes_to(plan::TableInput input,
                                             std::optional<std::string> text) {
    input.observed.text = std::move(text);
    input.emptying = plan::Emptying::allow;
    auto plan = plan::make_plan(input);
    if (!plan) {
        return unexpected(plan.error());
    }
    return std::move(plan->changes);
}

bool among(const std::vector<plan::Change>& changes, const plan::Change& wanted) {
    return std::any_of(changes.begin(), changes.end(), [&](const plan::Change& change) {
        return plan::key_of(change) == plan::key_of(wanted);
    });
}

// True if there is something to do for the same entry, whatever it is.
bool still_acts_on(const std::vector<plan::Change>& changes, const plan::Change& wanted) {
    return std::any_of(changes.begin(), changes.end(), [&](const plan::Change& change) {
        return change.acts() && change.job == wanted.job && change.index == wanted.index;
    });
}

// Under its own name, or under the one that it had.
bool was_applied(const plan::TableInput& input, const plan::Change& change) {
    const auto job = std::find_if(input.jobs.begin(), input.jobs.end(),
                                  [&](const desired::Job& one) { return one.id == change.job; });
    const std::string_view former =
        job == input.jobs.end() || job->renamed_from.empty() ? change.job : job->renamed_from;
    return std::any_of(
        input.last_applied.begin(), input.last_applied.end(), [&](const plan::AppliedEntry& entry) {
            return (entry.job == change.job || entry.job == former) && entry.index == change.index;
        });
}

// What the rollback brought, and nobody has put right since: the changes that the declaration would
// make to its text, and to that of the last pass. But for an entry that, as far as is known, never
// stood in the table: its job was declared later.
Result<std::vector<plan::ChangeKey>> held_changes(plan::TableInput input,
                                                  const store::Snapshot& rollback) {
    for (const plan::RetiredJob& job : input.retired) {
        input.brought_back.insert(job.job);
    }
    // What is an edit shows beside the table that the rollback replaced.
    plan::TableInput then = input;
    if (rollback.before) {
        then.last_seen = rollback.before;
    }
    const auto after = changes_to(
        std::move(then), rollback.after_absent ? std::nullopt : std::optional{rollback.after});
    const auto before = changes_to(input, rollback.before);
    const auto since = input.last_seen ? changes_to(input, input.last_seen) : after;
    for (const auto* plan : {&after, &before, &since}) {
        if (!*plan) {
            return unexpected(plan->error());
        }
    }
    std::vector<plan::ChangeKey> held;
    for (const plan::Change& change : *after) {
        const bool never_stood = change.action == plan::Action::install &&
                                 !was_applied(input, change) && among(*before, change);
        if (change.acts() && !never_stood && still_acts_on(*since, change)) {
            held.push_back(plan::key_of(change));
        }
    }
    return held;
}

// Of the retired jobs, those whose entries are held.
std::set<std::string> brought_back(const std::vector<plan::RetiredJob>& retired,
                                   const std::vector<plan::ChangeKey>& held) {
    std::set<std::string> jobs;
    for (const plan::ChangeKey& key : held) {
        const auto is_its = [&](const plan::RetiredJob& one) { return one.job == key.job; };
        if (key.kind == plan::DriftKind::orphaned &&
            std::any_of(retired.begin(), retired.end(), is_its)) {
            jobs.insert(key.job);
        }
    }
    return jobs;
}

}  // namespace

Result<Remembered> remember(const TableTask& task, store::Memory& memory) {
    auto known = memory.recall(task.key);
    if (!known) {
        return unexpected(known.error());
    }
    auto pending = memory.newest_pending(task.key);
    if (!pending) {
        return unexpected(pending.error());
    }
    return Remembered{std::move(*known), std::move(*pending)};
}

Result<TableState> recall(const TableTask& task, Result<Remembered> remembered,
                          const cron::Observation& observed) {
    if (!remembered) {
        return unexpected(remembered.error());
    }
    TableState state{std::move(remembered->memory), std::nullopt, std::nullopt};
    if (std::optional<store::Snapshot>& pending = remembered->pending) {
        const Fate fate = fate_of(*pending, observed);
        state.unfinished = Unfinished{std::move(*pending), fate};
        if (state.unfinished->took()) {
            take_over(state.memory, state.unfinished->snapshot);
        }
    }
    if (task.release_hold) {
        state.released = std::exchange(state.memory.hold, std::nullopt);
    }
    return state;
}

Result<plan::TablePlan> plan_for(const TableTask& task, cron::Observation observed,
                                 TableState& state, store::Memory& memory, const HomeOf& home_of) {
    if (auto fits = check_length(task, observed); !fits) {
        return unexpected(fits.error());
    }
    plan::TableInput input = input_for(task, std::move(observed), state.memory, home_of);
    if (const auto& hold = state.memory.hold ? state.memory.hold : state.released) {
        input.under_hold = true;
        auto rollback = memory.snapshot(hold->snapshot);
        if (!rollback) {
            return unexpected(rollback.error());
        }
        if (*rollback) {
            input.rolled_back = (*rollback)->before;
            auto held = held_changes(input, **rollback);
            if (!held) {
                return unexpected(held.error());
            }
            input.brought_back = brought_back(input.retired, *held);
            (state.memory.hold ? input.held : input.released) = std::move(*held);
        }
    }
    auto plan = plan::make_plan(input);
    take_back(input, state.memory);
    if (plan) {
        for (plan::Change& change : plan->changes) {
            const auto& released = input.released;
            if (change.acts() && std::find(released.begin(), released.end(),
                                           plan::key_of(change)) != released.end()) {
                change.cause = plan::Cause::rollout;
                change.reason = "rolled back before; the declaration is put back in force";
            }
        }
        for (Diagnostic& diagnostic : plan->diagnostics) {
            diagnostic.where.file = diagnostic.where.line == 0 ? "" : task.name;
        }
    }
    return plan;
}

}  // namespace cronmend::reconcile
