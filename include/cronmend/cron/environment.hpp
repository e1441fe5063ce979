// Environment lines of a crontab: NAME = value, in force for the entries below them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

// Debian's cron looks at the first 998 bytes of an environment line, NAME and quotes included.
inline constexpr std::size_t kLongestAssignment = 998;

using Environment = std::map<std::string, std::string>;

struct Assignment {
    std::string name;
    std::string value;

    friend bool operator==(const Assignment&, const Assignment&) = default;
};

// The line (without LF) as an assignment, by the rules of the flavour's cron: quoting, trimming,
// limits; nothing if it would not act on it as one (busybox acts on MAILTO and SHELL alone). See
// crontab(5) and the tests for the odd cases.
[[nodiscard]] std::optional<Assignment> parse_assignment(std::string_view line,
                                                         Flavour flavour = Flavour::debian);

// A line (without LF) that parse_assignment() reads back as exactly this assignment. Error
// invalid_input if no such line exists (a control character, too long, quotes that cannot nest).
[[nodiscard]] Result<std::string> render_assignment(const Assignment& assignment,
                                                    Flavour flavour = Flavour::debian);

// The variables that cron itself acts on and whose absence can be written as a value: SHELL, PATH,
// MAILTO, HOME (busybox: SHELL, MAILTO). A per-job value of these is set by environment lines
// around the entry.
[[nodiscard]] bool is_restorable(std::string_view name, Flavour flavour = Flavour::debian);
// What stands for "not set" (crontab(5)): SHELL /bin/sh, PATH /usr/bin:/bin, MAILTO the table's
// owner; HOME has no value that cronmend could know, so it gives nothing.
[[nodiscard]] std::optional<std::string> default_value(std::string_view name,
                                                       std::string_view owner);
// The variables that cron itself acts on but whose absence cannot be written as a value:
// CRON_TZ, RANDOM_DELAY, MAILFROM, CONTENT_TYPE, CONTENT_TRANSFER_ENCODING, LOGNAME, USER.
// systemd-cron: DELAY, START_HOURS_RANGE, PERSISTENT and BATCH too.
[[nodiscard]] bool is_reserved(std::string_view name, Flavour flavour = Flavour::debian);
// The variables whose change above an entry changes what the entry does, though its own line stays
// the same: SHELL, PATH, MAILTO, HOME, CRON_TZ; what every program or shell heeds, where the
// flavour hands it on (TZ, LD_PRELOAD, LD_LIBRARY_PATH, BASH_ENV; busybox hands on none); and what
// moves the start: RANDOM_DELAY (cronie, systemd-cron) and systemd-cron's own, as in
// is_reserved(). ENV is none of them: shells read it when they are interactive.
[[nodiscard]] std::span<const std::string_view> significant_variables(
    Flavour flavour = Flavour::debian);

}  // namespace cronmend::cron
