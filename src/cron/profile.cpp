#include "profile.hpp"

#include <array>

#include "assignment_scanner.hpp"
#include "bytes.hpp"

namespace cronmend::cron::detail {

namespace {

constexpr std::uint64_t kEveryHour = 0xffffff;
constexpr std::uint64_t kEveryMinute = (std::uint64_t{1} << 60) - 1;
constexpr std::uint64_t kFirst = 1U << 1;  // of the month, or January
constexpr std::uint64_t kSunday = 1U << 0;
constexpr std::uint64_t kMonday = 1U << 1;
constexpr std::uint64_t kEveryDay = 0xfffffffe;
constexpr std::uint64_t kEveryMonth = 0x1ffe;
constexpr std::uint64_t kEveryWeekday = 0x7f;

constexpr TimedWord at_midnight(std::string_view word, std::uint64_t days = kEveryDay,
                                std::uint64_t months = kEveryMonth,
                                std::uint64_t weekdays = kEveryWeekday) {
    return {word, 1, 1, days, months, weekdays, false, false};
}

constexpr TimedWord kReboot = {"reboot", 0, 0, 0, 0, 0, false, true};
constexpr TimedWord kHourly = {"hourly",      1,    kEveryHour, kEveryDay, kEveryMonth,
                               kEveryWeekday, true, false};

constexpr std::array<TimedWord, 8> kVixieWords = {
    {kReboot, at_midnight("yearly", kFirst, kFirst), at_midnight("annually", kFirst, kFirst),
     at_midnight("monthly", kFirst), at_midnight("weekly", kEveryDay, kEveryMonth, kSunday),
     at_midnight("daily"), at_midnight("midnight"), kHourly}};

constexpr std::uint64_t kHalfYears = (1U << 1) | (1U << 7);
constexpr std::uint64_t kQuarters = kHalfYears | (1U << 4) | (1U << 10);

// The words of systemd.time(7), where a week starts on Monday. Those that the generator does not
// know itself it hands on.
constexpr std::array<TimedWord, 15> kSystemdWords = {
    {kReboot,
     {"minutely", kEveryMinute, kEveryHour, kEveryDay, kEveryMonth, kEveryWeekday, true, false},
     kHourly,
     at_midnight("daily"),
     at_midnight("midnight"),
     at_midnight("weekly", kEveryDay, kEveryMonth, kMonday),
     at_midnight("monthly", kFirst),
     at_midnight("quarterly", kFirst, kQuarters),
     at_midnight("semi-annually", kFirst, kHalfYears),
     at_midnight("yearly", kFirst, kFirst),
     at_midnight("annually", kFirst, kFirst),
     at_midnight("anually", kFirst, kFirst),
     at_midnight("semiannually", kFirst, kHalfYears),
     at_midnight("biannually", kFirst, kHalfYears),
     at_midnight("bi-annually", kFirst, kHalfYears)}};

constexpr Profile kDebian = [] {
    Profile profile;
    profile.flavour = Flavour::debian;
    profile.program = "Debian's cron";
    profile.scan_field = scan_debian_field;
    profile.separators = kBlank;
    profile.day_ruling = DayRuling::star_decides;
    profile.wildcards = true;
    profile.words = kVixieWords;
    profile.scan_assignment = scan_debian_assignment;
    profile.resumes = true;
    profile.command_star_refused = true;
    profile.longest_command = 998;
    profile.bad_line = BadLine::refuses_table;
    profile.final_newline = true;
    profile.most_lines = 10000;
    return profile;
}();

constexpr Profile kCronie = [] {
    Profile profile;
    profile.flavour = Flavour::cronie;
    profile.program = "cronie";
    profile.scan_field = scan_cronie_field;
    profile.separators = kBlank;
    profile.day_ruling = DayRuling::star_decides;
    profile.wildcards = true;
    profile.words = kVixieWords;
    profile.scan_assignment = scan_cronie_assignment;
    profile.resumes = true;
    profile.command_needed = true;
    profile.command_star_refused = true;
    profile.command_options = true;
    profile.quiet_prefix = true;
    profile.bad_line = BadLine::refuses_table;
    profile.final_newline = true;
    profile.most_entries = 10000;
    profile.most_assignments = 1000;
    return profile;
}();

constexpr Profile kBusybox = [] {
    Profile profile;
    profile.flavour = Flavour::busybox;
    profile.program = "busybox crond";
    profile.scan_field = scan_busybox_field;
    profile.separators = kBlank;
    profile.day_ruling = DayRuling::either_unless_full;
    profile.words = kVixieWords;
    profile.scan_assignment = scan_busybox_assignment;
    profile.break_everywhere = true;
    profile.hash_ends_line = true;
    profile.command_needed = true;
    profile.percent_is_input = false;
    profile.most_used_lines_of_user = 255;
    return profile;
}();

constexpr Profile kBcron = [] {
    Profile profile;
    profile.flavour = Flavour::bcron;
    profile.program = "bcron";
    profile.scan_field = scan_bcron_field;
    profile.separators = kSpace;
    profile.day_ruling = DayRuling::both_always;
    profile.scan_assignment = scan_bcron_assignment;
    profile.break_everywhere = true;
    profile.command_needed = true;
    profile.percent_is_input = false;
    return profile;
}();

constexpr Profile kSystemdCron = [] {
    Profile profile;
    profile.flavour = Flavour::systemd_cron;
    profile.program = "systemd-cron";
    profile.scan_field = scan_systemd_field;
    profile.separators = kPythonSpace;
    profile.day_ruling = DayRuling::both_always;
    profile.words = kSystemdWords;
    profile.words_any_case = true;
    profile.numbered_words = true;
    profile.scan_assignment = scan_systemd_assignment;
    profile.line_break = '\r';
    profile.break_everywhere = true;
    profile.resumes = true;
    profile.command_needed = true;
    profile.percent_is_input = false;
    return profile;
}();

}  // namespace

const Profile& profile_of(Flavour flavour) {
    switch (flavour) {
        case Flavour::cronie:
            return kCronie;
        case Flavour::busybox:
            return kBusybox;
        case Flavour::bcron:
            return kBcron;
        case Flavour::systemd_cron:
            return kSystemdCron;
        case Flavour::debian:
            break;
    }
    return kDebian;
}

}  // namespace cronmend::cron::detail
