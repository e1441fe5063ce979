#include "cronmend/cron/environment.hpp"

#include <algorithm>
#include <array>

#include "cronmend/base/text.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

namespace {

std::string in_quotes(std::string_view text, char quote) {
    std::string quoted(1, quote);
    quoted += text;
    quoted += quote;
    return quoted;
}

std::string why_not(const Assignment& assignment, Flavour flavour) {
    const std::string both = assignment.name + assignment.value;
    if (both.find('\n') != std::string::npos || both.find('\0') != std::string::npos) {
        return "it holds a newline or a NUL";
    }
    if (assignment.name.find('=') != std::string::npos) {
        return "a name cannot hold =";
    }
    if (flavour == Flavour::debian && both.size() + 1 > kLongestAssignment) {
        return "cron reads only the first 998 bytes of such a line";
    }
    return "its quotes and blanks cannot be written so that cron reads them back";
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<Assignment> parse_assignment(std::string_view line, Flavour flavour) {
    if (line.find('\n') != std::string_view::npos) {
        return std::nullopt;
    }
    const detail::LineScan scan =
        detail::scan_line(detail::profile_of(flavour), TableForm::user, line);
    if (scan.kind() != LineKind::environment) {
        return std::nullopt;
    }
    return Assignment{std::string(scan.first.assignment.name),
                      std::string(scan.first.assignment.value)};
}

Result<std::string> render_assignment(const Assignment& assignment, Flavour flavour) {
    const std::array<std::string, 3> names = {assignment.name, in_quotes(assignment.name, '"'),
                                              in_quotes(assignment.name, '\'')};
    // Two pairs are for blanks at the end, which cron trims even inside of quotes, and for values
    // that are in quotes themselves: it takes off a second pair. An empty value stands in quotes
    // where they can be had: cronie before 1.5.1 takes it in no other way.
    const std::array<std::string, 6> values = {
        assignment.value.empty() ? in_quotes("", '"') : assignment.value,
        in_quotes(assignment.value, '"'),
        in_quotes(assignment.value, '\''),
        in_quotes(in_quotes(assignment.value, '\''), '"'),
        in_quotes(in_quotes(assignment.value, '"'), '\''),
        assignment.value};
    for (const std::string& name : names) {
        for (const std::string& value : values) {
            std::string line = name;
            line += '=';
            line += value;
            if (parse_assignment(line, flavour) == assignment) {
                return line;
            }
        }
    }
    return unexpected(ErrorCode::invalid_input,
                      "no crontab line can set \"" + printable(assignment.name) + "\" to \"" +
                          printable(assignment.value) + "\": " + why_not(assignment, flavour));
}

bool is_restorable(std::string_view name, Flavour flavour) {
    if (flavour == Flavour::busybox) {
        return name == "SHELL" || name == "MAILTO";
    }
    static constexpr std::array<std::string_view, 4> kNames = {"SHELL", "PATH", "MAILTO", "HOME"};
    return is_one_of(kNames, name);
}

std::optional<std::string> default_value(std::string_view name, std::string_view owner) {
    if (name == "SHELL") {
        return "/bin/sh";
    }
    if (name == "PATH") {
        return "/usr/bin:/bin";
    }
    if (name == "MAILTO") {
        return std::string(owner);
    }
    return std::nullopt;
}

bool is_reserved(std::string_view name, Flavour flavour) {
    static constexpr std::array<std::string_view, 7> kNames = {
        "CRON_TZ", "RANDOM_DELAY", "MAILFROM", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING",
        "LOGNAME", "USER"};
    // crontab(5) of systemd-cron.
    static constexpr std::array<std::string_view, 4> kOfSystemdCron = {"DELAY", "START_HOURS_RANGE",
                                                                       "PERSISTENT", "BATCH"};
    return is_one_of(kNames, name) ||
           (flavour == Flavour::systemd_cron && is_one_of(kOfSystemdCron, name));
}

std::span<const std::string_view> significant_variables(Flavour flavour) {
    // Each flavour's names are the first of these.
    static constexpr std::array<std::string_view, 14> kNames = {
        "SHELL",      "PATH",         "MAILTO",     "HOME",
        "CRON_TZ",    "TZ",           "LD_PRELOAD", "LD_LIBRARY_PATH",
        "BASH_ENV",   "RANDOM_DELAY", "DELAY",      "START_HOURS_RANGE",
        "PERSISTENT", "BATCH"};
    constexpr std::size_t kOfCron = 5;
    constexpr std::size_t kWithThoseOfPrograms = 9;
    constexpr std::size_t kWithRandomDelay = 10;
    const std::span<const std::string_view> names = kNames;
    switch (flavour) {
        case Flavour::busybox:
            return names.first(kOfCron);
        case Flavour::cronie:
            return names.first(kWithRandomDelay);
        case Flavour::systemd_cron:
            return names;
        case Flavour::debian:
        case Flavour::bcron:
            break;
    }
    return names.first(kWithThoseOfPrograms);
}

}  // namespace cronmend::cron
