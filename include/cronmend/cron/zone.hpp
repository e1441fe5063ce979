// A time zone as a value: its offsets from UTC and the instants at which they change. Pure; the
// facts come from the tz database through the host room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/time.hpp"

namespace cronmend::cron {

struct ZonePeriod {
    Instant begin{};           // the first instant for which the period holds
    Seconds utc_offset{0};     // local time minus UTC
    bool daylight = false;     // daylight saving time, as the database says (tm_isdst)
    std::string abbreviation;  // such as CEST

    friend bool operator==(const ZonePeriod&, const ZonePeriod&) = default;
};

// The last instant that a zone's facts reach to: 2200-12-31 23:59:59 UTC and some days beyond, so
// that every local time up to the end of 2200 is known.
inline constexpr Instant kZoneHorizon{std::chrono::sys_days{std::chrono::year{2201} / 1 / 8}};

class Zone {
public:
    // UTC.
    Zone();
    // `periods` ascending by `begin`, at least one; the first holds for all earlier instants too.
    Zone(std::string name, std::vector<ZonePeriod> periods);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<ZonePeriod>& periods() const { return periods_; }

    // The period that holds at that instant.
    [[nodiscard]] const ZonePeriod& at(Instant instant) const;
    [[nodiscard]] ZonedTime read(Instant instant) const;

    friend bool operator==(const Zone&, const Zone&) = default;

private:
    std::string name_;
    std::vector<ZonePeriod> periods_;
};

}  // namespace cronmend::cron
