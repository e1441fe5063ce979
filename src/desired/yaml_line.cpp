#include "yaml_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "cronmend/base/text.hpp"
#include "cronmend/desired/write.hpp"
#include "keys.hpp"

namespace cronmend::desired {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::string_view kKeyCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
constexpr std::string_view kPutInQuotes = "put the value in quotes";

// "    schedule: VALUE" or "  - VALUE".
struct ValueLine {
    std::string_view key;    // empty in a list
    std::size_t indent = 0;  // the column of the key, or of the list's -
    std::size_t start = 0;   // the column of the value
    std::string_view text;   // without a comment behind it
};

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

// Up to a # with a blank in front of it that stands in no quotes.
std::string_view without_comment(std::string_view text) {
    char open = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (open != '\0') {
            open = c == open ? '\0' : open;
        } else if (is_quote(c)) {
            open = c;
        } else if (c == '#' && i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t')) {
            return trim_blanks(text.substr(0, i));
        }
    }
    return trim_blanks(text);
}

std::optional<ValueLine> value_line_of(std::string_view line) {
    constexpr std::string_view kIndicators = "\"'[{";
    std::size_t start = line.find_first_not_of(' ');
    ValueLine value;
    value.indent = start;
    while (start != kNowhere && line.substr(start, 2) == "- ") {
        start = line.find_first_not_of(' ', start + 2);
    }
    if (start == kNowhere) {
        return std::nullopt;
    }
    const std::size_t word = line.find_first_not_of(kKeyCharacters, start);
    if (word != kNowhere && word > start && line.substr(word, 2) == ": ") {
        value.indent = start;
        value.key = line.substr(start, word - start);
        start = std::min(line.find_first_not_of(' ', word + 1), line.size());
    }
    value.start = start;
    const std::string_view text = line.substr(start);
    const bool quoting = !text.empty() && kIndicators.find(text.front()) != kNowhere;
    value.text = quoting ? without_comment(text) : trim_blanks(text.substr(0, text.find(" #")));
    return value.text.empty() ? std::nullopt : std::optional{value};
}

std::string in_quotes(std::string_view text) {
    if (text.find_first_of("\"\\") == kNowhere) {
        return '"' + std::string{text} + '"';
    }
    std::string out = "'";
    for (const char c : text) {
        out += c;
        if (c == '\'') {
            out += c;
        }
    }
    return out + '\'';
}

std::string key_part(const ValueLine& value) {
    return value.key.empty() ? std::string{"- "} : std::string{value.key} + ": ";
}

LineMend replace_value(const ValueLine& value, std::string text) {
    LineMend mend;
    mend.column = value.start;
    mend.length = value.text.size();
    mend.mend = "write " + key_part(value) + text;
    mend.mend_unseen = "see cronmend.yaml(5) for how a value is quoted";
    mend.text = std::move(text);
    return mend;
}

LineMend quote_value(const ValueLine& value, std::string reason) {
    LineMend mend = replace_value(value, in_quotes(value.text));
    mend.what = value.text;
    mend.reason = std::move(reason);
    mend.mend_unseen = mend.text.starts_with('"')
                           ? std::string{kPutInQuotes}
                           : "put the value in single quotes, and double each ' inside";
    return mend;
}

// Why a value without quotes needs them, whatever its key.
std::optional<std::string> reason_to_quote(const ValueLine& value) {
    constexpr std::string_view kNeverFirst = "@`%";
    const char first = value.text.front();
    if (first == '*') {
        const bool one_word = value.text.find(' ') == kNowhere;
        return one_word && looks_like_alias(value.text)
                   ? std::nullopt
                   : std::optional<std::string>{"a * first is an alias in YAML"};
    }
    if (kNeverFirst.find(first) != kNowhere) {
        return fmt::format("no YAML value can start with {}", first);
    }
    if (value.key.empty()) {
        return std::nullopt;
    }
    if (value.text.starts_with("- ") || value.text.starts_with("? ")) {
        return fmt::format("a {} first starts {} in YAML", first,
                           first == '-' ? "a list" : "a key");
    }
    if (value.text.starts_with("& ") || value.text.starts_with("&&")) {
        return "a & first names an anchor in YAML";
    }
    if (value.text.find(": ") != kNowhere || value.text.ends_with(':')) {
        return "\": \" starts another map in YAML";
    }
    return std::nullopt;
}

// The keys whose value is text, which no list or map can be.
bool is_text_key(std::string_view key) {
    constexpr auto kTextKeys = std::to_array<std::string_view>(
        {"command", "description", "stdin", "runbook", "system", "category"});
    return std::find(kTextKeys.begin(), kTextKeys.end(), key) != kTextKeys.end();
}

// Behind the closing quote; nowhere if the quote is not closed on the line.
std::size_t end_of_quoted(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        const bool escapes = quote == '"' ? text[i] == '\\' : text.substr(i).starts_with("''");
        if (escapes) {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return kNowhere;
}

// "echo "hi"" and 'it's' have quotes around the whole; in "/opt/my dir/x" --all and 'a' 'b' the
// shell's own quotes come first.
bool is_quoted_as_a_whole(std::string_view text, std::size_t end) {
    constexpr std::string_view kBetweenWords = " \t;&|<>()";
    return text.back() == text.front() && kBetweenWords.find(text[end]) == kNowhere;
}

// command: "date +\%F": YAML has its own meanings for a \ between double quotes.
std::optional<LineMend> mend_escape(const ValueLine& value) {
    const std::string_view inner = value.text.substr(1, value.text.size() - 2);
    if (value.text.front() != '"' || inner.find('\\') == kNowhere) {
        return std::nullopt;
    }
    LineMend mend = replace_value(value, in_quotes(inner));
    mend.reason = "between double quotes a \\ starts an escape";
    mend.mend_unseen = R"(use single quotes, or write \\ for a \)";
    return mend;
}

std::optional<LineMend> mend_quoted(const ValueLine& value) {
    const std::size_t end = end_of_quoted(value.text);
    if (end == kNowhere) {
        LineMend mend = replace_value(value, std::string{value.text} + value.text.front());
        mend.reason = fmt::format("the quote that opens with {} is not closed on its line",
                                  value.text.front());
        mend.mend_unseen = "close it at the end of the line";
        return mend;
    }
    if (end == value.text.size()) {
        return mend_escape(value);
    }
    const std::string_view rest = trim_blanks(value.text.substr(end));
    std::string text;
    if (value.key == "schedule" && rest.starts_with(',')) {
        text = fmt::format("[{}]", value.text);
    } else if (value.key == "schedule" || value.key.empty()) {
        text = value.text.substr(0, end);
    } else if (is_quoted_as_a_whole(value.text, end)) {
        text = in_quotes(value.text.substr(1, value.text.size() - 2));
    } else {
        text = in_quotes(value.text);
    }
    LineMend mend = replace_value(value, std::move(text));
    mend.reason = "the value ends at its second quote";
    mend.mend_unseen = "put the whole of it in single quotes, and double each ' inside";
    return mend;
}

// command: | /bin/x: the text of a block starts on the line below. A > may also be the shell's.
std::optional<LineMend> mend_block(const ValueLine& value) {
    constexpr std::string_view kHeader = "+-123456789";
    const char first = value.text.front();
    const std::size_t header =
        std::min(value.text.find_first_not_of(kHeader, 1), value.text.size());
    const std::string_view body = trim_blanks(value.text.substr(header));
    if (body.empty() || value.key.empty()) {
        return std::nullopt;
    }
    const bool blank = value.text[header] == ' ' || value.text[header] == '\t';
    if (first == '>' && !blank) {
        return quote_value(value, "a > first starts a folded text in YAML");
    }
    LineMend mend = replace_value(value, yaml_scalar(body, Quotes::where_needed));
    const std::string margin(value.indent, ' ');
    mend.reason = fmt::format("the text of a block starts on the line below its {}", first);
    mend.mend = fmt::format(
        "write it on one line:\n{0}{1}: {2}\nor below, indented deeper:\n"
        "{0}{1}: {3}-\n{0}  {4}",
        margin, value.key, mend.text, first, body);
    if (first == '>') {
        mend.mend += fmt::format("\nor, if the > is the shell's:\n{}{}: {}", margin, value.key,
                                 in_quotes(value.text));
    }
    mend.mend_unseen = fmt::format("write it on the line of its key, without the {}", first);
    return mend;
}

std::optional<LineMend> mend_value(const ValueLine& value) {
    switch (value.text.front()) {
        case '"':
        case '\'':
            return mend_quoted(value);
        case '[':
        case '{':
            if (!is_text_key(value.key)) {
                return std::nullopt;
            }
            return quote_value(value, value.text.front() == '[' ? "a [ first starts a list in YAML"
                                                                : "a { first starts a map in YAML");
        case '|':
        case '>':
            return mend_block(value);
        case '!':
            return quote_value(value, "a ! first names a tag in YAML");
        default:
            break;
    }
    if (std::optional<std::string> reason = reason_to_quote(value)) {
        return quote_value(value, std::move(*reason));
    }
    return std::nullopt;
}

bool is_known_key(std::string_view word) {
    const auto holds = [&](const auto& keys) {
        return std::find(keys.begin(), keys.end(), word) != keys.end();
    };
    return holds(kFileKeys) || holds(kDefaultsKeys) || holds(kJobKeys) || holds(kExpectKeys);
}

// The length of a known key with a colon and no blank behind it; 0 if there is none.
std::size_t unspaced_key(std::string_view text) {
    const std::size_t word = text.find_first_not_of(kKeyCharacters);
    const bool unspaced = word != kNowhere && text[word] == ':' && word + 1 < text.size() &&
                          text[word + 1] != ' ' && text[word + 1] != '\t';
    return unspaced && is_known_key(text.substr(0, word)) ? word : 0;
}

std::optional<LineMend> mend_unspaced_key(std::string_view line) {
    std::size_t start = std::min(line.find_first_not_of(' '), line.size());
    while (line.substr(start, 2) == "- ") {
        start = std::min(line.find_first_not_of(' ', start + 2), line.size());
    }
    const std::string text = with_blank_behind_key(trim_blanks(line.substr(start)));
    if (text.empty()) {
        return std::nullopt;
    }
    LineMend mend;
    mend.column = start;
    mend.length = trim_blanks(line.substr(start)).size();
    mend.reason = "there is no blank behind the colon";
    mend.mend = "write " + text;
    mend.mend_unseen = "put a blank behind the colon";
    mend.text = text;
    return mend;
}

// In {schedule: @daily, command: x} and ["0 3 * * *", @daily] the place of the fault tells where
// the value starts.
std::optional<LineMend> mend_in_braces(std::string_view line, std::size_t fault_column) {
    constexpr std::string_view kFirst = "@`%*";
    if (fault_column >= line.size()) {
        return std::nullopt;
    }
    const bool here = kFirst.find(line[fault_column]) != kNowhere;
    ValueLine value;
    value.start = here || fault_column == 0 ? fault_column : fault_column - 1;
    if (kFirst.find(line[value.start]) == kNowhere ||
        line.substr(0, value.start).find_first_of("[{") == kNowhere) {
        return std::nullopt;
    }
    std::size_t end = std::min(line.find_first_of("]}", value.start), line.size());
    end = std::min(end, line.find(", ", value.start));
    value.text = trim_blanks(line.substr(value.start, end - value.start));
    const std::string_view before = line.substr(0, value.start);
    if (before.ends_with(": ")) {
        const std::size_t word = before.find_last_not_of(kKeyCharacters, before.size() - 3) + 1;
        value.key = before.substr(word, before.size() - 2 - word);
    }
    std::optional<LineMend> mend = mend_value(value);
    if (mend && value.key.empty()) {
        mend->mend = "write " + mend->text;
    }
    return mend;
}

}  // namespace

bool looks_like_alias(std::string_view text) {
    constexpr std::string_view kEnds = " \t,]}";
    const std::size_t end = std::min(text.find_first_of(kEnds), text.size());
    return text.starts_with('*') && end > 1 &&
           text.substr(1, end - 1).find_first_of("*/,") == kNowhere && text[1] != '-' &&
           (text[1] < '0' || text[1] > '9');
}

std::string with_blank_behind_key(std::string_view text) {
    const std::size_t word = unspaced_key(text);
    if (word == 0) {
        return {};
    }
    const std::string spaced =
        std::string{text.substr(0, word)} + ": " + std::string{text.substr(word + 1)};
    const std::optional<LineMend> more = value_mend(spaced);
    return more ? spaced.substr(0, more->column) + more->text : spaced;
}

std::optional<LineMend> value_mend(std::string_view line) {
    const std::optional<ValueLine> value = value_line_of(line);
    return value ? mend_value(*value) : std::nullopt;
}

std::vector<LineMend> line_mends(std::string_view line, std::size_t fault_column) {
    std::vector<LineMend> mends;
    const auto add = [&](std::optional<LineMend> mend) {
        if (mend) {
            mends.push_back(std::move(*mend));
        }
    };
    add(value_mend(line));
    add(mend_unspaced_key(line));
    if (fault_column != kNowhere) {
        add(mend_in_braces(line, fault_column));
    }
    return mends;
}

}  // namespace cronmend::desired
