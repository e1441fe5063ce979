// Whether the program of a command can be started by its user.
#include <fmt/format.h>

#include <array>

#include "shell_text.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

constexpr std::string_view kUsualPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin";
constexpr auto kShells =
    std::to_array<std::string_view>({"sh", "ash", "bash", "dash", "ksh", "mksh", "zsh"});

std::string_view base_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

bool has_known_shell(const CommandSubject& subject) {
    const auto shell = subject.variable("SHELL");
    return !shell || std::find(kShells.begin(), kShells.end(), base_name(*shell)) != kShells.end();
}

struct Search {
    Program best = Program::missing;
    std::string place;    // of what was found
    bool certain = true;  // false: a folder of the path could not be looked into
};

Search search(HostFacts& facts, std::string_view user, std::string_view path,
              std::string_view name) {
    Search found;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find(':'), path.size());
        const std::string_view folder = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (!folder.starts_with('/')) {
            found.certain = false;
            continue;
        }
        std::string place{folder};
        place.append(folder.ends_with('/') ? "" : "/").append(name);
        const Program program = facts.program(user, place);
        found.certain = found.certain && program != Program::unknown;
        if (program == Program::runnable) {
            return {program, std::move(place), true};
        }
        if (program == Program::forbidden && found.best == Program::missing) {
            found.best = program;
            found.place = std::move(place);
        }
    }
    return found;
}

std::string owned(std::string_view user) {
    return user.empty() ? std::string{"the user"} : printable(user);
}

void report_forbidden(const CommandSubject& subject, Place at, std::string_view path,
                      SourceReport& report) {
    report.add("not-executable", at,
               fmt::format("{} cannot be executed by {}", quoted(path), owned(subject.user)),
               "give it and its folders the mode for that, or let an interpreter read it: sh FILE");
}

void check_absolute(const Surroundings& around, const CommandSubject& subject,
                    const ProgramWord& word, Place at, SourceReport& report) {
    switch (around.facts->program(subject.user, word.name)) {
        case Program::missing:
            report.add("no-program", at,
                       fmt::format("there is no {} on this host", quoted(word.name)),
                       "check the path, or install it");
            break;
        case Program::forbidden:
            report_forbidden(subject, at, word.name, report);
            break;
        case Program::no_file:
            report.add("not-executable", at, fmt::format("{} is no program", quoted(word.name)),
                       "name the program itself");
            break;
        case Program::runnable:
        case Program::unknown:
            break;
    }
}

void check_relative(const CommandSubject& subject, const ProgramWord& word, Place at,
                    SourceReport& report) {
    report.add("relative-path", at,
               fmt::format("{} is looked for in the home folder of {}, where cron starts the job",
                           quoted(word.name), owned(subject.user)),
               "write the whole path, from / on");
}

bool knows_default_path(cron::Flavour flavour) {
    return flavour == cron::Flavour::debian || flavour == cron::Flavour::cronie;
}

// A program that is in no folder of the PATH that holds where it is named.
struct NotFound {
    std::string_view name;
    Place at;
    std::string_view path;
};

void report_not_found(const Surroundings& around, const CommandSubject& subject,
                      const NotFound& program, SourceReport& report) {
    const auto& [name, at, path] = program;
    const Search elsewhere = search(*around.facts, subject.user, kUsualPath, name);
    if (elsewhere.best == Program::runnable) {
        report.add("not-in-path", at,
                   fmt::format("{} is not in the PATH that holds here, {}; it is {}", quoted(name),
                               printable(path), elsewhere.place),
                   "write the whole path, or set PATH= above the entry");
        return;
    }
    std::string other_reading;
    if (subject.form == cron::TableForm::user && around.facts->account(name) == Account::known) {
        const std::string user = printable(name);
        other_reading =
            fmt::format("; if the user {} is meant: ", user) +
            (subject.id.empty() ? "only the system's tables name one between schedule and command"
                                : fmt::format("declare `user: {}`, and begin the command with its "
                                              "program",
                                              user));
    }
    report.add("no-program", at,
               fmt::format("there is no program {} in the PATH that holds here, {}", quoted(name),
                           printable(path)),
               fmt::format("check the name, write the whole path, or install it{}", other_reading));
}

void check_bare(const Surroundings& around, const CommandSubject& subject, const ProgramWord& word,
                Place at, SourceReport& report) {
    const auto set = subject.variable("PATH");
    if (!set && !knows_default_path(around.flavour())) {
        return;
    }
    const std::string path{set.value_or("/usr/bin:/bin")};
    const Search found = search(*around.facts, subject.user, path, word.name);
    if (found.best == Program::runnable || !found.certain) {
        return;
    }
    if (found.best == Program::forbidden) {
        report_forbidden(subject, at, found.place, report);
        return;
    }
    report_not_found(around, subject, {word.name, at, path}, report);
}

}  // namespace

void check_program(const Surroundings& around, const CommandSubject& subject,
                   SourceReport& report) {
    const auto word = first_program(subject.shell);
    if (!word || !has_known_shell(subject)) {
        return;
    }
    if (!subject.id.empty() && cron::parse_entry(subject.shell, around.flavour())) {
        return;  // a schedule stands there, as the reader of declarations has told
    }
    const Place at = behind(subject.at, subject.in_line, subject.shell, word->offset);
    if (word->name.starts_with('/')) {
        check_absolute(around, subject, *word, at, report);
    } else if (word->name.find('/') != std::string::npos) {
        check_relative(subject, *word, at, report);
    } else {
        check_bare(around, subject, *word, at, report);
    }
}

}  // namespace cronmend::lint::detail
