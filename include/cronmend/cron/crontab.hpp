// A crontab's text as lines. Lossless: the lines' concatenation is the text, byte for byte, for
// every text there is (a missing last LF, CRLF, NUL, bytes that are not UTF-8, lines of any
// length).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/marker.hpp"
#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

// A user's table, or one of the system's (/etc/crontab, /etc/cron.d), whose entries name a user
// between the schedule and the command.
enum class TableForm { user, system };

enum class LineKind {
    blank,           // nothing but spaces and tabs
    comment,         // first character that is no blank is '#'; neither of the two kinds below
    marker,          // cronmend's own comment
    disabled_entry,  // a comment whose text behind its '#'s and blanks is an entry
    environment,     // NAME = value
    entry,           // schedule and command
    // Debian's cron and cronie would refuse it, and with it the whole table; the others would leave
    // it out, and the best of them say so in their log.
    invalid,
};

[[nodiscard]] std::string_view to_string(LineKind kind);

struct Line {
    LineKind kind = LineKind::blank;
    std::size_t offset = 0;  // of the first byte in the text
    std::size_t length = 0;  // in bytes, LF included

    friend bool operator==(const Line&, const Line&) = default;
};

// An entry. The views point into the text it was read from.
struct Entry {
    Schedule schedule;
    std::string_view schedule_text;  // "0 3 * * *"
    std::string_view command;        // as written, behind the blanks before it
    std::string_view user = {};      // in a system table; whether there is such a user is not known
    bool quiet = false;              // a '-' stands before it (cronie: its starts are not logged)
};

// The line (without LF) as an entry, by the rules of the flavour's cron. The error says what cron
// would say ("bad hour", "bad command", "command too long").
[[nodiscard]] Result<Entry> parse_entry(std::string_view line, Flavour flavour = Flavour::debian,
                                        TableForm form = TableForm::user);

// The entry inside a commented-out line: `#0 3 * * * x`, `## 0 3 * * * x`, `#DISABLED 0 3 …` is
// none. Nothing if the text behind the '#'s is no entry. Five plain words of prose are no entry
// either: at least the schedule must be one that cron takes.
[[nodiscard]] std::optional<Entry> parse_disabled_entry(std::string_view line,
                                                        Flavour flavour = Flavour::debian,
                                                        TableForm form = TableForm::user);

// Stands for an environment: equal for equal ones, in any table, and different for different ones
// but for a chance of one in 2^128. No protection against somebody who computes it too.
struct EnvironmentMark {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const EnvironmentMark&, const EnvironmentMark&) = default;
};

class Crontab {
public:
    // Takes any bytes. Never fails.
    [[nodiscard]] static Crontab parse(std::string text, Flavour flavour = Flavour::debian,
                                       TableForm form = TableForm::user);

    [[nodiscard]] Flavour flavour() const { return flavour_; }
    [[nodiscard]] TableForm form() const { return form_; }

    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    // The bytes of lines()[index], with or without the LF.
    [[nodiscard]] std::string_view raw(std::size_t index) const;
    [[nodiscard]] std::string_view text_of(std::size_t index) const;

    // The lines put together again: equal to what was parsed.
    [[nodiscard]] std::string render() const;

    // True if the last line has no LF. cron refuses a table whose last line is an entry or an
    // assignment without one; such a line has the kind that it would have with its LF.
    [[nodiscard]] bool lacks_final_newline() const;

    // The value of a variable for an entry on that line: the nearest assignment above it. Nothing
    // if there is none. lines().size() as the index asks for an entry appended behind the last
    // line.
    [[nodiscard]] std::optional<std::string_view> value_at(std::size_t index,
                                                           std::string_view name) const;
    // The line of the assignment that value_at() found.
    [[nodiscard]] std::optional<std::size_t> assignment_line_at(std::size_t index,
                                                                std::string_view name) const;
    // Everything in force for an entry on that line.
    [[nodiscard]] Environment environment_at(std::size_t index) const;
    // Every assignment in the order of their lines; of two for one name on a line, the later
    // counts. The views point into this crontab.
    struct SetVariable {
        std::size_t line = 0;
        std::string_view name;
        std::string_view value;
    };
    [[nodiscard]] std::vector<SetVariable> assignments() const;
    // What is in force at each line, told apart without being copied: one mark for each line, and
    // one for an entry appended behind the last. Where `presumed` names a variable that nothing
    // has set, it counts as set to that. Takes time in proportion to the table.
    [[nodiscard]] std::vector<EnvironmentMark> environment_marks(const Environment& presumed) const;

private:
    struct Setting {
        std::size_t line;
        std::string value;
    };

    // The kind of the line that lines_ ends with, after taking note of its assignments.
    LineKind read_line(std::string_view line);
    void set(std::string_view name, std::string_view value);
    // The last setting above that line, or null.
    [[nodiscard]] static const Setting* setting_at(const std::vector<Setting>& settings,
                                                   std::size_t index);

    Flavour flavour_ = Flavour::debian;
    TableForm form_ = TableForm::user;
    std::string text_;
    std::vector<Line> lines_;
    std::map<std::string, std::vector<Setting>, std::less<>> settings_;  // by name, lines ascending
};

// The most lines that Debian's crontab takes, comments and blank lines included.
inline constexpr std::size_t kMostLines = 10000;

}  // namespace cronmend::cron
