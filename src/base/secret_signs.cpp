#include "secret_signs.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace cronmend::detail {

std::string plain_name(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(c == '-' ? '_' : std::tolower(c));
    });
    return out;
}

bool names_secret(std::string_view name) {
    static constexpr std::array<std::string_view, 14> kParts{
        "password",   "passwd",         "passphrase",    "secret",     "token",
        "apikey",     "api_key",        "access_key",    "credential", "private_key",
        "secret_key", "encryption_key", "authorization", "auth_key"};
    static constexpr std::array<std::string_view, 4> kEndings{"_pass", "_pwd", "_pw", "_pat"};
    static constexpr std::array<std::string_view, 3> kWhole{"pass", "pwd", "pw"};
    static constexpr std::array<std::string_view, 4> kHarmless{"_file", "_path", "_dir",
                                                               "_command"};
    const std::string plain = plain_name(name);
    const auto ends = [&](std::string_view ending) { return plain.ends_with(ending); };
    const auto holds = [&](std::string_view part) { return plain.find(part) != std::string::npos; };
    if (std::any_of(kHarmless.begin(), kHarmless.end(), ends)) {
        return false;
    }
    return std::find(kWhole.begin(), kWhole.end(), plain) != kWhole.end() ||
           std::any_of(kEndings.begin(), kEndings.end(), ends) ||
           std::any_of(kParts.begin(), kParts.end(), holds);
}

std::optional<SecretHeader> header_named(std::string_view name) {
    const std::string plain = plain_name(name);
    if (plain == "authorization" || plain == "proxy_authorization") {
        return SecretHeader::authorization;
    }
    if (plain == "cookie" || plain == "set_cookie") {
        return SecretHeader::cookie;
    }
    return std::nullopt;
}

const ProgramOption* option_of(std::string_view program) {
    static constexpr std::array<ProgramOption, 9> kOptions{{{"mysql", "-p", true, false},
                                                            {"mariadb", "-p", true, false},
                                                            {"sshpass", "-p", true, true},
                                                            {"redis-cli", "-a", false, true},
                                                            {"ldap", "-w", true, true},
                                                            {"zip", "-P", true, true},
                                                            {"unzip", "-P", true, true},
                                                            {"7z", "-p", true, false},
                                                            {"smbclient", "-U", true, true}}};
    const auto found = std::find_if(
        kOptions.begin(), kOptions.end(),
        [&](const ProgramOption& known) { return program.starts_with(known.program); });
    return found == kOptions.end() ? nullptr : &*found;
}

std::size_t secret_path_prefix(std::string_view behind_scheme) {
    static constexpr std::array<std::string_view, 5> kPrefixes{
        "hooks.slack.com/services/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/",
        "api.telegram.org/bot", "chat.googleapis.com/v1/"};
    const auto found =
        std::find_if(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return behind_scheme.starts_with(prefix); });
    return found == kPrefixes.end() ? 0 : found->size();
}

}  // namespace cronmend::detail
