#include "named_values.hpp"

#include <algorithm>

#include "cronmend/base/char_set.hpp"
#include "secret_signs.hpp"

namespace cronmend::detail {
namespace {

// A name in front of a sign, and the character before it.
struct NameBefore {
    std::string_view name;
    char front = '\0';    // what stands before it, dashes passed over; NUL at the line's start
    bool dashed = false;  // an option
};

// The name that ends right before text[end]; a quote, +, : or backslash between them is allowed:
// `"password":`, `\"password\":`, PASSWORD+=, PASSWORD:=, PASSWORD\=.
NameBefore name_before(std::string_view text, std::size_t end) {
    if (end > 0 && (is_quote(text[end - 1]) || (text[end - 1] == '+' && text[end] == '='))) {
        --end;
    }
    if (end > 0 && text[end - 1] == '\\') {
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
    NamedValues(LineCursor& cursor, Wording wording)
        : cursor_{cursor}, line_{cursor.line()}, wording_{wording} {}

    // NAME=value, NAME:value and user:password@host inside one word.
    Awaited copy_to(std::size_t end) {
        while (at() < end) {
            const std::size_t found = kSigns.find_in(line_.substr(0, end), at());
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
        if (next_is_sign(end) && sign_of(name_before(line_, end).name) == NameSign::sure) {
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
        value_of(sign_of_name(before, sign), before, sign, end);
    }

    // How much the name says, where it stands.
    static NameSign sign_of_name(const NameBefore& before, char sign) {
        const bool query = sign == '=' && (before.front == '?' || before.front == '&');
        if (query && query_names_secret(before.name)) {
            return NameSign::sure;
        }
        const NameSign name = sign_of(before.name);
        const bool any_key =
            name == NameSign::weak && before.name == "KEY" && (before.dashed || sign == ':');
        return any_key ? NameSign::none : name;
    }

    void value_of(NameSign name, const NameBefore& before, char sign, std::size_t end) {
        const bool stands_here = at() < end;
        if (name == NameSign::prints && stands_here) {
            drop_printed(cursor_);
        } else if (name == NameSign::prints) {
            awaited_ = Awaited::command;
        } else if (name != NameSign::none && !stands_here) {
            if (sign == ':' && (is_our_sentence(before) || is_prompt(before))) {
                return;
            }
            awaited_ = name == NameSign::sure ? Awaited::secret : Awaited::weak_secret;
        } else if (name == NameSign::sure ||
                   (name == NameSign::weak && may_be_secret(line_.substr(at(), end - at())))) {
            drop_value(kListStops);
        }
    }

    // "Password: ", in quotes that close behind it.
    [[nodiscard]] bool is_prompt(const NameBefore& before) const {
        const std::size_t next = cursor_.blanks_end(at());
        return is_quote(before.front) && !is_quote(line_[at() - 2]) && next < line_.size() &&
               line_[next] == before.front;
    }

    // What we quote stands in quotes.
    [[nodiscard]] bool is_our_sentence(const NameBefore& before) const {
        constexpr std::size_t kLongQuote = 300;
        if (wording_ != Wording::ours || at() < 2 || is_quote(line_[at() - 2]) ||
            before.front == '"') {
            return false;
        }
        const std::size_t from = at() > kLongQuote ? at() - kLongQuote : 0;
        const std::string_view behind = line_.substr(from, at() - from);
        const std::size_t quote = behind.rfind('"');
        const bool opens = quote != std::string_view::npos &&
                           (quote == 0 || behind[quote - 1] == ' ' || behind[quote - 1] == '(');
        return !opens;
    }

    // NAME = value, "NAME" : value.
    [[nodiscard]] bool next_is_sign(std::size_t end) const {
        const std::size_t next = cursor_.blanks_end(end);
        return next < line_.size() &&
               (line_[next] == '=' || (line_[next] == ':' && line_[end - 1] == '"'));
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

    // What stands in front of a URL's path. A password may hold a slash, though it should not:
    // what would be a port is none, and an @ follows, with a host behind it.
    [[nodiscard]] std::string_view authority_here() const {
        const std::string_view authority =
            line_.substr(at(), line_.find_first_of("/ \t\n\"'", at()) - at());
        const std::size_t colon = authority.find(':');
        if (colon == std::string_view::npos || colon + 1 == authority.size() ||
            authority.find_first_not_of("0123456789", colon + 1) == std::string_view::npos ||
            (authority.find('@') != std::string_view::npos && !authority.ends_with('@'))) {
            return authority;
        }
        constexpr std::size_t kLongUrl =
            500;  // what is beyond is not looked at: no line costs much
        std::string_view url = line_.substr(at(), kLongUrl);
        url = url.substr(0, url.find_first_of(" \t\n\"'"));
        if (authority.size() >= url.size()) {
            return authority;
        }
        std::size_t sign = url.find('@', authority.size());
        while (sign != std::string_view::npos && sign + 1 < url.size() &&
               !kWordCharacters.holds(url[sign + 1]) && url[sign + 1] != '[') {
            sign = url.find('@', sign + 1);
        }
        return sign == std::string_view::npos ? authority : url.substr(0, sign + 1);
    }

    // Behind "://".
    void url(std::string_view scheme, std::size_t end) {
        if (const auto part = secret_part_of_url(line_.substr(at()))) {
            cursor_.copy_to(at() + part->start);
            drop_value(part->to_the_end ? kWordStops : std::string_view{" \t\n;&|/?"});
            return;
        }
        const std::string_view authority = authority_here();
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

    static constexpr CharSet kSigns{"=:("};  // behind a name

    LineCursor& cursor_;
    std::string_view line_;
    Wording wording_;
    Awaited awaited_ = Awaited::nothing;
};

}  // namespace

bool is_name_character(char c) {
    return kWordCharacters.holds(c) || c == '-';
}

Awaited copy_named_values(LineCursor& cursor, std::size_t end, Wording wording) {
    return NamedValues{cursor, wording}.copy_to(end);
}

void drop_printed(LineCursor& cursor) {
    const std::size_t start = cursor.at();
    const std::size_t end = cursor.value_end(cursor.in_quote() ? std::string_view{} : kWordStops);
    const std::string_view value = cursor.line().substr(start, end - start);
    const std::size_t program = std::min(value.find_first_not_of("\"'"), value.size());
    for (const std::string_view printer : {"echo", "printf"}) {
        const std::string_view behind = value.substr(program);
        const std::size_t length = behind.starts_with(printer) ? printer.size() : 0;
        const std::size_t gap = behind.find_first_not_of(" \t\\", length);
        if (length > 0 && gap != std::string_view::npos && gap > length) {
            cursor.drop_rest(start + program + gap, end);
            return;
        }
    }
}

}  // namespace cronmend::detail
