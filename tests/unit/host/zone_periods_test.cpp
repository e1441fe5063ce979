// The zones that are loaded, against localtime(3), which is what cron goes by.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "cronmend/host/zone.hpp"
#include "support/zone_names.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

using std::chrono::days;
using std::chrono::hours;

// TZ of this process, put back when it goes.
class Variable {
public:
    explicit Variable(const std::string& value) {
        if (const char* old = getenv("TZ")) {
            old_ = old;
        }
        set(value.c_str());
    }
    ~Variable() { set(old_ ? old_->c_str() : nullptr); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    static void set(const char* value) {
        value == nullptr ? unsetenv("TZ") : setenv("TZ", value, 1);
        tzset();
    }
    std::optional<std::string> old_;
};

std::string by_libc(Instant instant) {
    const std::time_t seconds = instant.time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::to_string(local.tm_gmtoff) + (local.tm_isdst > 0 ? " dst " : " std ") +
           local.tm_zone;
}

std::string by_zone(const cron::Zone& zone, Instant instant) {
    const cron::ZonePeriod& period = zone.at(instant);
    return std::to_string(period.utc_offset.count()) + (period.daylight ? " dst " : " std ") +
           period.abbreviation;
}

// Where the two differ first; empty if they do not.
std::string difference(const cron::Zone& zone, Instant instant) {
    const std::string libc = by_libc(instant);
    const std::string ours = by_zone(zone, instant);
    return libc == ours ? "" : to_string(zone.read(instant)) + ": " + ours + ", libc: " + libc;
}

}  // namespace

TEST_CASE("every zone is as localtime(3) has it, at every change and between, 1970 to 2200") {
    const auto names = test::zone_names(ZonePlaces{}.database);
    if (names.empty()) {
        MESSAGE("no tz database here");
        return;
    }
    const Instant end{std::chrono::sys_days{std::chrono::year{2201} / 1 / 1}};
    for (const std::string& name : names) {
        CAPTURE(name);
        const auto zone = load_zone(name);
        REQUIRE_MESSAGE(zone, to_string(zone.error()));
        CHECK(zone->name() == name);
        const Variable variable(name);
        std::string found;
        for (const cron::ZonePeriod& period : zone->periods()) {
            for (const Seconds near : {Seconds{-1}, Seconds{0}, Seconds{1}}) {
                if (found.empty() && period.begin > Instant{}) {
                    found = difference(*zone, period.begin + near);
                }
            }
        }
        // Nothing is missed between them that would last for five days.
        for (Instant instant{}; instant < end && found.empty(); instant += hours{121}) {
            found = difference(*zone, instant);
        }
        CHECK(found == "");
    }
}

TEST_CASE("no offset changes twice within a day, as the model of cron's jumps takes it") {
    for (const std::string& name : test::zone_names(ZonePlaces{}.database)) {
        CAPTURE(name);
        const auto zone = load_zone(name);
        REQUIRE(zone);
        const auto& periods = zone->periods();
        for (std::size_t i = 2; i < periods.size(); ++i) {
            const bool jumps = periods[i].utc_offset != periods[i - 1].utc_offset &&
                               periods[i - 1].utc_offset != periods[i - 2].utc_offset;
            CHECK_FALSE((jumps && periods[i].begin - periods[i - 1].begin < days{1}));
        }
    }
}

TEST_CASE("a rule in TZ is what localtime(3) makes of it") {
    for (const char* rule : {"CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT", "<-03>3", "XYZ-5:45",
                             "NZST-12NZDT,M9.5.0,M4.1.0/3", "CET-1:00:00CEST-2,J80/2,300/3"}) {
        CAPTURE(rule);
        const Variable variable(rule);
        const auto zone = local_zone();
        REQUIRE_MESSAGE(zone, to_string(zone.error()));
        std::string found;
        for (Instant instant{}; instant < cron::kZoneHorizon && found.empty();
             instant += hours{25}) {
            found = difference(*zone, instant);
        }
        CHECK(found == "");
    }
    ZonePlaces others;
    others.variable = "CET-1";
    const auto zone = local_zone(others);
    REQUIRE_FALSE(zone);
    CHECK(zone.error().code == ErrorCode::unsupported);
}

TEST_CASE("a TZ that is neither a zone nor a rule is no zone") {
    for (const char* text : {"Nowhere/Town", "Nope", "X1", "<+03", "CET-1;", "CET-1CEST;x", "-1"}) {
        CAPTURE(text);
        const Variable variable(text);
        const auto zone = local_zone();
        REQUIRE_FALSE(zone);
        CHECK(zone.error().code == ErrorCode::not_found);
    }
}

TEST_CASE("the host's zone has a name where the database has one") {
    ZonePlaces places;
    places.variable = "Europe/Berlin";
    REQUIRE(local_zone(places));
    CHECK(local_zone(places)->name() == "Europe/Berlin");
    places.variable = "UTC";
    CHECK(local_zone(places)->periods().size() == 1);
    places.variable.reset();
    places.local = places.database + "/Europe/Berlin";
    CHECK(local_zone(places)->name() == "localtime");
    CHECK(local_zone(places)->periods() == load_zone("Europe/Berlin")->periods());
    places.local = "/nowhere/at/all";
    CHECK(local_zone(places)->name() == "UTC");
    CHECK(local_zone());
}

TEST_CASE("zones that cannot be loaded say why") {
    const auto code = [](const char* name) {
        const auto zone = load_zone(name);
        return zone ? ErrorCode::internal : zone.error().code;
    };
    CHECK(code("../../etc/passwd") == ErrorCode::invalid_input);
    CHECK(code("Mars/Phobos") == ErrorCode::not_found);
    ZonePlaces nowhere;
    nowhere.database = "/nowhere";
    CHECK(load_zone("UTC", nowhere).value().periods().size() == 1);
    CHECK_FALSE(load_zone("Europe/Berlin", nowhere));
}
