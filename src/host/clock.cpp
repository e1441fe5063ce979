#include "cronmend/host/clock.hpp"

#include <chrono>
#include <ctime>

namespace cronmend::host {

ZonedTime SystemClock::now() {
    const Instant instant =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::time_t seconds = static_cast<std::time_t>(instant.time_since_epoch().count());
    ::tzset();  // localtime_r alone need not notice that the zone was changed
    std::tm local{};
    ZonedTime time{.instant = instant};
    if (::localtime_r(&seconds, &local) != nullptr) {
        time.utc_offset = Seconds{local.tm_gmtoff};
        time.zone = local.tm_zone != nullptr ? local.tm_zone : "";
    }
    return time;
}

}  // namespace cronmend::host
