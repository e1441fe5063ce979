#include "markdown.hpp"

#include <algorithm>
#include <cctype>

#include "cronmend/base/text.hpp"

namespace cronmend::incident::markdown {
namespace {

bool is_word_character(std::string_view text, std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

bool needs_escape(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case '\\':
        case '`':
        case '*':
        case '[':
        case ']':
        case '<':
        case '>':
        case '|':
        case '~':
        case '&':
        case '$':
            return true;
        case '_':
            // Inside a word it is no emphasis, and `backup_run` reads better than `backup\_run`.
            return at == 0 || !is_word_character(text, at - 1) || !is_word_character(text, at + 1);
        default:
            return false;
    }
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t begin = 0;  // of what is not copied yet
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (needs_escape(text, i)) {
            out.append(text.substr(begin, i - begin)) += '\\';
            begin = i;
        }
    }
    out.append(text.substr(begin));
}

// GitHub makes links of web and mail addresses, escaped or not; in a code span it does not.
bool looks_like_address(std::string_view word) {
    const auto is_sign = [](char c) { return c == ':' || c == '.' || c == '@'; };
    if (std::none_of(word.begin(), word.end(), is_sign)) {
        return false;  // nearly always
    }
    std::string lower{word};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    for (const std::string_view sign : {"://", "www.", "mailto:", "xmpp:", "@"}) {
        if (lower.find(sign) != std::string::npos) {
            return true;
        }
    }
    return false;
}

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string code_span(std::string_view shown) {
    const std::string fence(longest_run_of_backticks(shown) + 1, '`');
    const bool edged =
        shown.front() == '`' || shown.back() == '`' || shown.front() == ' ' || shown.back() == ' ';
    const std::string pad = edged ? " " : "";
    return fence + pad + std::string{shown} + pad + fence;
}

// A bar ends a table cell even inside a code span, so it stays outside.
std::string address(std::string_view word) {
    std::string out;
    while (!word.empty()) {
        const std::size_t bar = word.find('|');
        if (bar != 0) {
            out += code_span(word.substr(0, bar));
        }
        if (bar == std::string_view::npos) {
            break;
        }
        out += "\\|";
        word.remove_prefix(bar + 1);
    }
    return out;
}

}  // namespace

std::string text(std::string_view value) {
    const std::string shown = printable(value);
    std::string out;
    out.reserve(shown.size() + shown.size() / 8);
    std::size_t at = 0;
    while (at < shown.size()) {
        const std::size_t blank = std::min(shown.find(' ', at), shown.size());
        const std::string_view word = std::string_view{shown}.substr(at, blank - at);
        if (looks_like_address(word)) {
            out += address(word);
        } else {
            append_escaped(out, word);
        }
        if (blank < shown.size()) {
            out += ' ';
        }
        at = blank + 1;
    }
    return out;
}

std::string opening_text(std::string_view value) {
    std::string out = text(trim_blanks(value));
    std::size_t digits = 0;
    while (is_word_character(out, digits) && out[digits] >= '0' && out[digits] <= '9') {
        ++digits;
    }
    constexpr std::string_view kStarters = "#+-=";
    const bool numbered =
        digits > 0 && digits < out.size() && (out[digits] == '.' || out[digits] == ')');
    if (numbered) {
        out.insert(digits, "\\");
    } else if (!out.empty() && kStarters.find(out.front()) != std::string_view::npos) {
        out.insert(0, "\\");
    }
    return out;
}

std::string code(std::string_view value) {
    const std::string shown = printable(value);
    return shown.empty() ? "(empty)" : code_span(shown);
}

std::string fenced(std::string_view value, std::string_view language) {
    const std::string shown = printable(value, Newlines::keep);
    const std::string fence(std::max<std::size_t>(longest_run_of_backticks(shown) + 1, 3), '`');
    std::string out = fence + std::string{language} + '\n' + shown;
    if (!shown.empty() && shown.back() != '\n') {
        out += '\n';
    }
    return out + fence + '\n';
}

bool is_plain(std::string_view value) {
    return printable(value) == value;
}

std::string shell_quote(std::string_view argument) {
    std::string out = "'";
    out.reserve(argument.size() + 2);
    for (;;) {
        const std::size_t quote = argument.find('\'');
        out += argument.substr(0, quote);
        if (quote == std::string_view::npos) {
            break;
        }
        out += "'\\''";
        argument.remove_prefix(quote + 1);
    }
    out += '\'';
    return out;
}

}  // namespace cronmend::incident::markdown
