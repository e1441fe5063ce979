#include "cronmend/cron/surprise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "bytes.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/environment.hpp"
#include "field_surprises.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

namespace {

using detail::Profile;

class Findings {
public:
    explicit Findings(std::string_view text) : text_(text) {}

    void add(Surprise what, std::string_view about, std::string words, std::string mend = {}) {
        const auto offset = static_cast<std::size_t>(about.data() - text_.data());
        found_.push_back({what, offset, about.size(), std::move(words), std::move(mend)});
    }
    [[nodiscard]] std::vector<Finding> take() { return std::move(found_); }

private:
    std::string_view text_;
    std::vector<Finding> found_;
};

// What was meant, if the word is nearly one that is known.
std::string mend_for_word(const Profile& profile, std::string_view word) {
    const std::string_view bare = word.substr(std::min(word.find_first_not_of('@'), word.size()));
    std::vector<std::string_view> known;
    for (const detail::TimedWord& one : profile.words) {
        known.push_back(one.word);
    }
    const std::string near = nearest_word(bare, known);
    return near.empty() ? "write five fields, or see with `systemd-analyze calendar` how systemd "
                          "reads the word"
                        : fmt::format("write @{}", near);
}

void look_at_word(const Profile& profile, std::string_view word, Findings& findings) {
    if (profile.flavour == Flavour::busybox) {
        findings.add(Surprise::crashes_daemon, word,
                     fmt::format("the crond of Debian's busybox-static dies of {}", word),
                     "write five fields");
    }
    if (profile.flavour == Flavour::systemd_cron) {
        const Schedule schedule = parse_schedule(word, profile.flavour).value_or(Schedule{});
        if (schedule.calendar != 0) {
            findings.add(Surprise::word_for_systemd, word,
                         "systemd-cron does not know the word and hands it to systemd, which may "
                         "refuse it: then it never starts",
                         mend_for_word(profile, word));
        }
        constexpr std::size_t kWeekly = 7;
        if (word.size() == kWeekly && schedule.days_of_week.to_ulong() == 2) {
            findings.add(Surprise::weekly_is_monday, word,
                         "systemd-cron starts it on Mondays; other crons on Sundays",
                         "write 0 0 * * 0 for Sundays");
        }
    }
}

void look_at_days(const Profile& profile, const detail::ScheduleScan& scan, Findings& findings) {
    const Schedule& schedule = scan.schedule;
    const bool both = schedule.day_rule == DayRule::both && !schedule.days_of_week.all() &&
                      schedule.days_of_month.to_ulong() != kEveryDayOfMonth;
    if (both) {
        findings.add(
            Surprise::both_days_must_match, detail::view(scan.begin, scan.end),
            fmt::format("{} starts it only on days that match both day fields", profile.program));
    }
}

void look_at_schedule(const Profile& profile, const detail::ScheduleScan& scan,
                      Findings& findings) {
    if (*scan.begin == '@') {
        look_at_word(profile, detail::view(scan.begin, scan.end), findings);
        return;
    }
    const char* at = scan.begin;
    for (int i = 0; i < 5; ++i) {
        const auto kind = static_cast<detail::FieldKind>(i);
        const detail::FieldScan field = profile.scan_field(kind, at, scan.end);
        const std::string_view text = detail::view(at, field.rest);
        for (detail::FieldSurprise& one : detail::field_surprises(profile, kind, text)) {
            findings.add(one.what, one.about, std::move(one.words), std::move(one.mend));
        }
        at = detail::skip(profile.separators, field.rest, scan.end);
    }
    look_at_days(profile, scan, findings);
}

void look_at_assignment(const Profile& profile, const detail::AssignmentView& assignment,
                        Findings& findings) {
    const bool zone = assignment.name == "CRON_TZ" || assignment.name == "TZ";
    if (!zone || (assignment.name == "CRON_TZ" && honours_cron_tz(profile.flavour))) {
        return;
    }
    findings.add(Surprise::zone_ignored, assignment.name,
                 fmt::format("{} moves no start for {}=: it goes by the host's time zone",
                             profile.program, assignment.name),
                 "write the times in the host's zone");
}

// What stands behind the part of the line that is read.
void look_behind(const Profile& profile, std::string_view line, const char* stop,
                 Findings& findings) {
    const char* end = line.data() + line.size();
    const std::string_view rest = detail::view(stop, end);
    if (profile.hash_ends_line && rest.find('#') != std::string_view::npos) {
        findings.add(Surprise::hash_cuts_command, rest.substr(rest.find('#')),
                     fmt::format("{} takes # and what follows for a comment", profile.program),
                     "put the command into a script");
    }
    if (profile.flavour == Flavour::busybox && line.ends_with('\\')) {
        findings.add(Surprise::joins_next_line, line.substr(line.size() - 1),
                     "busybox crond joins the next line to this one", "take the \\ out");
    }
}

void look_at_command(const Profile& profile, std::string_view command, Findings& findings) {
    const std::size_t percent = command.find('%');
    if (!profile.percent_is_input && percent != std::string_view::npos) {
        findings.add(Surprise::percent_literal, command.substr(percent, 1),
                     fmt::format("to {} a % is nothing but a %", profile.program),
                     "put no \\ before it");
    }
    if (command.ends_with('\r')) {
        findings.add(Surprise::carriage_return, command.substr(command.size() - 1),
                     "the carriage return at the end is a part of the command",
                     "take the carriage returns out of the file");
    }
    const std::size_t blanks = command.find("  ");
    if (profile.flavour == Flavour::systemd_cron && blanks != std::string_view::npos) {
        findings.add(Surprise::blanks_collapse, command.substr(blanks, 2),
                     "systemd-cron makes one blank of several, in quotes too",
                     "put the command into a script");
    }
}

void look_at_entry(const Profile& profile, std::string_view line, const detail::Segment& segment,
                   Findings& findings) {
    if (segment.quiet) {
        findings.add(Surprise::quiet_entry,
                     detail::view(segment.schedule.begin - 1, segment.schedule.begin),
                     "the - keeps its starts out of the log; cronie refuses it in the table of a "
                     "user who is not root");
    }
    look_at_schedule(profile, segment.schedule, findings);
    look_at_command(profile, detail::view(segment.command, segment.stop), findings);
    look_behind(profile, line, segment.stop, findings);
}

}  // namespace

std::string_view to_string(Surprise surprise) {
    switch (surprise) {
        case Surprise::junk_ignored:
            return "junk-ignored";
        case Surprise::empty_range:
            return "empty-range";
        case Surprise::range_wraps:
            return "range-wraps";
        case Surprise::range_cut:
            return "range-cut";
        case Surprise::first_value_only:
            return "first-value-only";
        case Surprise::number_wraps:
            return "number-wraps";
        case Surprise::field_error_logged:
            return "field-error-logged";
        case Surprise::month_zero:
            return "month-zero";
        case Surprise::wrong_month:
            return "wrong-month";
        case Surprise::drawn_at_random:
            return "drawn-at-random";
        case Surprise::both_days_must_match:
            return "both-days-must-match";
        case Surprise::crashes_daemon:
            return "crashes-daemon";
        case Surprise::weekly_is_monday:
            return "weekly-is-monday";
        case Surprise::word_for_systemd:
            return "word-for-systemd";
        case Surprise::zone_ignored:
            return "zone-ignored";
        case Surprise::variable_ignored:
            return "variable-ignored";
        case Surprise::percent_literal:
            return "percent-literal";
        case Surprise::hash_cuts_command:
            return "hash-cuts-command";
        case Surprise::carriage_return:
            return "carriage-return";
        case Surprise::joins_next_line:
            return "joins-next-line";
        case Surprise::blanks_collapse:
            return "blanks-collapse";
        case Surprise::quiet_entry:
            return "quiet-entry";
    }
    return "unknown";
}

std::vector<Finding> schedule_surprises(std::string_view text, Flavour flavour) {
    const Profile& profile = detail::profile_of(flavour);
    Findings findings(text);
    if (parse_schedule(text, flavour)) {
        const detail::ScheduleScan scan =
            detail::scan_schedule(profile, text.data(), text.data() + text.size());
        look_at_schedule(profile, scan, findings);
    }
    return findings.take();
}

std::vector<Finding> line_surprises(std::string_view line, Flavour flavour, TableForm form) {
    const Profile& profile = detail::profile_of(flavour);
    Findings findings(line);
    const detail::LineScan scan = detail::scan_line(profile, form, line);
    if (scan.kind() == LineKind::entry) {
        look_at_entry(profile, line, scan.first, findings);
    } else if (scan.kind() == LineKind::environment) {
        look_at_assignment(profile, scan.first.assignment, findings);
    } else if (scan.kind() == LineKind::invalid && flavour == Flavour::busybox &&
               parse_assignment(line)) {
        findings.add(Surprise::variable_ignored, line,
                     "busybox crond acts on MAILTO= and SHELL= alone, written without blanks",
                     "set the variable in the command");
    }
    return findings.take();
}

}  // namespace cronmend::cron
