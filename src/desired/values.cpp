#include "values.hpp"

#include <fmt/format.h>

#include <cctype>

#include "cronmend/base/text.hpp"
#include "cronmend/desired/parse.hpp"
#include "source_line.hpp"

namespace cronmend::desired {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool consists_of(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

// 0, 8080, -5, 1.50: numbers that every reader of YAML reads alike, so that their text is clear.
bool is_clear_number(std::string_view plain) {
    if (plain.starts_with('-')) {
        plain.remove_prefix(1);
    }
    const std::size_t point = plain.find('.');
    const std::string_view whole = plain.substr(0, point);
    const bool fraction =
        point == std::string_view::npos || consists_of(plain.substr(point + 1), kDigits);
    return consists_of(whole, kDigits) && (whole == "0" || whole.front() != '0') && fraction;
}

bool report_not_text(const Field& field, FileReport& report) {
    const std::string_view kind = kind_name(*field.value);
    if (field.value->kind == YamlNode::Kind::null) {
        report.error(field.place(), fmt::format("{} has no value", field.name),
                     "write one, or take the key out");
    } else {
        report.error(field.place(), fmt::format("{} is {}, not text", field.name, kind),
                     mend_of_value(field.value->at, report)
                         .value_or("write one value, in quotes if in doubt"));
    }
    return false;
}

// Nobody means a value to begin with one; whoever wants it all the same says so with real quotes.
void warn_of_typographic_quote(const Field& field, FileReport& report) {
    constexpr std::size_t kLengthOfOne = 3;
    const YamlNode& value = *field.value;
    if (value.plain && has_typographic_quote(value.text.substr(0, kLengthOfOne))) {
        report.warning(field.place(),
                       fmt::format("{} begins with a typographic quote, which YAML takes for a "
                                   "part of the text",
                                   field.name),
                       "write \" or ' in its place, at both ends");
    }
}

bool is_text(const Field& field, const LineRules& rules, FileReport& report) {
    const YamlNode& value = *field.value;
    if (value.kind != YamlNode::Kind::scalar) {
        return report_not_text(field, report);
    }
    warn_of_typographic_quote(field, report);
    if (!value.plain || (rules.numbers == Numbers::accept && is_clear_number(value.text))) {
        return true;
    }
    const bool number = reads_as_number(value.text);
    if (!number && !reads_as_bool(value.text)) {
        return true;
    }
    const std::string_view type = number ? "number" : "boolean";
    if (rules.secrecy == Secrecy::hidden) {
        report.error(field.place(),
                     fmt::format("YAML reads the value of {}, without quotes, as a {}, not as text",
                                 field.name, type),
                     "put the value in quotes");
        return false;
    }
    report.error(field.place(),
                 fmt::format("{} is {} without quotes, which YAML reads as a {}, not as text",
                             field.name, quoted(value.text), type),
                 fmt::format("write {}: \"{}\"", field.name, value.text));
    return false;
}

bool report_control(const Field& field, std::string_view name, std::string_view mend,
                    FileReport& report) {
    report.error(field.place(), fmt::format("{} holds {}", field.name, name), std::string{mend});
    return false;
}

// The value itself is not quoted: it may be long, and what is wrong with it cannot be seen.
bool is_one_line(const Field& field, Tabs tabs, FileReport& report) {
    const std::string_view text = field.value->text;
    const auto wrong = std::find_if(text.begin(), text.end(), [&](char c) {
        return has_control_characters({&c, 1}) && !(c == '\t' && tabs == Tabs::accept);
    });
    if (wrong == text.end()) {
        return true;
    }
    if (*wrong != '\n') {
        return report_control(field, "the control character " + printable({&*wrong, 1}),
                              "take it out: a line of a crontab cannot hold it", report);
    }
    const bool at_end =
        text.find_last_not_of('\n') < static_cast<std::size_t>(wrong - text.begin());
    if (at_end) {
        return report_control(field, "a newline at its end",
                              "write |- or >- in place of | or >, or put it on one line", report);
    }
    // Folded, two commands would be one.
    return report_control(field, "a newline",
                          field.name == "command"
                              ? "join commands with && or ;, or call a script; one long command "
                                "alone may be folded with >-"
                              : "write it on one line, or fold the lines with >-",
                          report);
}

void report_not_bool(const Field& field, FileReport& report) {
    const YamlNode& value = *field.value;
    const std::string either = fmt::format("write {}: true or {}: false", field.name, field.name);
    if (value.kind != YamlNode::Kind::scalar) {
        report.error(field.place(),
                     fmt::format("{} is {}, not true or false", field.name, kind_name(value)),
                     either);
        return;
    }
    const std::string text = lower(value.text);
    const bool truth = text == "true" || text == "yes" || text == "on" || text == "1";
    const bool falsehood = text == "false" || text == "no" || text == "off" || text == "0";
    report.error(field.place(),
                 fmt::format("{} is {}{}, not true or false", field.name,
                             value.plain ? "" : "the text ", quoted(value.text)),
                 truth || falsehood ? fmt::format("write {}: {}, without quotes", field.name, truth)
                                    : either);
}

}  // namespace

bool reads_as_number(std::string_view plain) {
    if (plain.starts_with('+') || plain.starts_with('-')) {
        plain.remove_prefix(1);
    }
    const std::string text = lower(plain);
    if (text == ".inf" || text == ".nan") {
        return true;
    }
    const bool prefixed =
        text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b");
    if (prefixed) {
        return consists_of(std::string_view{text}.substr(2), "0123456789abcdef_");
    }
    // Decimal, octal, floating and base 60, generously: quotes around a text never do harm.
    const bool has_digit = !text.empty() && (kDigits.find(text.front()) != std::string::npos ||
                                             (text.front() == '.' && text.size() > 1));
    const std::size_t exponent = text.find('e');
    const std::string_view mantissa = std::string_view{text}.substr(0, exponent);
    std::string_view power =
        exponent == std::string::npos ? "0" : std::string_view{text}.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) {
        power.remove_prefix(1);
    }
    const bool once = std::count(mantissa.begin(), mantissa.end(), '.') <= 1;
    return has_digit && once && consists_of(mantissa, "0123456789_.:") &&
           !mantissa.ends_with(':') && consists_of(power, kDigits);
}

bool reads_as_bool(std::string_view plain) {
    const std::string text = lower(plain);
    return text == "true" || text == "false" || text == "yes" || text == "no" || text == "on" ||
           text == "off";
}

bool has_typographic_quote(std::string_view text) {
    constexpr std::array<std::string_view, 4> kQuotes = {"\u201c", "\u201d", "\u2018", "\u2019"};
    return std::any_of(kQuotes.begin(), kQuotes.end(), [&](std::string_view quote) {
        return text.find(quote) != std::string_view::npos;
    });
}

std::optional<std::string> read_line(const Field& field, FileReport& report, LineRules rules) {
    if (!is_text(field, rules, report) || !is_one_line(field, rules.tabs, report)) {
        return std::nullopt;
    }
    return field.value->text;
}

std::optional<std::string> read_filled_line(const Field& field, FileReport& report,
                                            LineRules rules) {
    std::optional<std::string> text = read_line(field, report, rules);
    if (text && trim_blanks(*text).empty()) {
        report.error(field.place(), fmt::format("{} is empty", field.name),
                     "write a value, or take the key out");
        return std::nullopt;
    }
    return text;
}

std::optional<std::string> read_text(const Field& field, FileReport& report) {
    if (!is_text(field, {}, report)) {
        return std::nullopt;
    }
    const std::string& text = field.value->text;
    const auto wrong = std::find_if(text.begin(), text.end(), [](char c) {
        return c != '\n' && c != '\t' && has_control_characters({&c, 1});
    });
    if (wrong != text.end()) {
        report.error(
            field.place(),
            fmt::format("{} holds the control character {}", field.name, printable({&*wrong, 1})),
            "take it out: a line of a crontab cannot hold it");
        return std::nullopt;
    }
    return text;
}

std::optional<bool> read_bool(const Field& field, FileReport& report) {
    const YamlNode& value = *field.value;
    if (value.kind == YamlNode::Kind::null) {
        (void)report_not_text(field, report);
        return std::nullopt;
    }
    const std::string_view text = value.text;
    if (value.kind == YamlNode::Kind::scalar && value.plain) {
        // YAML 1.2 knows these spellings; 1.1 had yes, no, on and off besides.
        const bool truth = text == "true" || text == "True" || text == "TRUE";
        if (truth || text == "false" || text == "False" || text == "FALSE") {
            return truth;
        }
    }
    report_not_bool(field, report);
    return std::nullopt;
}

std::optional<Seconds> read_duration(const Field& field, FileReport& report) {
    constexpr std::string_view kMend = "write a number with its unit: 45s, 90m, 9h, 2d, or 1d12h";
    if (field.value->kind != YamlNode::Kind::scalar) {
        (void)report_not_text(field, report);
        return std::nullopt;
    }
    const std::optional<Seconds> duration = parse_duration(field.value->text);
    if (!duration) {
        report.error(
            field.place(),
            fmt::format("{}: {} is no length of time", field.name, quoted(field.value->text)),
            std::string{kMend});
    }
    return duration;
}

std::optional<std::size_t> read_word(const Field& field, const std::vector<std::string_view>& words,
                                     FileReport& report) {
    const YamlNode& value = *field.value;
    if (value.kind != YamlNode::Kind::scalar) {
        (void)report_not_text(field, report);
        return std::nullopt;
    }
    const auto found = std::find(words.begin(), words.end(), value.text);
    if (found != words.end()) {
        return static_cast<std::size_t>(found - words.begin());
    }
    const std::string nearest = nearest_word(lower(value.text), words);
    report.error(
        field.place(),
        fmt::format("{} is {}, not one of {}", field.name, quoted(value.text),
                    fmt::join(words, ", ")),
        nearest.empty() ? "write one of these words" : fmt::format("did you mean {}?", nearest));
    return std::nullopt;
}

}  // namespace cronmend::desired
