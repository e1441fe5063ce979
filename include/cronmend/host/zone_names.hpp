// The names of the time zones that this host's database has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cronmend::host {

// "Europe/Berlin" and all others, sorted; none if there is no database.
[[nodiscard]] std::vector<std::string> zone_names(
    const std::string& database = "/usr/share/zoneinfo");

// Those that may have been meant by a name that is none, the likeliest first, three at the most:
// the same in other letters ("europe/berlin"), the last part alone ("berlin"), a slip of the finger
// ("Europe/Berln").
[[nodiscard]] std::vector<std::string> zones_meant(std::string_view name,
                                                   const std::vector<std::string>& names);

}  // namespace cronmend::host
