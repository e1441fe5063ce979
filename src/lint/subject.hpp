// One entry as the rules see it, from a crontab or from a declaration.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/lint/lint.hpp"
#include "places.hpp"
#include "source_report.hpp"

namespace cronmend::lint::detail {

// The host and the options, for all entries alike.
struct Surroundings {
    Options options;
    HostFacts* facts = nullptr;

    [[nodiscard]] cron::Flavour flavour() const { return options.flavour; }
};

struct ScheduleSubject {
    std::string_view text;
    const cron::Schedule* schedule = nullptr;
    Place at;
    std::string zone;  // by name; empty: cron's own
    // True: it stands in its line as it is, so that its fields have places. False: it is declared,
    // and the reader of declarations has told already what never fires.
    bool in_line = false;
    bool empty_range = false;      // told already: it matches nothing for a range of its own
    bool escapes_percent = false;  // where its command stands, a percent sign is written \%
};

using VariableLookup = std::function<std::optional<std::string_view>(std::string_view name)>;

struct CommandSubject {
    std::string_view text;   // as it stands in the crontab; empty for one that is encoded
    std::string_view shell;  // what the shell is given
    bool input = false;      // a % ends the command, or it has declared standard input
    Place at;
    bool in_line = false;  // `text` stands in its line as it is
    std::string_view user;
    std::string_view id;  // of the job
    bool reboot = false;  // @reboot
    VariableLookup variable;
    cron::TableForm form = cron::TableForm::user;
};

// A place so many characters of the text behind another.
[[nodiscard]] inline Place behind(Place at, bool in_line, std::string_view text,
                                  std::size_t offset) {
    return in_line ? Place{at.line, at.column + column_of(text, offset) - 1} : at;
}

// What cron takes and then does otherwise than it reads, in a line of a table or in a declared
// schedule. True if an empty range is among it.
bool check_surprises(const Surroundings& around, std::string_view line, cron::TableForm form,
                     std::size_t number, SourceReport& report);
bool check_surprises(const Surroundings& around, const ScheduleSubject& subject,
                     SourceReport& report);

// Each family of rules, in its own file.
void check_schedule(const ScheduleSubject& subject, SourceReport& report);
void check_clock(const Surroundings& around, const ScheduleSubject& subject, SourceReport& report);
void check_command(const Surroundings& around, const CommandSubject& subject, SourceReport& report);
void check_program(const Surroundings& around, const CommandSubject& subject, SourceReport& report);

// An assignment as it stands in a table.
struct AssignmentSubject {
    std::string_view name;
    std::string_view value;
    std::string_view line;
    std::size_t number = 0;  // of the line, from 1
    std::string_view user;   // whose entries have it; empty: several users'
};
void check_assignment(const Surroundings& around, const AssignmentSubject& subject,
                      SourceReport& report);
// A variable that is declared for one job.
struct VariableSubject {
    std::string_view name;
    std::string_view value;
    std::string_view user;  // the job's
    Place at;
};
void check_variable(const Surroundings& around, const VariableSubject& subject,
                    SourceReport& report);

}  // namespace cronmend::lint::detail
