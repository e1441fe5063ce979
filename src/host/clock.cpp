#include "cronmend/host/clock.hpp"

#include <chrono>
#include <ctime>

#include "cronmend/host/zone.hpp"

namespace cronmend::host {

ZonedTime SystemClock::now() {
    const Instant instant =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::time_t seconds = static_cast<std::time_t>(instant.time_since_epoch().count());
    ZonedTime time{.instant = instant};
    if (!check_zone_variable(zone_places())) {
        time.zone = "UTC";
        return time;
    }
    ::tzset();  // localtime_r alone need not notice that the zone was changed
    std::tm local{};
    if (::localtime_r(&seconds, &local) != nullptr) {
        time.utc_offset = Seconds{local.tm_gmtoff};
        time.zone = local.tm_zone != nullptr ? local.tm_zone : "";
    }
    return time;
}

}  // namespace cronmend::host
