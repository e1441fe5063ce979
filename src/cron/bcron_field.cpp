// parse_field() of bcron's timespec-parse.c. (Upstream's 0.11 reads through a null pointer where a
// number is wanted and something else stands; Debian's package refuses the line.)
#include <array>
#include <string_view>

#include "bytes.hpp"
#include "field_scanner.hpp"

namespace cronmend::cron::detail {

namespace {

constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_letter(const char* at, const char* end) {
    return at != end && is(kAlphanumeric, *at) && !is(kDigit, *at);
}

// The text starts with the name, whatever its case, and no letter follows it.
bool starts_with_name(const char* at, const char* end, std::string_view name) {
    if (static_cast<std::size_t>(end - at) < name.size()) {
        return false;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        if ((at[i] | 0x20) != name[i] || !is(kAlphanumeric, at[i])) {
            return false;
        }
    }
    return !is_letter(at + name.size(), end);
}

struct Value {
    int value;
    const char* rest;  // null: there is none
};

template <std::size_t N>
Value scan_name(const std::array<std::string_view, N>& names, int first, const char* at,
                const char* end) {
    for (std::size_t i = 0; i < N; ++i) {
        for (const std::string_view name : {names[i], names[i].substr(0, 3)}) {
            if (starts_with_name(at, end, name)) {
                return {first + static_cast<int>(i), at + name.size()};
            }
        }
    }
    return {0, nullptr};
}

// A number wraps in 32 bits.
Value scan_number(const char* at, const char* end) {
    std::uint32_t number = 0;
    const char* begin = at;
    for (; at != end && is(kDigit, *at); ++at) {
        number = number * 10 + static_cast<std::uint32_t>(*at - '0');
    }
    return {static_cast<int>(number), at == begin ? nullptr : at};
}

Value scan_value(FieldKind kind, const char* at, const char* end) {
    if (at != end && is(kDigit, *at)) {
        return scan_number(at, end);
    }
    switch (kind) {
        case FieldKind::month:
            return scan_name(kMonths, 1, at, end);
        case FieldKind::day_of_week:
            return scan_name(kDays, 0, at, end);
        default:
            return {0, nullptr};
    }
}

// One member, as far as it is good; it ends where the next begins, with or without a comma.
struct MemberReader {
    FieldKind kind = FieldKind::minute;
    const char* at = nullptr;
    const char* end = nullptr;
    std::uint64_t values = 0;

    [[nodiscard]] bool is_at(char c) const { return at != end && *at == c; }

    Why read_value(int& value, Why without) {
        const Value read = scan_value(kind, at, end);
        if (read.rest == nullptr) {
            return without;
        }
        value = read.value;
        at = read.rest;
        return Why::none;
    }

    Why read_range(int& first, int& last) {
        if (is_at('*')) {
            ++at;
            return Why::none;
        }
        if (const Why why = read_value(first, Why::no_value); why != Why::none) {
            return why;
        }
        last = first;
        if (is_at('-')) {
            ++at;
            return read_value(last, Why::range_end);
        }
        return Why::none;
    }

    Why read() {
        const FieldSpec& spec = spec_of(kind);
        int first = spec.low;
        int last = spec.high;
        if (const Why why = read_range(first, last); why != Why::none) {
            return why;
        }
        std::int64_t step = 1;
        if (is_at('/')) {
            const Value read = scan_number(at + 1, end);
            if (read.rest == nullptr) {
                return Why::step_value;
            }
            step = read.value;
            at = read.rest;
        }
        if (first < spec.low || last > spec.high) {
            return Why::out_of_range;
        }
        if (first > last) {
            return Why::reversed;
        }
        if (step <= 0) {
            // Below 0 it goes on with bits that no field has, which is no better.
            return first == last && step < 0 ? Why::step_not_positive : Why::hangs;
        }
        for (std::int64_t value = first; value <= last; value += step) {
            values |= std::uint64_t{1} << value;
        }
        return Why::none;
    }
};

}  // namespace

FieldScan scan_bcron_field(FieldKind kind, const char* begin, const char* end) {
    FieldScan scan;
    const char* at = begin;
    do {
        MemberReader member{kind, at, end};
        scan.member = at;
        scan.why = member.read();
        if (scan.why != Why::none) {
            if (at == end) {
                scan.why = Why::missing;
            }
            return scan;
        }
        scan.values |= member.values;
        at = member.at;
        while (at != end && *at == ',') {
            ++at;
        }
    } while (at != end && !is(kSpace, *at));
    scan.rest = at;
    return scan;
}

}  // namespace cronmend::cron::detail
