// Lines that set a variable.
#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/redact.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

bool is_identifier(std::string_view name) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && name.find_first_not_of(kLetters) == std::string_view::npos &&
           !(name.front() >= '0' && name.front() <= '9');
}

bool is_path(std::string_view name) {
    return name == "PATH" || name == "HOME" || name == "SHELL" || name.ends_with("PATH");
}

// A $ with something behind it that a shell would put in, or a ~ that it would.
bool wants_expansion(std::string_view name, std::string_view value) {
    for (std::size_t at = value.find('$'); at != std::string_view::npos;
         at = value.find('$', at + 1)) {
        const char next = at + 1 < value.size() ? value[at + 1] : ' ';
        if (is_identifier(std::string_view{&next, 1}) || next == '{' || next == '(') {
            return true;
        }
    }
    return is_path(name) && (value.starts_with('~') || value.find(":~") != std::string_view::npos);
}

void check_zone(const Surroundings& around, const AssignmentSubject& subject, Place at,
                SourceReport& report) {
    const cron::Flavour flavour = around.flavour();
    if (subject.name == "TZ" || (subject.name == "CRON_TZ" && !cron::honours_cron_tz(flavour))) {
        report.add("ignored-timezone", at,
                   fmt::format("{}={} moves no start: {} goes by the host's zone{}", subject.name,
                               printable(subject.value), cron::program_of(flavour),
                               subject.name == "TZ" ? "; only the commands see it" : ""),
                   "write the times in the host's zone, or declare them with timezone: in YAML");
    } else if (subject.name == "CRON_TZ" && !subject.value.empty() &&
               around.facts->zone(std::string{subject.value}) == nullptr) {
        report.add("ignored-timezone", at,
                   fmt::format("{} is no time zone: {} takes it for UTC", quoted(subject.value),
                               cron::program_of(flavour)),
                   "write one as in `timedatectl list-timezones`");
    }
}

// The value as a message may quote it: its name tells whether it is a secret.
std::string shown_value(const AssignmentSubject& subject) {
    return holds_secret(subject.line) ? "[redacted]" : quoted(subject.value);
}

std::string words_on_expansion(std::string_view name, std::string_view value) {
    const std::string assignment = fmt::format("{}={}", name, value);
    return fmt::format("cron puts nothing in for $ or ~: {} is taken letter by letter",
                       quoted(redact(assignment)));
}

}  // namespace

void check_assignment(const Surroundings& around, const AssignmentSubject& subject,
                      SourceReport& report) {
    const std::size_t start = std::min(subject.line.find_first_not_of(" \t"), subject.line.size());
    const Place at{subject.number, column_of(subject.line, start)};
    if (!is_identifier(subject.name)) {
        report.add("odd-variable", at,
                   fmt::format("cron reads this line as the variable {} with the value {}",
                               quoted(subject.name), shown_value(subject)),
                   "a line with a = is an entry only if it cannot be an assignment: use five "
                   "fields, or move the = into a script");
        return;
    }
    check_zone(around, subject, at, report);
    if (wants_expansion(subject.name, subject.value)) {
        report.add("no-expansion", at, words_on_expansion(subject.name, subject.value),
                   "write the value out");
    }
    if (subject.value.find(" #") != std::string_view::npos ||
        subject.value.find("\t#") != std::string_view::npos) {
        report.add("comment-in-value", at,
                   fmt::format("cron knows no comment behind a value: {} is all of it",
                               quoted(fmt::format("{}={}", subject.name, subject.value))),
                   "put the comment on a line of its own, above");
    }
    if (holds_secret(subject.line)) {
        report.add(
            "secret", at,
            fmt::format("the variable {} seems to hold a secret: every job below has it, and "
                        "whoever can read the table",
                        subject.name),
            mend_of_secret_variable(subject.user.empty() ? "USER" : subject.user,
                                    around.options.reader));
    }
}

void check_variable(const Surroundings& around, const VariableSubject& subject,
                    SourceReport& report) {
    if (wants_expansion(subject.name, subject.value)) {
        report.add_once("no-expansion", subject.at, words_on_expansion(subject.name, subject.value),
                        "write the value out");
    }
    if (holds_secret(fmt::format("{}={}", subject.name, subject.value))) {
        report.add_once(
            "secret", subject.at,
            fmt::format("the variable {} seems to hold a secret: it stands in this file and in the "
                        "table, in the command, where the list of processes shows it, unless a "
                        "line of the table sets it",
                        quoted(subject.name)),
            mend_of_secret_variable(subject.user, around.options.reader));
    }
}

}  // namespace cronmend::lint::detail
