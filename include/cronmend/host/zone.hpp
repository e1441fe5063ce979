// The host's time zone.
#pragma once

#include <optional>
#include <string>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

// True if the named zone has the host's rules: it is the host's zone by name, or its data in the
// tz database are the same bytes. The host's zone is TZ if that is set, else /etc/localtime, else
// UTC. Error invalid_input for a name that leads out of the database, not_found for a zone that the
// database does not have.
[[nodiscard]] Result<bool> is_host_zone(const std::string& name);

// Where the zone's facts come from, for tests; the default is this machine.
struct ZonePlaces {
    std::optional<std::string> variable;  // the value of TZ; set but empty means UTC
    std::string local = "/etc/localtime";
    std::string database = "/usr/share/zoneinfo";
};
[[nodiscard]] Result<bool> is_host_zone(const std::string& name, const ZonePlaces& places);

}  // namespace cronmend::host
