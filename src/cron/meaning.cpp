// When two schedules mean the same.
//
// A schedule fires in minutes x hours x months x days, where "days" is a set of pairs (day of the
// month, day of the week). If a factor is empty, it never fires. Otherwise the factors are unique,
// and only the pairs can be written in several ways:
//   both fields must match:  D x W, unique;
//   one of them is enough:   all but (not D) x (not W). If D or W is everything, that is every
//                            pair; if D is empty it is all x W, if W is empty D x all; else it is
//                            no product, and D and W are unique again.
#include <array>
#include <charconv>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

namespace {

constexpr unsigned long kAllDays = 0xfffffffe;
constexpr unsigned long kAllWeekdays = 0x7f;

enum class DayRule : char { both = '&', either = '|' };

struct Meaning {
    unsigned long minutes = 0;
    unsigned long hours = 0;
    unsigned long months = 0;
    unsigned long days = 0;
    unsigned long weekdays = 0;
    DayRule rule = DayRule::both;
    bool wildcard = false;
    bool reboot = false;

    friend bool operator==(const Meaning&, const Meaning&) = default;
};

void settle_days(Meaning& meaning) {
    if (meaning.rule == DayRule::both) {
        return;
    }
    if (meaning.days == kAllDays || meaning.weekdays == kAllWeekdays) {
        meaning.days = kAllDays;
        meaning.weekdays = kAllWeekdays;
    } else if (meaning.days == 0 && meaning.weekdays != 0) {
        meaning.days = kAllDays;
    } else if (meaning.weekdays == 0 && meaning.days != 0) {
        meaning.weekdays = kAllWeekdays;
    } else {
        return;
    }
    meaning.rule = DayRule::both;
}

Meaning meaning_of(const Schedule& schedule) {
    if (schedule.reboot) {
        Meaning meaning;
        meaning.reboot = true;
        return meaning;
    }
    Meaning meaning{
        schedule.minutes.to_ulong(),
        schedule.hours.to_ulong(),
        schedule.months.to_ulong(),
        schedule.days_of_month.to_ulong() & kAllDays,
        schedule.days_of_week.to_ulong(),
        schedule.day_of_month_star || schedule.day_of_week_star ? DayRule::both : DayRule::either,
        schedule.wildcard,
        false};
    settle_days(meaning);
    const bool no_day = meaning.rule == DayRule::both ? meaning.days == 0 || meaning.weekdays == 0
                                                      : meaning.days == 0 && meaning.weekdays == 0;
    if (meaning.minutes == 0 || meaning.hours == 0 || meaning.months == 0 || no_day) {
        Meaning never;
        never.wildcard = schedule.wildcard;
        return never;
    }
    return meaning;
}

}  // namespace

bool same_meaning(const Schedule& a, const Schedule& b) {
    return meaning_of(a) == meaning_of(b);
}

std::string meaning_key(const Schedule& schedule) {
    const Meaning meaning = meaning_of(schedule);
    if (meaning.reboot) {
        return "@reboot";
    }
    // Hexadecimal masks, 41 characters at the most: "1 8 1ffe fffffffe&7f".
    std::array<char, 64> text;
    char* at = text.data();
    const auto put = [&](unsigned long mask, char after) {
        at = std::to_chars(at, text.data() + text.size(), mask, 16).ptr;
        *at++ = after;
    };
    put(meaning.minutes, ' ');
    put(meaning.hours, ' ');
    put(meaning.months, ' ');
    put(meaning.days, static_cast<char>(meaning.rule));
    put(meaning.weekdays, meaning.wildcard ? '*' : ' ');
    if (at[-1] == ' ') {
        --at;
    }
    return {text.data(), at};
}

}  // namespace cronmend::cron
