#include "field_text.hpp"

#include <algorithm>

namespace cronmend::lint::detail {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kMostDigits = 9;  // beyond, cron's own arithmetic wraps around
constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool same_word(std::string_view word, std::string_view lower) {
    return std::equal(word.begin(), word.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

template <std::size_t N>
std::optional<unsigned> index_of(const std::array<std::string_view, N>& names,
                                 std::string_view word, unsigned first) {
    for (std::size_t i = 0; i < N; ++i) {
        if (same_word(word, names[i])) {
            return static_cast<unsigned>(i) + first;
        }
    }
    return std::nullopt;
}

std::optional<unsigned> take_number(std::string_view& rest) {
    const std::size_t end = std::min(rest.find_first_not_of(kDigits), rest.size());
    if (end == 0 || end > kMostDigits) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char c : rest.substr(0, end)) {
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    rest.remove_prefix(end);
    return value;
}

std::optional<unsigned> take_value(FieldKind kind, std::string_view& rest) {
    if (auto number = take_number(rest)) {
        return number;
    }
    std::size_t end = 0;
    while (end < rest.size() && is_letter(rest[end])) {
        ++end;
    }
    const std::string_view word = rest.substr(0, end);
    const auto value = kind == FieldKind::month         ? index_of(kMonths, word, 1)
                       : kind == FieldKind::day_of_week ? index_of(kDays, word, 0)
                                                        : std::nullopt;
    if (value) {
        rest.remove_prefix(end);
    }
    return value;
}

bool take_sign(std::string_view& rest, char c) {
    if (rest.empty() || rest.front() != c) {
        return false;
    }
    rest.remove_prefix(1);
    return true;
}

// Nothing if it is not written as a member is.
std::optional<Member> take_member(FieldKind kind, std::string_view& rest) {
    const std::string_view whole = rest;
    std::string_view ahead = rest;
    Member member;
    member.star = take_sign(ahead, '*');
    if (!member.star) {
        member.first = take_value(kind, ahead);
        if (!member.first) {
            return std::nullopt;
        }
        std::string_view range = ahead;
        if (take_sign(range, '-')) {
            member.last = take_value(kind, range);
            ahead = member.last ? range : ahead;
        }
    }
    std::string_view step = ahead;
    if ((member.star || member.last) && take_sign(step, '/')) {
        member.step = take_number(step);
        ahead = member.step ? step : ahead;
    }
    member.text = whole.substr(0, whole.size() - ahead.size());
    rest = ahead;
    return member;
}

void read_members(FieldText& field) {
    std::string_view rest = field.text;
    do {
        const auto member = take_member(field.kind, rest);
        if (!member) {
            field.junk = rest;
            return;
        }
        field.members.push_back(*member);
    } while (take_sign(rest, ','));
    field.junk = rest;
}

}  // namespace

std::vector<FieldText> fields_of(std::string_view schedule) {
    std::vector<FieldText> fields;
    std::size_t at = 0;
    for (std::size_t i = 0; i < kFieldNames.size(); ++i) {
        at = std::min(schedule.find_first_not_of(" \t", at), schedule.size());
        const std::size_t end = std::min(schedule.find_first_of(" \t", at), schedule.size());
        if (at == end || (i == 0 && schedule[at] == '@')) {
            return {};
        }
        FieldText field;
        field.kind = static_cast<FieldKind>(i);
        field.text = schedule.substr(at, end - at);
        field.offset = at;
        read_members(field);
        fields.push_back(std::move(field));
        at = end;
    }
    return fields;
}

}  // namespace cronmend::lint::detail
