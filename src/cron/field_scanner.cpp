#include "field_scanner.hpp"

#include <array>
#include <limits>

#include "bytes.hpp"

namespace cronmend::cron::detail {

namespace {

constexpr char kMonths[][4] = {"jan", "feb", "mar", "apr", "may", "jun",
                               "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr char kDays[][4] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr std::array<FieldSpec, 5> kSpecs = {{{0, 59, nullptr, 0},
                                              {0, 23, nullptr, 0},
                                              {1, 31, nullptr, 0},
                                              {1, 12, kMonths, 12},
                                              {0, 7, kDays, 7}}};
constexpr FieldSpec kStep = {0, 0, nullptr, 0};

// cron collects a token in a buffer of 1000 bytes. (cronie's holds 131,072: the difference is not
// worth a rule, as such a token is all zeros.)
constexpr std::ptrdiff_t kLongestToken = 999;

// What the descendants of Vixie's cron differ in.
struct Rules {
    bool junk;          // what is glued to a finished range is ignored
    bool checks_ends;   // both ends of a range must lie in the field; else only the values reached
    bool random;        // '~'
    bool signed_bytes;  // the byte 0xFF is taken for the end of the file
};

constexpr Rules kDebian = {true, true, false, true};
constexpr Rules kCronie = {false, false, true, false};

constexpr bool is_at(const char* at, const char* end, char c) {
    return at != end && *at == c;
}

// cron keeps this byte in a signed char and takes it for EOF.
bool is_ff(const char* at, const char* end) {
    return is_at(at, end, '\xff');
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// atoi() of the C library: saturates at the ends of long, then keeps the low 32 bits.
int wrapped_number(const char* begin, const char* end) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::int64_t number = 0;
    for (; begin != end; ++begin) {
        const int digit = *begin - '0';
        if (number > (kMost - digit) / 10) {
            return -1;  // the low half of the largest long
        }
        number = number * 10 + digit;
    }
    return static_cast<int>(static_cast<std::uint32_t>(number));
}

int name_index(const FieldSpec& spec, const char* word) {
    for (int i = 0; i < spec.name_count; ++i) {
        const char* name = spec.names[i];
        if (lower(word[0]) == name[0] && lower(word[1]) == name[1] && lower(word[2]) == name[2]) {
            return i;
        }
    }
    return -1;
}

// Nothing if they are no bits of it.
std::uint64_t bits_from_to(int first, int last) {
    if (first < 0 || last < first || last > 63) {
        return 0;
    }
    return (~std::uint64_t{0} >> (63 - last)) & (~std::uint64_t{0} << first);
}

struct Member {
    std::uint64_t values = 0;
    Why why = Why::none;
    const char* rest = nullptr;
    bool random = false;
};

Member refused(Why why) {
    return {0, why, nullptr, false};
}

bool within(const FieldSpec& spec, int value) {
    return value >= spec.low && value <= spec.high;
}

Member stepped(const FieldSpec& spec, int first, int last, const Token& step) {
    Member member{0, Why::none, step.rest, false};
    std::int64_t value = first;
    for (; value <= last; value += step.value) {
        if (value < spec.low || value > spec.high) {
            return refused(Why::out_of_range);
        }
        member.values |= std::uint64_t{1} << value;
    }
    // cron counts in an int; a sum beyond it comes out negative and is refused.
    const bool overflow = first <= last && value > std::numeric_limits<int>::max();
    return overflow ? refused(Why::step_too_large) : member;
}

// The part behind '*' or "a-b": an optional step.
template <Rules rules>
Member scan_step(const FieldSpec& spec, int first, int last, const char* at, const char* end) {
    const bool inside = within(spec, first) && within(spec, last);
    if (rules.checks_ends && !inside) {
        return refused(Why::out_of_range);
    }
    if (!is_at(at, end, '/')) {
        if (!inside && first <= last) {
            return refused(Why::out_of_range);
        }
        return {first <= last ? bits_from_to(first, last) : 0, Why::none, at, false};
    }
    const Token step = scan_token(kStep, at + 1, end);
    if (step.why != Why::none) {
        const bool no_number = step.why == Why::no_value || step.why == Why::unknown_word;
        return refused(no_number ? Why::step_value : step.why);
    }
    if (step.value <= 0) {
        return refused(Why::step_not_positive);
    }
    return stepped(spec, first, last, step);
}

bool is_separator(const char* at, const char* end) {
    return at == end || *at == ',' || *at == '\n' || is(kBlank, *at);
}

// What stands behind a '~': the end of the range to draw from, or nothing.
Member scan_random(const FieldSpec& spec, int first, const char* at, const char* end) {
    Token last{Why::none, spec.high, at};
    if (!is_separator(at, end)) {
        last = scan_token(spec, at, end);
        if (last.why != Why::none) {
            return refused(last.why == Why::no_value ? Why::range_end : last.why);
        }
    }
    if (!within(spec, first) || !within(spec, last.value)) {
        return refused(Why::out_of_range);
    }
    if (first > last.value) {
        return refused(Why::reversed);
    }
    return {bits_from_to(first, last.value), Why::none, last.rest, true};
}

template <Rules rules>
Member scan_member(const FieldSpec& spec, const char* at, const char* end) {
    if (is_at(at, end, '*')) {
        return scan_step<rules>(spec, spec.low, spec.high, at + 1, end);
    }
    if (rules.random && is_at(at, end, '~')) {
        return scan_random(spec, spec.low, at + 1, end);
    }
    const Token first = scan_token(spec, at, end);
    if (first.why != Why::none) {
        return refused(first.why);
    }
    if (is_at(first.rest, end, '-')) {
        const Token last = scan_token(spec, first.rest + 1, end);
        if (last.why != Why::none) {
            return refused(last.why == Why::no_value ? Why::range_end : last.why);
        }
        return scan_step<rules>(spec, first.value, last.value, last.rest, end);
    }
    if (rules.random && is_at(first.rest, end, '~')) {
        return scan_random(spec, first.value, first.rest + 1, end);
    }
    if (!within(spec, first.value)) {
        return refused(Why::out_of_range);
    }
    if (is_at(first.rest, end, '/')) {
        return refused(Why::step_on_single);
    }
    return {bits_from_to(first.value, first.value), Why::none, first.rest, false};
}

Why empty_reason(bool first_member, const char* at, const char* end) {
    const bool nothing = at == end || *at == ',' || is(kBlank, *at) || *at == '\n';
    if (!nothing) {
        return is_ff(at, end) ? Why::byte_ff : Why::no_value;
    }
    return first_member && (at == end || *at != ',') ? Why::missing : Why::empty_member;
}

const char* skip_junk(const char* at, const char* end) {
    while (at != end && !is(kBlank, *at) && *at != '\n') {
        ++at;
    }
    return at;
}

}  // namespace

const FieldSpec& spec_of(FieldKind kind) {
    return kSpecs[static_cast<std::size_t>(kind)];
}

Token scan_token(const FieldSpec& spec, const char* begin, const char* end) {
    const char* at = begin;
    bool digits = true;
    while (at != end && is(kAlphanumeric, *at)) {
        digits = digits && is(kDigit, *at);
        ++at;
    }
    if (at == begin) {
        return {Why::no_value, 0, at};
    }
    if (at - begin > kLongestToken) {
        return {Why::token_too_long, 0, at};
    }
    if (is_ff(at, end)) {
        return {Why::byte_ff, 0, at};
    }
    if (digits) {
        return {Why::none, wrapped_number(begin, at), at};
    }
    const int name = at - begin == 3 ? name_index(spec, begin) : -1;
    if (name < 0) {
        return {Why::unknown_word, 0, at};
    }
    return {Why::none, name + spec.low, at};
}

namespace {

template <Rules rules>
FieldScan scan_vixie_field(FieldKind kind, const char* begin, const char* end) {
    const FieldSpec& spec = spec_of(kind);
    FieldScan field;
    const char* at = begin;
    for (;;) {
        Member member = scan_member<rules>(spec, at, end);
        if (member.why == Why::none && rules.signed_bytes && is_ff(member.rest, end)) {
            member.why = Why::byte_ff;
        }
        if (member.why == Why::none && !rules.junk && !is_separator(member.rest, end)) {
            member.why = Why::junk;
        }
        if (member.why != Why::none) {
            field.why =
                member.why == Why::no_value ? empty_reason(at == begin, at, end) : member.why;
            field.member = at;
            return field;
        }
        field.values |= member.values;
        field.random = field.random || member.random;
        if (!is_at(member.rest, end, ',')) {
            field.rest = skip_junk(member.rest, end);
            return field;
        }
        at = member.rest + 1;
    }
}

}  // namespace

FieldScan scan_debian_field(FieldKind kind, const char* begin, const char* end) {
    return scan_vixie_field<kDebian>(kind, begin, end);
}

FieldScan scan_cronie_field(FieldKind kind, const char* begin, const char* end) {
    return scan_vixie_field<kCronie>(kind, begin, end);
}

}  // namespace cronmend::cron::detail
