// Instants and their reading on a wall clock. Pure: the zone's facts are part of the value, so that
// nothing here asks the system for a clock or a zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cronmend {

using Instant = std::chrono::sys_seconds;  // UTC, whole seconds
using Seconds = std::chrono::seconds;

// An instant with what the host's zone said of it at that moment.
struct ZonedTime {
    Instant instant{};
    Seconds utc_offset{0};     // local time minus UTC
    std::string zone = "UTC";  // abbreviation, such as CET

    friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

// "2025-11-02 12:43:10 CET"
[[nodiscard]] std::string to_string(const ZonedTime& time);
// "2025-11-02 12:43", for a timeline.
[[nodiscard]] std::string format_minute(const ZonedTime& time);
// "2025-11-02 12:43:10", the same with its seconds.
[[nodiscard]] std::string format_second(const ZonedTime& time);
// "20251102124310": local time as digits, for an incident's id.
[[nodiscard]] std::string format_digits(const ZonedTime& time);
// "2025-11-02T12:43:10+01:00" (RFC 3339).
[[nodiscard]] std::string format_rfc3339(const ZonedTime& time);
// The reverse of format_rfc3339; the abbreviation is lost ("+01:00" takes its place).
[[nodiscard]] std::optional<ZonedTime> parse_rfc3339(std::string_view text);

// A length of time in words with its two largest units: "22 hours 16 minutes", "1 second".
[[nodiscard]] std::string format_duration(Seconds duration);

}  // namespace cronmend
