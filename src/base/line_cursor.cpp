#include "line_cursor.hpp"

#include <algorithm>

#include "cronmend/base/char_set.hpp"

namespace cronmend::detail {
namespace {

constexpr std::string_view kRedacted = "[redacted]";
constexpr CharSet kOpening{"\\\"'`()"};  // with what it takes to close it
constexpr CharSet kBlankSet{kBlanks};

// In a list of NAME=value or JSON a comma ends a value; in a password it is a letter like others.
// What tells is what follows: another name, or a quote.
bool comma_ends_value(std::string_view behind) {
    const std::size_t name = behind.find_first_not_of(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-");
    return behind.empty() || is_quote(behind.front()) || behind.starts_with("\\\"") ||
           is_blank(behind.front()) ||
           (name != std::string_view::npos && name > 0 &&
            (behind[name] == '=' || behind[name] == ':'));
}

bool brace_ends_value(std::string_view behind) {
    return behind.find_first_of(" \t\"'},;/)") == 0 || behind.empty();
}

// Where that quote stands from `from` on, a backslash before " heeded; npos if nowhere.
std::size_t quote_at(std::string_view text, std::size_t from, char quote) {
    for (std::size_t i = from; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            return i;
        }
    }
    return std::string_view::npos;
}

bool stops_here(std::string_view stops, std::string_view rest) {
    if (stops.find(rest.front()) == std::string_view::npos) {
        return false;
    }
    return rest.front() == ','   ? comma_ends_value(rest.substr(1))
           : rest.front() == '}' ? brace_ends_value(rest.substr(1))
                                 : true;
}

}  // namespace

std::size_t closing_quote(std::string_view text, std::size_t open) {
    return quote_at(text, open + 1, text[open]);
}

std::size_t LineCursor::blanks_end(std::size_t from) const {
    while (from < line_.size() && is_blank(line_[from])) {
        ++from;
    }
    return from;
}

std::size_t LineCursor::word_end(std::size_t from) const {
    return std::min(kBlankSet.find_in(line_, from), line_.size());
}

void LineCursor::copy_to(std::size_t end) {
    if (at_ >= end) {
        return;
    }
    out_.append(line_, at_, end - at_);
    for (; at_ < end; ++at_) {
        const char c = line_[at_];
        if (!kOpening.holds(c)) {
            continue;  // nearly always
        }
        if (c == '\\' && quote_ != '\'' && at_ + 1 < end) {
            ++at_;
        } else if (is_quote(c) && (quote_ == '\0' || quote_ == c)) {
            quote_ = quote_ == '\0' ? c : '\0';
        } else if (c == '`') {
            backtick_ = !backtick_;
        } else if (c == '(') {
            ++depth_;
        } else if (c == ')' && depth_ > 0) {
            --depth_;
        }
    }
}

// `from` itself if the quote is only a character there.
std::size_t LineCursor::quoted_part_end(std::size_t from) const {
    const std::size_t close = closing_quote(line_, from);
    if (quote_ == '\0') {
        return close == std::string_view::npos ? line_.size() : close + 1;
    }
    const bool inside = close != std::string_view::npos &&
                        line_.substr(from, close - from).find(quote_) == std::string_view::npos;
    return inside ? close + 1 : from;
}

// Behind \"…\" inside of "…", or behind the backslash and what it protects.
std::size_t LineCursor::escaped_quote_end(std::size_t from) const {
    const std::size_t plain = std::min(from + 2, line_.size());
    if (quote_ != '"' || plain != from + 2 || line_[from + 1] != '"') {
        return plain;
    }
    for (std::size_t i = plain; i + 1 < line_.size() && line_[i] != '"'; ++i) {
        if (line_[i] == '\\' && line_[++i] == '"') {
            return i + 1;
        }
    }
    return plain;
}

// Behind $(…) or `…`; the end of the quote that stands around it, or of the line, if that comes
// first: what nothing closes is rather hidden than shown.
std::size_t LineCursor::substitution_end(std::size_t from) const {
    const bool ticks = line_[from] == '`';
    std::size_t depth = 0;
    std::size_t i = from + 1;
    for (; i < line_.size(); ++i) {
        const char c = line_[i];
        if (c == '\\' && quote_ != '\'') {
            ++i;
        } else if (c == quote_) {
            break;
        } else if (!ticks && c == '(') {
            ++depth;
        } else if (ticks ? c == '`' : c == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return std::min(i, line_.size());
}

// Behind a quoted part or a substitution that starts at `from`; `from` itself if none does.
std::size_t LineCursor::part_end(std::size_t from) const {
    const char c = line_[from];
    if (is_quote(c)) {
        return quoted_part_end(from);
    }
    return (c == '$' && line_.substr(from + 1, 1) == "(") || c == '`' ? substitution_end(from)
                                                                      : from;
}

bool LineCursor::closes_substitution(char c) const {
    return (c == '`' && backtick_) || (c == ')' && depth_ > 0);
}

std::size_t LineCursor::value_end(std::string_view stops) const {
    std::size_t i = at_;
    while (i < line_.size()) {
        const char c = line_[i];
        if ((quote_ != '\0' && c == quote_) || closes_substitution(c)) {
            break;
        }
        if (c == '\\' && quote_ != '\'') {
            i = escaped_quote_end(i);
            continue;
        }
        const std::size_t part = part_end(i);
        if (part == i && stops_here(stops, line_.substr(i))) {
            break;
        }
        i = std::max(part, i + (part == i ? 1 : 0));
    }
    return i;
}

void LineCursor::drop_to(std::size_t end) {
    if (end <= at_) {
        return;
    }
    if (quote_ != '\0' && quote_at(line_.substr(0, end), at_, quote_) != std::string_view::npos) {
        out_.append(kRedacted).append(1, quote_);
        quote_ = '\0';
        at_ = end;
        return;
    }
    const bool quoted = is_quote(line_[at_]) && closing_quote(line_, at_) == end - 1;
    const std::string quote = quoted ? std::string{line_[at_]} : std::string{};
    out_.append(quote).append(kRedacted).append(quote);
    at_ = end;
}

void LineCursor::drop_rest(std::size_t from, std::size_t end) {
    const bool was_open = in_quote();
    copy_to(from);
    const bool closes =
        !was_open && in_quote() && is_quote(line_[end - 1]) && end - 1 >= from &&
        line_.substr(from, end - 1 - from).find(line_[end - 1]) == std::string_view::npos;
    drop_to(closes ? end - 1 : end);
    copy_to(end);
}

}  // namespace cronmend::detail
