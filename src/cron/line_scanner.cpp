#include "line_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "bytes.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/environment.hpp"

namespace cronmend::cron::detail {

namespace {

const char* find_nul(const char* begin, const char* end) {
    const void* found =
        begin == end ? nullptr : std::memchr(begin, 0, static_cast<std::size_t>(end - begin));
    return found == nullptr ? end : static_cast<const char*>(found);
}

// For the @words, none of which restricts both day fields.
Schedule make(std::uint64_t minutes, std::uint64_t hours, std::uint64_t days, std::uint64_t months,
              std::uint64_t weekdays) {
    Schedule schedule;
    schedule.minutes = minutes;
    schedule.hours = hours;
    schedule.days_of_month = days;
    schedule.months = months;
    schedule.days_of_week = weekdays;
    schedule.day_rule = DayRule::both;
    return schedule;
}

std::optional<Schedule> schedule_of_word(std::string_view word) {
    constexpr std::uint64_t kHours = 0xffffff;
    constexpr std::uint64_t kDays = 0xfffffffe;
    constexpr std::uint64_t kMonths = 0x1ffe;
    constexpr std::uint64_t kWeek = 0x7f;
    if (word == "reboot") {
        Schedule schedule;
        schedule.reboot = true;
        return schedule;
    }
    if (word == "yearly" || word == "annually") {
        return make(1, 1, 2, 2, kWeek);
    }
    if (word == "monthly") {
        return make(1, 1, 2, kMonths, kWeek);
    }
    if (word == "weekly") {
        return make(1, 1, kDays, kMonths, 1);
    }
    if (word == "daily" || word == "midnight") {
        return make(1, 1, kDays, kMonths, kWeek);
    }
    if (word == "hourly") {
        Schedule schedule = make(1, kHours, kDays, kMonths, kWeek);
        schedule.wildcard = true;
        return schedule;
    }
    return std::nullopt;
}

// "@daily": the word ends at a blank, a NUL or the end of the line.
void scan_word(ScheduleScan& scan, const char* end) {
    const char* at = scan.begin + 1;
    while (at != end && !is(kBlank, *at) && *at != '\n' && *at != '\0') {
        ++at;
    }
    const std::optional<Schedule> schedule = schedule_of_word(view(scan.begin + 1, at));
    if (!schedule) {
        scan.fault = Fault::time_specifier;
        scan.end = at;
        return;
    }
    scan.schedule = *schedule;
    scan.end = at;
    scan.rest = skip_blanks(at, end);
}

void scan_fields(ScheduleScan& scan, const char* end) {
    std::array<std::uint64_t, 5> values{};
    std::array<bool, 5> star{};
    const char* at = scan.begin;
    for (std::size_t i = 0; i < values.size(); ++i) {
        star[i] = at != end && *at == '*';
        FieldScan field = scan_field(static_cast<FieldKind>(i), at, end);
        if (field.why == Why::none) {
            scan.end = field.rest;
            at = skip_blanks(field.rest, end);
            if (at != end && *at == '\xff') {  // met before cron leaves this field
                field.why = Why::byte_ff;
                field.member = at;
            }
        }
        if (field.why != Why::none) {
            scan.fault = static_cast<Fault>(i);
            scan.why = field.why;
            scan.member = field.member;
            return;
        }
        values[i] = field.values;
    }
    constexpr std::uint64_t kSundayAgain = 1U << 7;
    if ((values[4] & kSundayAgain) != 0) {
        values[4] = (values[4] & ~kSundayAgain) | 1;
    }
    scan.rest = at;
    scan.schedule = make(values[0], values[1], values[2], values[3], values[4]);
    scan.schedule.day_rule = star[2] || star[4] ? DayRule::both : DayRule::either;
    scan.schedule.wildcard = star[0] || star[1];
}

struct Part {
    std::string_view text;
    const char* rest;
};

// A text in matching quotes; `begin` points to the opening one.
std::optional<Part> scan_quoted(const char* begin, const char* end) {
    const char* close = std::find(begin + 1, end, *begin);
    if (close == end) {
        return std::nullopt;
    }
    return Part{view(begin + 1, close), close + 1};
}

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

const char* skip_space(const char* at, const char* end) {
    while (at != end && is(kSpace, *at)) {
        ++at;
    }
    return at;
}

std::string_view trimmed_end(std::string_view text) {
    while (!text.empty() && is(kSpace, text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<Part> scan_name(const char* begin, const char* end) {
    if (is_quote(*begin)) {
        const std::optional<Part> quoted = scan_quoted(begin, end);
        const bool good = quoted && quoted->text.find('=') == std::string_view::npos;
        return good ? quoted : std::nullopt;
    }
    const char* at = begin;
    while (at != end && *at != '=' && *at != '\0' && !is(kSpace, *at)) {
        ++at;
    }
    return Part{view(begin, at), at};
}

// The value proper, before cron's second look at its ends.
std::optional<std::string_view> scan_value(const char* begin, const char* end) {
    if (begin == end) {
        return std::nullopt;
    }
    if (!is_quote(*begin)) {
        return view(begin, end);
    }
    const std::optional<Part> quoted = scan_quoted(begin, end);
    const bool good = quoted && skip_space(quoted->rest, end) == end;
    return good ? std::optional(quoted->text) : std::nullopt;
}

Fault fault_of_command(std::string_view command) {
    if (!command.empty() && command.front() == '*') {
        return Fault::command;
    }
    return command.size() > kLongestCommand ? Fault::command_too_long : Fault::none;
}

// Filled in place: a segment is large enough for its copies to show in the time of a parse.
Segment entry_segment(const char* begin, const char* end) {
    Segment segment;
    segment.schedule = scan_schedule(begin, end);
    segment.fault = segment.schedule.fault;
    const char* stop = end;
    if (segment.fault == Fault::none) {
        stop = find_nul(segment.schedule.rest, end);
        segment.fault = fault_of_command(view(segment.schedule.rest, stop));
    }
    if (segment.fault != Fault::none) {
        segment.kind = LineKind::invalid;
        return segment;
    }
    segment.kind = LineKind::entry;
    segment.next = stop == end ? nullptr : stop + 1;
    return segment;
}

Segment assignment_segment(const AssignmentView& assignment, const char* begin, const char* end) {
    Segment segment;
    segment.kind = LineKind::environment;
    segment.assignment = assignment;
    const char* stop = find_nul(begin, end);
    segment.next = stop == end ? nullptr : stop + 1;
    return segment;
}

Segment plain_segment(LineKind kind) {
    Segment segment;
    segment.kind = kind;
    return segment;
}

}  // namespace

std::string_view words_of(Fault fault) {
    switch (fault) {
        case Fault::minute:
            return "bad minute";
        case Fault::hour:
            return "bad hour";
        case Fault::day_of_month:
            return "bad day-of-month";
        case Fault::month:
            return "bad month";
        case Fault::day_of_week:
            return "bad day-of-week";
        case Fault::time_specifier:
            return "bad time specifier";
        case Fault::command:
            return "bad command";
        case Fault::command_too_long:
            return "command too long";
        case Fault::none:
            break;
    }
    return "no error";
}

ScheduleScan scan_schedule(const char* begin, const char* end) {
    ScheduleScan scan;
    scan.begin = skip_blanks(begin, end);
    if (scan.begin != end && *scan.begin == '@') {
        scan_word(scan, end);
    } else {
        scan_fields(scan, end);
    }
    return scan;
}

std::optional<AssignmentView> scan_assignment(const char* begin, const char* end) {
    if (begin == end) {
        return std::nullopt;
    }
    if (view(begin, end).size() > kLongestAssignment) {
        end = begin + kLongestAssignment;
    }
    const std::optional<Part> name = scan_name(begin, end);
    if (!name) {
        return std::nullopt;
    }
    const char* at = skip_space(name->rest, end);
    if (at == end || *at != '=') {
        return std::nullopt;
    }
    // Only now is it worth looking for a NUL: most lines are no assignments.
    end = find_nul(begin, end);
    if (at >= end) {
        return std::nullopt;
    }
    const std::optional<std::string_view> written = scan_value(skip_space(at + 1, end), end);
    if (!written) {
        return std::nullopt;
    }
    std::string_view value = trimmed_end(*written);
    if (value.size() >= 2 && is_quote(value.front()) && value.front() == value.back()) {
        value = value.substr(1, value.size() - 2);
    }
    return AssignmentView{name->text, value};
}

Segment scan_segment(const char* begin, const char* end) {
    const char* at = skip_blanks(begin, end);
    if (at == end || *at == '#') {
        return plain_segment(at == end ? LineKind::blank : LineKind::comment);
    }
    if (const std::optional<AssignmentView> assignment = scan_assignment(at, end)) {
        return assignment_segment(*assignment, at, end);
    }
    return entry_segment(at, end);
}

LineScan scan_line(std::string_view line) {
    const char* at = line.data();
    const char* end = at + line.size();
    LineScan scan;
    while (at != nullptr) {
        scan.last = scan_segment(at, end);
        if (!matters(scan.first) && (matters(scan.last) || scan.first.kind == LineKind::blank)) {
            scan.first = scan.last;
        }
        scan.open = matters(scan.last) && scan.last.next == nullptr;
        at = scan.last.next;
    }
    return scan;
}

}  // namespace cronmend::cron::detail
