#include "python_number.hpp"

#include <algorithm>

#include "bytes.hpp"

namespace cronmend::cron::detail {

namespace {

constexpr std::int64_t kFarAway = std::int64_t{1} << 40;

}  // namespace

std::optional<PythonNumber> python_int(std::string_view text) {
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
    PythonNumber number;
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
    return negative ? PythonNumber{-number.value, (7 - number.weekday) % 7} : number;
}

}  // namespace cronmend::cron::detail
