// ParseField() of busybox's crond.c. Values are counted from 0 there, months included; day 0 of the
// month is one of the 32 that it holds.
#include <array>
#include <limits>
#include <string_view>

#include "bytes.hpp"
#include "field_scanner.hpp"

namespace cronmend::cron::detail {

namespace {

struct Number {
    int value;
    const char* rest;
};

// strtol() of the C library, kept in an int: blanks and a sign before the digits, saturation at the
// ends of long. No digits: 0, and nothing is taken.
Number scan_number(const char* begin, const char* end) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const char* at = skip(kSpace, begin, end);
    const bool negative = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) {
        ++at;
    }
    const char* digits = at;
    std::int64_t number = 0;
    for (; at != end && is(kDigit, *at); ++at) {
        const int digit = *at - '0';
        number = number > (kMost - digit) / 10 ? kMost : number * 10 + digit;
    }
    if (at == digits) {
        return {0, begin};
    }
    const std::int64_t value = negative && number == kMost
                                   ? std::numeric_limits<std::int64_t>::min()
                                   : (negative ? -number : number);
    return {static_cast<int>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value))), at};
}

// As an int that goes round, which is what comes of busybox's where it overflows.
int plus(int number, int more) {
    return static_cast<int>(static_cast<std::uint32_t>(number) + static_cast<std::uint32_t>(more));
}

struct Field {
    int modulus = 1;
    int offset = 0;  // of a number: the index of month 1 is 0
    std::uint64_t values = 0;
    std::uint64_t spilled = 0;

    void set(int index) {
        if (index >= 0) {
            values |= std::uint64_t{1} << index;
        } else {
            spilled |= std::uint64_t{1} << -index;  // such as month 0
        }
    }

    // False if it does not end, as busybox puts it after 1023 rounds.
    bool fill(int first, int last, int step) {
        std::uint32_t left = 1;  // its int goes round at both ends
        int index = plus(first, -1);
        for (int rounds = 1024;;) {
            index = plus(index, 1) % modulus;
            if (--left == 0) {
                set(index);
                left = static_cast<std::uint32_t>(step);
            }
            if (--rounds == 0) {
                return false;
            }
            if (index == last) {
                return true;
            }
        }
    }
};

Field make_field(FieldKind kind) {
    constexpr std::array<int, 5> kModuli = {60, 24, 32, 12, 7};
    return {kModuli[static_cast<std::size_t>(kind)], kind == FieldKind::month ? -1 : 0};
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The name that the text starts with, whatever follows it; -1 for none.
int name_at(const FieldSpec& spec, const char* at, const char* end) {
    if (end - at < 3) {
        return -1;
    }
    for (int i = 0; i < spec.name_count; ++i) {
        const char* name = spec.names[i];
        if (lower(at[0]) == name[0] && lower(at[1]) == name[1] && lower(at[2]) == name[2]) {
            return i;
        }
    }
    return -1;
}

// One member of the list: "5", "5-9/2", "*". -1 stands for "not given", as it does in busybox.
struct MemberReader {
    const FieldSpec& spec;
    Field& field;
    const char* at = nullptr;
    const char* end = nullptr;
    int first = -1;
    int last = -1;

    bool read_value() {
        if (at != end && *at == '*') {
            first = 0;
            last = field.modulus - 1;
            ++at;
            return true;
        }
        if (at != end && is(kDigit, *at)) {
            const Number number = scan_number(at, end);
            take(plus(number.value, field.offset));
            at = number.rest;
            return true;
        }
        const int name = name_at(spec, at, end);
        if (name < 0) {
            return false;
        }
        take(name);
        at += 3;
        return true;
    }

    void take(int value) { (first < 0 ? first : last) = value; }

    // False if busybox complains.
    bool read() {
        for (;;) {
            if (!read_value()) {
                return false;
            }
            if (at == end || *at != '-' || last >= 0) {
                break;
            }
            ++at;
        }
        if (last < 0) {
            last = first;
        }
        int step = 1;
        if (at != end && *at == '/') {
            const Number number = scan_number(at + 1, end);
            step = number.value;
            at = number.rest;
        }
        return field.fill(first, last, step);
    }
};

}  // namespace

FieldScan scan_busybox_field(FieldKind kind, const char* begin, const char* end) {
    FieldScan scan;
    scan.rest = begin;
    while (scan.rest != end && !is(kBlank, *scan.rest)) {
        ++scan.rest;
    }
    if (scan.rest == begin) {
        scan.why = Why::missing;
        scan.member = begin;
        return scan;
    }
    Field field = make_field(kind);
    const char* at = begin;
    for (;;) {
        MemberReader member{spec_of(kind), field, at, scan.rest};
        if (!member.read()) {
            scan.faulty = true;
            break;
        }
        at = member.at;
        if (at == scan.rest || *at != ',') {
            scan.faulty = at != scan.rest;
            break;
        }
        ++at;
    }
    scan.member = at;
    scan.spilled = field.spilled;
    scan.values = kind == FieldKind::month ? field.values << 1 : field.values;
    return scan;
}

}  // namespace cronmend::cron::detail
