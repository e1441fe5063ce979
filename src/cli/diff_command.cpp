#include <fmt/format.h>

#include <memory>
#include <utility>

#include "again.hpp"
#include "beginning.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "plan_view.hpp"
#include "table_names.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct DiffArguments {
    bool unified = false;
    bool allow_empty = false;
    bool foreign = false;  // list the foreign entries too
    bool resume = false;   // as if no rollback were in force
};

struct DiffQuestion {
    const CommonArguments& common;
    const Setup& setup;
    const DiffArguments& arguments;
};

struct Seen {
    DiffResult result;
    std::string text;
    bool failed = false;
};

void show_table(const DiffQuestion& asked, const reconcile::TableTask& task,
                const reconcile::Preview& preview, Seen& seen) {
    const Painter paint = painter_for(asked.common.color);
    seen.text += show_plan(task.name, preview.plan, preview.hold,
                           again("cronmend apply --resume", asked.common, asked.setup), paint);
    if (asked.arguments.foreign) {
        seen.text += show_foreign(preview.plan, paint);
    }
    if (asked.arguments.unified) {
        seen.text += show_diff(task.name, preview.plan, paint);
    }
}

void look_at(const DiffQuestion& asked, reconcile::TableTask& task, store::Memory& memory,
             Seen& seen) {
    if (asked.arguments.allow_empty) {
        task.emptying = plan::Emptying::allow;
    }
    task.release_hold = asked.arguments.resume;
    auto preview = reconcile::preview(task, memory, home_of);
    if (!preview) {
        log_error(task.name, preview.error());
        seen.result.diagnostics.push_back(as_diagnostic(preview.error(), task.name));
        seen.failed = true;
        return;
    }
    log_diagnostics(preview->plan.diagnostics);
    show_table(asked, task, *preview, seen);
    seen.result.plans.push_back(std::move(preview->plan));
}

// What a pass would put into a table may go from another one then.
void foresee_moves(Tables& tables, store::Memory& memory) {
    for (reconcile::TableTask& task : tables.tasks) {
        if (tables.moved.empty()) {
            return;  // nearly always
        }
        tables.moved.settle(task);
        if (const auto preview = reconcile::preview(task, memory, home_of)) {
            tables.moved.note(task.key, preview->plan);
        }
    }
    for (reconcile::TableTask& task : tables.tasks) {
        tables.moved.settle(task);
    }
}

ExitStatus status_of(const Seen& seen) {
    if (seen.failed) {
        return ExitStatus::error;
    }
    for (const plan::TablePlan& plan : seen.result.plans) {
        if (!plan.in_sync()) {
            return ExitStatus::pending;
        }
    }
    return ExitStatus::done;
}

ExitStatus run_diff(const CommonArguments& common, const DiffArguments& arguments) {
    auto begun = begin(common);
    if (!begun) {
        return ExitStatus::error;
    }
    Seen seen;
    seen.result.diagnostics = begun->declaration.diagnostics;
    const DiffQuestion asked{common, begun->setup, arguments};
    foresee_moves(begun->tables, *begun->memory);
    for (reconcile::TableTask& task : begun->tables.tasks) {
        look_at(asked, task, *begun->memory, seen);
    }
    for (const UnknownUser& unknown : begun->tables.unknown) {
        log_error(unknown.error);
        seen.result.diagnostics.push_back(as_diagnostic(unknown.error, ""));
        seen.failed = true;
    }
    for (const std::string& user : begun->tables.gone) {
        log_warning(fmt::format(
            "there is no user {} any more, and nothing is declared for him: the next pass forgets "
            "his table",
            user));
    }
    if (begun->tables.tasks.empty() && begun->tables.unknown.empty() &&
        begun->tables.gone.empty()) {
        seen.text = no_table_words(*begun->memory);
    }
    return print_and(status_of(seen),
                     common.output == Output::json ? diff_json(seen.result) : seen.text);
}

}  // namespace

void add_diff(CommandLine& line) {
    auto arguments = std::make_shared<DiffArguments>();
    line.add({"diff",
              "Dry run: what a pass would change; writes nothing at all",
              "cronmend diff -f /etc/cronmend/schedules --unified",
              {},
              "0 in sync; 1 error; 2 drift, or changes to be rolled out"},
             [arguments](const CommonArguments& common) { return run_diff(common, *arguments); })
        .flag("--unified", arguments->unified, "Show the unified diff of the table too")
        .flag("--foreign", arguments->foreign, "List the entries that are not cronmend's")
        .flag("--allow-empty", arguments->allow_empty,
              "Take an empty declaration at its word: every managed entry would go")
        .flag("--resume", arguments->resume,
              "What `cronmend apply --resume` would do after a rollback");
}

}  // namespace cronmend::cli
