#include "cronmend/cron/fault_place.hpp"

#include <algorithm>

#include "bytes.hpp"
#include "cronmend/cron/schedule.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {
namespace {

using detail::is;
using detail::kAlphanumeric;
using detail::kBlank;
using detail::kDigit;
using detail::Why;

std::size_t length_while(std::string_view text, unsigned char classes) {
    std::size_t length = 0;
    while (length < text.size() && is(classes, text[length])) {
        ++length;
    }
    return length;
}

// The run of letters and digits at the front; else one byte; nothing of nothing.
std::size_t word_length(std::string_view text) {
    return text.empty() ? 0 : std::max<std::size_t>(1, length_while(text, kAlphanumeric));
}

FaultPlace behind(std::string_view member, char sign) {
    const std::size_t at = member.find(sign);
    if (at == std::string_view::npos || at + 1 == member.size()) {
        return {0, member.size()};
    }
    return {at + 1, word_length(member.substr(at + 1))};
}

// A number beyond the field's ends; of several digits more than fit, too.
bool is_beyond(const detail::FieldSpec& spec, std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    int value = 0;
    for (const char c : digits.substr(0, 4)) {
        value = value * 10 + (c - '0');
    }
    return digits.size() > 4 || value < spec.low || value > spec.high;
}

bool is_name(const detail::FieldSpec& spec, std::string_view word) {
    return detail::scan_token(spec, word.data(), word.data() + word.size()).why == Why::none;
}

// The first word of the member of which `is_wrong` holds.
template <class Test>
FaultPlace first_word(std::string_view member, const Test& is_wrong) {
    for (std::size_t at = 0; at < member.size();) {
        const std::size_t length = length_while(member.substr(at), kAlphanumeric);
        if (length > 0 && is_wrong(member.substr(at, length))) {
            return {at, length};
        }
        at += std::max<std::size_t>(length, 1);
    }
    return {0, member.size()};
}

// Inside of the member of the list that was refused.
FaultPlace in_member(const detail::FieldSpec& spec, std::string_view member, Why why) {
    switch (why) {
        case Why::out_of_range:
            return first_word(member, [&spec](std::string_view word) {
                return length_while(word, kDigit) == word.size() && is_beyond(spec, word);
            });
        case Why::unknown_word:
            return first_word(member, [&spec](std::string_view word) {
                return length_while(word, kDigit) != word.size() && !is_name(spec, word);
            });
        case Why::range_end:
            return behind(member, '-');
        case Why::step_on_single:
        case Why::step_value:
        case Why::step_not_positive:
        case Why::step_too_large:
            return behind(member, '/');
        default:
            return {0, member.empty() ? 0 : word_length(member)};
    }
}

std::string_view member_at(const char* begin, const char* end) {
    const char* at = begin;
    while (at != end && *at != ',' && !is(kBlank, *at)) {
        ++at;
    }
    return detail::view(begin, at);
}

FaultPlace place_in(std::string_view text, const detail::ScheduleScan& scan) {
    const char* end = text.data() + text.size();
    if (scan.fault == detail::Fault::time_specifier || scan.member == nullptr) {
        return {static_cast<std::size_t>(scan.begin - text.data()),
                static_cast<std::size_t>(scan.end - scan.begin)};
    }
    const auto& spec = detail::spec_of(static_cast<detail::FieldKind>(scan.fault));
    FaultPlace place = in_member(spec, member_at(scan.member, end), scan.why);
    place.offset += static_cast<std::size_t>(scan.member - text.data());
    return place;
}

}  // namespace

std::optional<FaultPlace> fault_place(std::string_view text, Flavour flavour) {
    if (parse_schedule(text, flavour)) {
        return std::nullopt;
    }
    const detail::ScheduleScan scan =
        detail::scan_schedule(detail::profile_of(flavour), text.data(), text.data() + text.size());
    if (scan.fault != detail::Fault::none) {
        return place_in(text, scan);
    }
    const auto rest = static_cast<std::size_t>(scan.rest - text.data());
    if (rest < text.size()) {
        return FaultPlace{rest, text.size() - rest};
    }
    return FaultPlace{std::min(text.find('='), text.size()), 1};
}

}  // namespace cronmend::cron
