#include "cronmend/cron/instant.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cronmend::cron {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year;

constexpr Instant kSpring = sys_days{year{2026} / 3 / 29} + hours{1};   // 02:00 becomes 03:00
constexpr Instant kAutumn = sys_days{year{2026} / 10 / 25} + hours{1};  // 03:00 becomes 02:00
constexpr Instant kNow = sys_days{year{2026} / 11 / 25} + hours{2};

// Europe/Berlin as far as these tests go.
Zone berlin() {
    return {"Europe/Berlin",
            {{Instant{}, Seconds{3600}, false, "CET"},
             {kSpring, Seconds{7200}, true, "CEST"},
             {kAutumn, Seconds{3600}, false, "CET"}}};
}

TEST_CASE("An instant is read as people write it") {
    struct Row {
        std::string text;
        std::string rfc3339;
    };
    const std::vector<Row> rows = {
        {"now", "2026-11-25T02:00:00+00:00"},
        {"2026-11-25", "2026-11-24T23:00:00+00:00"},
        {"2026-11-25 03:00", "2026-11-25T02:00:00+00:00"},
        {"2026-11-25T03:00", "2026-11-25T02:00:00+00:00"},
        {"2026-11-25 03:00:07", "2026-11-25T02:00:07+00:00"},
        {"2026-07-01 03:00", "2026-07-01T01:00:00+00:00"},
        {"2026-11-25T03:00:00+02:00", "2026-11-25T01:00:00+00:00"},
        {"2026-11-25 03:00-05:30", "2026-11-25T08:30:00+00:00"},
        {"2026-11-25T03:00:00Z", "2026-11-25T03:00:00+00:00"},
        {"2026-10-25 02:30", "2026-10-25T00:30:00+00:00"},  // shown twice: the first
        {"2026-03-29 01:59:59", "2026-03-29T00:59:59+00:00"},
        {"2026-03-29 03:00", "2026-03-29T01:00:00+00:00"},
        {"1970-01-01", "1969-12-31T23:00:00+00:00"},
        {"2200-12-31 23:59:59", "2200-12-31T22:59:59+00:00"},
        {"2028-02-29", "2028-02-28T23:00:00+00:00"},
    };
    const Zone zone = berlin();
    for (const Row& row : rows) {
        const auto instant = parse_instant(row.text, zone, kNow);
        REQUIRE_MESSAGE(instant, row.text << ": " << to_string(instant.error()));
        CHECK_MESSAGE(format_rfc3339({*instant, Seconds{0}, "UTC"}) == row.rfc3339, row.text);
    }
}

TEST_CASE("What is no instant is refused, with the reason") {
    struct Row {
        std::string text;
        std::string reason;
    };
    const std::vector<Row> rows = {
        {"", "neither a date"},
        {"yesterday", "neither a date"},
        {"Now", "neither a date"},
        {"03:00", "neither a date"},
        {"2026-1-2", "neither a date"},
        {"2026-11-25 3:00", "neither a date"},
        {"2026-11-25x03:00", "neither a date"},
        {"2026-11-25 03:00:", "neither a date"},
        {"2026-11-25 ", "neither a date"},
        {"+026-11-25", "neither a date"},
        {"2026-02-30", "no such date"},
        {"2026-13-01", "no such date"},
        {"2026-02-29", "no such date"},
        {"2026-11-25 24:00", "no such time of day"},
        {"2026-11-25 03:60", "no such time of day"},
        {"2026-11-25 03:00:60", "no such time of day"},
        {"2026-11-25 03:00 ", "no offset from UTC"},
        {"2026-11-25 03:00 CET", "no offset from UTC"},
        {"2026-11-25 03:00+2", "no offset from UTC"},
        {"2026-11-25 03:00+24:00", "no offset from UTC"},
        {"2026-03-29 02:30", "the clocks go from 02:00 to 03:00 in Europe/Berlin"},
        {"2026-03-29 02:00", "the clocks go from 02:00 to 03:00 in Europe/Berlin"},
        {"1969-12-31 23:59", "years from 1970 to 2200"},
        {"2201-01-01", "years from 1970 to 2200"},
        {"0000-01-01", "years from 1970 to 2200"},
        {"9999-12-31T00:00:00Z", "years from 1970 to 2200"},
    };
    const Zone zone = berlin();
    for (const Row& row : rows) {
        const auto instant = parse_instant(row.text, zone, kNow);
        REQUIRE_MESSAGE(!instant, row.text);
        CHECK_MESSAGE(instant.error().code == ErrorCode::invalid_input, row.text);
        CHECK_MESSAGE(instant.error().message.find(row.reason) != std::string::npos,
                      row.text << ": " << instant.error().message);
    }
}

TEST_CASE("A clock shows a time once, never or twice") {
    const Zone zone = berlin();
    const auto local = [](int month, int day, int hour) {
        return LocalSeconds{std::chrono::local_days{year{2026} / month / day}} + hours{hour};
    };
    CHECK(instants_of(local(3, 29, 1), zone) == std::vector{kSpring - hours{1}});
    CHECK(instants_of(local(3, 29, 2), zone).empty());
    CHECK(instants_of(local(3, 29, 3), zone) == std::vector{kSpring});
    CHECK(instants_of(local(10, 25, 2), zone) == std::vector{kAutumn - hours{1}, kAutumn});
    CHECK(instants_of(local(10, 25, 3), zone) == std::vector{kAutumn + hours{1}});
}

}  // namespace
}  // namespace cronmend::cron
