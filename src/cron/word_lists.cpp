#include "word_lists.hpp"

#include <fmt/format.h>

#include <array>

namespace cronmend::cron::detail {
namespace {

constexpr std::size_t kLongProgression = 6;  // as many and more are told by their first and last
constexpr unsigned kLongRun = 3;             // "5 to 7", but "5 and 6"

std::string shortened(const Values& values, const Speak& speak) {
    return fmt::format("{}, {}, {}, …, {}", speak(values[0]), speak(values[1]), speak(values[2]),
                       speak(values.back()));
}

}  // namespace

std::optional<Progression> progression_of(const Values& values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    const unsigned step = values[1] - values[0];
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (values[i] - values[i - 1] != step) {
            return std::nullopt;
        }
    }
    return Progression{values.front(), step, values.back()};
}

bool goes_round(const Progression& values, unsigned size) {
    return values.last + values.step == size + values.first;
}

bool seems_to_go_round(const Progression& values, unsigned size) {
    return values.first == 0 && values.last + values.step > size &&
           values.last / values.step >= 2 && values.step > 1;
}

Runs runs_of(const Values& values) {
    Runs runs;
    for (const unsigned value : values) {
        if (!runs.empty() && runs.back().second + 1 == value) {
            runs.back().second = value;
        } else {
            runs.emplace_back(value, value);
        }
    }
    return runs;
}

std::string join(const std::vector<std::string>& parts, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            text += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
        }
        text += parts[i];
    }
    return text;
}

std::string list_of(const Values& values, const Speak& speak, std::string_view last) {
    std::vector<std::string> parts;
    for (const auto& [from, to] : runs_of(values)) {
        if (to - from + 1 >= kLongRun) {
            parts.push_back(fmt::format("{} to {}", speak(from), speak(to)));
            continue;
        }
        for (unsigned value = from; value <= to; ++value) {
            parts.push_back(speak(value));
        }
    }
    return join(parts, last);
}

std::string series_of(const Values& values, const Speak& speak, std::string_view last) {
    const auto progression = progression_of(values);
    const bool shorten = progression && progression->step > 1 && values.size() >= kLongProgression;
    return shorten ? shortened(values, speak) : list_of(values, speak, last);
}

std::string number(unsigned value) {
    return std::to_string(value);
}

std::string ordinal(unsigned value) {
    const bool teen = value % 100 >= 11 && value % 100 <= 13;
    const char* ending = teen              ? "th"
                         : value % 10 == 1 ? "st"
                         : value % 10 == 2 ? "nd"
                         : value % 10 == 3 ? "rd"
                                           : "th";
    return std::to_string(value) + ending;
}

std::string month_name(unsigned value) {
    static constexpr std::array kNames = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
    return kNames.at(value - 1);
}

std::string weekday_name(unsigned value) {
    static constexpr std::array kNames = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};
    return kNames.at(value % 7);
}

}  // namespace cronmend::cron::detail
