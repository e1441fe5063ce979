// Sets of numbers in words: lists, ranges, steps, ordinals, and the names of days and months.
#pragma once

#include <bitset>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cronmend::cron::detail {

using Values = std::vector<unsigned>;  // ascending, no value twice

template <std::size_t size>
[[nodiscard]] Values values_of(const std::bitset<size>& mask) {
    Values values;
    for (unsigned value = 0; value < size; ++value) {
        if (mask[value]) {
            values.push_back(value);
        }
    }
    return values;
}

// Evenly spaced values.
struct Progression {
    unsigned first, step, last;
};
// Nothing for fewer than two values, or if the distances differ.
[[nodiscard]] std::optional<Progression> progression_of(const Values& values);
// True if the next round (of `size` values) goes on at the same distance: 0, 15, 30, 45 of 60.
[[nodiscard]] bool goes_round(const Progression& values, unsigned size);
// True if it looks as if it did: 0, 7, 14 … 56 of 60, which comes from */7.
[[nodiscard]] bool seems_to_go_round(const Progression& values, unsigned size);

// The runs of neighbours: first and last of each.
using Runs = std::vector<std::pair<unsigned, unsigned>>;
[[nodiscard]] Runs runs_of(const Values& values);

using Speak = std::function<std::string(unsigned)>;

// "1", "1 and 2", "1, 5 to 9 and 20". `last` is the word before the last one: "and", "or".
[[nodiscard]] std::string list_of(const Values& values, const Speak& speak, std::string_view last);
// The same, but six evenly spaced values or more are "0, 7, 14, …, 56".
[[nodiscard]] std::string series_of(const Values& values, const Speak& speak,
                                    std::string_view last);
// Parts of any kind: "a, b and c".
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view last);

[[nodiscard]] std::string number(unsigned value);        // "7"
[[nodiscard]] std::string ordinal(unsigned value);       // "21st"
[[nodiscard]] std::string month_name(unsigned value);    // 1 = January
[[nodiscard]] std::string weekday_name(unsigned value);  // 1 = Monday … 7 = Sunday; 0 = Sunday

}  // namespace cronmend::cron::detail
