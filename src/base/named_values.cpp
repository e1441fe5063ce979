#include "named_values.hpp"

#include <algorithm>

#include "char_set.hpp"
#include "secret_signs.hpp"

namespace cronmend::detail {
namespace {

// A name in front of a sign, and the character before it.
struct NameBefore {
    std::string_view name;
    char front = '\0';    // what stands before it, dashes passed over; NUL at the line's start
    bool dashed = false;  // an option
};

// The name that ends right before text[end]; a quote, + or : between them is allowed:
// `"password":`, PASSWORD+=, PASSWORD:=.
NameBefore name_before(std::string_view text, std::size_t end) {
    if (end > 0 && (is_quote(text[end - 1]) || (text[end - 1] == '+' && text[end] == '='))) {
        --end;
    }
    std::size_t start = end;
    while (start > 0 && is_name_character(text[start - 1])) {
        --start;
    }
    const char front = start > 0 ? text[start - 1] : '\0';
    const std::size_t bare = std::min(text.find_first_not_of('-', start), end);
    return {text.substr(bare, end - bare), front, bare > start};
}

class NamedValues {
public:
    explicit NamedValues(LineCursor& cursor) : cursor_{cursor}, line_{cursor.line()} {}

    // NAME=value, NAME:value and user:password@host inside one word.
    Awaited copy_to(std::size_t end) {
        while (at() < end) {
            const std::size_t found = line_.substr(0, end).find_first_of("=:(", at());
            if (found == std::string_view::npos) {
                break;
            }
            const NameBefore before = name_before(line_, found);
            if (line_.substr(found, 3) == "://") {
                cursor_.copy_to(found + 3);
                url(before.name, end);
            } else {
                cursor_.copy_to(found + 1);
                named_value(before, line_[found], end);
            }
            if (at() > end) {
                end = cursor_.word_end(at());
            }
        }
        cursor_.copy_to(end);
        if (next_is_equals(end) && sign_of(name_before(line_, end).name) == NameSign::sure) {
            awaited_ = Awaited::secret;
        }
        return awaited_;
    }

private:
    [[nodiscard]] std::size_t at() const { return cursor_.at(); }

    void drop_value(std::string_view stops) { cursor_.drop_to(cursor_.value_end(stops)); }

    // The value behind NAME and `sign`, one of = : (.
    void named_value(const NameBefore& before, char sign, std::size_t end) {
        if (sign == '(') {  // SQL's PASSWORD('…')
            if (at() < line_.size() && is_quote(line_[at()]) &&
                plain_name(before.name) == "password") {
                drop_value(")");
            }
            return;
        }
        const auto header = header_named(before.name);
        if (header && sign == ':') {
            header_value(*header);
            return;
        }
        // /etc/passwd: is a path.
        if (sign == ':' && before.front == '/') {
            return;
        }
        const bool query = sign == '=' && (before.front == '?' || before.front == '&');
        NameSign name = sign_of(before.name);
        if (name == NameSign::weak && before.name == "KEY" && (before.dashed || sign == ':')) {
            name = NameSign::none;
        }
        if (query && query_names_secret(before.name)) {
            name = NameSign::sure;
        }
        if (name != NameSign::none && at() >= end) {
            awaited_ = name == NameSign::sure ? Awaited::secret : Awaited::weak_secret;
        } else if (name == NameSign::sure ||
                   (name == NameSign::weak && may_be_secret(line_.substr(at(), end - at())))) {
            drop_value(kListStops);
        }
    }

    [[nodiscard]] bool next_is_equals(std::size_t end) const {
        const std::size_t next = cursor_.blanks_end(end);
        return next < line_.size() && line_[next] == '=';
    }

    // In quotes, all that is left of them; else the word, and one more behind a scheme. Of an
    // authorization the scheme stays: it says what was taken out.
    void header_value(SecretHeader header) {
        cursor_.copy_to(cursor_.blanks_end(at()));
        const bool quoted = cursor_.in_quote();
        const std::size_t end = cursor_.value_end(quoted ? std::string_view{} : kBlanks);
        const std::size_t blank = line_.find_first_of(" \t", at());
        const std::size_t rest = line_.find_first_not_of(" \t", blank);
        const bool scheme = header == SecretHeader::authorization &&
                            rest != std::string_view::npos && (!quoted || rest < end) &&
                            blank <= end;
        if (!scheme) {
            cursor_.drop_to(end);
            return;
        }
        cursor_.copy_to(rest);
        cursor_.drop_to(quoted ? end : cursor_.value_end(kBlanks));
    }

    // Behind "://".
    void url(std::string_view scheme, std::size_t end) {
        if (const auto part = secret_part_of_url(line_.substr(at()))) {
            cursor_.copy_to(at() + part->start);
            drop_value(part->to_the_end ? kWordStops : std::string_view{" \t\n;&|/?"});
            return;
        }
        const std::string_view authority =
            line_.substr(at(), line_.find_first_of("/ \t\n\"'", at()) - at());
        const std::size_t host = authority.rfind('@');
        if (host == std::string_view::npos || at() + host > end) {
            return;
        }
        const std::size_t colon = authority.find(':');
        const bool web = plain_name(scheme).starts_with("http");
        if (colon < host) {
            const std::size_t secret_end = at() + host;
            cursor_.copy_to(at() + colon + 1);
            cursor_.drop_to(secret_end);
        } else if (web) {
            cursor_.drop_to(at() + host);  // a token in the user's place
        }
    }

    LineCursor& cursor_;
    std::string_view line_;
    Awaited awaited_ = Awaited::nothing;
};

}  // namespace

bool is_name_character(char c) {
    return kWordCharacters.holds(c) || c == '-';
}

Awaited copy_named_values(LineCursor& cursor, std::size_t end) {
    return NamedValues{cursor}.copy_to(end);
}

}  // namespace cronmend::detail
