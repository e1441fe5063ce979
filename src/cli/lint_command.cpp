#include <algorithm>
#include <memory>

#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/host/clock.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/system_tables.hpp"
#include "cronmend/host/users.hpp"
#include "cronmend/lint/lint.hpp"
#include "daemon.hpp"
#include "json_view.hpp"
#include "lint_host.hpp"
#include "lint_view.hpp"
#include "log.hpp"
#include "looked_at.hpp"
#include "missing_file.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

constexpr const char* kStandardInput = "-";

struct LintArguments {
    std::vector<std::string> files;   // declarations; with --system tables
    std::vector<std::string> tables;  // --crontab
    bool system = false;
    bool strict = false;
    bool no_host = false;
    std::size_t herd = 10;
};

// What is being put together: the linter, and whether something could not be read.
struct Lint {
    const CommonArguments& common;
    const LintArguments& arguments;
    lint::Linter linter;
    Diagnostics unread;  // files that could not be read
};

std::string owner_of(const CommonArguments& common) {
    return common.user.empty() ? host::invoking_user() : common.user;
}

void tell_unread(Lint& lint, const Error& unread, const std::string& path) {
    const Error error = with_way_out(unread, path, "name another, or - for standard input");
    log_error(error);
    Diagnostic diagnostic = as_diagnostic(error, "");
    diagnostic.where.file = path;
    lint.unread.push_back(std::move(diagnostic));
}

void add_table(Lint& lint, const std::string& path) {
    auto text = read_table(path);
    if (!text) {
        tell_unread(lint, text.error(), path);
        return;
    }
    lint.linter.add({path, std::move(*text),
                     lint.arguments.system ? cron::TableForm::system : cron::TableForm::user,
                     owner_of(lint.common)});
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string{} : path.substr(0, slash);
}

// One of the files that cron here reads: its owner and mode matter. Those of a copy do not.
bool is_systems_own(const std::string& path) {
    return path == cron::kSystemTable || folder_of(path) == cron::kSystemTables;
}

void add_system_table(Lint& lint, const std::string& path) {
    if (path == kStandardInput) {
        add_table(lint, path);
        return;
    }
    cron::TableFile facts;
    if (is_systems_own(path)) {
        const auto file = host::look_at_table(path);
        if (!file) {
            tell_unread(lint, file.error(), path);
            return;
        }
        facts = *file;
    }
    if (lint.linter.add_system_file(path, facts) || (facts.exists && facts.regular)) {
        add_table(lint, path);
    }
}

// The files that are there for cron, not those that were set aside.
void add_system_folder(Lint& lint, const std::string& folder) {
    const auto files = host::files_in(folder);
    if (!files) {
        tell_unread(lint, files.error(), folder);
        return;
    }
    for (const std::string& file : *files) {
        if (!lint::is_set_aside(file.substr(file.rfind('/') + 1))) {
            add_system_table(lint, file);
        }
    }
}

void add_system(Lint& lint, const std::string& path) {
    if (path != kStandardInput && host::is_folder(path)) {
        add_system_folder(lint, path);
    } else {
        add_system_table(lint, path);
    }
}

void add_tables(Lint& lint) {
    std::vector<std::string> paths = lint.arguments.tables;
    if (!lint.arguments.system) {
        for (const std::string& path : paths) {
            add_table(lint, path);
        }
        return;
    }
    paths.insert(paths.begin(), lint.arguments.files.begin(), lint.arguments.files.end());
    if (paths.empty()) {
        for (const char* place : {cron::kSystemTable, cron::kSystemTables}) {
            if (host::is_folder(place) || host::look_at_table(place)) {
                add_system(lint, place);
            }
        }
    }
    for (const std::string& path : paths) {
        add_system(lint, path);
    }
}

Result<void> add_declarations(Lint& lint) {
    CommonArguments common = lint.common;
    common.files.insert(common.files.begin(), lint.arguments.files.begin(),
                        lint.arguments.files.end());
    const auto setup = make_setup(common);
    if (!setup) {
        return unexpected(setup.error());
    }
    std::vector<desired::SourceText> sources;
    for (const std::string& path : setup->declarations) {
        const auto files = host::declaration_files(path);
        if (!files) {
            return unexpected(with_way_out(files.error(), path,
                                           "name a declaration, or a crontab with --crontab FILE"));
        }
        for (const std::string& file : *files) {
            const bool twice = std::any_of(sources.begin(), sources.end(),
                                           [&](const auto& each) { return each.path == file; });
            if (twice) {
                continue;
            }
            auto text = read_declaration(file);
            if (!text) {
                return unexpected(text.error());
            }
            sources.push_back({file, std::move(*text)});
        }
    }
    lint.linter.add(sources, setup->invoking_user.name(), lint.common.user);
    return {};
}

ExitStatus status_of(const Lint& lint, const lint::Findings& findings) {
    const LintCounts counts = count(findings);
    const bool bad =
        counts.errors > 0 || !lint.unread.empty() || (lint.arguments.strict && counts.warnings > 0);
    return bad ? ExitStatus::error : ExitStatus::done;
}

std::string shown(const Lint& lint, const lint::Findings& findings) {
    switch (lint.common.output) {
        case Output::json:
            return findings_json(findings, lint.unread);
        case Output::sarif:
            return findings_sarif(findings, lint.unread);
        case Output::text:
        case Output::markdown:
            break;
    }
    return show_findings(findings, painter_for(lint.common.color));
}

ExitStatus run_lint(const CommonArguments& common, const LintArguments& arguments) {
    LintHost host(arguments.no_host ? LintHost::Machine::elsewhere : LintHost::Machine::here);
    // What is elsewhere is read as Debian's, unless it is said whose it is.
    const bool elsewhere = arguments.no_host && common.cron.empty();
    const auto flavour = elsewhere ? cron::Flavour::debian : flavour_of(common);
    if (!flavour) {
        return refuse(common, flavour.error());
    }
    const lint::Options options{*flavour, host::SystemClock{}.now().instant, arguments.herd,
                                host::invoking_user()};
    Lint lint{common, arguments, lint::Linter{options, host}, {}};
    const bool declared = !arguments.system && (arguments.tables.empty() ||
                                                !arguments.files.empty() || !common.files.empty());
    if (declared) {
        if (const auto added = add_declarations(lint); !added) {
            return refuse(common, added.error());
        }
    }
    add_tables(lint);
    const lint::Findings findings = std::move(lint.linter).finish();
    return print_and(status_of(lint, findings), shown(lint, findings));
}

}  // namespace

void add_lint(CommandLine& line) {
    auto arguments = std::make_shared<LintArguments>();
    line.add({"lint",
              "What cron would refuse, and what will surprise, in declarations and tables",
              "cronmend lint --crontab table --strict",
              {Output::sarif},
              "0 clean, or warnings only; 1 errors, with --strict warnings too"},
             [arguments](const CommonArguments& common) { return run_lint(common, *arguments); })
        .argument("FILE", &arguments->files,
                  "Declarations (the one in force, if none is named); with --system, tables",
                  Need::optional)
        .option("--crontab", "FILE", &arguments->tables,
                "A crontab, - for standard input; repeatable")
        .flag("--system", arguments->system,
              "Tables with a user field: those named, else /etc/crontab and /etc/cron.d")
        .flag("--strict", arguments->strict, "Exit with 1 for warnings too")
        .flag("--no-host", arguments->no_host, "Ask nothing of this host: no programs, no users")
        .option("--herd", "N", &arguments->herd,
                "So many starts in one minute are too many (10); 0: never");
}

}  // namespace cronmend::cli
