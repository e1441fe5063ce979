#include "cronmend/base/redact.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "cronmend/base/text.hpp"
#include "secret_signs.hpp"

namespace cronmend {
namespace {

using detail::ProgramOption;
using detail::SecretHeader;

constexpr std::string_view kRedacted = "[redacted]";
constexpr std::string_view kBlanks = " \t\n";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';  // kBlanks
}

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// The name that ends right before text[end], a quote between them allowed: `"password":`.
std::string_view name_before(std::string_view text, std::size_t end) {
    if (end > 0 && is_quote(text[end - 1])) {
        --end;
    }
    std::size_t start = end;
    while (start > 0 && is_name_character(text[start - 1])) {
        --start;
    }
    while (start < end && text[start] == '-') {
        ++start;
    }
    return text.substr(start, end - start);
}

// Where the quote that opens at text[open] closes, a backslash before " heeded; npos if it does
// not.
std::size_t closing_quote(std::string_view text, std::size_t open) {
    const char quote = text[open];
    for (std::size_t i = open + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            return i;
        }
    }
    return std::string_view::npos;
}

// Works through one line, word by word, and copies it with the secrets taken out.
class LineRedactor {
public:
    // `line` without its LF.
    explicit LineRedactor(std::string_view line) : line_(line) { out_.reserve(line.size()); }

    std::string run() {
        while (at_ < line_.size()) {
            copy_to(blanks_end(at_));
            const std::size_t end = word_end(at_);
            if (end > at_) {
                word(end);
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::size_t blanks_end(std::size_t from) const {
        while (from < line_.size() && is_blank(line_[from])) {
            ++from;
        }
        return from;
    }

    [[nodiscard]] std::size_t word_end(std::size_t from) const {
        while (from < line_.size() && !is_blank(line_[from])) {
            ++from;
        }
        return from;
    }

    // Copies, and keeps count of the quote that is open behind what was copied.
    void copy_to(std::size_t end) {
        for (; at_ < end; ++at_) {
            const char c = line_[at_];
            out_ += c;
            if (c == '\\' && quote_ != '\'' && at_ + 1 < end) {
                out_ += line_[++at_];
            } else if (is_quote(c) && (quote_ == '\0' || quote_ == c)) {
                quote_ = quote_ == '\0' ? c : '\0';
            }
        }
    }

    // Where a quoted part that starts at `from` ends inside of a value; `from` itself if the quote
    // is only a character there.
    [[nodiscard]] std::size_t quoted_part_end(std::size_t from) const {
        const std::size_t close = closing_quote(line_, from);
        if (quote_ == '\0') {
            return close == std::string_view::npos ? line_.size() : close + 1;
        }
        const std::size_t outer = line_.find(quote_, from);
        return close < outer ? close + 1 : from;
    }

    // The end of the value that starts at at_: a shell word with its quoted parts and backslashes,
    // or, in an open quote, what stands before its end; in both, no further than one of `stops`.
    [[nodiscard]] std::size_t value_end(std::string_view stops) const {
        std::size_t i = at_;
        while (i < line_.size()) {
            const char c = line_[i];
            if (quote_ != '\0' && c == quote_) {
                break;
            }
            if (c == '\\' && quote_ != '\'') {
                i = std::min(i + 2, line_.size());
                continue;
            }
            const std::size_t part = is_quote(c) ? quoted_part_end(i) : i;
            if (part == i && stops.find(c) != std::string_view::npos) {
                break;
            }
            i = std::max(part, i + (part == i ? 1 : 0));
        }
        return i;
    }

    // A value that is one quoted text keeps its quotes, so that one sees what it was.
    void drop_to(std::size_t end) {
        if (end == at_) {
            return;
        }
        const bool quoted = is_quote(line_[at_]) && closing_quote(line_, at_) == end - 1;
        const std::string quote = quoted ? std::string{line_[at_]} : std::string{};
        out_.append(quote).append(kRedacted).append(quote);
        at_ = end;
    }

    void drop_value(std::string_view stops) { drop_to(value_end(stops)); }

    void word(std::size_t end) {
        const std::string_view text = line_.substr(at_, end - at_);
        if (awaits_value_) {
            awaited(text, end);
        } else if (text == "-u" || text == "--user" || text == "--proxy-user") {
            awaits_pair_ = true;
            copy_to(end);
        } else if (awaits_pair_) {
            awaits_pair_ = false;
            pair(text, end);
        } else if (const std::size_t front = glued_pair(text); front > 0) {
            copy_to(at_ + front);
            pair(text.substr(front), end);
        } else if (!program_option(text, end)) {
            ordinary(text, end);
        }
    }

    // The length of an option with USER:PASSWORD in the same word: -uUSER:…, --user=USER:….
    static std::size_t glued_pair(std::string_view text) {
        for (const std::string_view option : {"--user=", "--proxy-user=", "-u"}) {
            const std::size_t colon = text.find(':');
            if (text.starts_with(option) && colon != std::string_view::npos &&
                colon > option.size()) {
                return option.size();
            }
        }
        return 0;
    }

    // -pVALUE and -p VALUE of the programs that the line has named so far.
    bool program_option(std::string_view text, std::size_t end) {
        for (const ProgramOption* known : options_) {
            if (known->apart && text == known->option) {
                awaits_value_ = true;
                copy_to(end);
                return true;
            }
            if (known->glued && text.size() > known->option.size() &&
                text.starts_with(known->option)) {
                copy_to(at_ + known->option.size());
                drop_value(" \t\n");
                return true;
            }
        }
        return false;
    }

    // The word behind `--password`, `Bearer` or `PASSWORD =`.
    void awaited(std::string_view text, std::size_t end) {
        const std::string plain = detail::plain_name(text);
        if (plain == "=" || plain == ":" || plain == "bearer" || plain == "basic") {
            copy_to(end);
            return;
        }
        awaits_value_ = false;
        if (text.starts_with('-')) {
            ordinary(text, end);
        } else {
            drop_value(is_quote(text.front()) ? " \t\n;&|,}" : " \t\n;&|");
        }
    }

    void pair(std::string_view text, std::size_t end) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) {
            copy_to(end);
            return;
        }
        copy_to(at_ + colon + 1);
        drop_value(kBlanks);
    }

    void ordinary(std::string_view text, std::size_t end) {
        // Each once: a line of somebody else's may name a program a thousand times.
        if (const ProgramOption* known = detail::option_of(text.substr(text.find_last_of('/') + 1));
            known != nullptr &&
            std::find(options_.begin(), options_.end(), known) == options_.end()) {
            options_.push_back(known);
        }
        const std::string plain = detail::plain_name(text);
        if ((text.starts_with("--") && text.find('=') == std::string_view::npos &&
             detail::names_secret(text.substr(2))) ||
            plain == "bearer" || plain.ends_with(":bearer")) {
            awaits_value_ = true;
            copy_to(end);
        } else {
            separators(end);
        }
    }

    // NAME=value, NAME:value and user:password@host inside one word.
    void separators(std::size_t end) {
        while (at_ < end) {
            const std::size_t found = line_.substr(0, end).find_first_of("=:", at_);
            if (found == std::string_view::npos) {
                break;
            }
            const std::string_view name = name_before(line_, found);
            if (line_.substr(found, 3) == "://") {
                copy_to(found + 3);
                url(name, end);
                continue;
            }
            copy_to(found + 1);
            const auto header = detail::header_named(name);
            if (header && line_[found] == ':') {
                header_value(*header);
            } else if (detail::names_secret(name) && at_ >= end) {
                awaits_value_ = true;
            } else if (detail::names_secret(name)) {
                drop_value(" \t\n;&|,}");
            }
            end = std::max(end, word_end(at_));
        }
        copy_to(end);
        if (next_is_equals(end) && detail::names_secret(name_before(line_, end))) {
            awaits_value_ = true;
        }
    }

    [[nodiscard]] bool next_is_equals(std::size_t end) const {
        const std::size_t next = blanks_end(end);
        return next < line_.size() && line_[next] == '=';
    }

    // In quotes, all that is left of them; else the word, and one more behind a scheme. Of an
    // authorization the scheme stays: it says what was taken out.
    void header_value(SecretHeader header) {
        copy_to(blanks_end(at_));
        const std::size_t end = value_end(quote_ == '\0' ? kBlanks : std::string_view{});
        const std::size_t blank = line_.find_first_of(" \t", at_);
        const std::size_t rest = line_.find_first_not_of(" \t", blank);
        const bool scheme = header == SecretHeader::authorization &&
                            rest != std::string_view::npos && (quote_ == '\0' || rest < end) &&
                            blank <= end;
        if (!scheme) {
            drop_to(end);
            return;
        }
        copy_to(rest);
        drop_to(quote_ == '\0' ? value_end(kBlanks) : end);
    }

    // at_ stands behind "://".
    void url(std::string_view scheme, std::size_t end) {
        if (const std::size_t length = detail::secret_path_prefix(line_.substr(at_))) {
            copy_to(at_ + length);
            drop_value(" \t\n;&|");
            return;
        }
        const std::string_view authority =
            line_.substr(at_, line_.find_first_of("/ \t\n\"'", at_) - at_);
        const std::size_t host = authority.rfind('@');
        if (host == std::string_view::npos || at_ + host > end) {
            return;
        }
        const std::size_t colon = authority.find(':');
        const bool web = detail::plain_name(scheme).starts_with("http");
        if (colon < host) {
            copy_to(at_ + colon + 1);
            drop_to(at_ + host - colon - 1);
        } else if (web) {
            drop_to(at_ + host);  // a token in the user's place
        }
    }

    std::string_view line_;
    std::size_t at_ = 0;
    std::string out_;
    char quote_ = '\0';  // the quote that is open at at_
    bool awaits_value_ = false;
    bool awaits_pair_ = false;
    std::vector<const ProgramOption*> options_;
};

}  // namespace

std::string redact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const std::string_view line : split_lines(text)) {
        const std::string_view bare = without_newline(line);
        out += LineRedactor{bare}.run();
        out += line.substr(bare.size());
    }
    return out;
}

bool holds_secret(std::string_view text) {
    return redact(text) != text;
}

}  // namespace cronmend
