#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "again.hpp"
#include "apply_view.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/host/clock.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/identity.hpp"
#include "cronmend/reconcile/report_folder.hpp"
#include "declaration.hpp"
#include "fault_point.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "table_names.hpp"
#include "tables.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct ApplyArguments {
    bool allow_empty = false;
    bool resume = false;  // put the declaration back in force after a rollback
};

using reconcile::Ending;
using reconcile::TableOutcome;

// What is only done for a pass, on top of what a dry run does too.
struct Pass {
    std::unique_ptr<host::PassLock> lock;
    std::unique_ptr<store::Store> store;
    Declaration declaration;
    Tables tables;
};

// Before there is a state folder: a declaration that cannot be used leaves nothing behind.
Result<std::optional<Declaration>> load_at_first(const Setup& setup) {
    boost::system::error_code problem;
    if (boost::filesystem::exists(setup.state_dir, problem)) {
        return std::optional<Declaration>{};
    }
    const auto nothing = open_memory(setup);
    if (!nothing) {
        return unexpected(nothing.error());
    }
    auto declaration = load_declaration(setup, **nothing);
    if (!declaration) {
        return unexpected(declaration.error());
    }
    return std::optional{std::move(*declaration)};
}

Result<Pass> prepare(const CommonArguments& common, const Setup& setup) {
    Pass pass;
    auto first = load_at_first(setup);
    if (!first) {
        return unexpected(first.error());
    }
    if (*first && has_errors((*first)->diagnostics)) {
        pass.declaration = std::move(**first);
        return pass;
    }
    auto lock = lock_state(setup);
    if (!lock) {
        return unexpected(lock.error());
    }
    pass.lock = std::move(*lock);
    Tables begun = begin_tables(common, setup);
    auto store = open_store(setup);
    if (!store) {
        return unexpected(store.error());
    }
    pass.store = std::move(*store);
    auto declaration =
        *first ? Result<Declaration>{std::move(**first)} : load_declaration(setup, *pass.store);
    if (!declaration) {
        return unexpected(declaration.error());
    }
    pass.declaration = std::move(*declaration);
    if (has_errors(pass.declaration.diagnostics)) {
        return pass;
    }
    begun.stories = Stories::end;
    auto tables = make_tables(common, setup, pass.declaration, *pass.store, std::move(begun));
    if (!tables) {
        return unexpected(tables.error());
    }
    pass.tables = std::move(*tables);
    return pass;
}

// Of a table that cron refuses nothing runs: that is told until somebody mends it.
Occasion occasion_of(const TableOutcome& outcome) {
    return outcome.written || outcome.plan->refusal ? Occasion::this_call : Occasion::every_call;
}

TableOutcome run_table(reconcile::TableTask& task, MovedJobs& moved,
                       reconcile::Services& services) {
    TableOutcome outcome = reconcile::run_pass(task, services);
    if (outcome.error) {
        log_error(task.name, *outcome.error);
    }
    if (outcome.plan) {
        log_diagnostics(outcome.plan->diagnostics, occasion_of(outcome));
    }
    if (outcome.plan && outcome.ending != Ending::failed) {
        moved.note(task.key, *outcome.plan);
    }
    return outcome;
}

std::vector<TableOutcome> run_tables(Pass& pass, const ApplyArguments& arguments,
                                     reconcile::Services& services) {
    std::vector<TableOutcome> outcomes;
    MovedJobs& moved = pass.tables.moved;
    for (reconcile::TableTask& task : pass.tables.tasks) {
        if (arguments.allow_empty) {
            task.emptying = plan::Emptying::allow;
        }
        task.release_hold = arguments.resume;
        moved.settle(task);
        outcomes.push_back(run_table(task, moved, services));
    }
    // Two tables may have exchanged jobs.
    for (reconcile::TableTask& task : pass.tables.tasks) {
        if (moved.settle(task)) {
            outcomes.push_back(run_table(task, moved, services));
        }
    }
    for (const UnknownUser& unknown : pass.tables.unknown) {
        log_error(unknown.error);
        TableOutcome outcome;
        outcome.user = unknown.table;
        outcome.name = table_name(unknown.table);
        outcome.error = unknown.error;
        outcomes.push_back(std::move(outcome));
    }
    for (const std::string& user : pass.tables.gone) {
        outcomes.push_back(reconcile::forget_table(user, user, table_name(user), services));
        const TableOutcome& outcome = outcomes.back();
        if (outcome.error) {
            log_error(outcome.name, *outcome.error);
        } else {
            log_warning(fmt::format(
                "there is no user {} any more, and nothing is declared for him: his table is "
                "forgotten, all but its history",
                user));
        }
    }
    return outcomes;
}

ExitStatus status_of(const std::vector<TableOutcome>& outcomes) {
    const auto any = [&](auto holds) {
        return std::any_of(outcomes.begin(), outcomes.end(), holds);
    };
    const bool failed = any([](const TableOutcome& one) { return one.ending == Ending::failed; });
    const bool wrote = any([](const TableOutcome& one) { return one.written; });
    if (failed) {
        return wrote ? ExitStatus::partly : ExitStatus::error;
    }
    return any([](const TableOutcome& one) { return one.ending == Ending::pending; })
               ? ExitStatus::pending
               : ExitStatus::done;
}

// A pass that was killed left reports to be written, perhaps in the middle of one.
void catch_up(reconcile::Services& services, const std::string& report_folder) {
    if (const auto late = services.store.unreported(); late && !late->empty()) {
        host::remove_leftovers(report_folder);
    }
    if (const auto caught_up = reconcile::catch_up_reports(services); !caught_up) {
        log_warning(to_string(caught_up.error()));
    }
}

void warn_of_reports(const std::vector<TableOutcome>& outcomes, const std::string& options) {
    const auto late = std::find_if(outcomes.begin(), outcomes.end(),
                                   [](const TableOutcome& one) { return one.report_error; });
    if (late != outcomes.end()) {
        const std::string& mend = late->report_error->mend;
        log_warning(fmt::format(
            "a report of an incident could not be written: {}\n    {}the incident is on record "
            "(cronmend incident list{}); the next pass tries again",
            late->report_error->message, mend.empty() ? mend : mend + "\n    ", options));
    }
}

// Of what is left as it is, by the pass that came upon it alone: whoever is mailed this shall not
// be mailed it each half hour.
void warn_of_opened(const std::vector<TableOutcome>& outcomes, store::Store& store,
                    const std::string& options) {
    for (const TableOutcome& outcome : outcomes) {
        for (const reconcile::Mention& mention : outcome.incidents) {
            if (mention.state != reconcile::Mention::State::opened) {
                continue;
            }
            const auto incident = store.incident(mention.id);
            log_warning(fmt::format(
                "incident {} opened, and not put right: {}\n    see `cronmend incident show {}{}`",
                mention.id, incident && *incident ? (*incident)->title : outcome.name, mention.id,
                options));
        }
    }
}

ExitStatus run_apply(const CommonArguments& common, const ApplyArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    auto pass = prepare(common, *setup);
    if (!pass) {
        return refuse(common, pass.error());
    }
    if (has_errors(pass->declaration.diagnostics)) {
        return refuse(common, pass->declaration.diagnostics);
    }
    const std::string report_folder = setup->state_dir + "/incidents";
    const auto reports = reconcile::make_report_folder(report_folder);
    const auto witness = make_witness();
    host::SystemClock clock;
    reconcile::Services services{*pass->store,      *reports,           clock, *witness, home_of,
                                 host::host_name(), host::random_suffix};
    catch_up(services, report_folder);
    const std::vector<TableOutcome> outcomes = run_tables(*pass, arguments, services);
    warn_of_opened(outcomes, *pass->store, record_options(common, *setup));
    warn_of_reports(outcomes, record_options(common, *setup));
    if (!pass->declaration.remembered) {
        if (const auto kept = pass->store->cache_declaration(pass->declaration.cache_key,
                                                             pass->declaration.encoded);
            !kept) {
            log_warning(to_string(kept.error()));
        }
    }
    const bool written = std::any_of(outcomes.begin(), outcomes.end(),
                                     [](const TableOutcome& one) { return one.written; });
    const Wrote wrote = written ? Wrote::a_table : Wrote::nothing;
    if (common.output == Output::json) {
        return print_and(status_of(outcomes), apply_json(outcomes, pass->declaration.diagnostics),
                         wrote);
    }
    std::string text;
    const WaysOn ways{report_folder, again("cronmend apply --resume", common, *setup),
                      record_options(common, *setup)};
    for (const TableOutcome& outcome : outcomes) {
        text += show_outcome(outcome, ways, painter_for(common.color));
    }
    if (outcomes.empty()) {
        text = no_table_words(*pass->store);
    }
    return print_and(status_of(outcomes), text, wrote);
}

}  // namespace

void add_apply(CommandLine& line) {
    auto arguments = std::make_shared<ApplyArguments>();
    line.add({"apply", "One pass: repair, prove it, record it",
              "cronmend apply -f schedules/backup.yaml"},
             [arguments](const CommonArguments& common) { return run_apply(common, *arguments); })
        .flag("--allow-empty", arguments->allow_empty,
              "Take an empty declaration at its word: remove every managed entry")
        .flag("--resume", arguments->resume, "Put the declaration back in force after a rollback");
}

}  // namespace cronmend::cli
