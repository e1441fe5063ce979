// A crontab line as each cron works through it: assignments first, then entries. Nothing is copied
// and no words are made; that is left to the callers who need them.
#pragma once

#include <optional>
#include <string_view>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/schedule.hpp"

#include "field_scanner.hpp"
#include "profile.hpp"

namespace cronmend::cron::detail {

// What crontab(1) would complain about. The first five stand in the order of FieldKind.
enum class Fault {
    minute,
    hour,
    day_of_month,
    month,
    day_of_week,
    time_specifier,
    username,
    option,
    command,
    command_too_long,
    none,
};

// crontab(1)'s own words: "bad minute".
[[nodiscard]] std::string_view words_of(Fault fault);

struct ScheduleScan {
    Schedule schedule;
    const char* begin = nullptr;  // of the fields, behind the leading blanks
    const char* end = nullptr;    // of the fields
    const char* rest = nullptr;   // behind the blanks that follow them
    Fault fault = Fault::none;
    Why why = Why::none;
    const char* member = nullptr;  // what a bad field's words are about
};

[[nodiscard]] ScheduleScan scan_schedule(const Profile& profile, const char* begin,
                                         const char* end);

// The part of the line, which starts at `begin`, that the cron reads: without what it takes for a
// comment behind it. Most read all of it.
[[nodiscard]] const char* end_of_line_read(const Profile& profile, const char* begin,
                                           const char* end);

// Some crons end their lines at another byte, too: Debian's at a NUL, outside of comments and of
// the junk in time fields. So a physical line is a chain of segments; nearly always of one.
struct Segment {
    LineKind kind = LineKind::blank;  // blank, comment, environment, entry, invalid
    AssignmentView assignment;        // if kind is environment
    ScheduleScan schedule;            // if kind is entry or invalid
    Fault fault = Fault::none;        // if kind is invalid
    std::string_view user;            // in a system table
    bool quiet = false;               // a '-' stands before the entry
    const char* command = nullptr;    // of an entry: where its command starts
    const char* stop = nullptr;       // of an entry: where it ends
    const char* next = nullptr;       // behind the byte that ended it; null if the line ended it
};

// True for what cron acts on: neither blank nor comment.
[[nodiscard]] inline bool matters(const Segment& segment) {
    return segment.kind != LineKind::blank && segment.kind != LineKind::comment;
}

[[nodiscard]] Segment scan_segment(const Profile& profile, TableForm form, const char* begin,
                                   const char* end);

// All segments of a line without its LF, or those up to the first that cron refuses.
struct LineScan {
    Segment first;      // the first one that matters: neither blank nor comment, if there is one
    Segment last;       // `invalid` if any is
    bool open = false;  // the last one matters, and ends with the line

    [[nodiscard]] LineKind kind() const {
        return last.kind == LineKind::invalid ? LineKind::invalid : first.kind;
    }
};

[[nodiscard]] LineScan scan_line(const Profile& profile, TableForm form, std::string_view line);

}  // namespace cronmend::cron::detail
