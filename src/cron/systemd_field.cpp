// parse_time_unit() of systemd-cron 1.15's generator, which is written in Python: a member "a-b/n"
// of a list is the slice [a:b:n] of the field's values.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "bytes.hpp"
#include "field_scanner.hpp"
#include "python_number.hpp"

namespace cronmend::cron::detail {

namespace {

bool same_letters(std::string_view text, std::string_view name) {
    return text.size() == name.size() &&
           std::equal(text.begin(), text.end(), name.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

template <std::size_t N>
std::optional<std::int64_t> index_of(const std::array<std::string_view, N>& names,
                                     std::string_view word) {
    const std::string_view letters = word.substr(0, 3);
    for (std::size_t i = 0; i < N; ++i) {
        if (same_letters(letters, names[i])) {
            return static_cast<std::int64_t>(i);
        }
    }
    return std::nullopt;
}

// The generator's own lists; October is not in it, so that November is 10 and December 11.
constexpr std::array<std::string_view, 11> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

std::optional<std::int64_t> value_of(FieldKind kind, std::string_view text) {
    if (kind == FieldKind::day_of_week) {
        if (const auto index = index_of(kDays, text)) {
            return index;
        }
        const std::optional<PythonNumber> number = python_int(text);
        return number ? std::optional(number->weekday) : std::nullopt;
    }
    if (const auto number = python_int(text)) {
        return number->value;
    }
    if (kind != FieldKind::month) {
        return std::nullopt;
    }
    const std::optional<std::int64_t> index = index_of(kMonths, text);
    return index ? std::optional(*index + 1) : std::nullopt;
}

struct Slice {
    std::optional<std::int64_t> start, stop;
    std::int64_t step = 1;
};

// One end of a slice of a list of `length`: negative counts from the end, the rest is cut.
std::int64_t clamped(std::int64_t index, std::int64_t length, std::int64_t low, std::int64_t high) {
    return std::clamp(index < 0 ? index + length : index, low, high);
}

// The indexes that the slice picks, as bits.
std::uint64_t picked(const Slice& slice, std::int64_t length) {
    const bool forward = slice.step > 0;
    const std::int64_t low = forward ? 0 : -1;
    const std::int64_t high = forward ? length : length - 1;
    std::int64_t at =
        slice.start ? clamped(*slice.start, length, low, high) : (forward ? low : high);
    const std::int64_t stop =
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
    std::optional<PythonNumber> step = PythonNumber{1, 1};
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
std::uint64_t picked_by_list(FieldKind kind, std::string_view text, std::int64_t length) {
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
    constexpr std::array<std::int64_t, 5> kLengths = {60, 24, 31, 12, 7};
    const std::int64_t length = kLengths[static_cast<std::size_t>(kind)];
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
