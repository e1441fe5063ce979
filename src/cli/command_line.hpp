// The command line: its commands, what each can be told, and what is run for it. A command adds
// itself with a function of commands.hpp; only command_line.cpp knows the library behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "arguments.hpp"
#include "exit_status.hpp"

namespace cronmend::cli {

// What stands on a command's help page.
struct CommandPage {
    std::string name;
    std::string purpose;             // one line
    std::string example;             // a whole command line
    std::vector<Output> forms = {};  // of --output, that not every command has
    std::string exit_statuses = {};  // one line; empty: those of a pass
};

// The exit statuses of a command that only tells.
inline constexpr const char* kToldOrNot = "0 done; 1 error";

using Run = std::function<ExitStatus(const CommonArguments&)>;

// Where a value that was given goes; what was not given is left as it is. Must live as long as the
// command line: what a Run holds does.
using Target = std::variant<std::string*, std::size_t*, std::int64_t*, std::optional<std::string>*,
                            std::optional<std::size_t>*, std::optional<std::int64_t>*,
                            std::vector<std::string>*>;

enum class Need { optional, required };

// One command while it is being told what it takes. Names are as CLI11 has them: "-u,--user". For a
// command that was left out, all of it does nothing.
class Command {
public:
    explicit Command(void* page) : page_(page) {}

    Command& flag(const std::string& names, bool& into, const std::string& help);
    // `value` stands for the value on the help page: "FILE". A number is a whole one from 1.
    Command& option(const std::string& names, const std::string& value, Target into,
                    const std::string& help);
    // One of these words and no other.
    Command& choice(const std::string& names, const std::vector<std::string>& words,
                    std::string& into, const std::string& help);
    // A word without a name in front; a vector takes all that follow.
    Command& argument(const std::string& name, Target into, const std::string& help,
                      Need need = Need::required);

private:
    void* page_;  // a CLI::App, or null
};

// Building a command's page takes longer than parsing it, and nearly every call is for one command.
// So only those are taken up whose names stand on the line; if that is none (a help page, a word
// that is no command), all of them are to be added, once more.
class CommandLine {
public:
    CommandLine(int argc, char** argv);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    Command add(const CommandPage& page, Run run);
    // A command of a group: `incident list`. The group must be there.
    Command add(const std::string& group, const CommandPage& page, Run run);
    void add_group(const CommandPage& page);

    [[nodiscard]] bool has_commands() const;
    void take_every_command();  // from now on

    // Parses, and runs what was asked for. `help COMMAND` is `COMMAND --help`. Tells a wrong
    // command line on standard error, never as JSON; the status is then 1.
    [[nodiscard]] int run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cronmend::cli
