#include <array>
#include <string_view>

#include "cronmend/desired/parse.hpp"

namespace cronmend::desired {
namespace {

struct Unit {
    char letter;
    std::int64_t seconds;
};

constexpr std::array<Unit, 4> kUnits = {{{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}};
constexpr std::size_t kMostDigits = 9;  // of one number: no sum of four can overflow

}  // namespace

std::optional<Seconds> parse_duration(std::string_view text) {
    std::int64_t total = 0;
    std::size_t next_unit = 0;  // units come once each, the largest first
    while (!text.empty()) {
        const std::size_t digits = text.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos || digits > kMostDigits) {
            return std::nullopt;
        }
        while (next_unit < kUnits.size() && kUnits[next_unit].letter != text[digits]) {
            ++next_unit;
        }
        if (next_unit == kUnits.size()) {
            return std::nullopt;
        }
        std::int64_t number = 0;
        for (const char digit : text.substr(0, digits)) {
            number = number * 10 + (digit - '0');
        }
        total += number * kUnits[next_unit].seconds;
        ++next_unit;
        text.remove_prefix(digits + 1);
    }
    return total == 0 ? std::nullopt : std::optional{Seconds{total}};
}

}  // namespace cronmend::desired
