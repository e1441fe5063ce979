#include "cronmend/cron/fire_times.hpp"

#include <doctest/doctest.h>

#include <string>

namespace cronmend::cron {
namespace {

using std::chrono::sys_days;

Instant instant(std::string_view text) {
    const auto time = parse_rfc3339(text);
    REQUIRE(time);
    return time->instant;
}

Schedule schedule(std::string_view text) {
    const auto parsed = parse_schedule(text);
    REQUIRE(parsed);
    return *parsed;
}

// The zone with what happened there in the years that the rows below look at.
Zone berlin() {
    return {"Europe/Berlin",
            {{instant("2025-10-26T01:00:00Z"), Seconds{3600}, false, "CET"},
             {instant("2026-03-29T01:00:00Z"), Seconds{7200}, true, "CEST"},
             {instant("2026-10-25T01:00:00Z"), Seconds{3600}, false, "CET"}}};
}

Zone lord_howe() {
    return {"Australia/Lord_Howe",
            {{instant("2025-10-04T15:30:00Z"), Seconds{39600}, true, "+11"},
             {instant("2026-04-04T15:00:00Z"), Seconds{37800}, false, "+1030"},
             {instant("2026-10-03T15:30:00Z"), Seconds{39600}, true, "+11"}}};
}

Zone apia() {
    return {"Pacific/Apia",
            {{instant("2011-09-24T14:00:00Z"), Seconds{-36000}, true, "-10"},
             {instant("2011-12-30T10:00:00Z"), Seconds{50400}, true, "+14"}}};
}

// Eastwards over the date line and back; nobody did that since 1970.
Zone two_days_the_same() {
    return {"Test/Back",
            {{instant("2020-01-01T00:00:00Z"), Seconds{50400}, false, "+14"},
             {instant("2020-06-01T00:00:00Z"), Seconds{-36000}, false, "-10"}}};
}

Zone monrovia() {
    return {"Africa/Monrovia",
            {{instant("1969-12-30T00:00:00Z"), Seconds{-2670}, false, "MMT"},
             {instant("1972-01-07T00:44:30Z"), Seconds{0}, false, "GMT"}}};
}

Zone small_jump() {
    return {"Test/Small",
            {{instant("2020-01-01T00:00:00Z"), Seconds{0}, false, "A"},
             {instant("2020-06-01T12:00:00Z"), Seconds{240}, false, "B"}}};
}

// "03-29T03:00 03-30T02:30x2": in UTC, with the times that it runs where that is not once.
std::string text_of(const std::vector<Start>& starts) {
    std::string text;
    for (const Start& start : starts) {
        text += (text.empty() ? "" : " ") +
                format_rfc3339(ZonedTime{start.at, Seconds{0}, "UTC"}).substr(5, 11) +
                (start.runs == 1 ? "" : "x" + std::to_string(start.runs));
    }
    return text;
}

struct Row {
    std::string name;
    Zone zone;
    std::string expression;
    Flavour flavour;
    const char* from;
    const char* until;
    std::string starts;
    ZoneOf zone_of = ZoneOf::daemon;
};

constexpr Flavour kDebian = Flavour::debian;

std::vector<Row> rows() {
    const char* spring = "2026-03-29T00:00:00Z";
    const char* spring_end = "2026-03-29T02:30:00Z";
    const char* autumn = "2026-10-24T23:30:00Z";
    const char* autumn_end = "2026-10-25T03:00:00Z";
    const char* noon = "2020-06-01T11:58:00Z";
    return {
        {"fixed, in the gap", berlin(), "30 2 * * *", kDebian, spring, spring_end, "03-29T01:00"},
        {"its first minute", berlin(), "0 2 * * *", kDebian, spring, spring_end, "03-29T01:00"},
        {"behind the gap", berlin(), "0 3 * * *", kDebian, spring, spring_end, "03-29T01:00"},
        {"each skipped minute", berlin(), "0,30 2-3 * * *", kDebian, spring, spring_end,
         "03-29T01:00x3 03-29T01:30"},
        {"wildcards are lost", berlin(), "*/15 2 * * *", kDebian, spring, spring_end, ""},
        {"wildcard hour", berlin(), "30 */2 * * *", kDebian, spring, "2026-03-29T03:00:00Z",
         "03-29T02:30"},
        {"each minute", berlin(), "*/30 * * * *", kDebian, spring, spring_end,
         "03-29T00:00 03-29T00:30 03-29T01:00 03-29T01:30 03-29T02:00"},
        {"each minute, but fixed", berlin(), "0,30 0-23 * * *", kDebian, spring, spring_end,
         "03-29T00:00 03-29T00:30 03-29T01:00x3 03-29T01:30 03-29T02:00"},
        {"fixed, once", berlin(), "30 2 * * *", kDebian, autumn, autumn_end, "10-25T00:30"},
        {"wildcard, twice", berlin(), "*/30 2 * * *", kDebian, autumn, autumn_end,
         "10-25T00:00 10-25T00:30 10-25T01:00 10-25T01:30"},
        {"behind the overlap", berlin(), "0 3 * * *", kDebian, autumn, autumn_end, "10-25T02:00"},
        {"cronie alike", berlin(), "30 2 * * *", Flavour::cronie, spring, spring_end,
         "03-29T01:00"},
        {"CRON_TZ: lost", berlin(), "30 2 * * *", Flavour::cronie, spring, spring_end, "",
         ZoneOf::entry},
        {"CRON_TZ: twice", berlin(), "30 2 * * *", Flavour::cronie, autumn, autumn_end,
         "10-25T00:30 10-25T01:30", ZoneOf::entry},
        {"busybox: lost", berlin(), "30 2 * * *", Flavour::busybox, spring, spring_end, ""},
        {"busybox: twice", berlin(), "30 2 * * *", Flavour::busybox, autumn, autumn_end,
         "10-25T00:30 10-25T01:30"},
        {"systemd: lost", berlin(), "30 2 * * *", Flavour::systemd_cron, spring, spring_end, ""},
        {"systemd: once", berlin(), "*/30 * * * *", Flavour::systemd_cron, autumn, autumn_end,
         "10-24T23:30 10-25T00:00 10-25T00:30 10-25T02:00 10-25T02:30"},
        {"bcron: an hour later", berlin(), "30 2 * * *", Flavour::bcron, spring, spring_end,
         "03-29T01:30"},
        {"bcron: two hours", berlin(), "15,45 2-3 * * *", Flavour::bcron, spring, spring_end,
         "03-29T01:15 03-29T01:45"},
        {"bcron: one hour, once", berlin(), "30 2 * * *", Flavour::bcron, autumn, autumn_end,
         "10-25T00:30"},
        {"bcron: more hours, twice", berlin(), "30 2,4 * * *", Flavour::bcron, autumn, autumn_end,
         "10-25T00:30 10-25T01:30"},
        {"half an hour forward, fixed", lord_howe(), "0,15,30 2 * * *", kDebian,
         "2026-10-03T15:00:00Z", "2026-10-03T16:30:00Z", "10-03T15:30x3"},
        {"half an hour forward, wildcard", lord_howe(), "*/15 2 * * *", kDebian,
         "2026-10-03T15:00:00Z", "2026-10-03T16:30:00Z", "10-03T15:30 10-03T15:45"},
        {"half an hour back, fixed", lord_howe(), "45 1 * * *", kDebian, "2026-04-04T14:00:00Z",
         "2026-04-04T16:30:00Z", "04-04T14:45"},
        {"half an hour back, wildcard", lord_howe(), "*/20 1 * * *", kDebian,
         "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z",
         "04-04T14:00 04-04T14:20 04-04T14:40 04-04T15:10"},
        {"a day left out", apia(), "30 12 * * *", kDebian, "2011-12-29T00:00:00Z",
         "2012-01-01T00:00:00Z", "12-29T22:30 12-30T22:30 12-31T22:30"},
        {"that day alone", apia(), "30 12 30 12 *", kDebian, "2011-12-29T00:00:00Z",
         "2012-01-01T00:00:00Z", ""},
        {"its end", apia(), "0 0 31 12 *", kDebian, "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z",
         "12-30T10:00"},
        {"a day twice", two_days_the_same(), "30 18 31 5 *", kDebian, "2020-05-30T00:00:00Z",
         "2020-06-03T00:00:00Z", "05-31T04:30 06-01T04:30"},
        {"four minutes forward, wildcard", small_jump(), "* * * * *", kDebian, noon,
         "2020-06-01T12:02:00Z", "06-01T11:58 06-01T11:59 06-01T12:00x5 06-01T12:01"},
        {"four minutes forward, busybox", small_jump(), "2,5 12 * * *", Flavour::busybox, noon,
         "2020-06-01T12:02:00Z", "06-01T12:01"},
        {"seconds in the offset", monrovia(), "59 23 6 1 *", kDebian, "1972-01-07T00:00:00Z",
         "1972-01-08T00:00:00Z", "01-07T00:43"},
        {"out of it, fixed", monrovia(), "10,44,45 0 7 1 *", kDebian, "1972-01-07T00:00:00Z",
         "1972-01-08T00:00:00Z", "01-07T00:44x2 01-07T00:45"},
        {"out of it, wildcard", monrovia(), "*/11 0 7 1 *", kDebian, "1972-01-07T00:00:00Z",
         "1972-01-08T00:00:00Z", "01-07T00:44 01-07T00:55"},
    };
}

TEST_CASE("what a daemon starts around a jump of local time") {
    for (const Row& row : rows()) {
        CAPTURE(row.name);
        const FireTimes times{schedule(row.expression), row.zone, row.flavour, row.zone_of};
        const auto starts = times.between(instant(row.from), instant(row.until), 1000);
        CHECK(text_of(starts) == row.starts);
        // And backwards.
        std::vector<Start> backwards;
        for (auto start = times.previous(instant(row.until));
             start && start->at >= instant(row.from); start = times.previous(start->at)) {
            backwards.insert(backwards.begin(), *start);
        }
        CHECK(text_of(backwards) == row.starts);
    }
}

std::string next_of(std::string_view expression, std::string_view from) {
    const Zone utc;
    const auto start = FireTimes{schedule(expression), utc, Flavour::debian}.next(instant(from));
    return start ? format_rfc3339(utc.read(start->at)) : "never";
}

std::string previous_of(std::string_view expression, std::string_view before) {
    const Zone utc;
    const auto start =
        FireTimes{schedule(expression), utc, Flavour::debian}.previous(instant(before));
    return start ? format_rfc3339(utc.read(start->at)) : "never";
}

TEST_CASE("rare and never") {
    CHECK(next_of("0 0 30 2 *", "1970-01-01T00:00:00Z") == "never");
    CHECK(next_of("0 0 31 4,6,9,11 *", "2026-01-01T00:00:00Z") == "never");
    CHECK(next_of("0 0 10-9 * *", "2026-01-01T00:00:00Z") == "never");
    CHECK(next_of("5-1 * * * *", "2026-01-01T00:00:00Z") == "never");
    CHECK(next_of("@reboot", "2026-01-01T00:00:00Z") == "never");
    CHECK(previous_of("0 0 30 2 *", "2100-01-01T00:00:00Z") == "never");
    // A Monday, and one over a year without a leap day.
    CHECK(next_of("0 12 29 2 */8", "2026-01-01T00:00:00Z") == "2032-02-29T12:00:00+00:00");
    const std::string monday = "0 12 29 2 1";
    CHECK(next_of(monday, "2026-03-01T00:00:00Z") == "2027-02-01T12:00:00+00:00");
    CHECK(next_of("0 12 */29 2 6", "2096-03-01T00:00:00Z") == "2098-02-01T12:00:00+00:00");
    // The 29th alone, whichever weekday: 1-6 would be an alternative to it, * is none.
    CHECK(next_of("0 12 29 2 *", "2096-03-01T00:00:00Z") == "2104-02-29T12:00:00+00:00");
}

TEST_CASE("the range is 1970 to 2200 in the zone") {
    CHECK(next_of("* * * * *", "1960-01-01T00:00:00Z") == "1970-01-01T00:00:00+00:00");
    CHECK(next_of("0 0 1 1 *", "2200-01-01T00:00:01Z") == "never");
    CHECK(next_of("59 23 31 12 *", "2200-06-01T00:00:00Z") == "2200-12-31T23:59:00+00:00");
    CHECK(previous_of("* * * * *", "2300-01-01T00:00:00Z") == "2200-12-31T23:59:00+00:00");
    CHECK(previous_of("* * * * *", "1970-01-01T00:00:00Z") == "never");
    const Zone east{"East", {{instant("1969-12-30T00:00:00Z"), Seconds{50400}, false, "+14"}}};
    const FireTimes times{schedule("@yearly"), east, Flavour::debian};
    CHECK(times.next(instant("1960-01-01T00:00:00Z"))->at == instant("1969-12-31T10:00:00Z"));
    CHECK(times.previous(instant("2300-01-01T00:00:00Z"))->at == instant("2199-12-31T10:00:00Z"));
}

TEST_CASE("from is inclusive, before is not, and seconds count") {
    CHECK(next_of("0 3 * * *", "2026-01-01T03:00:00Z") == "2026-01-01T03:00:00+00:00");
    CHECK(next_of("0 3 * * *", "2026-01-01T03:00:01Z") == "2026-01-02T03:00:00+00:00");
    CHECK(previous_of("0 3 * * *", "2026-01-01T03:00:00Z") == "2025-12-31T03:00:00+00:00");
    CHECK(previous_of("0 3 * * *", "2026-01-01T03:00:01Z") == "2026-01-01T03:00:00+00:00");
    const Zone utc;
    const FireTimes each{schedule("* * * * *"), utc, Flavour::debian};
    CHECK(
        each.between(instant("2026-01-01T00:00:00Z"), instant("2026-01-01T00:03:00Z"), 10).size() ==
        3);
    CHECK(
        each.between(instant("2026-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z"), 10).size() ==
        10);
}

}  // namespace
}  // namespace cronmend::cron
