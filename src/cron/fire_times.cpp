#include "cronmend/cron/fire_times.hpp"

#include <algorithm>

namespace cronmend::cron {

namespace {

// Debian's and cronie's limits, in minutes.
constexpr LocalMinute kSmallJump = 5;
constexpr LocalMinute kLargestJump = 180;

constexpr LocalMinute floor_minutes(Seconds seconds) {
    return std::chrono::floor<std::chrono::minutes>(seconds).count();
}

constexpr LocalMinute ceil_minutes(Seconds seconds) {
    return std::chrono::ceil<std::chrono::minutes>(seconds).count();
}

constexpr Instant instant_of(LocalMinute minute, Seconds utc_offset) {
    return Instant{std::chrono::minutes{minute}} - utc_offset;
}

// The first local minute that begins at or after the instant.
constexpr LocalMinute minute_from(Instant instant, Seconds utc_offset) {
    return ceil_minutes(instant.time_since_epoch() + utc_offset);
}

}  // namespace

// A change of the offset as a daemon meets it that wakes up at each whole minute of its clock.
struct FireTimes::Jump {
    Instant wake;            // the first time that it wakes up under the new offset
    LocalMinute expected{};  // what its clock would show then under the old one
    LocalMinute clock{};     // what it shows
};

// How a daemon goes on in a period: perhaps with starts of a special kind, and then as usual.
struct FireTimes::Entrance {
    LocalMinute resume{};  // from this minute on, each minute that the schedule names is a start
    Start start{{}, 0};    // before those; none if runs is 0
};

FireTimes::FireTimes(const Schedule& schedule, const Zone& zone, Flavour flavour, ZoneOf zone_of)
    : minutes_(schedule),
      zone_(&zone),
      rule_(rule_of(flavour, zone_of)),
      wildcard_(schedule.wildcard) {}

FireTimes::JumpRule FireTimes::rule_of(Flavour flavour, ZoneOf zone_of) {
    switch (flavour) {
        case Flavour::debian:
            return JumpRule::catches_up;
        case Flavour::cronie:
            return zone_of == ZoneOf::daemon ? JumpRule::catches_up : JumpRule::plain;
        case Flavour::busybox:
            return JumpRule::plain;
        case Flavour::bcron:
            return JumpRule::hour_later;
        case Flavour::systemd_cron:
            return JumpRule::first_time;
    }
    return JumpRule::plain;
}

std::size_t FireTimes::period_at(Instant instant) const {
    return static_cast<std::size_t>(&zone_->at(instant) - zone_->periods().data());
}

LocalMinute FireTimes::end_of(std::size_t period) const {
    const auto& periods = zone_->periods();
    return period + 1 == periods.size()
               ? kEndOfLocalMinutes
               : minute_from(periods[period + 1].begin, periods[period].utc_offset);
}

FireTimes::Entrance FireTimes::enter(std::size_t period) const {
    if (period == 0) {
        return {0};
    }
    const LocalMinute expected = end_of(period - 1);
    const Seconds before = zone_->periods()[period - 1].utc_offset;
    const Seconds now = zone_->periods()[period].utc_offset;
    if (before == now) {
        return {expected};
    }
    const Instant wake = instant_of(expected, before);
    const Jump jump{wake, expected, floor_minutes(wake.time_since_epoch() + now)};
    const LocalMinute first_whole = minute_from(wake, now);
    switch (rule_) {
        case JumpRule::catches_up:
            return catch_up(jump);
        case JumpRule::first_time:
            return {std::max(first_whole, expected)};
        case JumpRule::hour_later:
            return make_up(jump);
        case JumpRule::plain:
            break;
    }
    return {first_whole};
}

// Debian's and cronie's main loop; `ahead` is what they call timeRunning - virtualTime.
FireTimes::Entrance FireTimes::catch_up(const Jump& jump) const {
    const LocalMinute ahead = jump.clock - jump.expected + 1;
    const LocalMinute next = jump.clock + 1;
    const auto named = [&] { return minutes_.names(jump.clock) ? 1U : 0U; };
    if (ahead > kLargestJump || ahead <= -kLargestJump || ahead == 1) {
        return {next, {jump.wake, named()}};
    }
    if (ahead > kSmallJump && wildcard_) {
        return {next, {jump.wake, named()}};
    }
    if (ahead > 1) {
        return {next, {jump.wake, minutes_.count_in(jump.expected, next)}};
    }
    return wildcard_ ? Entrance{next, {jump.wake, named()}} : Entrance{jump.expected};
}

// bcron looks for the next start from the last one on, hour by hour on its clock. An hour that is
// left out it takes the next for, but not over midnight, where another day begins. One that comes
// again it passes over, for a job that names no other. If it was started in the very last minute,
// it begins to look behind the jump and sees none.
FireTimes::Entrance FireTimes::make_up(const Jump& jump) const {
    constexpr LocalMinute kHour = 60;
    constexpr LocalMinute kDay = 24 * kHour;
    const LocalMinute forward = jump.clock - jump.expected;
    if (jump.expected % kHour != 0 || minutes_.names(jump.expected - 1)) {
        return {jump.clock};
    }
    if (forward == -kHour && minutes_.in_one_hour()) {
        return {jump.expected};
    }
    if (forward == kHour && jump.expected % kDay != 0 && jump.clock % kDay != 0) {
        if (const auto skipped = minutes_.first_in(jump.expected, jump.clock)) {
            return {*skipped + kHour + 1,
                    {jump.wake + std::chrono::minutes{*skipped - jump.expected}, 1}};
        }
    }
    return {jump.clock};
}

std::optional<Start> FireTimes::next(Instant from) const {
    if (minutes_.never()) {
        return std::nullopt;
    }
    for (std::size_t period = period_at(from); period < zone_->periods().size(); ++period) {
        const Entrance entrance = enter(period);
        if (entrance.start.runs > 0 && entrance.start.at >= from) {
            return entrance.start;
        }
        const Seconds utc_offset = zone_->periods()[period].utc_offset;
        const auto minute = minutes_.first_in(
            std::max(entrance.resume, minute_from(from, utc_offset)), end_of(period));
        if (minute) {
            return Start{instant_of(*minute, utc_offset), 1};
        }
    }
    return std::nullopt;
}

std::optional<Start> FireTimes::previous(Instant before) const {
    if (minutes_.never()) {
        return std::nullopt;
    }
    for (std::size_t period = period_at(before - Seconds{1}) + 1; period-- > 0;) {
        const Entrance entrance = enter(period);
        const Seconds utc_offset = zone_->periods()[period].utc_offset;
        const auto minute = minutes_.last_in(
            entrance.resume, std::min(minute_from(before, utc_offset), end_of(period)));
        if (minute) {
            return Start{instant_of(*minute, utc_offset), 1};
        }
        if (entrance.start.runs > 0 && entrance.start.at < before) {
            return entrance.start;
        }
    }
    return std::nullopt;
}

std::vector<Start> FireTimes::between(Instant from, Instant until, std::size_t most) const {
    std::vector<Start> starts;
    for (auto start = next(from); start && start->at < until && starts.size() < most;
         start = next(start->at + Seconds{1})) {
        starts.push_back(*start);
    }
    return starts;
}

}  // namespace cronmend::cron
