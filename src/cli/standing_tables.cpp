#include "standing_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/host/clock.hpp"
#include "cronmend/host/system_tables.hpp"
#include "cronmend/lint/lint.hpp"
#include "lint_host.hpp"
#include "looked_at.hpp"
#include "missing_file.hpp"

namespace cronmend::cli {
namespace {

// A file that this cron reads for its name can be kept as it stands, as a target.
bool can_be_target(const std::string& path, cron::Flavour flavour) {
    const auto name = cron::system_table_name(path);
    return name && cron::reads_system_tables(flavour) && cron::reads_table_named(flavour, *name);
}

Result<adopt::StandingTable> read_system_table(const std::string& path, cron::Flavour flavour) {
    auto text = read_table(path);
    if (!text) {
        return unexpected(with_way_out(text.error(), path,
                                       "name another file, or none for /etc/crontab and "
                                       "/etc/cron.d"));
    }
    const std::string name = path == "-" ? "on standard input" : path;
    adopt::StandingTable table;
    table.name = "system table " + name;
    table.text = std::move(*text);
    table.form = cron::TableForm::system;
    table.target = can_be_target(path, flavour) ? path : "";
    return within_limits(std::move(table));
}

// /etc/crontab and those of /etc/cron.d that this cron reads.
Result<std::vector<std::string>> system_places(cron::Flavour flavour) {
    LintHost host(LintHost::Machine::here);
    lint::Linter linter{{flavour, host::SystemClock{}.now().instant}, host};
    std::vector<std::string> places;
    if (host::look_at_table(cron::kSystemTable)) {
        places.emplace_back(cron::kSystemTable);
    }
    if (host::is_folder(cron::kSystemTables)) {
        auto files = host::files_in(cron::kSystemTables);
        if (!files) {
            return unexpected(files.error());
        }
        places.insert(places.end(), files->begin(), files->end());
    }
    std::erase_if(places, [&](const std::string& path) {
        const auto file = host::look_at_table(path);
        return !file || lint::is_set_aside(path.substr(path.rfind('/') + 1)) ||
               !linter.add_system_file(path, *file);
    });
    if (places.empty()) {
        return unexpected(ErrorCode::not_found, "this host has no system table that cron reads",
                          "name the file of one");
    }
    return places;
}

}  // namespace

// More lines than this no crontab takes, and reading them would only cost time and memory.
Result<adopt::StandingTable> within_limits(adopt::StandingTable table) {
    const auto lines = std::count(table.text.begin(), table.text.end(), '\n');
    if (lines <= static_cast<std::ptrdiff_t>(cron::kMostLines)) {
        return table;
    }
    return unexpected(ErrorCode::unsupported,
                      fmt::format("the {} has {} lines; a crontab may have {}", table.name, lines,
                                  cron::kMostLines),
                      "import a part of it at a time");
}

Result<std::vector<adopt::StandingTable>> read_system_tables(const std::vector<std::string>& paths,
                                                             cron::Flavour flavour) {
    auto places = paths.empty() ? system_places(flavour) : Result<std::vector<std::string>>{paths};
    if (!places) {
        return unexpected(places.error());
    }
    std::vector<adopt::StandingTable> tables;
    for (const std::string& path : *places) {
        auto table = read_system_table(path, flavour);
        if (!table) {
            return unexpected(table.error());
        }
        tables.push_back(std::move(*table));
    }
    return tables;
}

}  // namespace cronmend::cli
