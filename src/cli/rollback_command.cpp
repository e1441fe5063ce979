#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "again.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/base/mend.hpp"
#include "cronmend/host/clock.hpp"
#include "cronmend/host/identity.hpp"
#include "cronmend/reconcile/report_folder.hpp"
#include "cronmend/reconcile/rollback.hpp"
#include "fault_point.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "rollback_view.hpp"
#include "table_names.hpp"
#include "tables.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct RollbackArguments {
    std::int64_t snapshot = 0;
    bool yes = false;
};

Result<store::Snapshot> find_row(store::Store& store, std::int64_t id) {
    auto row = store.snapshot(id);
    if (!row) {
        return unexpected(row.error());
    }
    if (!*row) {
        return unexpected(ErrorCode::not_found, fmt::format("there is no history row {}", id),
                          "`cronmend history` lists them");
    }
    return std::move(**row);
}

// The row says which table it is. One that the caller names as well must be that one.
Result<void> check_named_table(const CommonArguments& common, const Setup& setup,
                               const store::Snapshot& row) {
    const auto file = file_table_key(common, setup);
    if (!file) {
        return unexpected(file.error());
    }
    const auto other = [&](std::string_view option, const std::string& named) {
        return unexpected(
            ErrorCode::invalid_input,
            fmt::format("row {} is of the {}, and {} names {}", row.id, table_name(row.table),
                        option, named),
            fmt::format("leave {0} away, or take a row that `cronmend history {0} {1}` lists",
                        option, shell_word(named)));
    };
    if (!file->empty() && *file != row.table) {
        return other("--crontab-file", common.crontab_file);
    }
    const std::string& whose = file->empty() ? row.table : row.user;
    if (!common.user.empty() && common.user != whose) {
        return other("--user", common.user);
    }
    return {};
}

ExitStatus nothing_to_do(const CommonArguments& common, const reconcile::RollbackPlan& plan) {
    return print_and(
        ExitStatus::done,
        common.output == Output::json
            ? rollback_json(plan.target.id, std::nullopt, "")
            : fmt::format("the table stands already as it was before row {}\n", plan.target.id));
}

Error not_confirmed() {
    if (can_ask()) {
        return {ErrorCode::invalid_input, "not confirmed: nothing was changed", ""};
    }
    return {ErrorCode::invalid_input, "a rollback wants to be confirmed: nothing was changed",
            "say --yes"};
}

ExitStatus carry_out(const CommonArguments& common, const RollbackArguments& arguments,
                     const Setup& setup, store::Store& store, const reconcile::TableTask& task) {
    const auto plan = reconcile::plan_rollback(arguments.snapshot, task, store);
    if (!plan) {
        return refuse(common, plan.error());
    }
    if (!plan->changes) {
        return nothing_to_do(common, *plan);
    }
    const bool json = common.output == Output::json;
    if (!json && !print(show_rollback(*plan, task.name, painter_for(common.color)))) {
        return print_and(ExitStatus::error, "");
    }
    if (const std::string warning = rollback_warning(*plan, task, store); !warning.empty()) {
        log_warning(warning);
    }
    const bool removes = !plan->target.before.has_value();
    if (!arguments.yes && !confirm(removes ? "Remove this table?" : "Put this table back?")) {
        return refuse(common, not_confirmed());
    }
    const auto reports = reconcile::make_report_folder(setup.state_dir + "/incidents");
    const auto witness = make_witness();
    host::SystemClock clock;
    reconcile::Services services{
        store, *reports, clock, *witness, home_of, host::host_name(), host::random_suffix};
    const auto made = reconcile::roll_back(*plan, task, services);
    if (!made) {
        const ExitStatus refused = refuse(common, made.error());
        return made.error().code == ErrorCode::unverified ||
                       made.error().code == ErrorCode::unrecorded
                   ? ExitStatus::partly
                   : refused;
    }
    if (json) {
        return print_and(ExitStatus::done,
                         rollback_json(arguments.snapshot, *made,
                                       show_rollback(*plan, task.name, Painter{false})),
                         Wrote::a_table);
    }
    const std::string_view done = removes ? "removed, for there was none" : "put back as it was";
    return print_and(
        ExitStatus::done,
        fmt::format(
            "{}: {} before row {}, and read again to prove it\n"
            "  in the history as row {}; passes leave it as it is until you change the\n"
            "  declaration to match, or put the declaration back in force with\n"
            "    {}\n",
            task.name, done, arguments.snapshot, *made,
            resume_command(common, setup, task.key, plan->target.before.value_or(""), store)),
        Wrote::a_table);
}

ExitStatus run_rollback(const CommonArguments& common, const RollbackArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    const auto lock = lock_state(*setup);
    if (!lock) {
        return refuse(common, lock.error());
    }
    auto store = open_store(*setup);
    if (!store) {
        return refuse(common, store.error());
    }
    const auto row = find_row(**store, arguments.snapshot);
    if (!row) {
        return refuse(common, row.error());
    }
    if (const auto same = check_named_table(common, *setup, *row); !same) {
        return refuse(common, same.error());
    }
    const auto tables = make_one_table(common, *setup, row->table, row->user);
    if (!tables) {
        return refuse(common, tables.error());
    }
    return carry_out(common, arguments, *setup, **store, tables->tasks.front());
}

}  // namespace

void add_rollback(CommandLine& line) {
    auto arguments = std::make_shared<RollbackArguments>();
    line.add(
            {"rollback",
             "Put a table back as it was before a write",
             "cronmend rollback 3",
             {},
             "0 done; 1 error; 3 written, but not proved or not put on record"},
            [arguments](const CommonArguments& common) { return run_rollback(common, *arguments); })
        .argument("ID", &arguments->snapshot, "A row of `cronmend history`")
        .flag("--yes", arguments->yes, "Do not ask");
}

}  // namespace cronmend::cli
