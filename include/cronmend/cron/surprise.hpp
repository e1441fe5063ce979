// What a cron accepts, and then does otherwise than it reads: for warnings and for lint. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

enum class Surprise {
    // In a time field.
    junk_ignored,          // "5#2" is 5
    empty_range,           // "22-2" matches nothing
    range_wraps,           // "22-2" goes over the end of the field (busybox)
    range_cut,             // "50-70" is 50-59 (systemd-cron)
    first_value_only,      // "*/60" is 0; "5/2" is 5 where that is taken
    number_wraps,          // "4294967296" is 0
    field_error_logged,    // the daemon complains and goes by what it read before the error
    month_zero,            // sets a Saturday instead (busybox)
    wrong_month,           // "nov" is October (systemd-cron)
    drawn_at_random,       // "0~59" (cronie)
    both_days_must_match,  // day of month and day of week, where one would do elsewhere
    // An @word.
    crashes_daemon,    // Debian's busybox-static dies of one
    weekly_is_monday,  // systemd-cron
    word_for_systemd,  // one that systemd-cron does not know and hands on
    // In the rest of the line.
    zone_ignored,       // CRON_TZ= or TZ= does not move the times
    variable_ignored,   // the assignment has no effect at all
    percent_literal,    // '%' is nothing but itself
    hash_cuts_command,  // '#' starts a comment
    carriage_return,    // a CR at the end belongs to the command
    joins_next_line,    // a backslash at the end
    blanks_collapse,    // runs of blanks in the command become one
    quiet_entry,        // a '-' before the entry is for root's and the system's tables
};

// A stable code in kebab case: "junk-ignored".
[[nodiscard]] std::string_view to_string(Surprise surprise);

struct Finding {
    Surprise what = Surprise::junk_ignored;
    std::size_t offset = 0;  // of what it is about in the text, in bytes
    std::size_t length = 0;
    std::string words;  // what the cron will really do
    std::string mend;   // may be empty

    friend bool operator==(const Finding&, const Finding&) = default;
};

// About a schedule alone (five fields or an @word), in the order of their places. Nothing for a
// text that the flavour refuses.
[[nodiscard]] std::vector<Finding> schedule_surprises(std::string_view text, Flavour flavour);

// About a line (without LF) as it stands in a table: its schedule and the rest of it. Nothing for a
// comment and for a line that is refused, but for assignments that have no effect.
[[nodiscard]] std::vector<Finding> line_surprises(std::string_view line, Flavour flavour,
                                                  TableForm form = TableForm::user);

}  // namespace cronmend::cron
