#include "yaml_mend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "raw_text.hpp"

namespace cronmend::desired {
namespace {

constexpr std::size_t kMostMends = 50;
constexpr std::string_view kKeyCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

std::string_view line_at(std::string_view text, const Position& at) {
    const std::size_t start = at.offset - std::min(at.column, at.offset);
    std::string_view line = text.substr(std::min(start, text.size()));
    line = line.substr(0, line.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// A line of the file for a message. What a key like PASSWORD holds is a secret, however the line
// is written; and who declares variables in capitals may hold one in any of them.
std::string quoted_line(std::string_view line) {
    const std::string_view text = trim_blanks(line);
    std::string assignments{text};
    for (std::size_t at = 0; (at = assignments.find(": ", at)) != std::string::npos; ++at) {
        assignments.replace(at, 2, "=");
    }
    const std::size_t colon = text.find(": ");
    const bool variable = text.find_first_of("abcdefghijklmnopqrstuvwxyz") >= colon;
    if (colon != std::string_view::npos && (variable || redact(assignments) != assignments)) {
        return quoted(std::string{text.substr(0, colon)} + ": [redacted]");
    }
    return quoted(text);
}

// An unquoted value that ends with its line: "    schedule: VALUE" or "  - VALUE".
struct PlainValue {
    std::string_view key;  // empty in a list
    std::size_t start = 0;
    std::string_view text;
};

std::optional<PlainValue> plain_value_of(std::string_view line) {
    std::size_t start = line.find_first_not_of(' ');
    std::string_view key;
    while (start != std::string_view::npos && line.substr(start, 2) == "- ") {
        start = line.find_first_not_of(' ', start + 2);
    }
    if (start == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t word = line.find_first_not_of(kKeyCharacters, start);
    if (word != std::string_view::npos && word > start && line.substr(word, 2) == ": ") {
        key = line.substr(start, word - start);
        start = std::min(line.find_first_not_of(' ', word + 1), line.size());
    }
    std::string_view text = line.substr(start);
    text = trim_blanks(text.substr(0, text.find(" #")));
    if (text.empty() || text.front() == '"' || text.front() == '\'') {
        return std::nullopt;
    }
    return PlainValue{key, start, text};
}

std::string in_quotes(std::string_view text) {
    const bool simple = text.find_first_of("\"\\") == std::string_view::npos;
    if (simple) {
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

// *night, rather than */5, *,30, *-5 or * 3.
bool looks_like_alias(std::string_view text) {
    constexpr std::string_view kEnds = " \t,]}";
    const std::size_t end = std::min(text.find_first_of(kEnds), text.size());
    return text.starts_with('*') && end > 1 &&
           text.substr(1, end - 1).find_first_of("*/,") == std::string_view::npos &&
           text[1] != '-' && (text[1] < '0' || text[1] > '9');
}

// Why this value needs quotes, if quotes are what it needs.
std::optional<std::string> reason_to_quote(const PlainValue& value, const YamlFault& fault) {
    constexpr std::string_view kNeverFirst = "@`%";
    constexpr std::string_view kUnmendable = "*@`%[{|>&";  // by quotes, in any other place
    const bool at_value = fault.at.column == value.start || fault.at.column == value.start + 1;
    const char first = value.text.front();
    const bool one_word = value.text.find(' ') == std::string_view::npos;
    if (first == '*' && at_value && !(one_word && looks_like_alias(value.text))) {
        return "a * first is an alias in YAML";
    }
    if (kNeverFirst.find(first) != std::string_view::npos && at_value) {
        return fmt::format("no YAML value can start with {}", first);
    }
    if (kUnmendable.find(first) != std::string_view::npos) {
        return std::nullopt;
    }
    const bool inner_colon =
        value.text.find(": ") != std::string_view::npos || value.text.ends_with(':');
    if (fault.message == "illegal map value" && !value.key.empty() && inner_colon &&
        fault.at.column > value.start) {
        return "\": \" starts another map in YAML";
    }
    return std::nullopt;
}

// Reports a value that lacks quotes and puts them into the text. False if that is not the fault.
bool mend_by_quoting(std::string& text, const YamlFault& fault, FileReport& report) {
    if (fault.kind != YamlFault::Kind::syntax) {
        return false;
    }
    const std::optional<PlainValue> value = plain_value_of(line_at(text, fault.at));
    const std::optional<std::string> reason = value ? reason_to_quote(*value, fault) : std::nullopt;
    if (!reason) {
        return false;
    }
    const std::size_t line_start = fault.at.offset - fault.at.column;
    const Position at{line_start + value->start, fault.at.line, value->start};
    const std::string mended = in_quotes(value->text);
    const std::string key = value->key.empty() ? "- " : std::string{value->key} + ": ";
    // A text that would not be shown as it stands (it is long, or holds a secret) is not repeated.
    const std::string whole = key + std::string{value->text};
    const bool shown = quoted_line(whole) == '"' + whole + '"';
    report.error(
        at, fmt::format("{} needs quotes: {}", shown ? quoted(value->text) : "the value", *reason),
        shown ? "write " + key + mended : "put the value in quotes");
    text.replace(at.offset, value->text.size(), mended);
    report.read_from(text);
    return true;
}

struct Explanation {
    std::string_view message;  // yaml-cpp's
    std::string_view summary;
    std::string_view mend;
};

constexpr std::string_view kNoAlias = "alias not found after *";
constexpr std::string_view kUnknownAnchor = "the referenced anchor is not defined";

constexpr std::array<Explanation, 11> kExplanations = {{
    {"end of map not found", "this line does not belong to the map above it",
     "keys of one map start in the same column; keys below one are indented deeper"},
    {"end of sequence not found", "this line does not belong to the list above it",
     "items of one list start with - in the same column"},
    {"illegal map value", "a \": \" where no key can be",
     "check the indentation of this line and the one above, and quote values that hold \": \""},
    {"illegal tab when looking for indentation", "a tab in the indentation",
     "YAML is indented with spaces alone"},
    {"end of sequence flow not found", "a [ is not closed", "close the list with ]"},
    {"end of map flow not found", "a { is not closed", "close the map with }"},
    {"illegal flow end", "a ] or } that closes nothing", "take it out, or quote the value"},
    {"unknown token", "no YAML value can start with this character", "put the value in quotes"},
    {kNoAlias, "a * first is an alias in YAML", "put the value in quotes"},
    {kUnknownAnchor, "an alias to an anchor that is not there",
     "define the anchor with &NAME above, or put the value in quotes if it is none"},
    {"illegal EOF in scalar", "a quote that is never closed", "close the quote"},
}};

std::size_t tabs_before_text(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return line.substr(0, first).find('\t');
}

// command: "echo "hi"": the value ends at its second quote.
bool has_quotes_in_quotes(std::string_view line) {
    const std::size_t colon = line.find(": \"");
    if (colon == std::string_view::npos) {
        return false;
    }
    const std::string_view value = trim_blanks(line.substr(colon + 2));
    std::size_t end = 1;
    while (end < value.size() && value[end] != '"') {
        end += value[end] == '\\' ? 2U : 1U;
    }
    const std::string_view rest = end < value.size() ? value.substr(end + 1) : "";
    return rest.find('"') != std::string_view::npos && !trim_blanks(rest).starts_with('#');
}

void report_syntax(const YamlFault& fault, FileReport& report) {
    const std::string_view line = line_at(report.text(), fault.at);
    if (const std::size_t tab = tabs_before_text(line); tab != std::string_view::npos) {
        report.error({fault.at.offset - fault.at.column + tab, fault.at.line, tab},
                     fmt::format("a tab in the indentation of {}", quoted_line(line)),
                     "YAML is indented with spaces alone");
        return;
    }
    if (fault.message == "end of map not found" && has_quotes_in_quotes(line)) {
        report.error(fault.at,
                     fmt::format("the value ends at its second quote, in {}", quoted_line(line)),
                     R"(put the whole of it in single quotes, or write \" for a quote inside)");
        return;
    }
    const bool star = fault.message == kUnknownAnchor &&
                      !looks_like_alias(line.substr(std::min(fault.at.column, line.size())));
    const std::string_view message = star ? kNoAlias : std::string_view{fault.message};
    const auto* known = std::find_if(std::begin(kExplanations), std::end(kExplanations),
                                     [&](const Explanation& e) { return e.message == message; });
    const std::string near = trim_blanks(line).empty() ? std::string{"at the end of the file"}
                                                       : "in " + quoted_line(line);
    if (known != std::end(kExplanations)) {
        report.error(fault.at, fmt::format("{}, {}", known->summary, near),
                     std::string{known->mend});
        return;
    }
    const bool escape = fault.message.starts_with("unknown escape character");
    report.error(fault.at, fmt::format("not YAML: {}, {}", fault.message, near),
                 escape ? R"(in double quotes \ starts an escape: use single quotes, or write \\)"
                        : "what follows in this file was not read");
}

void report_fault(const YamlFault& fault, FileReport& report) {
    switch (fault.kind) {
        case YamlFault::Kind::syntax:
            report_syntax(fault, report);
            break;
        case YamlFault::Kind::too_deep:
            report.error(fault.at, "maps and lists are nested too deeply to be a declaration",
                         "is this the right file?");
            break;
        case YamlFault::Kind::too_many:
            report.error(fault.at,
                         fmt::format("more than {} values, aliases counted for what they stand for",
                                     kMostValues),
                         "is this the right file? If so, split it into several");
            break;
        case YamlFault::Kind::endless_alias:
            report.error(fault.at, "an alias to the map or list that it stands in",
                         "write the value out");
            break;
        case YamlFault::Kind::open_quote:
            report.error(fault.at,
                         fmt::format("the quote that opens in {} is never closed",
                                     quoted_line(line_at(report.text(), fault.at))),
                         "close it; until then the rest of the file is part of this value");
            break;
    }
}

}  // namespace

bool read_yaml_with_mends(std::string& text, YamlDocument& document, FileReport& report) {
    // Every mend reads the text again: a large file gets fewer of them.
    const std::size_t most = std::min(kMostMends, kLargestFile / (text.size() + 1));
    for (std::size_t mends = 0;; ++mends) {
        report.read_from(text);
        YamlReading reading = read_yaml(text);
        if (!reading.fault) {
            document = std::move(reading.document);
            return true;
        }
        if (mends >= most || !mend_by_quoting(text, *reading.fault, report)) {
            report_fault(*reading.fault, report);
            return false;
        }
    }
}

}  // namespace cronmend::desired
