// A crontab line as cron works through it: assignments first, then entries. Nothing is copied and
// no words are made; that is left to the callers who need them.
#pragma once

#include <optional>
#include <string_view>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/schedule.hpp"

#include "field_scanner.hpp"

namespace cronmend::cron::detail {

// What crontab(1) would complain about. The first five stand in the order of FieldKind.
enum class Fault {
    minute,
    hour,
    day_of_month,
    month,
    day_of_week,
    time_specifier,
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

[[nodiscard]] ScheduleScan scan_schedule(const char* begin, const char* end);

struct AssignmentView {
    std::string_view name;
    std::string_view value;
};

// `begin` points to a character that is no blank. Looks no further than a NUL and than the 998
// bytes that cron keeps.
[[nodiscard]] std::optional<AssignmentView> scan_assignment(const char* begin, const char* end);

// cron ends its lines at a NUL, too, outside of comments and of the junk in time fields. So a
// physical line is a chain of segments; nearly always of one.
struct Segment {
    LineKind kind = LineKind::blank;  // blank, comment, environment, entry, invalid
    AssignmentView assignment;        // if kind is environment
    ScheduleScan schedule;            // if kind is entry or invalid
    Fault fault = Fault::none;        // if kind is invalid
    const char* next = nullptr;       // behind the NUL that ended it; null if the line ended it
};

// True for what cron acts on: neither blank nor comment.
[[nodiscard]] inline bool matters(const Segment& segment) {
    return segment.kind != LineKind::blank && segment.kind != LineKind::comment;
}

[[nodiscard]] Segment scan_segment(const char* begin, const char* end);

// All segments of a line without its LF, or those up to the first that cron refuses.
struct LineScan {
    Segment first;      // the first one that matters: neither blank nor comment, if there is one
    Segment last;       // `invalid` if any is
    bool open = false;  // the last one needs a newline or NUL behind it

    [[nodiscard]] LineKind kind() const {
        return last.kind == LineKind::invalid ? LineKind::invalid : first.kind;
    }
};

[[nodiscard]] LineScan scan_line(std::string_view line);

}  // namespace cronmend::cron::detail
