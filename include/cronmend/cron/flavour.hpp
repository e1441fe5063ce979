// Which cron reads a table: they agree on what is common and differ on the rest.
#pragma once

#include <optional>
#include <string_view>

namespace cronmend::cron {

enum class Flavour {
    debian,   // Debian's and Ubuntu's cron (Vixie's 3.0pl1 with Debian's patches): the reference
    cronie,   // Fedora, RHEL, SUSE, Arch
    busybox,  // busybox crond: Alpine, OpenWrt
    bcron,    // Bruce Guenter's
    systemd_cron,  // timers made from crontabs
};

// "debian", "cronie", "busybox", "bcron", "systemd-cron": the words that --cron takes.
[[nodiscard]] std::string_view to_string(Flavour flavour);
// Nothing for any other word.
[[nodiscard]] std::optional<Flavour> parse_flavour(std::string_view word);

}  // namespace cronmend::cron
