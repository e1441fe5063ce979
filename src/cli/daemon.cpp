#include "daemon.hpp"

#include <fmt/format.h>

#include "cronmend/host/zone.hpp"
#include "cronmend/host/zone_names.hpp"
#include "settings.hpp"

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

Result<cron::Flavour> flavour_of(const CommonArguments& common) {
    if (const auto named = cron::parse_flavour(common.cron)) {
        return *named;
    }
    const auto setup = make_setup(common);
    return setup ? Result<cron::Flavour>{setup->cron.flavour} : unexpected(setup.error());
}

}  // namespace cronmend::cli
