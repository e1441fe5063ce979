#include "secret_options.hpp"

#include <algorithm>
#include <array>

#include "cronmend/base/char_set.hpp"
#include "row_index.hpp"
#include "secret_signs.hpp"

namespace cronmend::detail {
namespace {

constexpr std::string_view kCurl = "AbcCdDeEFHKmoPQrtTuUwxXyYz";
constexpr std::string_view kLdap = "bdDeEfhHlopPRsSTUvVwWXyYzZ";
constexpr std::string_view kZip = "bnOPtd";

using enum OptionValue;

// In the order of their first letters; options of one program stand together. From the programs'
// own manuals.
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
    {"expect", "send", false, true, answer},  // what it types
    {"expect", "exp_send", false, true, answer},
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
    {"nmcli", "password", false, true},
    {"nmcli", "psk", false, true},
    {"nmcli", "802-11-wireless-security.psk", false, true},
    {"nmcli", "802-1x.password", false, true},
    {"nmcli", "wifi-sec.psk", false, true},
    {"open", "-u", true, true, behind_comma},  // lftp's
    {"openssl", "-k", false, true},
    {"openssl", "-K", false, true},
    {"openssl", "-hmac", false, true},
    {"rabbitmqadmin", "-p", true, true},
    {"racadm", "-p", false, true},
    {"rar", "-hp", true, false},
    {"rar", "-p", true, false},
    {"rdesktop", "-p", true, true},
    {"redis-cli", "-a", false, true},
    {"rpcclient", "-U", true, true, behind_percent},
    {"sendEmail", "-xp", false, true},
    {"sendemail", "-xp", false, true},
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
    {"useradd", "-p", false, true},
    {"usermod", "-p", false, true},
    {"wlfreerdp*", "/gp:", true, false},
    {"wlfreerdp*", "/p:", true, false},
    {"xfreerdp*", "/gp:", true, false},
    {"xfreerdp*", "/p:", true, false},
    {"zip*", "-P", true, true, whole, kZip},
});

static_assert(std::is_sorted(kOptions.begin(), kOptions.end(),
                             [](const ProgramOption& a, const ProgramOption& b) {
                                 return a.program.front() < b.program.front();
                             }));
constexpr RowIndex<ProgramOption> kOptionIndex{kOptions};

bool is_named(std::string_view pattern, std::string_view program) {
    if (!pattern.ends_with('*')) {
        return program == pattern;
    }
    // mysql-backup.sh has options of its own.
    return program.starts_with(pattern.substr(0, pattern.size() - 1)) &&
           program.find('.') == std::string_view::npos;
}

// ftp -n, -in …: it does not look into .netrc, and is told on its input whom to be.
bool is_ftp_without_login(std::string_view segment) {
    const std::size_t ftp = segment.find("ftp -");
    if (ftp == std::string_view::npos ||
        (ftp > 0 && (kWordCharacters.holds(segment[ftp - 1]) || segment[ftp - 1] == '-'))) {
        return false;
    }
    const std::string_view letters = segment.substr(ftp + 5);
    return letters.substr(0, letters.find(' ')).find('n') != std::string_view::npos;
}

// What stands behind the last ; or &, that of >& not meant.
std::string_view last_pipeline(std::string_view command) {
    std::size_t end = command.size();
    while (end > 0) {
        const std::size_t sign = command.find_last_of(";&", end - 1);
        if (sign == std::string_view::npos) {
            break;
        }
        if (command[sign] == ';' || sign == 0 || command[sign - 1] != '>') {
            return command.substr(sign + 1);
        }
        end = sign;
    }
    return command;
}

}  // namespace

std::span<const ProgramOption> options_of(std::string_view program) {
    return kOptionIndex.rows_of(
        program, [&](std::string_view pattern) { return is_named(pattern, program); });
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

bool takes_settings(std::string_view program, std::string_view command) {
    return program == "rclone" && command == "config";
}

bool reads_secret(std::string_view segment) {
    static constexpr auto kSigns = std::to_array<std::string_view>(
        {"chpasswd", "--password-stdin", "--passphrase-fd", "--pass-stdin", "passwd --stdin",
         "-pass stdin", "-passin stdin", "cryptsetup", "kinit", "smbpasswd", "saslpasswd2"});
    const std::size_t sudo = segment.find("sudo ");
    return std::any_of(kSigns.begin(), kSigns.end(),
                       [&](std::string_view sign) {
                           return segment.find(sign) != std::string_view::npos;
                       }) ||
           is_ftp_without_login(segment) ||
           (sudo != std::string_view::npos &&
            (segment.find(" -S ", sudo) != std::string_view::npos || segment.ends_with(" -S") ||
             segment.find(" --stdin", sudo) != std::string_view::npos));
}

bool is_handed_secret(std::string_view command) {
    const std::string_view pipeline = last_pipeline(command);
    const std::string_view last = pipeline.substr(pipeline.find_last_of(" \t") + 1);
    return (last.starts_with('-') && sign_of(last) == NameSign::sure) ||
           reads_secret(pipeline.substr(0, pipeline.find('|')));
}

std::size_t secret_input(std::string_view line) {
    std::size_t sign = line.find('%');
    while (sign != std::string_view::npos && sign > 0 && line[sign - 1] == '\\') {
        sign = line.find('%', sign + 1);
    }
    // date +%F is no input, and in a crontab no date.
    if (sign == std::string_view::npos || sign == 0 || line[sign - 1] == '+') {
        return std::string_view::npos;
    }
    return is_handed_secret(line.substr(0, sign)) ? sign : std::string_view::npos;
}

}  // namespace cronmend::detail
