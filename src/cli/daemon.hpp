// The cron daemon that a question about times is about: its flavour, and the zone it runs in.
#pragma once

#include <optional>
#include <string>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cli {

struct Daemon {
    cron::Flavour flavour = cron::Flavour::debian;
    cron::Zone zone;
};

// The zone of that name; without a name the host's. An unknown one is told with those that are
// spelled alike.
[[nodiscard]] Result<cron::Zone> find_zone(const std::string& name);

// The flavour is that of --cron, else of the settings, else the host's, else debian. Errors of
// make_setup(), which is not asked if --cron is given.
[[nodiscard]] Result<cron::Flavour> flavour_of(const CommonArguments& common);

}  // namespace cronmend::cli
