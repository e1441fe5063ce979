#include "cronmend/base/redact.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "cronmend/base/text.hpp"

namespace cronmend {
namespace {

constexpr std::string_view kRedacted = "[redacted]";

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(c == '-' ? '_' : std::tolower(c));
    });
    return out;
}

bool is_word(std::string_view text, std::string_view lower_word) {
    return text.size() == lower_word.size() && lower(text) == lower_word;
}

bool ends_with_word(std::string_view text, std::string_view lower_word) {
    return text.size() >= lower_word.size() &&
           is_word(text.substr(text.size() - lower_word.size()), lower_word);
}

// Does this name announce a secret as its value?
bool names_secret(std::string_view raw_name) {
    if (raw_name.size() < 3) {
        return false;  // the shortest is "_pw"
    }
    static constexpr std::array<std::string_view, 14> kParts{
        "password",   "passwd",         "passphrase",    "secret",     "token",
        "apikey",     "api_key",        "access_key",    "credential", "private_key",
        "secret_key", "encryption_key", "authorization", "auth_key"};
    static constexpr std::array<std::string_view, 3> kEndings{"_pass", "_pwd", "_pw"};
    static constexpr std::array<std::string_view, 4> kHarmless{"_file", "_path", "_dir",
                                                               "_command"};
    const std::string name = lower(raw_name);
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    if (std::any_of(kHarmless.begin(), kHarmless.end(), ends)) {
        return false;
    }
    return name == "pass" || std::any_of(kEndings.begin(), kEndings.end(), ends) ||
           std::any_of(kParts.begin(), kParts.end(),
                       [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// The name that ends right before text[end], a quote between them allowed: `"password":`.
std::string_view name_before(std::string_view text, std::size_t end) {
    if (end > 0 && (text[end - 1] == '"' || text[end - 1] == '\'')) {
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

// Works through one line, word by word, and copies it with the secrets taken out.
class LineRedactor {
public:
    explicit LineRedactor(std::string_view line) : line_(line) { out_.reserve(line.size()); }

    std::string run() {
        while (at_ < line_.size()) {
            copy_blanks();
            const std::size_t end = std::min(line_.find_first_of(" \t\n", at_), line_.size());
            if (end > at_) {
                word(end);
            }
        }
        return std::move(out_);
    }

private:
    void copy_blanks() {
        while (at_ < line_.size() &&
               (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\n')) {
            out_ += line_[at_++];
        }
    }

    void copy_to(std::size_t end) {
        out_ += line_.substr(at_, end - at_);
        at_ = end;
    }

    // Takes a value that starts at at_ out of the text: up to its closing quote, or to a blank or
    // what ends a shell word.
    void drop_value(std::string_view stops) {
        const char quote = at_ < line_.size() ? line_[at_] : '\0';
        std::size_t end = 0;
        if (quote == '"' || quote == '\'') {
            out_ += quote;
            end = std::min(line_.find_first_of(std::string{quote} + "\n", at_ + 1), line_.size());
        } else {
            end = std::min(line_.find_first_of(stops, at_), line_.size());
        }
        if (end > at_) {
            out_ += kRedacted;
        }
        at_ = end;
        if (at_ < line_.size() && line_[at_] == quote) {
            out_ += line_[at_++];
        }
    }

    void word(std::size_t end) {
        const std::string_view text = line_.substr(at_, end - at_);
        if (awaits_value_) {
            awaited(text, end);
        } else if (text == "-u" || text == "--user") {
            awaits_pair_ = true;
            copy_to(end);
        } else if (awaits_pair_) {
            awaits_pair_ = false;
            pair(text, end);
        } else if (takes_p_ && text.starts_with("-p") && text != "-p") {
            copy_to(at_ + 2);
            drop_value(" \t\n");
        } else {
            ordinary(text, end);
        }
    }

    // The word behind `--password`, `Authorization:` or `PASSWORD =`.
    void awaited(std::string_view text, std::size_t end) {
        const std::string word = lower(text);
        if (word == "=" || word == ":" || word == "bearer" || word == "basic") {
            copy_to(end);
            return;
        }
        awaits_value_ = false;
        if (text.starts_with('-')) {
            ordinary(text, end);
        } else {
            drop_value(" \t\n;&|\"'");
        }
    }

    void pair(std::string_view text, std::size_t end) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) {
            copy_to(end);
            return;
        }
        copy_to(at_ + colon + 1);
        drop_value(" \t\n\"'");
    }

    void ordinary(std::string_view text, std::size_t end) {
        const std::string_view program = text.substr(text.find_last_of('/') + 1);
        takes_p_ = takes_p_ || program.starts_with("mysql") || program.starts_with("mariadb") ||
                   program == "sshpass";
        if ((program == "-p" && takes_p_ && line_.find("sshpass") != std::string_view::npos) ||
            (text.starts_with("--") && text.find('=') == std::string_view::npos &&
             names_secret(text.substr(2))) ||
            is_word(text, "bearer") || ends_with_word(text, ":bearer")) {
            awaits_value_ = true;
            copy_to(end);
        } else {
            separators(end);
        }
    }

    // NAME=value, NAME:value and user:password@host inside one word.
    void separators(std::size_t end) {
        while (at_ < end) {
            const std::size_t found = line_.find_first_of("=:", at_);
            if (found >= end) {
                break;
            }
            const bool url = line_.substr(found, 3) == "://";
            const bool secret = !url && names_secret(name_before(line_, found));
            copy_to(found + (url ? 3 : 1));
            if (url) {
                url_password(end);
            } else if (secret && at_ >= end) {
                awaits_value_ = true;
            } else if (secret) {
                drop_value(" \t\n;&|,}");
                end = std::max(end, at_);
                end = std::min(line_.find_first_of(" \t\n", end), line_.size());
            }
        }
        copy_to(end);
        if (next_is_equals(end) && names_secret(name_before(line_, end))) {
            awaits_value_ = true;
        }
    }

    [[nodiscard]] bool next_is_equals(std::size_t end) const {
        const std::size_t next = line_.find_first_not_of(" \t", end);
        return next != std::string_view::npos && line_[next] == '=';
    }

    void url_password(std::size_t end) {
        const std::string_view authority =
            line_.substr(at_, line_.find_first_of("/ \t\n\"'", at_) - at_);
        const std::size_t host = authority.rfind('@');
        const std::size_t colon = authority.find(':');
        if (host == std::string_view::npos || colon > host || at_ + host > end) {
            return;
        }
        copy_to(at_ + colon + 1);
        out_ += kRedacted;
        at_ += host - colon - 1;
    }

    std::string_view line_;
    std::size_t at_ = 0;
    std::string out_;
    bool awaits_value_ = false;
    bool awaits_pair_ = false;
    bool takes_p_ = false;
};

}  // namespace

std::string redact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const std::string_view line : split_lines(text)) {
        out += LineRedactor{line}.run();
    }
    return out;
}

bool holds_secret(std::string_view text) {
    return redact(text) != text;
}

}  // namespace cronmend
