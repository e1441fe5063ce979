#include "schedule_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/surprise.hpp"
#include "values.hpp"

namespace cronmend::desired {
namespace {

std::string one_space_between(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : trim_blanks(text)) {
        const bool blank = c == ' ' || c == '\t';
        if (!blank) {
            out += c;
        } else if (!out.ends_with(' ')) {
            out += ' ';
        }
    }
    return out;
}

std::size_t count_fields(std::string_view normal) {
    return static_cast<std::size_t>(std::count(normal.begin(), normal.end(), ' ')) + 1;
}

// The field of the schedule that cron's words are about, counted from 0.
std::optional<std::size_t> field_named_in(std::string_view words) {
    constexpr std::array<std::string_view, 5> kFields = {
        "bad minute", "bad hour", "bad day-of-month", "bad month", "bad day-of-week"};
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        if (words.find(kFields[i]) != std::string_view::npos) {
            return i;
        }
    }
    return std::nullopt;
}

// The place inside a value that stands on one line, so that an editor's cursor lands on the field.
Position place_of_field(const YamlNode& value, std::size_t index, const FileReport& report) {
    Position at = value.at;
    const std::string_view rest = report.text().substr(std::min(at.offset, report.text().size()));
    const std::size_t quote = rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
    const std::string_view text = value.text;
    if (rest.substr(quote, text.size()) != text) {
        return at;  // folded over lines, escaped, or behind an anchor
    }
    std::size_t offset = std::min(text.find_first_not_of(" \t"), text.size());
    for (; index > 0; --index) {
        const std::size_t blank = std::min(text.find_first_of(" \t", offset), text.size());
        const std::size_t next = text.find_first_not_of(" \t", blank);
        if (next == std::string_view::npos) {
            return at;
        }
        offset = next;
    }
    at.offset += quote + offset;
    at.column += quote + offset;
    return at;
}

void report_refused(const YamlNode& value, const Error& problem, bool in_list, FileReport& report) {
    const std::string normal = one_space_between(value.text);
    const bool word = normal.starts_with('@');
    const std::size_t fields = count_fields(normal);
    const std::optional<std::size_t> field = word ? std::nullopt : field_named_in(problem.message);
    Position at = value.at;
    std::string mend = problem.mend;
    if (has_typographic_quote(normal)) {
        mend = "these are typographic quotes: YAML knows \" and ' alone";
    } else if (!word && fields != 5) {
        mend = fmt::format(
            "a schedule has five fields (minute, hour, day of month, month, day of "
            "week); this has {}",
            normal.empty() ? 0 : fields);
        if (in_list && value.plain && fields < 5) {
            mend += "; between [ and ] a comma ends an item, unless it stands in quotes";
        }
    } else if (field) {
        at = place_of_field(value, *field, report);
    }
    report.error(
        at,
        fmt::format("cron would refuse the schedule {}: {}", quoted(value.text), problem.message),
        std::move(mend));
}

bool can_fire(const cron::Schedule& schedule) {
    if (schedule.reboot || schedule.calendar != 0) {
        return true;
    }
    if (schedule.minutes.none() || schedule.hours.none() || schedule.months.none()) {
        return false;
    }
    constexpr std::array<std::size_t, 13> kLengths = {0,  31, 29, 31, 30, 31, 30,
                                                      31, 31, 30, 31, 30, 31};
    std::size_t longest = 0;
    for (std::size_t month = 1; month < kLengths.size(); ++month) {
        longest = schedule.months.test(month) ? std::max(longest, kLengths[month]) : longest;
    }
    bool day_of_month = false;
    for (std::size_t day = 1; day <= longest; ++day) {
        day_of_month = day_of_month || schedule.days_of_month.test(day);
    }
    const bool both = schedule.day_rule == cron::DayRule::both;
    const bool day_of_week = schedule.days_of_week.any();
    return both ? day_of_month && day_of_week : day_of_month || day_of_week;
}

// A number in place of a schedule (`schedule: 08`) is told by its count of fields, not by its type.
// Unquoted text holds no control character but the tab: the file was searched for them.
bool is_schedule_text(const Field& field, FileReport& report) {
    if (field.value->kind == YamlNode::Kind::scalar && field.value->plain) {
        return true;
    }
    return read_line(field, report, {Numbers::refuse, Tabs::accept, Secrecy::shown}).has_value();
}

// What cron will really do, where that is not what stands there. A range that is empty is not worth
// a second word where the schedule never fires; that two day fields must match is for lint.
void warn_of_surprises(const Field& field, cron::Flavour flavour, bool fires, FileReport& report) {
    for (const cron::Finding& finding : cron::schedule_surprises(field.value->text, flavour)) {
        if (finding.what == cron::Surprise::both_days_must_match ||
            (finding.what == cron::Surprise::empty_range && !fires)) {
            continue;
        }
        report.warning(field.place(),
                       fmt::format("the schedule {}: {}", quoted(field.value->text), finding.words),
                       finding.mend);
    }
}

std::optional<DeclaredSchedule> read_one(const Field& field, bool in_list,
                                         const ScheduleRules& rules, FileReport& report) {
    if (!is_schedule_text(field, report)) {
        return std::nullopt;
    }
    Result<cron::Schedule> schedule = cron::parse_schedule(field.value->text, rules.flavour);
    if (!schedule) {
        report_refused(*field.value, schedule.error(), in_list, report);
        return std::nullopt;
    }
    if (!can_fire(*schedule)) {
        report.warning(field.place(),
                       fmt::format("the schedule {} never fires", quoted(field.value->text)),
                       "cron accepts it, but no day or time matches it");
    }
    if (rules.surprises == Surprises::tell) {
        warn_of_surprises(field, rules.flavour, can_fire(*schedule), report);
    }
    return DeclaredSchedule{one_space_between(field.value->text), *schedule};
}

void add_unless_repeated(std::vector<DeclaredSchedule>& schedules, DeclaredSchedule schedule,
                         const Field& field, FileReport& report) {
    for (const DeclaredSchedule& earlier : schedules) {
        if (cron::same_meaning(earlier.schedule, schedule.schedule)) {
            report.error(field.place(),
                         fmt::format("the schedule {} is there twice: {} means the same",
                                     quoted(field.value->text), quoted(earlier.text)),
                         "keep one of them");
            return;
        }
    }
    schedules.push_back(std::move(schedule));
}

}  // namespace

std::vector<DeclaredSchedule> read_schedules(const YamlDocument& document, const Field& field,
                                             const ScheduleRules& rules, FileReport& report) {
    std::vector<DeclaredSchedule> schedules;
    if (field.value->kind != YamlNode::Kind::sequence) {
        if (std::optional<DeclaredSchedule> schedule = read_one(field, false, rules, report)) {
            schedules.push_back(std::move(*schedule));
        }
        return schedules;
    }
    if (field.value->children.empty()) {
        report.error(field.place(), "schedule is an empty list",
                     "write at least one schedule, such as \"0 3 * * *\"");
    }
    constexpr std::size_t kMostSchedules = 100;  // far beyond use; keeps the comparison short
    if (field.value->children.size() > kMostSchedules) {
        report.error(field.place(),
                     fmt::format("{} schedules for one job; {} are the most that is read",
                                 field.value->children.size(), kMostSchedules),
                     "write them as ranges and steps");
        return schedules;
    }
    for (const NodeIndex child : field.value->children) {
        const Field item{field.name, field.key, &document.at(child)};
        if (std::optional<DeclaredSchedule> schedule = read_one(item, true, rules, report)) {
            add_unless_repeated(schedules, std::move(*schedule), item, report);
        }
    }
    return schedules;
}

}  // namespace cronmend::desired
