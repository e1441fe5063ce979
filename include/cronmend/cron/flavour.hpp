// Which cron reads a table: they agree on what is common and differ on the rest.
#pragma once

#include <array>
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

inline constexpr std::array kFlavours = {Flavour::debian, Flavour::cronie, Flavour::busybox,
                                         Flavour::bcron, Flavour::systemd_cron};

// "debian", "cronie", "busybox", "bcron", "systemd-cron": the words that --cron takes.
[[nodiscard]] std::string_view to_string(Flavour flavour);
// Nothing for any other word.
[[nodiscard]] std::optional<Flavour> parse_flavour(std::string_view word);
// "Debian's cron", "busybox crond": for sentences.
[[nodiscard]] std::string_view program_of(Flavour flavour);

// True if CRON_TZ= in a table moves the times of the entries below it (cronie; systemd-cron from
// version 2 on, which is not what Flavour::systemd_cron stands for).
[[nodiscard]] bool honours_cron_tz(Flavour flavour);

}  // namespace cronmend::cron
