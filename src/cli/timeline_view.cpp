#include "timeline_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "json_text.hpp"

namespace cronmend::cli {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::size_t, 4> kAxes = {96, 72, 48, 24};  // columns for 24 hours
constexpr std::size_t kShortestLabel = 20;                      // a longer one is cut if it must be
constexpr std::size_t kTail = 19;                               // "    288  Thu 02:35"

struct Marks {
    std::string_view none, one, several, cut;
};
constexpr Marks kUtf8Marks = {"·", "●", "█", "…"};
constexpr Marks kAsciiMarks = {".", "o", "#", "~"};

struct Layout {
    std::size_t label = 0;
    std::size_t columns = 0;
    Marks marks;

    [[nodiscard]] Seconds step() const {
        return Seconds{hours{24}} / static_cast<Seconds::rep>(columns);
    }
};

std::string label_of(const TimelineRow& row, bool several_users) {
    return several_users ? fmt::format("{} ({})", row.job, row.user) : row.job;
}

bool has_several_users(const Timeline& timeline) {
    std::set<std::string> users;
    for (const TimelineRow& row : timeline.rows) {
        users.insert(row.user);
    }
    return users.size() > 1;
}

std::size_t longest_label(const Timeline& timeline) {
    const bool several = has_several_users(timeline);
    std::size_t longest = 0;
    for (const TimelineRow& row : timeline.rows) {
        longest = std::max(longest, label_of(row, several).size());
    }
    return longest;
}

// The axis comes first; what it leaves goes to the labels, as far as they need it.
Layout lay_out(const Timeline& timeline, const Look& look) {
    Layout layout;
    layout.marks = look.charset == Charset::utf8 ? kUtf8Marks : kAsciiMarks;
    const std::size_t longest = longest_label(timeline);
    const std::size_t least = std::min(longest, kShortestLabel);
    const auto fits = [&](std::size_t columns) {
        return least + 2 + columns + kTail <= look.width;
    };
    const auto widest = std::find_if(kAxes.begin(), kAxes.end(), fits);
    layout.columns = widest == kAxes.end() ? kAxes.back() : *widest;
    const std::size_t others = 2 + layout.columns + kTail;
    const std::size_t left = look.width > others ? look.width - others : 0;
    layout.label = std::min(longest, std::max(left, least));
    return layout;
}

std::string padded(const std::string& label, const Layout& layout) {
    if (label.size() <= layout.label) {
        return fmt::format("{:<{}}", label, layout.label);
    }
    return label.substr(0, layout.label - 1) + std::string{layout.marks.cut};
}

// Hours and minutes on the zone's clock.
std::string clock(Instant at, const cron::Zone& zone) {
    return format_minute(zone.read(at)).substr(11);
}

// The hours above the marks, every third of them.
std::string ruler(const Timeline& timeline, const Layout& layout) {
    std::string line(layout.columns + 1, ' ');
    std::size_t free = 0;
    for (std::size_t column = 0; column < layout.columns; ++column) {
        const Instant at = timeline.begin + layout.step() * static_cast<Seconds::rep>(column);
        const std::string time = clock(at, timeline.zone);
        const bool third = ((time[0] - '0') * 10 + (time[1] - '0')) % 3 == 0;
        const bool fits = column >= free && column + 2 <= layout.columns;
        if (third && time.ends_with(":00") && fits) {
            line.replace(column, 2, time.substr(0, 2));
            free = column + 3;
        }
    }
    return line.substr(0, layout.columns) + " starts  next";
}

// How many starts fall into each column.
std::vector<std::size_t> counts_of(const TimelineRow& row, const Timeline& timeline,
                                   const Layout& layout) {
    std::vector<std::size_t> counts(layout.columns, 0);
    for (const Fire& fire : row.fires) {
        const auto column = static_cast<std::size_t>((fire.at - timeline.begin) / layout.step());
        ++counts.at(std::min(column, layout.columns - 1));
    }
    return counts;
}

// Neighbours of one kind are painted as one.
std::string axis(const TimelineRow& row, const Timeline& timeline, const Layout& layout,
                 const Painter& paint) {
    const std::vector<std::size_t> counts = counts_of(row, timeline, layout);
    std::string text;
    std::string run;
    for (std::size_t column = 0; column < counts.size(); ++column) {
        const bool empty = counts[column] == 0;
        run += empty                 ? layout.marks.none
               : counts[column] == 1 ? layout.marks.one
                                     : layout.marks.several;
        const bool last = column + 1 == counts.size();
        if (last || (counts[column + 1] == 0) != empty) {
            text += paint(empty ? Tone::quiet : Tone::good, run);
            run.clear();
        }
    }
    return text;
}

// "03:00" today, "Thu 03:00" within a week, else the date.
std::string next_words(const TimelineRow& row, const Timeline& timeline) {
    if (!row.next) {
        return {};
    }
    const std::string whole = show_time(*row.next, timeline.zone);  // "Thu 2026-11-26 03:00 UTC"
    const std::string today = show_time(timeline.from, timeline.zone).substr(0, 14);
    if (whole.substr(0, 14) == today) {
        return whole.substr(15, 5);
    }
    const bool near = *row.next - timeline.from < hours{24 * 6};
    return near ? whole.substr(0, 4) + whole.substr(15, 5) : whole.substr(4, 10);
}

std::string show_row(const TimelineRow& row, const Timeline& timeline, const Layout& layout,
                     const Look& look, bool several_users) {
    const std::string label = padded(label_of(row, several_users), layout);
    if (!row.problem.empty() && row.fires.empty()) {
        return fmt::format("{}  {}\n", look.paint(Tone::bad, label),
                           look.paint(Tone::bad, in_charset(row.problem, look.charset)));
    }
    if (row.fires.empty() && !row.remark.empty()) {
        return fmt::format("{}  {}\n", label, look.paint(Tone::quiet, row.remark));
    }
    const std::string count = row.fires.empty() ? "" : std::to_string(row.fires.size());
    std::string line = fmt::format(
        "{}  {} {:>6}  {}\n", look.paint(row.problem.empty() ? Tone::plain : Tone::bad, label),
        axis(row, timeline, layout, look.paint), count, next_words(row, timeline));
    if (!row.problem.empty()) {
        line += fmt::format("{}  {}\n", std::string(layout.label, ' '),
                            look.paint(Tone::bad, in_charset(row.problem, look.charset)));
    }
    return line;
}

std::string odd_starts(const Timeline& timeline, const Painter& paint) {
    std::string text;
    for (const TimelineRow& row : timeline.rows) {
        for (const Fire& fire : row.fires) {
            if (!fire.why.empty()) {
                text += fmt::format("{} at {}: {}\n", row.job, clock(fire.at, timeline.zone),
                                    paint(Tone::change, fire.why));
            }
        }
    }
    return text;
}

std::string footer(const Timeline& timeline, const Look& look) {
    std::string text = odd_starts(timeline, look.paint);
    if (const auto busy = busiest_minute(timeline); busy && busy->jobs > 2) {
        text += fmt::format("busiest minute: {}, {} jobs at once\n", clock(busy->at, timeline.zone),
                            busy->jobs);
    }
    return text;
}

Json row_json(const TimelineRow& row, const cron::Zone& zone) {
    Json fires = Json::array();
    for (const Fire& fire : row.fires) {
        fires.push_back(format_rfc3339(zone.read(fire.at)));
    }
    Json schedules = Json::array();
    for (const std::string& schedule : row.schedules) {
        schedules.push_back(json_safe(schedule));
    }
    Json json{{"user", row.user},
              {"job", row.job},
              {"schedules", std::move(schedules)},
              {"next", row.next ? Json(format_rfc3339(zone.read(*row.next))) : Json(nullptr)},
              {"problem", row.problem.empty() ? Json(nullptr) : Json(json_message(row.problem))},
              {"remark", row.remark.empty() ? Json(nullptr) : Json(row.remark)},
              {"fires", std::move(fires)}};
    if (!row.target.empty()) {
        json["target"] = row.target;
    }
    return json;
}

}  // namespace

std::string show_timeline(const Timeline& timeline, const Look& look) {
    if (timeline.rows.empty()) {
        return "no job is declared\n";
    }
    const Layout layout = lay_out(timeline, look);
    const bool several_users = has_several_users(timeline);
    std::string text = look.paint(
        Tone::strong, fmt::format("{}, and 24 hours on", show_time(timeline.begin, timeline.zone)));
    text += fmt::format("\n{}  {}\n", std::string(layout.label, ' '), ruler(timeline, layout));
    for (const TimelineRow& row : timeline.rows) {
        text += show_row(row, timeline, layout, look, several_users);
    }
    return text + footer(timeline, look);
}

std::string timeline_json(const Timeline& timeline, const Diagnostics& diagnostics) {
    Json jobs = Json::array();
    for (const TimelineRow& row : timeline.rows) {
        jobs.push_back(row_json(row, timeline.zone));
    }
    return json_text({{"version", 1},
                      {"from", format_rfc3339(timeline.zone.read(timeline.from))},
                      {"until", format_rfc3339(timeline.zone.read(timeline.end))},
                      {"jobs", std::move(jobs)},
                      {"diagnostics", diagnostics_json(diagnostics)}});
}

}  // namespace cronmend::cli
