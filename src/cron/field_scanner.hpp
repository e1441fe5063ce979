// One time field, read as Debian's cron reads it (get_list(), get_range() and get_number() of its
// entry.c): straight from the bytes, without allocation.
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
    const char* member = nullptr;  // where the member of the list starts that was refused
    const char* rest = nullptr;    // behind the field, before the blanks that follow it
};

// Reads the field that starts at `begin`, the junk glued to it included.
[[nodiscard]] FieldScan scan_field(FieldKind kind, const char* begin, const char* end);

// A run of letters and digits at the start of a member.
struct Token {
    Why why = Why::none;
    int value = 0;
    const char* rest = nullptr;
};
[[nodiscard]] Token scan_token(const FieldSpec& spec, const char* begin, const char* end);

}  // namespace cronmend::cron::detail
