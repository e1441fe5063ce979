// What sets the crontabs of one cron apart from those of another, as values: one profile for each
// flavour. The scanners read the profile; nothing else asks which flavour it is.
//
// Sources: the programs themselves where a test asks them (tests/contract), else their source.
// debian 3.0pl1-162, cronie 1.7.2, busybox 1.35, bcron 0.11, systemd-cron 1.15.19.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cronmend/cron/flavour.hpp"

#include "field_scanner.hpp"

namespace cronmend::cron::detail {

// How the two day fields go together.
enum class DayRuling {
    star_decides,        // both must match if one of them starts with '*', else one is enough
    both_always,         // a day must be in both
    either_unless_full,  // one is enough, unless one of them is the full set
};

// What a line costs that cannot be read.
enum class BadLine {
    refuses_table,  // crontab(1) takes nothing of the table
    skips_line,     // the daemon says so in its log, at best
};

// "@daily": the times that it stands for.
struct TimedWord {
    std::string_view word;
    std::uint64_t minutes = 1;
    std::uint64_t hours = 1;
    std::uint64_t days = 0xfffffffe;
    std::uint64_t months = 0x1ffe;
    std::uint64_t weekdays = 0x7f;
    bool wildcard = false;
    bool reboot = false;
};

struct AssignmentView {
    std::string_view name;
    std::string_view value;
};

// The line as an assignment; `begin` points to a character that is no blank.
using AssignmentScanner = std::optional<AssignmentView> (*)(const char* begin, const char* end);

struct Profile {
    Flavour flavour = Flavour::debian;
    std::string_view program;  // "Debian's cron", for words

    // Fields.
    FieldScanner scan_field = nullptr;
    unsigned char separators = 0;  // the class of bytes (bytes.hpp) between the fields
    DayRuling day_ruling = DayRuling::star_decides;
    bool wildcards =
        false;  // jobs whose minute or hour is '*' are treated otherwise at clock jumps

    // "@daily".
    std::span<const TimedWord> words;
    bool words_any_case = false;
    // "@15": from the first of the month on, every 15 days; other words are systemd's to read.
    bool numbered_words = false;

    AssignmentScanner scan_assignment = nullptr;

    // The line and its command.
    char line_break = '\0';         // a byte that ends a line as LF does
    bool break_everywhere = false;  // in fields too, where it else is junk
    bool resumes = false;           // what follows that byte is a line of its own; else it is lost
    bool hash_ends_line = false;    // a '#' anywhere starts a comment
    bool command_needed = false;
    bool command_star_refused = false;  // a command may not start with '*'
    bool command_options =
        false;                  // "-n command"; any other command that starts with '-' is refused
    bool quiet_prefix = false;  // "-* * * * * command" is not logged; root's tables alone
    bool percent_is_input = true;     // '%' ends the command and starts its standard input
    std::size_t longest_command = 0;  // bytes; 0: no limit, or cut at it without a word

    // The table. 0: no limit.
    BadLine bad_line = BadLine::skips_line;
    bool final_newline = false;  // the last line, if an entry or assignment, must end in LF
    std::size_t most_lines = 0;  // comments and blank lines included
    std::size_t most_entries = 0;
    std::size_t most_assignments = 0;
    std::size_t most_used_lines_of_user = 0;  // entries and the like; in a table that is not root's
};

[[nodiscard]] const Profile& profile_of(Flavour flavour);

}  // namespace cronmend::cron::detail
