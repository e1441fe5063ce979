// FireTimes against a slow reading of the same rules: the daemon's own loop, played minute by
// minute. Zones come from this machine's tz database. CRONMEND_SEED gives the same cases again.
#include <doctest/doctest.h>

#include <ctime>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/host/zone.hpp"
#include "support/random.hpp"
#include "support/zone_names.hpp"

namespace cronmend::cron {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year;
using test::Random;

constexpr std::size_t kCases = 50'000;
constexpr hours kWindow{30};
// The loops begin so long before the window that whatever jump came first is over.
constexpr hours kLead{5};

long minutes_of(Seconds seconds) {
    return std::chrono::floor<minutes>(seconds).count();
}

// What the oracle knows of a schedule: the crontab(5) rule over libc's calendar.
class Matcher {
public:
    explicit Matcher(const Schedule& schedule) : schedule_(schedule) {}

    bool operator()(long local_minute) {
        const long day = local_minute / 1440;
        const long of_day = local_minute % 1440;
        return schedule_.minutes[static_cast<std::size_t>(of_day % 60)] &&
               schedule_.hours[static_cast<std::size_t>(of_day / 60)] && on(day);
    }
    [[nodiscard]] bool wildcard() const { return schedule_.wildcard; }
    [[nodiscard]] bool one_hour() const { return schedule_.hours.count() == 1; }

private:
    bool on(long day) {
        if (day != day_) {
            day_ = day;
            const std::time_t seconds = day * 86400;
            std::tm date{};
            gmtime_r(&seconds, &date);
            const bool dom = schedule_.days_of_month[static_cast<std::size_t>(date.tm_mday)];
            const bool dow = schedule_.days_of_week[static_cast<std::size_t>(date.tm_wday)];
            fits_ = schedule_.months[static_cast<std::size_t>(date.tm_mon + 1)] &&
                    (schedule_.day_rule == DayRule::both ? dom && dow : dom || dow);
        }
        return fits_;
    }

    Schedule schedule_;
    long day_ = -1;
    bool fits_ = false;
};

using Starts = std::map<Instant, unsigned>;

// The offset at an instant; asked in ascending order it is quick.
class Offset {
public:
    explicit Offset(const Zone& zone) : periods_(zone.periods()) {}
    long local_minute(Instant instant) {
        while (at_ + 1 < periods_.size() && periods_[at_ + 1].begin <= instant) {
            ++at_;
        }
        while (at_ > 0 && periods_[at_].begin > instant) {
            --at_;
        }
        return minutes_of(instant.time_since_epoch() + periods_[at_].utc_offset);
    }

private:
    const std::vector<ZonePeriod>& periods_;
    std::size_t at_ = 0;
};

// cron.c of Debian and cronie: virtual time goes after the clock.
Starts vixie(Matcher& named, const Zone& zone, Instant from, Instant until) {
    Starts starts;
    Offset offset(zone);
    const auto run = [&](Instant now, long minute) {
        if (named(minute)) {
            ++starts[now];
        }
    };
    long virtual_time = offset.local_minute(from - kLead);
    for (Instant now = from - kLead + minutes{1}; now < until; now += minutes{1}) {
        const long clock = offset.local_minute(now);
        const long ahead = clock - virtual_time;
        if (ahead == 1) {
            run(now, virtual_time = clock);
        } else if (ahead > 1 && ahead <= 5) {
            while (virtual_time < clock) {
                run(now, ++virtual_time);
            }
        } else if (ahead > 5 && ahead <= 180) {
            if (named.wildcard()) {
                run(now, clock);
            }
            while (virtual_time < clock) {
                ++virtual_time;
                if (!named.wildcard()) {
                    run(now, virtual_time);
                }
            }
        } else if (ahead <= 0 && ahead > -180) {
            if (named.wildcard()) {
                run(now, clock);
            }
        } else {
            run(now, virtual_time = clock);
        }
    }
    return starts;
}

// busybox, and cronie under CRON_TZ: each minute is looked at by itself.
Starts plain(Matcher& named, const Zone& zone, Instant from, Instant until) {
    Starts starts;
    Offset offset(zone);
    for (Instant now = from; now < until; now += minutes{1}) {
        if (named(offset.local_minute(now))) {
            ++starts[now];
        }
    }
    return starts;
}

// A timer: the next local time behind the last one.
Starts timer(Matcher& named, const Zone& zone, Instant from, Instant until) {
    Starts starts;
    Offset offset(zone);
    long latest = 0;
    for (Instant now = from - days{2}; now < until; now += minutes{1}) {
        const long clock = offset.local_minute(now);
        if (clock > latest && named(clock)) {
            ++starts[now];
        }
        latest = std::max(latest, clock);
    }
    return starts;
}

// bcron's search: from the minute behind the last start, by the clock that it keeps itself and
// compares with the real one when an hour is full.
Starts bcron(Matcher& named, const Zone& zone, Instant from, Instant until) {
    Starts starts;
    Offset offset(zone);
    Instant now = from - kLead;
    long clock = offset.local_minute(now);
    bool stands_in = false;
    while (now < until) {
        if (named(clock)) {
            ++starts[now];
            now += minutes{1};
            clock = offset.local_minute(now);
            stands_in = false;
            continue;
        }
        now += minutes{1};
        if (++clock % 60 != 0) {
            continue;
        }
        if (std::exchange(stands_in, false)) {
            now -= minutes{60};  // now the hour for what it is
        }
        const long hour = clock / 60;  // that should be
        const long real = offset.local_minute(now);
        if (hour % 24 != 0 && real / 60 > hour && real / 1440 == hour / 24) {
            stands_in = true;  // left out: the next stands in for it
            continue;
        }
        if (named.one_hour() && real / 60 == hour - 1) {
            now += minutes{60 - real % 60};  // comes again: it is passed over
        }
        clock = offset.local_minute(now);
    }
    return starts;
}

struct Case {
    std::string expression;
    const Zone* zone;
    Instant from;
    Flavour flavour;
    ZoneOf zone_of;
};

Starts play(const Case& one, Matcher& named, Instant until) {
    switch (one.flavour) {
        case Flavour::debian:
            return vixie(named, *one.zone, one.from, until);
        case Flavour::cronie:
            return one.zone_of == ZoneOf::daemon ? vixie(named, *one.zone, one.from, until)
                                                 : plain(named, *one.zone, one.from, until);
        case Flavour::busybox:
            return plain(named, *one.zone, one.from, until);
        case Flavour::bcron:
            return bcron(named, *one.zone, one.from, until);
        case Flavour::systemd_cron:
            return timer(named, *one.zone, one.from, until);
    }
    return {};
}

std::string text_of(const Starts& starts, const Zone& zone) {
    std::string text;
    for (const auto& [at, runs] : starts) {
        text += format_rfc3339(zone.read(at)) + "x" + std::to_string(runs) + " ";
    }
    return text;
}

// Empty, or what is wrong.
std::string verdict(const Case& one) {
    const auto schedule = parse_schedule(one.expression);
    if (!schedule) {
        return "not a schedule: " + to_string(schedule.error());
    }
    Matcher named(*schedule);
    const Instant until = one.from + kWindow;
    Starts expected;
    for (const auto& [at, runs] : play(one, named, until)) {
        if (at >= one.from && at < until) {
            expected[at] = runs;
        }
    }
    const FireTimes times{*schedule, *one.zone, one.flavour, one.zone_of};
    Starts found;
    for (const Start& start : times.between(one.from, until, 10'000)) {
        found[start.at] = start.runs;
    }
    std::string words;
    if (found != expected) {
        words = "expected " + text_of(expected, *one.zone) + "found " + text_of(found, *one.zone);
    }
    const auto last = times.previous(until);
    const bool has_last = last && last->at >= one.from;
    if (has_last != !expected.empty() ||
        (has_last && *last != Start{expected.rbegin()->first, expected.rbegin()->second})) {
        words += " previous() differs";
    }
    return words.empty() ? ""
                         : one.expression + " in " + one.zone->name() + " under " +
                               std::string(to_string(one.flavour)) + " from " +
                               format_rfc3339(one.zone->read(one.from)) + ": " + words;
}

// Around an hour of the day, where a jump is, in half of the cases.
std::string random_expression(Random& random, unsigned hour) {
    const auto number = [&](std::size_t low, std::size_t high) {
        return std::to_string(low + random.below(high - low + 1));
    };
    static const std::vector<std::string> kMinutes{"*",     "*/5",    "*/15", "0",    "0,30",
                                                   "15,45", "1-59/7", "0-59", "*/30", "59"};
    static const std::vector<std::string> kHours{"*", "*/2", "0-23", "1-3", "0", "2", "*/5", "23"};
    static const std::vector<std::string> kDays{"*", "*/2", "1-31", "1", "15", "1,15", "31", "*"};
    static const std::vector<std::string> kWeekdays{"*", "0", "1-5", "6,0", "*/2", "0-6", "*"};
    static const std::vector<std::string> kMonths{"*", "*", "*", "3,10", "*/2", "1-12"};
    const std::string near = std::to_string((hour + random.below(3) + 23) % 24);
    return (random.one_in(2) ? random.pick(kMinutes) : number(0, 59)) + ' ' +
           (random.one_in(2) ? near : random.pick(kHours)) + ' ' + random.pick(kDays) + ' ' +
           random.pick(kMonths) + ' ' + random.pick(kWeekdays);
}

// Other than of one hour at a full one: what bcron does there is not known.
bool has_odd_jump(const Zone& zone, Instant from, Instant until) {
    for (std::size_t i = 1; i < zone.periods().size(); ++i) {
        const Seconds before = zone.periods()[i - 1].utc_offset;
        const Seconds jump = zone.periods()[i].utc_offset - before;
        const Instant at = zone.periods()[i].begin;
        const bool odd = (jump != hours{1} && jump != hours{-1}) ||
                         (at.time_since_epoch() + before) % hours{1} != Seconds{0};
        if (jump != Seconds{0} && odd && at >= from && at < until) {
            return true;
        }
    }
    return false;
}

Case random_case(Random& random, const Zone& zone, Instant about) {
    const unsigned hour = static_cast<unsigned>(
        minutes_of(zone.at(about).utc_offset + about.time_since_epoch()) / 60 % 24);
    static const std::vector<Flavour> kFlavours{Flavour::debian, Flavour::debian,
                                                Flavour::cronie, Flavour::busybox,
                                                Flavour::bcron,  Flavour::systemd_cron};
    Case made{random_expression(random, hour), &zone, about, random.pick(kFlavours),
              random.one_in(2) ? ZoneOf::daemon : ZoneOf::entry};
    made.from = std::chrono::floor<minutes>(about) - minutes{random.below(24 * 60)};
    if (made.flavour == Flavour::bcron &&
        has_odd_jump(zone, made.from - kLead, made.from + kWindow)) {
        made.flavour = Flavour::debian;
    }
    return made;
}

// One of each set of zones that do the same from 1970 on.
std::vector<Zone> distinct_zones() {
    std::vector<Zone> zones;
    std::map<std::string, bool> seen;
    for (const std::string& name : test::zone_names(host::ZonePlaces{}.database)) {
        auto zone = host::load_zone(name);
        REQUIRE_MESSAGE(zone, to_string(zone.error()));
        std::string key;
        for (const ZonePeriod& period : zone->periods()) {
            key += std::to_string(period.begin.time_since_epoch().count()) + '/' +
                   std::to_string(period.utc_offset.count()) + ' ';
        }
        if (!std::exchange(seen[key], true)) {
            zones.push_back(std::move(*zone));
        }
    }
    return zones;
}

TEST_CASE(
    "the same starts as the daemons' loops, at every zone's changes 2020 to 2035 and elsewhere") {
    Random random(test::chosen_seed());
    MESSAGE("seed ", random.seed());
    const std::vector<Zone> zones = distinct_zones();
    if (zones.empty()) {
        MESSAGE("no tz database here");
        return;
    }
    std::size_t tried = 0;
    int wrong = 0;
    const auto attempt = [&](const Case& one) {
        ++tried;
        const std::string words = verdict(one);
        if (!words.empty() && ++wrong <= 20) {
            FAIL_CHECK(words);
        }
    };
    for (const Zone& zone : zones) {
        for (const ZonePeriod& period : zone.periods()) {
            if (period.begin >= sys_days{year{2020} / 1 / 1} &&
                period.begin < sys_days{year{2036} / 1 / 1}) {
                attempt(random_case(random, zone, period.begin));
                attempt(random_case(random, zone, period.begin));
            }
        }
    }
    const auto from_start = [](int years) { return Instant{sys_days{year{1973 + years} / 1 / 2}}; };
    while (tried < kCases) {
        const Zone& zone = random.pick(zones);
        const Instant anywhere =
            from_start(static_cast<int>(random.below(227))) + minutes{random.below(365 * 24 * 60)};
        const Instant change = random.pick(zone.periods()).begin;
        const bool at_change = !random.one_in(4) && change > from_start(0);
        attempt(random_case(random, zone, at_change ? change : anywhere));
    }
    CHECK(wrong == 0);
    MESSAGE(tried, " cases in ", zones.size(), " zones");
}

TEST_CASE("far away: the next start is on the first day that fits, over 230 years") {
    Random random(test::chosen_seed());
    INFO("seed ", random.seed());
    const Zone utc;
    static const std::vector<std::string> kRare{
        "0 12 */29 2 1",  "0 12 29 2 */7", "0 0 30 2 *",    "0 0 */31 */2 3", "1 1 29 2 *",
        "*/7 3 29 2 */6", "0 0 */30 11 5", "5 5 31 12 */3", "0 0 31 2,4,6 *", "0 0 13 * */5"};
    for (int i = 0; i < 200; ++i) {
        const std::string& expression = random.pick(kRare);
        CAPTURE(expression);
        const auto schedule = parse_schedule(expression);
        REQUIRE(schedule);
        Matcher named(*schedule);
        const Instant from = sys_days{year{1970} / 1 / 1} + days{random.below(231 * 365)};
        CAPTURE(format_rfc3339(utc.read(from)));
        const auto found = FireTimes{*schedule, utc, Flavour::debian}.next(from);
        // At noon or at another time: the first minute of that day that is named.
        std::optional<Instant> expected;
        for (Instant day = from; !expected && day < sys_days{year{2201} / 1 / 1}; day += days{1}) {
            const long first = minutes_of(day.time_since_epoch());
            for (const long minute : {0L, 61L, 180L, 305L, 720L}) {
                if (!expected && named(first + minute)) {
                    expected = day + minutes{minute};
                }
            }
        }
        CHECK(found.has_value() == expected.has_value());
        if (found && expected) {
            CHECK(format_rfc3339(utc.read(found->at)) == format_rfc3339(utc.read(*expected)));
        }
    }
}

}  // namespace
}  // namespace cronmend::cron
