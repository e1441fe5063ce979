// What stands in a command, as cron and the shell take it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cronmend/base/redact.hpp"
#include "shell_text.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

constexpr auto kPeriodicWords = std::to_array<std::string_view>(
    {"backup", "cleanup", "daily", "dump", "hourly", "monthly", "nightly", "prune", "renew",
     "report", "rotate", "vacuum", "weekly", "yearly"});
// A program that starts at boot and stays, whatever else its name says.
constexpr auto kLastingWords =
    std::to_array<std::string_view>({"daemon", "serve", "start", "watch", "restore", "agent"});

std::string lower(std::string_view text) {
    std::string low{text};
    for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return low;
}

bool takes_percent(cron::Flavour flavour) {
    return cron::takes_standard_input(flavour);
}

// The first % without a backslash in front.
std::size_t bare_percent(std::string_view text) {
    for (std::size_t at = text.find('%'); at != std::string_view::npos;
         at = text.find('%', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && text[begin - 1] == '\\') {
            --begin;
        }
        if ((at - begin) % 2 == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

void check_percent(const Surroundings& around, const CommandSubject& subject,
                   SourceReport& report) {
    if (!subject.input || subject.text.empty() || !takes_percent(around.flavour())) {
        return;
    }
    const std::size_t at = bare_percent(subject.text);
    if (at == std::string_view::npos) {
        return;
    }
    report.add("percent", behind(subject.at, subject.in_line, subject.text, at),
               fmt::format("cron cuts the command at this %: the shell is given {}, and the rest "
                           "is its standard input",
                           quoted(subject.shell)),
               "write \\% for a percent sign");
}

void check_reboot(const CommandSubject& subject, SourceReport& report) {
    if (!subject.reboot) {
        return;
    }
    const std::string text = lower(std::string{subject.id} + ' ' + std::string{subject.shell});
    const auto holds = [&](std::string_view word) { return text.find(word) != std::string::npos; };
    const auto word = std::find_if(kPeriodicWords.begin(), kPeriodicWords.end(), holds);
    if (word == kPeriodicWords.end() ||
        std::any_of(kLastingWords.begin(), kLastingWords.end(), holds)) {
        return;
    }
    report.add(
        "reboot-periodic", subject.at,
        fmt::format("@reboot starts the job when the machine starts and never else, but \"{}\" "
                    "sounds like one that returns",
                    *word),
        "give it times, such as @daily, beside @reboot or in its place");
}

void check_output(const CommandSubject& subject, SourceReport& report) {
    const std::size_t at = output_thrown_away(subject.shell);
    if (at != std::string_view::npos) {
        report.add("lost-output", behind(subject.at, subject.in_line, subject.shell, at),
                   "all output is thrown away, the errors too: nobody will learn why it failed",
                   "keep the errors (>/dev/null alone), or write both to a log");
    }
}

void check_secret(const CommandSubject& subject, SourceReport& report) {
    if (holds_secret(subject.shell)) {
        report.add("secret", subject.at,
                   "the command seems to hold a secret: everybody on the host can see it in the "
                   "list of processes while it runs, and cron writes it into its log",
                   "let the program read it from a file that only its user can read");
    } else if (subject.input && reads_secret_input(subject.shell)) {
        report.add("secret", subject.at,
                   "what the command is given as its input seems to hold a secret: it stands in "
                   "the table, and wherever that is kept",
                   "let the program read it from a file that only its user can read");
    }
}

void check_comment(const CommandSubject& subject, SourceReport& report) {
    const std::size_t at = shell_comment(subject.shell);
    if (at != std::string_view::npos && !subject.text.empty()) {
        report.add("trailing-comment", behind(subject.at, subject.in_line, subject.shell, at),
                   "cron knows no comment behind an entry: it is part of the command, and only the "
                   "shell passes it over",
                   "put it on a line of its own, above the entry");
    }
}

}  // namespace

void check_command(const Surroundings& around, const CommandSubject& subject,
                   SourceReport& report) {
    if (subject.shell.find_first_not_of(" \t\r") == std::string_view::npos) {
        report.add("no-command", subject.at,
                   subject.input ? "nothing stands before the %: cron starts an empty command"
                                 : "the entry has no command: cron takes it, and starts nothing",
                   "write the command behind the schedule, or take the entry out");
        return;
    }
    check_percent(around, subject, report);
    check_reboot(subject, report);
    check_output(subject, report);
    check_secret(subject, report);
    check_comment(subject, report);
    check_program(around, subject, report);
}

}  // namespace cronmend::lint::detail
