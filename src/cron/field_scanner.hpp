// One time field, read as each cron reads it: straight from the bytes, without allocation. Debian's
// cron and cronie share a reader (get_list(), get_range() and get_number() of their entry.c) with
// different rules; the others have one of their own.
#pragma once

#include <cstdint>

namespace cronmend::cron::detail {

// Why a field is refused; for the words that explain it.
enum class Why {
    none,
    missing,         // the line ends where the field should start
    empty_member,    // nothing before or after a comma
    no_value,        // neither a number nor a name nor '*'
    unknown_word,    // letters that are no name here
    token_too_long,  // 1000 letters or digits, or more
    out_of_range,    // a number beyond the field's ends
    range_end,       // nothing usable behind '-'
    step_on_single,  // "5/2"
    step_value,      // nothing usable behind '/'
    step_not_positive,
    step_too_large,  // cron's counter overflows
    byte_ff,         // the byte 0xFF, which cron takes for the end of the file
    junk,            // something glued to a finished range, where that is refused
    reversed,        // a range whose end is before its start, where that is refused
    hangs,           // a step of 0, at which the daemon loops for ever
    garbled,         // systemd-cron's word for all of these
};

enum class FieldKind { minute, hour, day_of_month, month, day_of_week };

struct FieldSpec {
    int low;
    int high;
    const char (*names)[4];  // lower case, of `low` and up; null if the field has none
    int name_count;
};

[[nodiscard]] const FieldSpec& spec_of(FieldKind kind);

struct FieldScan {
    std::uint64_t values = 0;  // bit n: the value n
    Why why = Why::none;
    bool random = false;  // one of the values is drawn when the table is loaded (cronie's '~')
    bool faulty = false;  // the daemon complains in its log and goes by what it read so far
    std::uint64_t spilled = 0;     // bit n: it wrote to index -n, in the field that lies before it
    const char* member = nullptr;  // where the member of the list starts that was refused
    const char* rest = nullptr;    // behind the field, before the blanks that follow it
};

// Reads the field that starts at `begin`, the junk glued to it included.
using FieldScanner = FieldScan (*)(FieldKind kind, const char* begin, const char* end);

// Junk behind a finished range is ignored, both ends of a range are checked.
[[nodiscard]] FieldScan scan_debian_field(FieldKind kind, const char* begin, const char* end);
// Junk is refused; `~`, `5~`, `~5`, `5~9` are drawn at load; only values that are reached are
// checked.
[[nodiscard]] FieldScan scan_cronie_field(FieldKind kind, const char* begin, const char* end);
// Never refused. Ranges wrap; what is out of range fills the field; on an error, which is logged,
// the values read so far stay.
[[nodiscard]] FieldScan scan_busybox_field(FieldKind kind, const char* begin, const char* end);
// Full names or three letters; reversed ranges are refused; `5/2` is 5; members need no comma.
[[nodiscard]] FieldScan scan_bcron_field(FieldKind kind, const char* begin, const char* end);
// Each member is a slice of Python's, so that ranges are cut to the field; the first three letters
// of a name count; an error empties the field, and an empty day-of-week is every day.
[[nodiscard]] FieldScan scan_systemd_field(FieldKind kind, const char* begin, const char* end);

// A run of letters and digits at the start of a member.
struct Token {
    Why why = Why::none;
    int value = 0;
    const char* rest = nullptr;
};
[[nodiscard]] Token scan_token(const FieldSpec& spec, const char* begin, const char* end);

}  // namespace cronmend::cron::detail
