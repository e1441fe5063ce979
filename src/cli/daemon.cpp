#include "daemon.hpp"

#include <fmt/format.h>

#include "cronmend/host/zone.hpp"
#include "cronmend/host/zone_names.hpp"

namespace cronmend::cli {

Result<cron::Zone> find_zone(const std::string& name) {
    if (name.empty()) {
        return host::local_zone();
    }
    auto zone = host::load_zone(name);
    if (zone || (zone.error().code != ErrorCode::not_found &&
                 zone.error().code != ErrorCode::invalid_input)) {
        return zone;
    }
    Error error = zone.error();
    std::string meant;
    for (const std::string& each : host::zones_meant(name, host::zone_names())) {
        meant += (meant.empty() ? "did you mean " : " or ") + each;
    }
    if (!meant.empty()) {
        error.mend = meant + "?";
    }
    return unexpected(error);
}

cron::Flavour flavour_of(const CommonArguments& /*common*/) {
    return cron::Flavour::debian;
}

}  // namespace cronmend::cli
