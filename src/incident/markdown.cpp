#include "markdown.hpp"

#include <algorithm>
#include <cctype>

#include "cronmend/base/char_set.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::incident::markdown {
namespace {

bool is_word_character(std::string_view text, std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

constexpr CharSet kMarkup{"\\`*[]<>|~&$_"};
constexpr CharSet kAddressSigns{":.@"};

bool needs_escape(std::string_view text, std::size_t at) {
    // Inside a word it is no emphasis, and `backup_run` reads better than `backup\_run`.
    return text[at] != '_' || at == 0 || !is_word_character(text, at - 1) ||
           !is_word_character(text, at + 1);
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t begin = 0;  // of what is not copied yet
    for (std::size_t i = kMarkup.find_in(text); i < text.size(); i = kMarkup.find_in(text, i + 1)) {
        if (needs_escape(text, i)) {
            out.append(text.substr(begin, i - begin)) += '\\';
            begin = i;
        }
    }
    out.append(text.substr(begin));
}

// Whether the text ends in that word, in letters of any case.
bool ends_in_word(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.end() - lower.size(), [](char a, char b) {
               return a == std::tolower(static_cast<unsigned char>(b));
           });
}

// GitHub makes links of web and mail addresses, escaped or not; in a code span it does not.
bool looks_like_address(std::string_view word) {
    for (std::size_t at = kAddressSigns.find_in(word); at < word.size(); ++at) {
        const std::string_view front = word.substr(0, at);
        if (word[at] == '@' || (word[at] == '.' && ends_in_word(front, "www")) ||
            (word[at] == ':' && (word.substr(at, 3) == "://" || ends_in_word(front, "mailto") ||
                                 ends_in_word(front, "xmpp")))) {
            return true;
        }
    }
    return false;
}

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    if (text.find('`') == std::string_view::npos) {
        return longest;  // nearly always
    }
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

void append_code_span(std::string& out, std::string_view shown) {
    const std::size_t fence = longest_run_of_backticks(shown) + 1;
    const bool edged =
        shown.front() == '`' || shown.back() == '`' || shown.front() == ' ' || shown.back() == ' ';
    const std::string_view pad = edged ? " " : "";
    out.append(fence, '`').append(pad).append(shown).append(pad).append(fence, '`');
}

// A bar ends a table cell even inside a code span, so it stays outside.
void append_address(std::string& out, std::string_view word) {
    while (!word.empty()) {
        const std::size_t bar = word.find('|');
        if (bar != 0) {
            append_code_span(out, word.substr(0, bar));
        }
        if (bar == std::string_view::npos) {
            break;
        }
        out += "\\|";
        word.remove_prefix(bar + 1);
    }
}

// What printable() makes of a value, which mostly is the value itself.
class Printable {
public:
    explicit Printable(std::string_view value) : shown_(value) {
        if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
            made_ = printable(value);
            shown_ = made_;
        }
    }
    Printable(const Printable&) = delete;
    Printable& operator=(const Printable&) = delete;
    ~Printable() = default;
    [[nodiscard]] std::string_view shown() const { return shown_; }

private:
    std::string made_;
    std::string_view shown_;
};

}  // namespace

std::string text(std::string_view value) {
    std::string out;
    out.reserve(value.size() + value.size() / 8);
    append_text(out, value);
    return out;
}

void append_text(std::string& out, std::string_view value) {
    const Printable printable_value{value};
    const std::string_view shown = printable_value.shown();
    if (kAddressSigns.find_in(shown) == std::string_view::npos) {
        append_escaped(out, shown);
        return;
    }
    std::size_t at = 0;
    while (at < shown.size()) {
        const std::size_t blank = std::min(shown.find(' ', at), shown.size());
        const std::string_view word = shown.substr(at, blank - at);
        if (looks_like_address(word)) {
            append_address(out, word);
        } else {
            append_escaped(out, word);
        }
        if (blank < shown.size()) {
            out += ' ';
        }
        at = blank + 1;
    }
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
    std::string out;
    append_code(out, value);
    return out;
}

void append_code(std::string& out, std::string_view value) {
    if (value.empty()) {
        out += "(empty)";
    } else {
        append_code_span(out, Printable{value}.shown());
    }
}

std::string fenced(std::string_view value, std::string_view language) {
    const std::string shown = printable(value, Newlines::keep);
    const std::string fence(std::max<std::size_t>(longest_run_of_backticks(shown) + 1, 3), '`');
    std::string out;
    out.reserve(shown.size() + 2 * fence.size() + language.size() + 3);
    out.append(fence).append(language).append(1, '\n').append(shown);
    if (!shown.empty() && shown.back() != '\n') {
        out += '\n';
    }
    return out.append(fence).append(1, '\n');
}

bool is_plain(std::string_view value) {
    return Printable{value}.shown() == value;
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
