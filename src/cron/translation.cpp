#include "cronmend/cron/translation.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <tuple>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/cron/schedule_text.hpp"
#include "shifted_schedule.hpp"

namespace cronmend::cron {
namespace {

using std::chrono::minutes;

constexpr unsigned kLongestGrace = 60;

// The schedule as some text says it, or, where it may be wider, as one says it that adds a time or
// takes more days.
std::optional<HostEntry> written(Schedule schedule, Flavour flavour, Wildcard wildcard, Fit fit) {
    auto text = write_schedule(schedule, flavour, wildcard);
    if (!text && fit == Fit::wider && schedule.wildcard) {
        schedule.hours.set(0);  // "*/24,3" is how a field begins with a star without being all
        text = write_schedule(schedule, flavour, wildcard);
    }
    if (!text && fit == Fit::wider) {
        schedule.days_of_month = kEveryDay;
        schedule.days_of_week = kEveryWeekday;
        schedule.day_rule = DayRule::both;
        text = write_schedule(schedule, flavour, wildcard);
    }
    if (!text) {
        return std::nullopt;
    }
    schedule.wildcard = text->starts_with('*') || text->at(text->find(' ') + 1) == '*';
    return HostEntry{*text, schedule, {}, 0};
}

class Translator {
public:
    Translator(const std::string& text, const Schedule& schedule, const ZonePair& zones,
               Flavour flavour)
        : text_(text),
          schedule_(schedule),
          zones_(zones),
          flavour_(flavour),
          starts_(schedule, zones.declared(), Flavour::debian) {}

    Result<Translation> run() const {
        if (schedule_.reboot || zones_.same() || !starts_.next(zones_.from())) {
            return Translation{Translation::Kind::same, {{text_, schedule_, {}, 0}}};
        }
        if (auto entries = shifted()) {
            return Translation{Translation::Kind::shifted, std::move(*entries)};
        }
        return guarded();
    }

private:
    [[nodiscard]] static int shift_of(const std::pair<Seconds, Seconds>& pair) {
        return static_cast<int>((pair.second - pair.first) / minutes{1});
    }

    // The schedule `by` minutes later, in entries that have no start in common.
    [[nodiscard]] std::optional<std::vector<HostEntry>> shift(int by, bool wildcard,
                                                              Fit fit) const {
        const auto parts = shifted_schedules(schedule_, by, wildcard, fit);
        if (!parts) {
            return std::nullopt;
        }
        const Wildcard keep = zones_.any_moves() ? Wildcard::keep : Wildcard::drop;
        std::vector<HostEntry> entries;
        for (const Schedule& part : *parts) {
            auto entry = written(part, flavour_, keep, fit);
            if (!entry) {
                return std::nullopt;
            }
            if (same_meaning(entry->schedule, schedule_)) {
                entry->text = text_;
            }
            entries.push_back(std::move(*entry));
        }
        return entries;
    }

    [[nodiscard]] bool whole_minutes() const {
        return std::all_of(zones_.offsets().begin(), zones_.offsets().end(), [](const auto& pair) {
            return (pair.second - pair.first) % minutes{1} == Seconds{0};
        });
    }

    // Entries without a guard: where the clocks stay equally far apart, or where that makes no
    // difference (every quarter of an hour).
    [[nodiscard]] std::optional<std::vector<HostEntry>> shifted() const {
        if (!whole_minutes() || (!zones_.constant() && !schedule_.wildcard)) {
            return std::nullopt;
        }
        auto entries = shift(shift_of(zones_.offsets().front()), schedule_.wildcard, Fit::exact);
        for (const auto& pair : zones_.offsets()) {
            if (!entries || shift(shift_of(pair), schedule_.wildcard, Fit::exact) != entries) {
                return std::nullopt;
            }
        }
        return entries;
    }

    [[nodiscard]] Result<Translation> guarded() const {
        if (!whole_minutes()) {
            return refuse("the two zones are apart by a part of a minute");
        }
        if (zones_.host_moves() &&
            (flavour_ == Flavour::bcron || flavour_ == Flavour::systemd_cron)) {
            return refuse(
                "where the host's own clock is set back, this cron starts an entry only once, and "
                "the one start that is meant may be the other");
        }
        if (write_schedule(schedule_, Flavour::debian, Wildcard::keep) == std::nullopt &&
            !reads_the_same()) {
            return refuse("the guard reads schedules as Debian's cron does, which cannot say it");
        }
        Translation translation{Translation::Kind::guarded, {}};
        for (const auto& [by, ahead] : shifts()) {
            auto entries = shift(by, zones_.host_moves(), Fit::wider);
            if (!entries) {
                return refuse("it cannot be written in the host's time");
            }
            add_catching_up(by, *entries);
            if (coincide(*entries)) {
                entries = std::vector{all_in_one(*entries)};
            }
            const unsigned grace = grace_of(starts_of_day(*entries));
            for (HostEntry& entry : *entries) {
                entry.ahead = ahead;
                entry.grace = grace;
                translation.entries.push_back(std::move(entry));
            }
        }
        return translation;
    }

    // Two entries can start in the same minute: both would be let through.
    [[nodiscard]] static bool coincide(const std::vector<HostEntry>& entries) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const Schedule& one = entries[i].schedule;
                const Schedule& other = entries[j].schedule;
                if ((one.minutes & other.minutes).any() && (one.hours & other.hours).any() &&
                    (one.months & other.months).any()) {
                    return true;
                }
            }
        }
        return false;
    }

    // One entry that starts whenever any of them does, every day.
    [[nodiscard]] HostEntry all_in_one(const std::vector<HostEntry>& entries) const {
        Schedule all;
        for (const HostEntry& entry : entries) {
            all.minutes |= entry.schedule.minutes;
            all.hours |= entry.schedule.hours;
        }
        all.months = kEveryMonth;
        all.days_of_month = kEveryDay;
        all.days_of_week = kEveryWeekday;
        all.day_rule = DayRule::both;
        all.wildcard = zones_.host_moves();
        if (all.wildcard) {
            all.hours.set(0);
        }
        return {write_schedule(all, flavour_, Wildcard::keep).value_or("* * * * *"), all, {}, 0};
    }

    [[nodiscard]] bool reads_the_same() const {
        const auto read = parse_schedule(text_);
        return read && same_meaning(*read, schedule_);
    }

    [[nodiscard]] Error refusal(const std::string& reason) const {
        return {ErrorCode::unsupported,
                "\"" + text_ + "\" in " + zones_.declared().name() + " cannot be kept by this " +
                    std::string{to_string(flavour_)} + " in " + zones_.host().name() + ": " +
                    reason,
                "declare it in the host's zone, or give the host the declared zone"};
    }
    [[nodiscard]] Result<Translation> refuse(const std::string& reason) const {
        return unexpected(refusal(reason));
    }

    // By how many minutes the schedule is to be shifted at one time or another, and how far the
    // declared zone is then ahead. Sorted, so that entries do not change places as time goes by.
    [[nodiscard]] std::map<int, Seconds> shifts() const {
        std::map<int, Seconds> shifts;
        for (const auto& pair : zones_.offsets()) {
            shifts.emplace(shift_of(pair),
                           zones_.host_moves() ? pair.first - pair.second : pair.first);
        }
        return shifts;
    }

    // The declared zone's clock is set forward: starts that it leaves out are caught up right after
    // the gap, at a time that the schedule itself may not name.
    void add_catching_up(int by, std::vector<HostEntry>& entries) const {
        struct Days {
            std::uint64_t months = 0;
            std::uint64_t days = 0;
        };
        std::map<int, Days> found;  // by the minute of the host's day
        const auto& periods = zones_.declared().periods();
        for (std::size_t i = 1; i < periods.size(); ++i) {
            const ZonePeriod& period = periods[i];
            if (period.begin <= zones_.from() || period.utc_offset <= periods[i - 1].utc_offset ||
                !is_caught_up(period.begin)) {
                continue;
            }
            const Seconds host = zones_.host().at(period.begin).utc_offset;
            if (shift_of({period.utc_offset, host}) != by) {
                continue;
            }
            const auto local = period.begin + host;
            const auto day = std::chrono::floor<std::chrono::days>(local);
            const std::chrono::year_month_day date{day};
            Days& days = found[static_cast<int>((local - day) / minutes{1})];
            days.months |= std::uint64_t{1} << static_cast<unsigned>(date.month());
            days.days |= std::uint64_t{1} << static_cast<unsigned>(date.day());
        }
        for (const auto& [time, days] : found) {
            Schedule schedule;
            schedule.minutes.set(static_cast<std::size_t>(time % 60));
            schedule.hours.set(static_cast<std::size_t>(time / 60));
            schedule.months = days.months;
            schedule.days_of_month = days.days;
            schedule.days_of_week = kEveryWeekday;
            schedule.day_rule = DayRule::both;
            schedule.wildcard = zones_.host_moves();
            const Wildcard keep = zones_.any_moves() ? Wildcard::keep : Wildcard::drop;
            if (auto entry = written(schedule, flavour_, keep, Fit::wider)) {
                entries.push_back(std::move(*entry));
            }
        }
    }

    // There is a start in that minute that the schedule does not name.
    [[nodiscard]] bool is_caught_up(Instant gap_end) const {
        if (schedule_.wildcard) {
            return false;
        }
        const auto start = starts_.next(gap_end);
        return start && start->at == gap_end && !names(gap_end);
    }

    [[nodiscard]] bool names(Instant instant) const {
        const auto local = instant + zones_.declared().at(instant).utc_offset;
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const std::chrono::year_month_day date{day};
        const auto time = static_cast<std::size_t>((local - day) / minutes{1});
        return schedule_.minutes[time % 60] && schedule_.hours[time / 60] &&
               schedule_.matches_day(static_cast<unsigned>(date.day()),
                                     static_cast<unsigned>(date.month()),
                                     std::chrono::weekday{day}.c_encoding());
    }

    using StartsOfDay = std::bitset<kMinutesOfDay>;

    // The minutes of the day at which an entry can start. Where the host's clock is set forward or
    // back, two of them come to lie nearer to each other: so each stands there moved as well.
    [[nodiscard]] StartsOfDay starts_of_day(const std::vector<HostEntry>& entries) const {
        StartsOfDay plain;
        for (const HostEntry& entry : entries) {
            for (std::size_t time = 0; time < plain.size(); ++time) {
                if (entry.schedule.hours[time / 60] && entry.schedule.minutes[time % 60]) {
                    plain.set(time);
                }
            }
        }
        StartsOfDay starts = plain;
        for (const auto& one : zones_.offsets()) {
            for (const auto& other : zones_.offsets()) {
                const auto by = static_cast<std::size_t>(
                    ((one.second - other.second) / minutes{1} + 2L * kMinutesOfDay) %
                    kMinutesOfDay);
                starts |= (plain << by) | (plain >> (plain.size() - by));
            }
        }
        return starts;
    }

    // The least distance between two of them.
    [[nodiscard]] static unsigned grace_of(const StartsOfDay& starts) {
        unsigned grace = kLongestGrace;
        unsigned since = kLongestGrace;  // minutes since the last one, up to the longest
        for (std::size_t time = 0; time < 2 * starts.size(); ++time) {
            if (starts[time % starts.size()]) {
                grace = std::min(grace, since);
                since = 0;
            }
            since = std::min(since + 1, kLongestGrace);
        }
        return grace;
    }

    const std::string& text_;
    const Schedule& schedule_;
    const ZonePair& zones_;
    Flavour flavour_;
    FireTimes starts_;
};

}  // namespace

Result<Translation> translate(const std::string& text, const Schedule& schedule,
                              const ZonePair& zones, Flavour flavour) {
    return Translator{text, schedule, zones, flavour}.run();
}

}  // namespace cronmend::cron
