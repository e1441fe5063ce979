#include "cronmend/cron/flavour.hpp"

#include "profile.hpp"

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
    for (const Flavour flavour : kFlavours) {
        if (word == to_string(flavour)) {
            return flavour;
        }
    }
    return std::nullopt;
}

std::string_view program_of(Flavour flavour) {
    return detail::profile_of(flavour).program;
}

bool honours_cron_tz(Flavour flavour) {
    return flavour == Flavour::cronie;
}

}  // namespace cronmend::cron
