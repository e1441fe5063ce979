// Single values of a declaration, each checked and, if it is wrong, reported where it stands.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/base/time.hpp"
#include "file_report.hpp"
#include "map_reader.hpp"

namespace cronmend::desired {

enum class Numbers {
    refuse,  // 8080 without quotes is a wrong type
    accept,  // 8080 and 1.5 stand for their text; what YAML's readers disagree on does not
};
enum class Tabs { refuse, accept };
enum class Secrecy { shown, hidden };  // hidden: messages do not repeat the value

struct LineRules {
    Numbers numbers = Numbers::refuse;
    Tabs tabs = Tabs::refuse;
    Secrecy secrecy = Secrecy::shown;
};

// A text of one line; it may be empty.
[[nodiscard]] std::optional<std::string> read_line(const Field& field, FileReport& report,
                                                   LineRules rules = {});
// The same, but empty text is an error.
[[nodiscard]] std::optional<std::string> read_filled_line(const Field& field, FileReport& report,
                                                          LineRules rules = {});
// A text of any number of lines; tabs and LF are the only control characters in it.
[[nodiscard]] std::optional<std::string> read_text(const Field& field, FileReport& report);

[[nodiscard]] std::optional<bool> read_bool(const Field& field, FileReport& report);
[[nodiscard]] std::optional<Seconds> read_duration(const Field& field, FileReport& report);

// One of some words: its place in `words`.
[[nodiscard]] std::optional<std::size_t> read_word(const Field& field,
                                                   const std::vector<std::string_view>& words,
                                                   FileReport& report);

// One of an enum's values by its to_string().
template <class Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> read_enum(const Field& field, const std::array<Enum, N>& values,
                                            FileReport& report) {
    std::vector<std::string_view> words(N);
    std::transform(values.begin(), values.end(), words.begin(),
                   [](Enum value) { return to_string(value); });
    const std::optional<std::size_t> index = read_word(field, words, report);
    return index ? std::optional<Enum>{values[*index]} : std::nullopt;
}

// True if it holds what word processors make of " and '.
[[nodiscard]] bool has_typographic_quote(std::string_view text);

// True if some reader of YAML 1.1 or 1.2 takes these plain words for a number or for a boolean.
[[nodiscard]] bool reads_as_number(std::string_view plain);
[[nodiscard]] bool reads_as_bool(std::string_view plain);

}  // namespace cronmend::desired
