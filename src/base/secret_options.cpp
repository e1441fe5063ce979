#include "secret_options.hpp"

#include <algorithm>
#include <array>

#include "char_set.hpp"

namespace cronmend::detail {
namespace {

constexpr std::string_view kCurl = "AbcCdDeEFHKmoPQrtTuUwxXyYz";
constexpr std::string_view kLdap = "bdDeEfhHlopPRsSTUvVwWXyYzZ";
constexpr std::string_view kZip = "bnOPtd";

using enum OptionValue;

// Options of one program stand together. From the programs' own manuals.
constexpr auto kOptions = std::to_array<ProgramOption>({
    {"7z*", "-p", true, false},
    {"bcp", "-P", true, true},
    {"cqlsh", "-p", true, true},
    {"curl", "-u", true, true, behind_colon, kCurl},
    {"curl", "-U", true, true, behind_colon, kCurl},
    {"curl", "-E", true, true, behind_colon, kCurl},
    {"curl", "-b", true, true, cookie, kCurl},
    {"curl", "--cookie", false, true, cookie},
    {"curl", "--cert", false, true, behind_colon},
    {"freebcp", "-P", true, true},
    {"http", "-a", true, true, behind_colon},
    {"https", "-a", true, true, behind_colon},
    {"influx", "-t", true, true},
    {"ipmitool", "-P", true, true},
    {"ldap*", "-w", true, true, whole, kLdap},
    {"lftp", "-u", true, true, behind_comma},
    {"login", "-p", true, true},  // docker login, az login …
    {"mariadb*", "-p", true, false},
    {"mongo*", "-p", true, true},
    {"mosquitto_*", "-P", true, true},
    {"mysql*", "-p", true, false},
    {"ncftp*", "-p", true, true},
    {"net", "-U", true, true, behind_percent},
    {"open", "-u", true, true, behind_comma},  // lftp's
    {"openssl", "-k", false, true},
    {"openssl", "-K", false, true},
    {"openssl", "-hmac", false, true},
    {"rabbitmqadmin", "-p", true, true},
    {"rar", "-hp", true, false},
    {"rar", "-p", true, false},
    {"redis-cli", "-a", false, true},
    {"rpcclient", "-U", true, true, behind_percent},
    {"smbclient", "-U", true, true, behind_percent},
    {"smbget", "-U", true, true, behind_percent},
    {"snmp*", "-A", true, true},
    {"snmp*", "-X", true, true},
    {"snmp*", "-c", true, true},
    {"sqlcmd", "-P", true, true},
    {"sqsh", "-P", true, true},
    {"sshpass", "-p", true, true, whole, {}, true},
    {"swaks", "-ap", false, true},
    {"tsql", "-P", true, true},
    {"unrar", "-p", true, false},
    {"unzip", "-P", true, true, whole, kZip},
    {"zip*", "-P", true, true, whole, kZip},
});

constexpr CharSet kFirstLetters{"7bcfhilmnorstuz"};
static_assert(std::all_of(kOptions.begin(), kOptions.end(), [](const ProgramOption& option) {
    return kFirstLetters.holds(option.program.front());
}));

bool is_named(std::string_view pattern, std::string_view program) {
    if (pattern.front() != program.front()) {
        return false;
    }
    if (!pattern.ends_with('*')) {
        return program == pattern;
    }
    // mysql-backup.sh has options of its own.
    return program.starts_with(pattern.substr(0, pattern.size() - 1)) &&
           program.find('.') == std::string_view::npos;
}

}  // namespace

std::span<const ProgramOption> options_of(std::string_view program) {
    // Most words are no program that is known, and every word of a line is asked for.
    if (program.empty() || !kFirstLetters.holds(program.front())) {
        return {};
    }
    const auto first =
        std::find_if(kOptions.begin(), kOptions.end(),
                     [&](const ProgramOption& known) { return is_named(known.program, program); });
    const auto last = std::find_if(first, kOptions.end(), [&](const ProgramOption& known) {
        return known.program != first->program;
    });
    return {first, last};
}

std::size_t length_of_option(const ProgramOption& option, std::string_view word) {
    if (word.starts_with(option.option)) {
        return option.option.size();
    }
    if (option.with_value.empty() || !word.starts_with('-') || word.starts_with("--")) {
        return 0;
    }
    const std::size_t at = word.find_first_of(option.with_value, 1);
    const std::size_t letters =
        word.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 1);
    return at < letters && word[at] == option.option[1] ? at + 1 : 0;
}

bool takes_logon(std::string_view program) {
    static constexpr auto kPrograms = std::to_array<std::string_view>(
        {"exp", "expdp", "imp", "impdp", "rman", "sqlldr", "sqlplus"});
    return program.size() <= 7 &&
           std::find(kPrograms.begin(), kPrograms.end(), program) != kPrograms.end();
}

bool reads_secret(std::string_view segment) {
    static constexpr auto kSigns = std::to_array<std::string_view>(
        {"chpasswd", "--password-stdin", "--passphrase-fd", "--pass-stdin", "passwd --stdin",
         "-pass stdin", "-passin stdin", "cryptsetup", "kinit", "smbpasswd"});
    const std::size_t sudo = segment.find("sudo ");
    return std::any_of(kSigns.begin(), kSigns.end(),
                       [&](std::string_view sign) {
                           return segment.find(sign) != std::string_view::npos;
                       }) ||
           (sudo != std::string_view::npos &&
            (segment.find(" -S ", sudo) != std::string_view::npos ||
             segment.find(" --stdin", sudo) != std::string_view::npos));
}

}  // namespace cronmend::detail
