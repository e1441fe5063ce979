#include "program.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "commands.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

constexpr const char* kExitStatuses =
    "Exit status: 0 in sync or done; 1 error, nothing was changed; 2 drift or changes stand; "
    "3 partly done.\n";

std::string footer(const std::string& example) {
    return "Example: " + example + "\n" + kExitStatuses;
}

// Takes one of the words for its value. CLI11's own would take the values' numbers too, and show
// them in the help and in its message.
template <class T>
CLI::Validator one_of(const std::map<std::string, T>& values) {
    return CLI::Validator{[values](std::string& word) {
                              const auto found = values.find(word);
                              if (found == values.end()) {
                                  std::string words;
                                  for (const auto& value : values) {
                                      words += (words.empty() ? "" : ", ") + value.first;
                                  }
                                  return word + " is not one of " + words;
                              }
                              word = std::to_string(static_cast<int>(found->second));
                              return std::string{};
                          },
                          ""};
}

// Everything that the command line can say, and what is to be run for it.
class CommandLine {
public:
    CommandLine() : app_("Keeps crontabs as they were declared.", "cronmend") {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", "cronmend " CRONMEND_VERSION);
        app_.footer(footer("cronmend diff -f schedules/backup.yaml"));
        app_.fallthrough();
        add_common();
        add_diff();
        add_apply();
        add_incident();
        add_history();
        add_rollback();
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::RequiredError& error) {
            return refuse(error);
        } catch (const CLI::ParseError& error) {
            return app_.exit(error) == 0 ? 0 : static_cast<int>(ExitStatus::error);
        }
        start_log(common_.verbose ? Verbosity::verbose : Verbosity::normal);
        return static_cast<int>(command_());
    }

private:
    // A word that is no command is worth more than that there has to be one.
    int refuse(const CLI::RequiredError& error) {
        const std::vector<std::string> unknown = app_.remaining(true);
        static_cast<void>(unknown.empty() ? app_.exit(error)
                                          : app_.exit(CLI::ExtrasError(unknown)));
        return static_cast<int>(ExitStatus::error);
    }

    void add_common() {
        app_.add_option("-f,--file", common_.files,
                        "A declaration, or a folder of them; repeatable")
            ->type_name("PATH");
        app_.add_option("-u,--user", common_.user, "Only this user's table")->type_name("NAME");
        app_.add_option("--config", common_.config, "The settings file")->type_name("FILE");
        app_.add_option("--state-dir", common_.state_dir, "Where cronmend keeps what it knows")
            ->type_name("DIR");
        app_.add_option("--crontab", common_.crontab, "The crontab program")->type_name("PROGRAM");
        app_.add_option("--crontab-file", common_.crontab_file,
                        "A plain file in place of the invoking user's table")
            ->type_name("FILE");
        app_.add_option("--output", common_.output, "text, json; for `incident show` also markdown")
            ->transform(one_of<Output>(
                {{"text", Output::text}, {"json", Output::json}, {"markdown", Output::markdown}}))
            ->type_name("FORM");
        app_.add_option("--color", common_.color, "auto, always, never")
            ->transform(one_of<Color>(
                {{"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}}))
            ->type_name("WHEN");
        app_.add_flag("-v,--verbose", common_.verbose, "Tell what is done, on standard error");
    }

    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& purpose,
                  const std::string& example, std::function<ExitStatus()> run) {
        CLI::App* command = parent.add_subcommand(name, purpose);
        command->footer(footer(example));
        command->fallthrough();
        command->final_callback([this, run = std::move(run)] { command_ = run; });
        return command;
    }

    void add_diff() {
        CLI::App* diff =
            add(app_, "diff", "Dry run: what a pass would change; writes nothing at all",
                "cronmend diff -f /etc/cronmend/schedules --unified",
                [this] { return run_diff(common_, diff_); });
        diff->add_flag("--unified", diff_.unified, "Show the unified diff of the table too");
        diff->add_flag("--foreign", diff_.foreign, "List the entries that are not cronmend's");
        diff->add_flag("--allow-empty", diff_.allow_empty, "Take an empty declaration at its word");
    }

    void add_apply() {
        CLI::App* apply = add(app_, "apply", "One pass: repair, prove it, record it",
                              "cronmend apply -f schedules/backup.yaml",
                              [this] { return run_apply(common_, apply_); });
        apply->add_flag("--allow-empty", apply_.allow_empty,
                        "Take an empty declaration at its word: remove every managed entry");
        apply->add_flag("--resume", apply_.resume,
                        "Put the declaration back in force after a rollback");
    }

    void add_incident() {
        CLI::App* incident = app_.add_subcommand("incident", "The record of what happened");
        incident->require_subcommand(1);
        incident->fallthrough();
        incident->footer(footer("cronmend incident list --status open"));
        CLI::App* list = add(*incident, "list", "One line an incident, newest first",
                             "cronmend incident list --status open",
                             [this] { return run_incident_list(common_, incident_list_); });
        list->add_option("--status", incident_list_.status, "open or resolved")
            ->check(CLI::IsMember({"open", "resolved"}));
        list->add_option("--limit", incident_list_.limit, "At most so many");
        CLI::App* show = add(*incident, "show", "One incident whole",
                             "cronmend incident show INC-20251102124310-nPFyw2 --output markdown",
                             [this] { return run_incident_show(common_, incident_id_); });
        show->add_option("ID", incident_id_, "INC-…")->required();
    }

    void add_history() {
        CLI::App* history = add(app_, "history", "Every table as it was before each write",
                                "cronmend history --show 3 > crontab.before",
                                [this] { return run_history(common_, history_); });
        history->add_option("--limit", history_.limit, "At most so many rows");
        history->add_option("--show", history_.show, "Print the table as it was before this row")
            ->type_name("ID");
    }

    void add_rollback() {
        CLI::App* rollback =
            add(app_, "rollback", "Put a table back as it was before a write",
                "cronmend rollback 3", [this] { return run_rollback(common_, rollback_); });
        rollback->add_option("ID", rollback_.snapshot, "A row of `cronmend history`")->required();
        rollback->add_flag("--yes", rollback_.yes, "Do not ask");
    }

    CLI::App app_;
    CommonArguments common_;
    DiffArguments diff_;
    ApplyArguments apply_;
    IncidentListArguments incident_list_;
    std::string incident_id_;
    HistoryArguments history_;
    RollbackArguments rollback_;
    std::function<ExitStatus()> command_;
};

}  // namespace

int run_program(int argc, char** argv) {
    try {
        return CommandLine{}.run(argc, argv);
    } catch (const std::exception& unexpected) {
        std::cerr << "cronmend: error: " << unexpected.what()
                  << "\n    this is a defect in cronmend; please report it\n";
        return static_cast<int>(ExitStatus::error);
    }
}

}  // namespace cronmend::cli
