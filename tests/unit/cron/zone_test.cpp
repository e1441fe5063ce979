#include "cronmend/cron/zone.hpp"

#include <doctest/doctest.h>

#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {
namespace {

using std::chrono::hours;

TEST_CASE("A zone's period is the last one that began, the first one before all") {
    const Instant change{hours{1000}};
    const Zone zone{
        "Test/Zone",
        {{Instant{hours{10}}, Seconds{3600}, false, "CET"}, {change, Seconds{7200}, true, "CEST"}}};
    CHECK(zone.at(Instant{}).abbreviation == "CET");
    CHECK(zone.at(change - Seconds{1}).abbreviation == "CET");
    CHECK(zone.at(change).abbreviation == "CEST");
    CHECK(zone.at(change + hours{1'000'000}).abbreviation == "CEST");
    CHECK(to_string(zone.read(Instant{})) == "1970-01-01 01:00:00 CET");
    CHECK(Zone{}.read(change) == ZonedTime{change, Seconds{0}, "UTC"});
}

TEST_CASE("A flavour's word is read back as that flavour") {
    for (const std::string_view word : {"debian", "cronie", "busybox", "bcron", "systemd-cron"}) {
        CAPTURE(word);
        REQUIRE(parse_flavour(word));
        CHECK(to_string(*parse_flavour(word)) == word);
    }
    CHECK(!parse_flavour("vixie"));
    CHECK(!parse_flavour("Debian"));
    CHECK(!parse_flavour(""));
}

}  // namespace
}  // namespace cronmend::cron
