#include "program.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <string_view>

#include "at_command.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

// In the order of the help page.
constexpr void (*kCommands[])(CommandLine&) = {
    add_diff,      //
    add_apply,     //
    add_incident,  //
    add_history,   //
    add_rollback,  //
    add_import,    //
    add_accept,    //
    add_explain,   //
    add_next,      //
    add_at,        //
    add_lint,      //
};

// In a crontab `at` is the first word.
bool is_guard(int argc, char** argv) {
    const std::string_view help = argc > 2 ? argv[2] : "--help";
    return argc > 1 && std::string_view{argv[1]} == "at" && help != "--help" && help != "-h";
}

// A reader that has gone, or a limit to a file's size, fails the write that meets it, as a full
// disk does, and ends no pass. Programs that are started have the defaults back; the guard, which
// becomes its command, leaves all as it is.
void let_writes_fail() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void add_commands(CommandLine& line) {
    for (const auto add : kCommands) {
        add(line);
    }
}

}  // namespace

int run_program(int argc, char** argv) {
    try {
        if (is_guard(argc, argv)) {
            start_log(Verbosity::normal);
            return run_guard({argv + 2, argv + argc});
        }
        let_writes_fail();
        CommandLine line{argc, argv};
        add_commands(line);
        if (!line.has_commands()) {
            line.take_every_command();
            add_commands(line);
        }
        return line.run();
    } catch (const std::exception& unexpected) {
        std::cerr << "cronmend: error: " << unexpected.what()
                  << "\n    this is a defect in cronmend; please report it\n";
        return static_cast<int>(ExitStatus::error);
    }
}

}  // namespace cronmend::cli
