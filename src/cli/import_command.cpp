#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "again.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/adopt/import.hpp"
#include "cronmend/base/mend.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/host/users.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "looked_at.hpp"
#include "missing_file.hpp"
#include "standing_tables.hpp"
#include "table_names.hpp"
#include "tables.hpp"
#include "terminal.hpp"
#include "zoning.hpp"

namespace cronmend::cli {
namespace {

struct ImportArguments {
    std::vector<std::string> tables;      // files; "-" is standard input
    bool system = false;                  // the tables have a user field
    bool disabled = false;                // commented-out entries too
    std::optional<std::string> timezone;  // see adopt::ImportOptions
};

// The owner of a table that lies in crontab(1)'s own folder is told by the file's name.
std::string owner_of(const std::string& path, const std::string& otherwise) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return otherwise;
    }
    const std::string name = path.substr(slash + 1);
    const std::string folder = path.substr(0, slash);
    const bool spool = folder.ends_with("/crontabs") || folder.ends_with("/cron/tabs") ||
                       folder.ends_with("/spool/cron");
    return spool && host::user_exists(name) ? name : otherwise;
}

Result<adopt::StandingTable> read_table_file(const std::string& path, const std::string& user) {
    const bool standard = path == "-";
    auto text = read_table(path);
    if (!text) {
        return unexpected(with_way_out(
            text.error(), path,
            "name another file, - for standard input, or none for the crontab that is in force"));
    }
    const std::string owner = standard ? user : owner_of(path, user);
    return within_limits({owner, home_of(owner),
                          standard ? "crontab on standard input" : "crontab file " + path,
                          std::string{host::without_own_header(*text)}});
}

// The table of -u, of the invoking user, or --crontab-file.
Result<adopt::StandingTable> read_live_table(const CommonArguments& common, const Setup& setup,
                                             const std::string& user) {
    if (is_system_table(common.user)) {
        return unexpected(ErrorCode::invalid_input,
                          fmt::format("--user: {} is a system table", printable(common.user)),
                          fmt::format("say cronmend import --system {}", printable(common.user)));
    }
    const auto place = file_table_key(common, setup);
    if (!place) {
        return unexpected(place.error());
    }
    if (!setup.root && place->empty() && user != setup.invoking_user.name()) {
        return unexpected(ErrorCode::not_permitted,
                          fmt::format("the crontab of {} is not yours to look at", user),
                          "run as root");
    }
    const auto tables = make_one_table(common, setup, place->empty() ? user : *place, user);
    if (!tables) {
        return unexpected(tables.error());
    }
    const reconcile::TableTask& task = tables->tasks.front();
    auto observed = task.table->read();
    if (!observed) {
        return unexpected(observed.error());
    }
    if (observed->absent()) {
        return unexpected(ErrorCode::not_found, fmt::format("there is no {}", task.name),
                          common.user.empty() ? "name a user with -u, or the file of a crontab"
                                              : "name another user, or the file of a crontab");
    }
    return within_limits(
        {user, home_of(user), task.name, *observed->text, cron::TableForm::user, observed->exact});
}

Result<std::vector<adopt::StandingTable>> read_tables(const CommonArguments& common,
                                                      const ImportArguments& arguments,
                                                      const Setup& setup) {
    if (arguments.system) {
        return read_system_tables(arguments.tables, setup.cron.flavour);
    }
    const std::string user = common.user.empty() ? setup.invoking_user.name() : common.user;
    std::vector<adopt::StandingTable> tables;
    if (arguments.tables.empty()) {
        auto table = read_live_table(common, setup, user);
        if (!table) {
            return unexpected(table.error());
        }
        tables.push_back(std::move(*table));
    }
    std::set<std::string> owners;
    for (const std::string& path : arguments.tables) {
        auto table = read_table_file(path, user);
        if (!table) {
            return unexpected(table.error());
        }
        if (!owners.insert(table->user).second) {
            return unexpected(ErrorCode::invalid_input,
                              fmt::format("{} would be a second crontab of {}; a user has one",
                                          path == "-" ? "standard input" : path, table->user),
                              "import one at a time, each with its -u USER");
        }
        tables.push_back(std::move(*table));
    }
    return tables;
}

// What this call said, but for the zone.
std::string words_again(const CommonArguments& common, const ImportArguments& arguments,
                        const Setup& setup) {
    std::string words;
    words += arguments.system ? " --system" : "";
    words += arguments.disabled ? " --disabled" : "";
    for (const std::string& path : arguments.tables) {
        words += ' ' + shell_word(path == "-" ? path : file_key(path));
    }
    return again(words, common, setup);
}

adopt::ImportOptions options_for(const CommonArguments& common, const ImportArguments& arguments,
                                 const Setup& setup, std::shared_ptr<const plan::Zoning> zoning) {
    adopt::ImportOptions options;
    options.default_user = setup.invoking_user.name();
    options.commented_out =
        arguments.disabled ? adopt::CommentedOut::declare : adopt::CommentedOut::leave;
    options.flavour = setup.cron.flavour;
    options.zoning = std::move(zoning);
    options.timezone = arguments.timezone;
    options.again = words_again(common, arguments, setup);
    return options;
}

// Others than its owner can read the file that standard output goes into.
bool prints_into_open_file() {
    struct stat file {};
    return fstat(STDOUT_FILENO, &file) == 0 && S_ISREG(file.st_mode) &&
           (file.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

bool command_holds_secret(const desired::Job& job) {
    return holds_secret(job.command) || (job.standard_input && reads_secret_input(job.command)) ||
           (job.standard_input && holds_secret(*job.standard_input));
}

// What was a line of the table stands in the YAML now, and in the command once a pass has had to
// put the entry back.
Diagnostics secret_variables_in(const std::vector<desired::Job>& jobs, const std::string& invoker) {
    std::map<std::pair<std::string, std::string>, std::size_t> jobs_of;  // by name and user
    for (const desired::Job& job : jobs) {
        for (const auto& [name, value] : job.environment) {
            if (holds_secret(name + '=' + value)) {
                ++jobs_of[{name, job.user}];
            }
        }
    }
    Diagnostics secrets;
    for (const auto& [variable, count] : jobs_of) {
        const auto& [name, user] = variable;
        secrets.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("the variable {} of {} seems to hold a secret: it stands in this YAML, "
                         "and where an entry is put back, in its command, which the list of "
                         "processes shows",
                         name, count_of(count, "job", "jobs")),
             mend_of_secret_variable(user, invoker),
             {}});
    }
    return secrets;
}

Diagnostics secrets_in(const std::vector<desired::Job>& jobs, const std::string& invoker) {
    Diagnostics secrets = secret_variables_in(jobs, invoker);
    const auto commands = std::count_if(jobs.begin(), jobs.end(), command_holds_secret);
    if (commands != 0) {
        secrets.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("the command of {} seems to hold a secret: it stands in this YAML",
                         count_of(static_cast<std::size_t>(commands), "job", "jobs")),
             "let the program read it from a file that only its user can read",
             {}});
    }
    if (!secrets.empty() && prints_into_open_file()) {
        secrets.push_back({DiagnosticSeverity::warning,
                           "the file that this YAML goes into, with what seem to be secrets, can "
                           "be read by others",
                           "chmod 600 it; next time say `umask 077` before",
                           {}});
    }
    return secrets;
}

ExitStatus run_import(const CommonArguments& common, const ImportArguments& arguments) {
    if (!common.files.empty()) {
        return refuse(common, {ErrorCode::invalid_input,
                               "import makes a declaration, and reads none: -f says nothing here",
                               "a crontab's file is named without -f: cronmend import FILE"});
    }
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    const auto tables = read_tables(common, arguments, *setup);
    if (!tables) {
        return refuse(common, tables.error());
    }
    const auto zoning = make_zoning(*setup, adopt::zones_in(*tables, setup->cron.flavour));
    if (!zoning) {
        return refuse(common, zoning.error());
    }
    adopt::Import import =
        adopt::import_tables(*tables, options_for(common, arguments, *setup, *zoning));
    if (has_errors(import.diagnostics)) {
        return refuse(common, {ErrorCode::unsupported, import.diagnostics.front().summary,
                               import.diagnostics.front().mend});
    }
    const Diagnostics secrets = secrets_in(import.jobs, setup->invoking_user.name());
    import.diagnostics.insert(import.diagnostics.end(), secrets.begin(), secrets.end());
    log_diagnostics(import.diagnostics);
    return print_and(import.left_out == 0 ? ExitStatus::done : ExitStatus::partly,
                     common.output == Output::json ? import_json(import) : import.yaml);
}

}  // namespace

void add_import(CommandLine& line) {
    auto arguments = std::make_shared<ImportArguments>();
    line.add({"import",
              "YAML for a crontab that stands, so that adopting it changes nothing",
              "cronmend import > jobs.yaml && cronmend diff -f jobs.yaml",
              {},
              "0 all of it is declared; 1 error; 3 some of it could not be declared, as is said"},
             [arguments](const CommonArguments& common) { return run_import(common, *arguments); })
        .argument("FILE", &arguments->tables,
                  "A crontab file, or - for standard input; without one, the live table",
                  Need::optional)
        .flag("--system", arguments->system,
              "Tables with a user field: those named, else /etc/crontab and /etc/cron.d")
        .flag("--disabled", arguments->disabled,
              "Declare commented-out entries too, as `enabled: false`")
        .option("--timezone", "ZONE", &arguments->timezone,
                "Declare the entries whose times are in this zone, and no others");
}

}  // namespace cronmend::cli
