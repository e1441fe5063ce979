#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <utility>

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

void add_common(CLI::App& app, CommonArguments& common) {
    app.add_option("-f,--file", common.files, "A declaration, or a folder of them; repeatable")
        ->type_name("PATH");
    app.add_option("-u,--user", common.user, "Only this user's table")->type_name("NAME");
    app.add_option("--config", common.config, "The settings file")->type_name("FILE");
    app.add_option("--state-dir", common.state_dir, "Where cronmend keeps what it knows")
        ->type_name("DIR");
    app.add_option("--crontab", common.crontab, "The crontab program")->type_name("PROGRAM");
    app.add_option("--crontab-file", common.crontab_file,
                   "A plain file in place of the invoking user's table")
        ->type_name("FILE");
    app.add_option("--output", common.output,
                   "text, json; for `incident show` also markdown, for `lint` also sarif")
        ->transform(one_of<Output>({{"text", Output::text},
                                    {"json", Output::json},
                                    {"markdown", Output::markdown},
                                    {"sarif", Output::sarif}}))
        ->type_name("FORM");
    app.add_option("--color", common.color, "auto, always, never")
        ->transform(one_of<Color>(
            {{"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}}))
        ->type_name("WHEN");
    app.add_flag("-v,--verbose", common.verbose, "Tell what is done, on standard error");
}

CLI::App& as_app(void* page) {
    return *static_cast<CLI::App*>(page);
}

CLI::Option* add_option(void* page, const std::string& names, const Target& into,
                        const std::string& help) {
    return std::visit([&](auto* target) { return as_app(page).add_option(names, *target, help); },
                      into);
}

}  // namespace

struct CommandLine::State {
    int argc = 0;
    char** argv = nullptr;
    bool take_all = false;
    CLI::App app{"Keeps crontabs as they were declared.", "cronmend"};
    CommonArguments common;
    Run chosen;

    [[nodiscard]] bool wants(const std::string& name) const {
        return take_all || std::find(argv, argv + argc, name) != argv + argc;
    }

    CLI::App* add_page(CLI::App& parent, const CommandPage& page) {
        CLI::App* made = parent.add_subcommand(page.name, page.purpose);
        made->footer(footer(page.example));
        made->fallthrough();
        return made;
    }

    Command add(CLI::App& parent, const CommandPage& page, Run run) {
        CLI::App* made = add_page(parent, page);
        made->final_callback([this, run = std::move(run)] { chosen = run; });
        return Command{made};
    }

    // A word that is no command is worth more than that there has to be one.
    int refuse(const CLI::RequiredError& error) {
        const std::vector<std::string> unknown = app.remaining(true);
        static_cast<void>(unknown.empty() ? app.exit(error) : app.exit(CLI::ExtrasError(unknown)));
        return static_cast<int>(ExitStatus::error);
    }
};

Command& Command::flag(const std::string& names, bool& into, const std::string& help) {
    if (page_ != nullptr) {
        as_app(page_).add_flag(names, into, help);
    }
    return *this;
}

Command& Command::option(const std::string& names, const std::string& value, Target into,
                         const std::string& help) {
    if (page_ != nullptr) {
        add_option(page_, names, into, help)->type_name(value);
    }
    return *this;
}

Command& Command::choice(const std::string& names, const std::vector<std::string>& words,
                         std::string& into, const std::string& help) {
    if (page_ != nullptr) {
        add_option(page_, names, &into, help)->check(CLI::IsMember(words));
    }
    return *this;
}

Command& Command::argument(const std::string& name, Target into, const std::string& help,
                           Need need) {
    if (page_ != nullptr) {
        add_option(page_, name, into, help)->required(need == Need::required);
    }
    return *this;
}

CommandLine::CommandLine(int argc, char** argv) : state_(std::make_unique<State>()) {
    state_->argc = argc;
    state_->argv = argv;
    CLI::App& app = state_->app;
    app.require_subcommand(1);
    app.set_version_flag("--version", "cronmend " CRONMEND_VERSION);
    app.footer(footer("cronmend diff -f schedules/backup.yaml"));
    app.fallthrough();
    add_common(app, state_->common);
}

CommandLine::~CommandLine() = default;

Command CommandLine::add(const CommandPage& page, Run run) {
    return state_->wants(page.name) ? state_->add(state_->app, page, std::move(run))
                                    : Command{nullptr};
}

Command CommandLine::add(const std::string& group, const CommandPage& page, Run run) {
    return state_->wants(group)
               ? state_->add(*state_->app.get_subcommand(group), page, std::move(run))
               : Command{nullptr};
}

void CommandLine::add_group(const CommandPage& page) {
    if (state_->wants(page.name)) {
        state_->add_page(state_->app, page)->require_subcommand(1);
    }
}

bool CommandLine::has_commands() const {
    return !state_->app.get_subcommands({}).empty();
}

void CommandLine::take_every_command() {
    state_->take_all = true;
}

int CommandLine::run() {
    try {
        state_->app.parse(state_->argc, state_->argv);
    } catch (const CLI::RequiredError& error) {
        return state_->refuse(error);
    } catch (const CLI::ParseError& error) {
        return state_->app.exit(error) == 0 ? 0 : static_cast<int>(ExitStatus::error);
    }
    start_log(state_->common.verbose ? Verbosity::verbose : Verbosity::normal);
    return static_cast<int>(state_->chosen(state_->common));
}

}  // namespace cronmend::cli
