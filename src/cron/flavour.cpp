#include "cronmend/cron/flavour.hpp"

#include <array>

namespace cronmend::cron {

std::string_view to_string(Flavour flavour) {
    switch (flavour) {
        case Flavour::debian:
            return "debian";
        case Flavour::cronie:
            return "cronie";
        case Flavour::busybox:
            return "busybox";
        case Flavour::bcron:
            return "bcron";
        case Flavour::systemd_cron:
            return "systemd-cron";
    }
    return "unknown";
}

std::optional<Flavour> parse_flavour(std::string_view word) {
    constexpr std::array kAll = {Flavour::debian, Flavour::cronie, Flavour::busybox, Flavour::bcron,
                                 Flavour::systemd_cron};
    for (const Flavour flavour : kAll) {
        if (word == to_string(flavour)) {
            return flavour;
        }
    }
    return std::nullopt;
}

}  // namespace cronmend::cron
