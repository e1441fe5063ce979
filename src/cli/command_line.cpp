#include "command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <iterator>
#include <map>
#include <string_view>
#include <type_traits>
#include <utility>

#include "log.hpp"
#include "option_errors.hpp"

namespace cronmend::cli {
namespace {

constexpr const char* kExitStatuses =
    "Exit status: 0 in sync or done; 1 error, nothing was changed; 2 drift or changes stand; "
    "3 partly done.\n";

std::string footer(const std::string& example, const std::string& exit_statuses = {}) {
    return "Example: " + example + "\n" +
           (exit_statuses.empty() ? kExitStatuses : "Exit status: " + exit_statuses + "\n");
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

// The same for a word that is taken as it is.
CLI::Validator one_word_of(const std::vector<std::string>& words) {
    return CLI::Validator{[words](const std::string& word) {
                              if (std::find(words.begin(), words.end(), word) != words.end()) {
                                  return std::string{};
                              }
                              std::string all;
                              for (const std::string& one : words) {
                                  all += (all.empty() ? "" : ", ") + one;
                              }
                              return word + " is not one of " + all;
                          },
                          ""};
}

// CLI11 takes -2 for a very large unsigned number.
CLI::Validator whole_number() {
    return CLI::Validator{
        [](std::string& word) {
            std::int64_t number = 0;
            const char* const end = word.data() + word.size();
            const auto [stop, problem] = std::from_chars(word.data(), end, number);
            const bool good = problem == std::errc{} && stop == end && number > 0;
            return good ? std::string{} : fmt::format("{} is not a whole number from 1", word);
        },
        ""};
}

// `what` says why standard input will not do.
CLI::Validator no_standard_input(const std::string& what) {
    return CLI::Validator{
        [what](const std::string& path) { return path == "-" ? what : std::string{}; }, ""};
}

constexpr const char* kCommonGroup = "Common options";

constexpr std::pair<std::string_view, Output> kForms[] = {{"text", Output::text},
                                                          {"json", Output::json},
                                                          {"markdown", Output::markdown},
                                                          {"sarif", Output::sarif}};

// Every command has text and JSON.
bool is_form(Output one, const std::vector<Output>& more) {
    return one == Output::text || one == Output::json ||
           std::find(more.begin(), more.end(), one) != more.end();
}

std::string words_for(const std::vector<Output>& more) {
    std::string words;
    for (const auto& [name, one] : kForms) {
        if (is_form(one, more)) {
            words += (words.empty() ? "" : ", ") + std::string{name};
        }
    }
    return words;
}

// `form` is looked at when it is known which command was named: not each has all.
void add_common(CLI::App& app, CommonArguments& common, std::string& form) {
    app.option_defaults()->group(kCommonGroup);
    app.add_option("-f,--file", common.files,
                   "A declaration, or a folder of them; repeatable. Default: the folder schedules/ "
                   "beside the settings file")
        ->check(no_standard_input("- is no file: a declaration is read from a file or a folder"))
        ->type_name("PATH");
    app.add_option("-u,--user", common.user, "Only this user's table, or this system table")
        ->type_name("NAME");
    app.add_option("--config", common.config,
                   "The settings file. Default: /etc/cronmend/cronmend.yaml as root, else "
                   "~/.config/cronmend/cronmend.yaml")
        ->type_name("FILE");
    app.add_option("--state-dir", common.state_dir,
                   "Where cronmend keeps what it knows. Default: /var/lib/cronmend as root, else "
                   "~/.local/state/cronmend")
        ->type_name("DIR");
    app.add_option("--crontab", common.crontab, "The crontab program. Default: crontab, from PATH")
        ->type_name("PROGRAM");
    app.add_option("--cron", common.cron,
                   "Whose rules hold: debian, cronie, busybox, bcron, systemd-cron; else those of "
                   "the cron that is found here")
        ->check(one_word_of({"debian", "cronie", "busybox", "bcron", "systemd-cron"}))
        ->type_name("NAME");
    app.add_option("--crontab-file", common.crontab_file,
                   "A plain file in place of the invoking user's table")
        ->check(no_standard_input("- is no file: a table is read and written in its place"))
        ->type_name("FILE");
    app.add_option("--output", form, "text or json; a command that has more forms says so")
        ->type_name("FORM");
    app.add_option("--color", common.color, "auto, always, never")
        ->transform(one_of<Color>(
            {{"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}}))
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", common.quiet, "Leave out the warnings that every call repeats");
    app.add_flag("-v,--verbose", common.verbose, "Tell what is done, on standard error");
    app.option_defaults()->group("Options");
}

CLI::App& as_app(void* page) {
    return *static_cast<CLI::App*>(page);
}

CLI::Option* add_option(void* page, const std::string& names, const Target& into,
                        const std::string& help) {
    return std::visit(
        [&](auto* target) {
            using Value = std::remove_pointer_t<decltype(target)>;
            CLI::Option* option = as_app(page).add_option(names, *target, help);
            if constexpr (!std::is_same_v<Value, std::string> &&
                          !std::is_same_v<Value, std::optional<std::string>> &&
                          !std::is_same_v<Value, std::vector<std::string>>) {
                option->check(whole_number());
            }
            return option;
        },
        into);
}

// The words as they are to be parsed: `help COMMAND` is `COMMAND --help`.
std::vector<std::string> words_of(int argc, char** argv) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    if (!words.empty() && words.front() == "help") {
        words.erase(words.begin());
        words.emplace_back("--help");
    }
    return words;
}

}  // namespace

struct CommandLine::State {
    int argc = 0;
    char** argv = nullptr;
    bool take_all = false;
    CLI::App app{"Keeps crontabs as they were declared.", "cronmend"};
    CommonArguments common;
    std::vector<std::string> words;
    std::string form = "text";  // behind --output
    Run chosen;
    std::vector<Output> chosen_forms;

    [[nodiscard]] bool wants(const std::string& name) const {
        return take_all || std::find(argv, argv + argc, name) != argv + argc;
    }

    // They belong to the program, but are to be found on the page of each command.
    // A command's own option of the same name takes its place there.
    [[nodiscard]] std::string common_page(const CLI::App& command,
                                          const std::vector<Output>& more) {
        app.get_option("--output")->description(words_for(more));
        const auto options = std::as_const(app).get_options([&](const CLI::Option* option) {
            return option->get_group() == kCommonGroup &&
                   command.get_option_no_throw(option->get_name()) == nullptr;
        });
        return CLI::Formatter{}.make_group(kCommonGroup, false, options).substr(1) + "\n";
    }

    CLI::App* add_page(CLI::App& parent, const CommandPage& page) {
        CLI::App* made = parent.add_subcommand(page.name, page.purpose);
        made->footer("");  // not the program's own below the page's
        made->footer([this, made, page] {
            return common_page(*made, page.forms) + footer(page.example, page.exit_statuses);
        });
        made->fallthrough();
        return made;
    }

    Command add(CLI::App& parent, const CommandPage& page, Run run) {
        CLI::App* made = add_page(parent, page);
        made->final_callback([this, page, run = std::move(run)] {
            chosen = run;
            chosen_forms = page.forms;
        });
        return Command{made};
    }

    static int refuse(const Error& error) {
        log_error(error);
        return static_cast<int>(ExitStatus::error);
    }

    [[nodiscard]] int refuse(const CLI::ParseError& error) const {
        if (words.empty()) {
            log_error({ErrorCode::invalid_input, "no command was given", "see `cronmend --help`"});
            std::cerr << list_commands(app);
            return static_cast<int>(ExitStatus::error);
        }
        return refuse(explain(error, app, words));
    }

    [[nodiscard]] bool has_form(Output one) const { return is_form(one, chosen_forms); }

    // Takes the form that was asked for. False if the command does not have it.
    [[nodiscard]] bool take_form() {
        const auto* const known = std::find_if(std::begin(kForms), std::end(kForms),
                                               [&](const auto& one) { return one.first == form; });
        if (known == std::end(kForms) || !has_form(known->second)) {
            return false;
        }
        common.output = known->second;
        return true;
    }

    [[nodiscard]] int refuse_form() const {
        return refuse(
            CLI::ValidationError("--output", form + " is not one of " + words_for(chosen_forms)));
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
        add_option(page_, names, &into, help)->check(one_word_of(words));
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
    state_->words = words_of(argc, argv);
    CLI::App& app = state_->app;
    app.require_subcommand(1);
    app.set_version_flag("--version", "cronmend " CRONMEND_VERSION);
    app.footer(footer("cronmend diff -f schedules/backup.yaml"));
    app.fallthrough();
    add_common(app, state_->common, state_->form);
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
    start_log(Verbosity::normal);
    try {
        // CLI11 wants them from behind.
        state_->app.parse(std::vector<std::string>(state_->words.rbegin(), state_->words.rend()));
    } catch (const CLI::Success& page) {
        const bool named = !state_->app.get_subcommands().empty();
        return named || state_->app.remaining(true).empty() ? state_->app.exit(page)
                                                            : state_->refuse(page);
    } catch (const CLI::ParseError& error) {
        return state_->refuse(error);
    }
    if (!state_->take_form()) {
        return state_->refuse_form();
    }
    start_log(state_->common.verbose ? Verbosity::verbose
              : state_->common.quiet ? Verbosity::quiet
                                     : Verbosity::normal);
    return static_cast<int>(state_->chosen(state_->common));
}

}  // namespace cronmend::cli
