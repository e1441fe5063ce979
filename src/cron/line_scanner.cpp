#include "line_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "bytes.hpp"
#include "python_number.hpp"

namespace cronmend::cron::detail {

namespace {

// What a '~' draws from is not enough to tell two schedules apart: their text is.
std::uint64_t text_hash(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    bool blank = false;
    for (const char c : text) {
        if (is(kBlank, c)) {
            blank = true;
            continue;
        }
        for (const char byte : {' ', c}) {
            if (byte == c || blank) {
                hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
            }
        }
        blank = false;
    }
    return hash == 0 ? 1 : hash;
}

const char* find_byte(char byte, const char* begin, const char* end) {
    const void* found =
        begin == end ? nullptr : std::memchr(begin, byte, static_cast<std::size_t>(end - begin));
    return found == nullptr ? end : static_cast<const char*>(found);
}

Schedule schedule_of(const Profile& profile, const TimedWord& word) {
    Schedule schedule;
    schedule.minutes = word.minutes;
    schedule.hours = word.hours;
    schedule.days_of_month = word.days;
    schedule.months = word.months;
    schedule.days_of_week = word.weekdays;
    schedule.reboot = word.reboot;
    schedule.wildcard = word.wildcard && profile.wildcards;
    schedule.day_rule = word.reboot ? DayRule::either : DayRule::both;
    return schedule;
}

bool same_word(const Profile& profile, std::string_view written, std::string_view word) {
    return written.size() == word.size() &&
           std::equal(word.begin(), word.end(), written.begin(), [&](char known, char c) {
               const bool capital = profile.words_any_case && c >= 'A' && c <= 'Z';
               return known == (capital ? static_cast<char>(c - 'A' + 'a') : c);
           });
}

// FNV-1a of the word in small letters, never 0.
std::uint64_t number_of(std::string_view word) {
    std::uint64_t number = 0xcbf29ce484222325U;
    for (const char c : word) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        number = (number ^ static_cast<unsigned char>(low)) * 0x100000001b3U;
    }
    return std::max<std::uint64_t>(number, 1);
}

// What stands behind systemd-cron's "@": "@15" is every so many days from the first of a month on,
// the days 1, 16 and 31; a word that is no number is handed to systemd. Of a number from 32 on the
// generator dies, and systemd refuses a step of 0 and a negative one.
std::optional<Schedule> numbered(const Profile& profile, std::string_view written) {
    if (written.empty()) {  // "@" alone leaves the timer with nothing but the start
        return schedule_of(profile, {"", 0, 0, 0, 0, 0, false, true});
    }
    const std::optional<PythonNumber> days = python_int(written);
    if (!days) {
        Schedule schedule = schedule_of(profile, {"", 0, 0, 0, 0, 0, false, false});
        schedule.calendar = number_of(written);
        return schedule;
    }
    if (days->value <= 0 || days->value > 31) {
        return std::nullopt;
    }
    TimedWord word;
    word.days = 0;
    for (std::int64_t day = 1; day <= 31; day += days->value) {
        word.days |= std::uint64_t{1} << static_cast<unsigned>(day);
    }
    return schedule_of(profile, word);
}

// `written` stands behind the '@'. systemd-cron strips all there are.
std::optional<Schedule> schedule_of_word(const Profile& profile, std::string_view written) {
    std::string_view bare = written;
    while (profile.numbered_words && bare.starts_with('@')) {
        bare.remove_prefix(1);
    }
    for (const TimedWord& word : profile.words) {
        if (same_word(profile, bare, word.word)) {
            return schedule_of(profile, word);
        }
    }
    return profile.numbered_words ? numbered(profile, bare) : std::nullopt;
}

// "@daily": the word ends at a blank or where the line does.
void scan_word(const Profile& profile, ScheduleScan& scan, const char* end) {
    const char* at = scan.begin + 1;
    while (at != end && !is(profile.separators, *at) && *at != '\n' && *at != profile.line_break) {
        ++at;
    }
    const std::optional<Schedule> schedule =
        profile.words.empty() ? std::nullopt : schedule_of_word(profile, view(scan.begin + 1, at));
    scan.end = at;
    if (!schedule) {
        scan.fault = Fault::time_specifier;
        return;
    }
    scan.schedule = *schedule;
    scan.rest = skip(profile.separators, at, end);
}

using FieldValues = std::array<std::uint64_t, 5>;

// busybox keeps day of week, months, hours, days and minutes in this order, without a gap: what a
// field sets before its start (month 0 does) is set at the end of the one before it, and stays so.
void spill(std::size_t field, std::uint64_t spilled, FieldValues& values) {
    constexpr std::array<std::size_t, 5> kBefore = {2, 3, 1, 4, 4};
    constexpr std::array<std::size_t, 5> kBehindLast = {60, 24, 32, 13, 7};
    if (static_cast<FieldKind>(field) == FieldKind::day_of_week) {
        return;  // no field lies before it
    }
    const std::size_t before = kBefore[field];
    for (std::size_t i = 1; i < kBehindLast[before]; ++i) {
        values[before] |= ((spilled >> i) & 1) << (kBehindLast[before] - i);
    }
}

DayRule day_rule(const Profile& profile, const FieldValues& values, bool star) {
    switch (profile.day_ruling) {
        case DayRuling::star_decides:
            return star ? DayRule::both : DayRule::either;
        case DayRuling::either_unless_full:
            // busybox counts day 0 of the month: `1-31` is not full, `*` is.
            return values[2] == 0xffffffff || values[4] == 0x7f ? DayRule::both : DayRule::either;
        case DayRuling::both_always:
            break;
    }
    return DayRule::both;
}

void set_times(const Profile& profile, ScheduleScan& scan, FieldValues& values,
               const std::array<bool, 5>& star) {
    constexpr std::uint64_t kSundayAgain = 1U << 7;
    if ((values[4] & kSundayAgain) != 0) {
        values[4] = (values[4] & ~kSundayAgain) | 1;
    }
    Schedule& schedule = scan.schedule;
    schedule.minutes = values[0];
    schedule.hours = values[1];
    schedule.days_of_month = values[2] & 0xfffffffe;
    schedule.months = values[3];
    schedule.days_of_week = values[4];
    schedule.day_rule = day_rule(profile, values, star[2] || star[4]);
    schedule.wildcard = profile.wildcards && (star[0] || star[1]);
}

void scan_fields(const Profile& profile, ScheduleScan& scan, const char* end) {
    FieldValues values{};
    std::array<bool, 5> star{};
    bool random = false;
    const char* at = scan.begin;
    for (std::size_t i = 0; i < values.size(); ++i) {
        star[i] = at != end && *at == '*';
        FieldScan field = profile.scan_field(static_cast<FieldKind>(i), at, end);
        if (field.why == Why::none) {
            scan.end = field.rest;
            at = skip(profile.separators, field.rest, end);
            if (at != end && *at == '\xff' && profile.flavour == Flavour::debian) {
                field.why = Why::byte_ff;  // met before cron leaves this field
                field.member = at;
            }
        }
        if (field.why != Why::none) {
            scan.fault = static_cast<Fault>(i);
            scan.why = field.why;
            scan.member = field.member;
            return;
        }
        values[i] |= field.values;
        random = random || field.random;
        if (field.spilled != 0) {
            spill(i, field.spilled, values);
        }
    }
    scan.rest = at;
    set_times(profile, scan, values, star);
    if (random) {
        scan.schedule.random = text_hash(view(scan.begin, scan.end));
    }
}

// "-n command" of cronie; any other '-' before a command is refused.
Fault fault_of_options(std::string_view command) {
    bool seen = false;
    while (command.starts_with('-')) {
        const bool good =
            !seen && command.size() > 2 && command[1] == 'n' && is(kBlank, command[2]);
        if (!good) {
            return Fault::option;
        }
        seen = true;
        const char* end = command.data() + command.size();
        command = view(skip_blanks(command.data() + 2, end), end);
        if (command.empty()) {
            return Fault::command;
        }
    }
    return Fault::none;
}

Fault fault_of_command(const Profile& profile, std::string_view command) {
    if (command.empty()) {
        return profile.command_needed ? Fault::command : Fault::none;
    }
    if (profile.command_options && command.front() == '-') {
        return fault_of_options(command);
    }
    const bool too_long = profile.longest_command != 0 && command.size() > profile.longest_command;
    return too_long ? Fault::command_too_long : Fault::none;
}

// The user's name in a system table, which has to be followed by a blank.
Fault scan_user(const Profile& profile, Segment& segment, const char* end) {
    const char* begin = segment.command;
    const char* at = begin;
    while (at != end && !is(profile.separators, *at)) {
        ++at;
    }
    segment.user = view(begin, at);
    segment.command = skip(profile.separators, at, end);
    return at == begin || at == end ? Fault::command : Fault::none;
}

Fault scan_rest(const Profile& profile, TableForm form, Segment& segment) {
    if (profile.command_star_refused && segment.command != segment.stop &&
        *segment.command == '*') {
        return Fault::command;
    }
    if (form == TableForm::system) {
        if (const Fault fault = scan_user(profile, segment, segment.stop); fault != Fault::none) {
            return fault;
        }
    }
    return fault_of_command(profile, view(segment.command, segment.stop));
}

// Where the line ends that the segment is on: at the byte that does so beside LF, if it is there.
const char* stop_of(const Profile& profile, Segment& segment, const char* begin, const char* end) {
    const char* stop = find_byte(profile.line_break, begin, end);
    segment.next = stop == end || !profile.resumes ? nullptr : stop + 1;
    return stop;
}

// Filled in place: a segment is large enough for its copies to show in the time of a parse.
Segment entry_segment(const Profile& profile, TableForm form, const char* begin, const char* end) {
    Segment segment;
    if (profile.quiet_prefix && end - begin > 1 && *begin == '-' && !is(kBlank, begin[1])) {
        segment.quiet = true;
        ++begin;
    }
    segment.schedule = scan_schedule(profile, begin, end);
    segment.fault = segment.schedule.fault;
    if (segment.fault == Fault::none) {
        segment.command = segment.schedule.rest;
        segment.stop = stop_of(profile, segment, segment.command, end);
        segment.fault = scan_rest(profile, form, segment);
    }
    if (segment.fault != Fault::none) {
        segment.kind = LineKind::invalid;
        segment.next = nullptr;
        return segment;
    }
    segment.kind = LineKind::entry;
    return segment;
}

Segment assignment_segment(const Profile& profile, const AssignmentView& assignment,
                           const char* begin, const char* end) {
    Segment segment;
    segment.kind = LineKind::environment;
    segment.assignment = assignment;
    stop_of(profile, segment, begin, end);
    return segment;
}

Segment plain_segment(LineKind kind) {
    Segment segment;
    segment.kind = kind;
    return segment;
}

Segment scan_part(const Profile& profile, TableForm form, const char* begin, const char* end) {
    const char* at = skip(profile.separators, begin, end);
    if (at == end || *at == '#') {
        return plain_segment(at == end ? LineKind::blank : LineKind::comment);
    }
    if (const std::optional<AssignmentView> assignment = profile.scan_assignment(at, end)) {
        return assignment_segment(profile, *assignment, at, end);
    }
    return entry_segment(profile, form, at, end);
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
        case Fault::username:
            return "bad username";
        case Fault::option:
            return "bad option";
        case Fault::command:
            return "bad command";
        case Fault::command_too_long:
            return "command too long";
        case Fault::none:
            break;
    }
    return "no error";
}

ScheduleScan scan_schedule(const Profile& profile, const char* begin, const char* end) {
    ScheduleScan scan;
    scan.begin = skip(profile.separators, begin, end);
    if (scan.begin != end && *scan.begin == '@') {
        scan_word(profile, scan, end);
    } else {
        scan_fields(profile, scan, end);
    }
    return scan;
}

const char* end_of_line_read(const Profile& profile, const char* begin, const char* end) {
    if (profile.hash_ends_line) {
        end = find_byte('#', begin, end);
        while (end != begin && is(profile.separators, *(end - 1))) {
            --end;
        }
    }
    return end;
}

Segment scan_segment(const Profile& profile, TableForm form, const char* begin, const char* end) {
    if (!profile.break_everywhere) {
        return scan_part(profile, form, begin, end);
    }
    const char* stop = find_byte(profile.line_break, begin, end);
    const char* read = end_of_line_read(profile, begin, stop);
    // A comment is one however it goes on, and blank before a '#' is a comment too.
    Segment segment = scan_part(profile, form, begin, read == begin ? stop : read);
    const bool more = profile.resumes && end - stop > 1;
    segment.next = more ? stop + 1 : nullptr;
    return segment;
}

LineScan scan_line(const Profile& profile, TableForm form, std::string_view line) {
    const char* at = line.data();
    const char* end = at + line.size();
    LineScan scan;
    while (at != nullptr) {
        scan.last = scan_segment(profile, form, at, end);
        if (!matters(scan.first) && (matters(scan.last) || scan.first.kind == LineKind::blank)) {
            scan.first = scan.last;
        }
        scan.open = matters(scan.last) && scan.last.next == nullptr;
        at = scan.last.kind == LineKind::invalid ? nullptr : scan.last.next;
    }
    return scan;
}

}  // namespace cronmend::cron::detail
