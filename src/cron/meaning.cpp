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

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

namespace {

constexpr unsigned long kAllWeekdays = 0x7f;

struct Meaning {
    unsigned long minutes = 0;
    unsigned long hours = 0;
    unsigned long months = 0;
    unsigned long days = 0;
    unsigned long weekdays = 0;
    DayRule rule = DayRule::both;
    bool wildcard = false;
    bool reboot = false;
    std::uint64_t random = 0;
    std::uint64_t calendar = 0;

    friend bool operator==(const Meaning&, const Meaning&) = default;
};

void settle_days(Meaning& meaning) {
    if (meaning.rule == DayRule::both) {
        return;
    }
    if (meaning.days == kEveryDayOfMonth || meaning.weekdays == kAllWeekdays) {
        meaning.days = kEveryDayOfMonth;
        meaning.weekdays = kAllWeekdays;
    } else if (meaning.days == 0 && meaning.weekdays != 0) {
        meaning.days = kEveryDayOfMonth;
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
    if (schedule.calendar != 0) {
        Meaning meaning;
        meaning.calendar = schedule.calendar;
        return meaning;
    }
    Meaning meaning{schedule.minutes.to_ulong(),
                    schedule.hours.to_ulong(),
                    schedule.months.to_ulong(),
                    schedule.days_of_month.to_ulong() & kEveryDayOfMonth,
                    schedule.days_of_week.to_ulong(),
                    schedule.day_rule,
                    schedule.wildcard,
                    false,
                    schedule.random,
                    0};
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

void append_mask(unsigned long mask, char after, std::string& text) {
    std::array<char, 17> digits{};
    std::size_t first = digits.size();
    digits[--first] = after;
    do {
        digits[--first] = "0123456789abcdef"[mask & 0xf];
        mask >>= 4;
    } while (mask != 0);
    text.append(digits.data() + first, digits.size() - first);
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
    if (meaning.calendar != 0) {
        std::string key = "@";
        append_mask(meaning.calendar, ' ', key);
        return key;
    }
    // The masks in hexadecimal, 43 characters at the most: "1 8 1ffe fffffffe&7f".
    std::string key;
    key.reserve(64);
    append_mask(meaning.minutes, ' ', key);
    append_mask(meaning.hours, ' ', key);
    append_mask(meaning.months, ' ', key);
    append_mask(meaning.days, meaning.rule == DayRule::both ? '&' : '|', key);
    append_mask(meaning.weekdays, meaning.wildcard ? '*' : ' ', key);
    if (meaning.random != 0) {
        append_mask(meaning.random, '~', key);
    }
    return key;
}

}  // namespace cronmend::cron
