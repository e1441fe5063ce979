#include "secret_signs.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include "cronmend/base/char_set.hpp"

namespace cronmend::detail {
namespace {

using Words = std::span<const std::string_view>;

template <std::size_t N>
using List = std::array<std::string_view, N>;

bool is_in(std::string_view word, Words words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_in(std::string_view word, Words endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return word.ends_with(ending); });
}

bool starts_in(std::string_view word, Words starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return word.starts_with(start); });
}

bool holds_one(std::string_view word, Words parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return word.find(part) != std::string_view::npos;
    });
}

bool names_no_secret(std::string_view plain) {
    static constexpr auto kEndings =
        std::to_array<std::string_view>({"_file", "_path", "_dir", "_fd", "_stdin", "_env",
                                         "_prompt", "bypass", "compass", "oldpwd", "askpass"});
    static constexpr auto kStarts =
        std::to_array<std::string_view>({"no_", "ask_", "without_", "prompt_"});
    return ends_in(plain, kEndings) || starts_in(plain, kStarts);
}

bool names_command(std::string_view plain) {
    static constexpr auto kEndings =
        std::to_array<std::string_view>({"_command", "_cmd", "passcommand"});
    return ends_in(plain, kEndings);
}

bool is_token_character(char c) {
    return kWordCharacters.holds(c) || c == '-' || c == '.';
}

// The length of a bot's token of Telegram at the beginning of the text, 123456789:AA…, else 0.
std::size_t bot_token(std::string_view text) {
    constexpr std::size_t kFewestDigits = 8;
    constexpr std::size_t kMostDigits = 10;
    constexpr std::size_t kShortest = 32;  // behind the colon
    constexpr std::string_view kBot = "bot";
    const std::size_t start = text.starts_with(kBot) ? kBot.size() : 0;
    const std::size_t colon = std::min(text.find_first_not_of("0123456789", start), text.size());
    if (colon < start + kFewestDigits || colon > start + kMostDigits ||
        !text.substr(colon).starts_with(":AA")) {
        return 0;
    }
    std::size_t end = colon + 1;
    while (end < text.size() && is_token_character(text[end])) {
        ++end;
    }
    return end - colon - 1 < kShortest ? 0 : end;
}

// The length of the token that text[at] starts by its form, else 0.
std::size_t known_token(std::string_view text, std::size_t at) {
    struct Form {
        std::string_view prefix;
        std::size_t length = 0;  // of the whole, at least
    };
    static constexpr auto kForms = std::to_array<Form>(
        {{"AIza", 35},     {"AKIA", 20},     {"ASIA", 20},     {"SG.", 50},   {"dckr_pat_", 25},
         {"dop_v1_", 40},  {"ghp_", 25},     {"gho_", 25},     {"ghr_", 25},  {"ghs_", 25},
         {"ghu_", 25},     {"glpat-", 20},   {"hvs.", 24},     {"npm_", 36},  {"github_pat_", 30},
         {"pypi-AgE", 40}, {"rk_live_", 24}, {"sk_live_", 24}, {"xapp-", 20}, {"xoxa-", 20},
         {"xoxb-", 20},    {"xoxp-", 20},    {"xoxs-", 20}});
    static constexpr CharSet kFirstLetters{"ASdghnprsx"};
    static constexpr CharSet kFirstOfBots{"b0123456789"};
    if (kFirstOfBots.holds(text[at])) {
        return bot_token(text.substr(at));
    }
    if (!kFirstLetters.holds(text[at])) {
        return 0;
    }
    const std::string_view rest = text.substr(at);
    const auto form = std::find_if(kForms.begin(), kForms.end(), [&](const Form& known) {
        return rest.starts_with(known.prefix);
    });
    if (form == kForms.end()) {
        return 0;
    }
    std::size_t length = form->prefix.size();
    while (length < rest.size() && is_token_character(rest[length])) {
        ++length;
    }
    return length < form->length ? 0 : length;
}

}  // namespace

std::string plain_name(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(c == '-' ? '_' : std::tolower(c));
    });
    return out;
}

NameSign sign_of(std::string_view name) {
    static constexpr auto kParts = std::to_array<std::string_view>(
        {"password", "passwd", "passphrase", "passwort", "kennwort", "passcode", "secret", "token",
         "apikey", "api_key", "access_key", "credential", "private_key", "encryption_key",
         "authorization", "auth_key"});
    static constexpr auto kEndings =
        std::to_array<std::string_view>({"pass", "_pwd", "sqlpwd", "dbpwd", "_pw", "_pat", "_jwt",
                                         "_bearer", "_psk", "_creds", "x_auth"});
    static constexpr auto kWhole =
        std::to_array<std::string_view>({"pw", "jwt", "psk", "bearer", "rediscli_auth"});
    // Keys that are public, or order things.
    static constexpr auto kHarmlessKeys = std::to_array<std::string_view>(
        {"public_key", "pub_key", "primary_key", "foreign_key", "sort_key", "partition_key",
         "cache_key", "host_key", "default_key", "encrypt_key", "sign_key", "gpg_key", "recv_key",
         "unique_key"});
    const std::string plain = plain_name(name);
    if (plain.empty() || names_no_secret(plain)) {
        return NameSign::none;
    }
    if (names_command(plain)) {
        return plain.starts_with("pass") || plain.find("_pass") != std::string::npos ||
                       holds_one(plain, kParts)
                   ? NameSign::prints
                   : NameSign::none;
    }
    if (is_in(plain, kWhole) || ends_in(plain, kEndings) || holds_one(plain, kParts)) {
        return NameSign::sure;
    }
    const bool weak = plain == "pwd" || name == "KEY" || plain.ends_with("_auth") ||
                      (plain.ends_with("_key") && !ends_in(plain, kHarmlessKeys));
    return weak ? NameSign::weak : NameSign::none;
}

bool may_be_secret(std::string_view value) {
    static constexpr auto kAnswers = std::to_array<std::string_view>(
        {"yes", "no", "on", "off", "true", "false", "none", "null", "auto", "plain", "login",
         "exit", "quit", "logout", "bye", "y", "n"});
    while (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
        value.remove_prefix(1);
    }
    value = value.substr(0, value.find_first_of("\"' \t;&|"));
    const bool number =
        value.size() <= 4 && std::all_of(value.begin(), value.end(), [](unsigned char c) {
            return std::isdigit(c) != 0;
        });  // the empty value, too
    return !number && std::string_view{"/~."}.find(value.front()) == std::string_view::npos &&
           !is_in(plain_name(value), kAnswers);
}

bool query_names_secret(std::string_view name) {
    static constexpr auto kWhole = std::to_array<std::string_view>(
        {"key", "sig", "sign", "signature", "auth", "code", "hmac", "sid", "session", "sessionid"});
    const std::string plain = plain_name(name);
    return is_in(plain, kWhole) || plain.ends_with("_sig") || plain.ends_with("signature");
}

std::optional<SecretHeader> header_named(std::string_view name) {
    const std::string plain = plain_name(name);
    if (plain == "authorization" || plain == "proxy_authorization") {
        return SecretHeader::authorization;
    }
    if (plain == "cookie" || plain == "set_cookie" || plain == "x_auth" ||
        plain.starts_with("x_auth_") || (plain.starts_with("x_") && plain.ends_with("_auth"))) {
        return SecretHeader::whole;
    }
    return std::nullopt;
}

std::optional<SecretPart> secret_part_of_url(std::string_view behind_scheme) {
    struct Host {
        std::string_view prefix;
        bool to_the_end = true;
    };
    static constexpr auto kHosts = std::to_array<Host>({{"hooks.slack.com/services/"},
                                                        {"hooks.slack.com/triggers/"},
                                                        {"hooks.slack.com/workflows/"},
                                                        {"discord.com/api/webhooks/"},
                                                        {"discordapp.com/api/webhooks/"},
                                                        {"api.telegram.org/bot"},
                                                        {"chat.googleapis.com/v1/"},
                                                        {"hc-ping.com/", false},
                                                        {"nosnch.in/", false},
                                                        {"cronitor.link/p/", false},
                                                        {"ntfy.sh/", false}});
    static constexpr auto kPaths =
        std::to_array<std::string_view>({"/api/push/", "/heartbeat/", "/hooks/", "/ping/",
                                         "/webhook/", "/webhooks/", "/webhookb2/"});
    constexpr std::size_t kLongWord = 16;
    for (const Host& host : kHosts) {
        if (behind_scheme.starts_with(host.prefix)) {
            return SecretPart{host.prefix.size(), host.to_the_end};
        }
    }
    constexpr std::size_t kLongUrl = 500;  // what is beyond is not looked at: no line costs much
    behind_scheme = behind_scheme.substr(0, kLongUrl);
    const std::string_view url =
        behind_scheme.substr(0, behind_scheme.find_first_of(" \t\n\"'?#;&|"));
    for (const std::string_view path : kPaths) {
        const std::size_t at = url.find(path);
        if (at == std::string_view::npos) {
            continue;
        }
        const std::size_t start = at + path.size();
        if (std::min(url.find('/', start), url.size()) - start >= kLongWord) {
            return SecretPart{start, false};
        }
    }
    return std::nullopt;
}

std::string without_known_tokens(std::string text) {
    std::size_t written = 0;
    std::string out;
    std::size_t i = kWordCharacters.find_in(text);  // where a word starts
    while (i < text.size()) {
        const std::size_t length = known_token(text, i);
        if (length > 0) {
            out.append(text, written, i - written).append("[redacted]");
            i += length;
            written = i;
        } else {
            i = kWordCharacters.find_other(text, i + 1);
        }
        i = kWordCharacters.find_in(text, i);
    }
    if (written == 0) {
        return text;  // nearly always
    }
    return out.append(text, written);
}

}  // namespace cronmend::detail
