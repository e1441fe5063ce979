// Where a zone's data stand: by a name in the tz database, or as the host's own.
#pragma once

#include <string>

#include "cronmend/host/zone.hpp"

namespace cronmend::host {

// What stands for a zone.
struct ZoneData {
    std::string name;   // in the database; empty if it is not known
    std::string path;   // of the file with the data; empty if there is none
    std::string bytes;  // the data; without a file "UTC", or the text of TZ
};

// Errors invalid_input, not_found.
[[nodiscard]] Result<ZoneData> named_zone_data(const std::string& name, const ZonePlaces& places);

// Error unreadable, and those of check_zone_variable().
[[nodiscard]] Result<ZoneData> host_zone_data(const ZonePlaces& places);

}  // namespace cronmend::host
