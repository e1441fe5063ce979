#include "zone_offset.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cronmend::desired {
namespace {

bool is_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_in(std::string_view digits) {
    int number = 0;
    for (const char digit : digits) {
        number = number * 10 + (digit - '0');
    }
    return number;
}

struct Offset {
    char sign = '+';
    int hours = 0;
    int minutes = 0;
};

std::optional<Offset> parse_offset(std::string_view text) {
    if (text.starts_with("UTC") || text.starts_with("GMT")) {
        text.remove_prefix(3);
    }
    if (text.size() < 2 || (text.front() != '+' && text.front() != '-')) {
        return std::nullopt;
    }
    const char sign = text.front();
    text.remove_prefix(1);
    const std::size_t colon = text.find(':');
    const std::size_t split = colon != std::string_view::npos ? colon
                              : text.size() == 4              ? 2
                                                              : text.size();
    const std::string_view hours = text.substr(0, split);
    const std::string_view minutes =
        split == text.size() ? "00" : text.substr(colon == split ? split + 1 : split);
    if (hours.empty() || hours.size() > 2 || minutes.size() != 2 || !is_digits(hours) ||
        !is_digits(minutes)) {
        return std::nullopt;
    }
    return Offset{sign, number_in(hours), number_in(minutes)};
}

}  // namespace

std::optional<std::string> mend_of_offset(std::string_view text) {
    constexpr int kMostBehind = 12;
    constexpr int kMostAhead = 14;
    const auto offset = parse_offset(text);
    if (!offset || text == "GMT+0" || text == "GMT-0") {  // these are names
        return std::nullopt;
    }
    constexpr std::string_view kCity = "that of a city, as in `timedatectl list-timezones`";
    if (offset->hours == 0 && offset->minutes == 0) {
        return "write UTC";
    }
    const bool ahead = offset->sign == '+';
    if (offset->minutes != 0 || offset->hours > (ahead ? kMostAhead : kMostBehind)) {
        return fmt::format("no zone is named for it: write {}", kCity);
    }
    return fmt::format(
        "write {}, which changes its clocks when that does; or, for this offset all year, "
        "Etc/GMT{}{}: in these names the sign is turned round",
        kCity, ahead ? '-' : '+', offset->hours);
}

}  // namespace cronmend::desired
