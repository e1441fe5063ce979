#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "again.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/base/text.hpp"
#include "history_view.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "table_names.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct HistoryArguments {
    std::size_t limit = 0;
    std::optional<std::int64_t> show;  // print the table of this row as it was before
};

// The raw bytes, to be piped or kept: nothing is added and nothing is hidden. A terminal would obey
// escape sequences among them, which whoever wrote the table chose: there it is made safe.
std::string for_output(const std::string& table) {
    if (!prints_on_terminal()) {
        return table;
    }
    std::string safe = printable(table, Newlines::keep);
    if (safe != table) {
        log_warning("control characters are shown escaped; the raw bytes come in a pipe or a file");
    }
    return safe;
}

ExitStatus show_table_of(const CommonArguments& common, store::Memory& memory, std::int64_t id) {
    const auto snapshot = memory.snapshot(id);
    if (!snapshot) {
        return refuse(common, snapshot.error());
    }
    if (!*snapshot) {
        return refuse(common, {ErrorCode::not_found, fmt::format("there is no history row {}", id),
                               "`cronmend history` lists them"});
    }
    if (!(*snapshot)->before) {
        return refuse(common, {ErrorCode::not_found,
                               fmt::format("before row {} there was no table at all", id), ""});
    }
    return print_and(ExitStatus::done, for_output(*(*snapshot)->before));
}

ExitStatus run_history(const CommonArguments& common, const HistoryArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    const auto memory = open_record(common, *setup);
    if (!memory) {
        return refuse(common, memory.error());
    }
    if (arguments.show) {
        return show_table_of(common, **memory, *arguments.show);
    }
    const std::string table =
        common.crontab_file.empty() ? common.user : file_key(common.crontab_file);
    const auto snapshots = (*memory)->snapshots(table, arguments.limit);
    if (!snapshots) {
        return refuse(common, snapshots.error());
    }
    if (const auto known = check_named_user(common); snapshots->empty() && !known) {
        return refuse(common, known.error());
    }
    return print_and(
        ExitStatus::done,
        common.output == Output::json
            ? history_json(*snapshots)
            : show_history(*snapshots, record_options(common, *setup), painter_for(common.color)));
}

}  // namespace

void add_history(CommandLine& line) {
    auto arguments = std::make_shared<HistoryArguments>();
    line.add({"history",
              "Every table as it was before each write",
              "cronmend history --show 3 > crontab.before",
              {},
              kToldOrNot},
             [arguments](const CommonArguments& common) { return run_history(common, *arguments); })
        .option("--limit", "N", &arguments->limit, "At most so many rows; all if not given")
        .option("--show", "ID", &arguments->show, "Print the table as it was before this row");
}

}  // namespace cronmend::cli
