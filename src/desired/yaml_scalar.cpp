#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "cronmend/base/text.hpp"
#include "cronmend/desired/write.hpp"
#include "values.hpp"

namespace cronmend::desired {
namespace {

// Characters that some reader does not take as they are (YAML's own line breaks beside LF and the
// byte order mark are among the deceptive ones), or that steer the terminal of who reads the file.
bool holds_odd_characters(std::string_view text) {
    return has_control_characters(text) || find_deceptive(text).has_value();
}

bool reads_as_null(std::string_view text) {
    return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool ends_in_braces(std::string_view text) {
    return text.find_first_of(",[]{}") != std::string_view::npos;
}

// True if the text, without quotes, is a scalar and nothing else in block style, and in flow style
// too if nothing in it ends_in_braces().
bool is_plain(std::string_view text) {
    constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`=<";
    if (text.empty() || kIndicators.find(text.front()) != std::string_view::npos ||
        text.front() == ' ' || text.back() == ' ' || text.back() == ':' ||
        holds_odd_characters(text)) {
        return false;
    }
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) {
        return false;
    }
    return !reads_as_number(text) && !reads_as_bool(text) && !reads_as_null(text);
}

std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? "''" : std::string(1, c);
    }
    return out + '\'';
}

void append_escape(std::string& out, char32_t value) {
    const auto number = static_cast<std::uint32_t>(value);
    if (number > 0xffff) {
        fmt::format_to(std::back_inserter(out), "\\U{:08X}", number);
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{:04X}", number);
    }
}

std::string double_quoted(std::string_view text) {
    std::string out = "\"";
    auto odd = find_deceptive(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (odd && odd->offset == i) {
            append_escape(out, odd->value);
            i += odd->length - 1;
            odd = find_deceptive(text, i + 1);
            continue;
        }
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace

std::string yaml_scalar(std::string_view text, Quotes quotes) {
    const bool may_be_plain =
        quotes == Quotes::where_needed || (quotes == Quotes::in_braces && !ends_in_braces(text));
    if (may_be_plain && is_plain(text)) {
        return std::string{text};
    }
    const bool odd = holds_odd_characters(text);
    if (quotes == Quotes::double_quotes || odd) {
        return double_quoted(text);
    }
    const bool escapes =
        text.find('"') != std::string_view::npos || text.find('\\') != std::string_view::npos;
    return quotes == Quotes::single_quotes || escapes ? single_quoted(text) : double_quoted(text);
}

std::string yaml_list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts) {
        out += (out.size() == 1 ? "" : ", ") + yaml_scalar(text, Quotes::double_quotes);
    }
    return out + ']';
}

}  // namespace cronmend::desired
