// parse_time_unit() of systemd-cron 1.15's generator, which is written in Python: a member "a-b/n"
// of a list is the slice [a:b:n] of the field's values.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "bytes.hpp"
#include "field_scanner.hpp"

namespace cronmend::cron::detail {

namespace {

using Index = std::int64_t;

constexpr Index kFarAway = Index{1} << 40;  // saturated: beyond every field

// A number of any length.
struct Number {
    Index value = 0;    // saturated
    Index weekday = 0;  // modulo 7
};

// int() of Python: blanks around it, a sign, digits with single '_' between them.
std::optional<Number> python_int(std::string_view text) {
    while (!text.empty() && is(kPythonSpace, text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is(kPythonSpace, text.back())) {
        text.remove_suffix(1);
    }
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    Number number;
    bool digit_before = false;
    for (const char c : text) {
        if (is(kDigit, c)) {
            number.value = std::min(number.value * 10 + (c - '0'), kFarAway);
            number.weekday = (number.weekday * 10 + (c - '0')) % 7;
        } else if (c != '_' || !digit_before) {
            return std::nullopt;
        }
        digit_before = c != '_';
    }
    if (!digit_before) {
        return std::nullopt;
    }
    return negative ? Number{-number.value, (7 - number.weekday) % 7} : number;
}

bool same_letters(std::string_view text, std::string_view name) {
    return text.size() == name.size() &&
           std::equal(text.begin(), text.end(), name.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

template <std::size_t N>
std::optional<Index> index_of(const std::array<std::string_view, N>& names, std::string_view word) {
    const std::string_view letters = word.substr(0, 3);
    for (std::size_t i = 0; i < N; ++i) {
        if (same_letters(letters, names[i])) {
            return static_cast<Index>(i);
        }
    }
    return std::nullopt;
}

// The generator's own lists; October is not in it, so that November is 10 and December 11.
constexpr std::array<std::string_view, 11> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

std::optional<Index> value_of(FieldKind kind, std::string_view text) {
    if (kind == FieldKind::day_of_week) {
        if (const auto index = index_of(kDays, text)) {
            return index;
        }
        const std::optional<Number> number = python_int(text);
        return number ? std::optional(number->weekday) : std::nullopt;
    }
    if (const auto number = python_int(text)) {
        return number->value;
    }
    if (kind != FieldKind::month) {
        return std::nullopt;
    }
    const std::optional<Index> index = index_of(kMonths, text);
    return index ? std::optional(*index + 1) : std::nullopt;
}

struct Slice {
    std::optional<Index> start, stop;
    Index step = 1;
};

// One end of a slice of a list of `length`: negative counts from the end, the rest is cut.
Index clamped(Index index, Index length, Index low, Index high) {
    return std::clamp(index < 0 ? index + length : index, low, high);
}

// The indexes that the slice picks, as bits.
std::uint64_t picked(const Slice& slice, Index length) {
    const bool forward = slice.step > 0;
    const Index low = forward ? 0 : -1;
    const Index high = forward ? length : length - 1;
    Index at = slice.start ? clamped(*slice.start, length, low, high) : (forward ? low : high);
    const Index stop =
        slice.stop ? clamped(*slice.stop, length, low, high) : (forward ? high : low);
    std::uint64_t bits = 0;
    for (; forward ? at < stop : at > stop; at += slice.step) {
        bits |= std::uint64_t{1} << at;
    }
    return bits;
}

// The text before and behind the only `c` of a text; nothing if there is none, or more.
std::optional<std::array<std::string_view, 2>> split_in_two(std::string_view text, char c) {
    const std::size_t at = text.find(c);
    if (at == std::string_view::npos || text.find(c, at + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return std::array{text.substr(0, at), text.substr(at + 1)};
}

std::optional<Slice> slice_of(FieldKind kind, std::string_view member) {
    Slice slice;
    std::string_view range = member;
    std::optional<Number> step = Number{1, 1};
    if (const auto parts = split_in_two(member, '/')) {
        range = (*parts)[0];
        step = python_int((*parts)[1]);
    }
    if (range != "*") {
        const auto ends = split_in_two(range, '-');
        const auto start = value_of(kind, ends ? (*ends)[0] : range);
        const auto stop = value_of(kind, ends ? (*ends)[1] : range);
        if (!start || !stop) {
            return std::nullopt;
        }
        // Lists that start with 1 are shorter by the 0 at their front.
        const bool from_one = kind == FieldKind::day_of_month || kind == FieldKind::month;
        slice.start = from_one ? *start - 1 : *start;
        slice.stop = from_one ? *stop : *stop + 1;
    }
    if (!step || step->value == 0) {
        return std::nullopt;
    }
    slice.step = step->value;
    return slice;
}

// The bits of the list's indexes; 0 if the generator calls the field garbled.
std::uint64_t picked_by_list(FieldKind kind, std::string_view text, Index length) {
    std::uint64_t bits = 0;
    for (;;) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::optional<Slice> slice = slice_of(kind, text.substr(0, comma));
        if (!slice) {
            return 0;
        }
        bits |= picked(*slice, length);
        if (comma == text.size()) {
            return bits;
        }
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

FieldScan scan_systemd_field(FieldKind kind, const char* begin, const char* end) {
    FieldScan scan;
    scan.member = begin;
    scan.rest = begin;
    while (scan.rest != end && !is(kPythonSpace, *scan.rest)) {
        ++scan.rest;
    }
    if (scan.rest == begin) {
        scan.why = Why::missing;
        return scan;
    }
    constexpr std::array<Index, 5> kLengths = {60, 24, 31, 12, 7};
    const Index length = kLengths[static_cast<std::size_t>(kind)];
    const std::uint64_t all = (std::uint64_t{1} << length) - 1;
    const std::string_view text = view(begin, scan.rest);
    scan.values = text == "*" ? all : picked_by_list(kind, text, length);
    if (scan.values == 0) {
        scan.faulty = kind == FieldKind::day_of_week;
        scan.why = scan.faulty ? Why::none : Why::garbled;
        scan.values = scan.faulty ? all : 0;
    }
    const bool from_one = kind == FieldKind::day_of_month || kind == FieldKind::month;
    scan.values <<= from_one ? 1 : 0;
    return scan;
}

}  // namespace cronmend::cron::detail
