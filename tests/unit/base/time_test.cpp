#include "cronmend/base/time.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cronmend;
using namespace std::chrono_literals;

namespace {
const ZonedTime kSeed{std::chrono::sys_days{std::chrono::year{2025} / 11 / 2} + 11h + 43min + 10s,
                      1h, "CET"};
}

TEST_CASE("a time is read on its own wall clock") {
    CHECK(to_string(kSeed) == "2025-11-02 12:43:10 CET");
    CHECK(format_minute(kSeed) == "2025-11-02 12:43");
    CHECK(format_digits(kSeed) == "20251102124310");
    CHECK(format_rfc3339(kSeed) == "2025-11-02T12:43:10+01:00");
    const ZonedTime west{kSeed.instant, -(3h + 30min), "NST"};
    CHECK(format_rfc3339(west) == "2025-11-02T08:13:10-03:30");
}

TEST_CASE("RFC 3339 is read back, and nothing else is") {
    const auto back = parse_rfc3339("2025-11-02T12:43:10+01:00");
    REQUIRE(back);
    CHECK(back->instant == kSeed.instant);
    CHECK(back->utc_offset == kSeed.utc_offset);
    CHECK(parse_rfc3339("2025-11-02T11:43:10Z")->instant == kSeed.instant);
    for (const std::string bad :
         {"", "2025-11-02", "2025-13-02T11:43:10Z", "2025-02-30T11:43:10Z", "2025-11-02 11:43:10Z",
          "2025-11-02T25:43:10Z", "2025-11-02T11:43:10", "2025-11-02T11:43:10+1:00",
          "-025-11-02T11:43:10Z"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_rfc3339(bad));
    }
}

TEST_CASE("durations are told by their two largest units") {
    struct Row {
        Seconds length;
        std::string words;
    };
    for (const Row& row : std::vector<Row>{{0s, "0 seconds"},
                                           {1s, "1 second"},
                                           {61s, "1 minute 1 second"},
                                           {22h + 16min + 10s, "22 hours 16 minutes"},
                                           {24h, "1 day"},
                                           {49h, "2 days 1 hour"},
                                           {24h + 30s, "1 day"},
                                           {-5s, "5 seconds"}}) {
        CHECK(format_duration(row.length) == row.words);
    }
}
