#include "zone_periods.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <ctime>

#include "cronmend/base/text.hpp"

namespace cronmend::host {
namespace {

using cron::ZonePeriod;

// So early that every local time of 1970 lies behind it.
constexpr Instant kBeginning{std::chrono::sys_days{std::chrono::year{1969} / 12 / 30}};
constexpr std::chrono::days kStride{5};

absl::Time to_absl(Instant instant) {
    return absl::FromUnixSeconds(instant.time_since_epoch().count());
}

Instant from_absl(absl::Time time) {
    return Instant{Seconds{absl::ToUnixSeconds(time)}};
}

ZonePeriod period_from(Instant begin, const absl::TimeZone& zone) {
    const absl::TimeZone::CivilInfo info = zone.At(to_absl(begin));
    return {begin, Seconds{info.offset}, info.is_dst, info.zone_abbr};
}

ZonePeriod period_by_process(Instant begin) {
    const std::time_t seconds = begin.time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return {begin, Seconds{local.tm_gmtoff}, local.tm_isdst > 0, local.tm_zone};
}

bool same_but_for_begin(const ZonePeriod& a, const ZonePeriod& b) {
    return a.utc_offset == b.utc_offset && a.daylight == b.daylight &&
           a.abbreviation == b.abbreviation;
}

// The first instant in (last, next] that is as `next` is, if there is one change between them.
Instant change_between(const ZonePeriod& last, Instant next) {
    Instant before = next - kStride;
    while (next - before > Seconds{1}) {
        const Instant middle = before + (next - before) / 2;
        (same_but_for_begin(period_by_process(middle), last) ? before : next) = middle;
    }
    return next;
}

}  // namespace

Result<std::vector<ZonePeriod>> periods_of_file(const std::string& path) {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(path, &zone)) {
        return unexpected(
            ErrorCode::corrupt,
            fmt::format("{} is not the data of a time zone as it should be", printable(path)),
            "reinstall the tz database (Debian: tzdata), or name another zone");
    }
    std::vector<ZonePeriod> periods{period_from(kBeginning, zone)};
    absl::TimeZone::CivilTransition transition;
    while (zone.NextTransition(to_absl(periods.back().begin), &transition)) {
        const Instant begin = from_absl(zone.At(transition.to).trans);
        if (begin > cron::kZoneHorizon) {
            break;
        }
        periods.push_back(period_from(begin, zone));
    }
    return periods;
}

std::vector<ZonePeriod> periods_of_process() {
    tzset();
    std::vector<ZonePeriod> periods{period_by_process(kBeginning)};
    for (Instant next = kBeginning + kStride; next <= cron::kZoneHorizon; next += kStride) {
        if (!same_but_for_begin(period_by_process(next), periods.back())) {
            periods.push_back(period_by_process(change_between(periods.back(), next)));
        }
    }
    return periods;
}

}  // namespace cronmend::host
