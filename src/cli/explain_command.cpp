#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/words.hpp"
#include "cronmend/host/clock.hpp"
#include "daemon.hpp"
#include "fires.hpp"
#include "json_text.hpp"
#include "schedule_argument.hpp"
#include "schedule_notes.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

constexpr std::size_t kStarts = 3;

// One schedule with all that is to be said about it.
struct Explanation {
    std::string schedule;
    std::string words;
    std::vector<std::string> notes;
    std::vector<Fire> fires;
};

Explanation explain(const desired::DeclaredSchedule& schedule, const Daemon& daemon, Instant now) {
    return {schedule.text, cron::in_words(schedule.schedule), notes_on(schedule, daemon, now),
            fires_between({"", {schedule}, ""}, daemon, now, cron::kZoneHorizon, kStarts)};
}

std::string show(const Explanation& each, const Subject& subject, const Daemon& daemon, Instant now,
                 const Painter& paint) {
    const std::string title = subject.job.empty()
                                  ? std::string{}
                                  : fmt::format("{} ({}): ", subject.job, printable(each.schedule));
    std::string text = title + paint(Tone::strong, each.words) + "\n";
    for (const std::string& note : each.notes) {
        text += fmt::format("  {} {}\n", paint(Tone::change, "note:"), note);
    }
    const char* lead = "  next:";
    for (const Fire& fire : each.fires) {
        text += fmt::format("{} {}  in {}{}\n", lead, show_time(fire.at, daemon.zone),
                            format_duration(fire.at - now),
                            fire.why.empty() ? "" : "  " + paint(Tone::change, fire.why));
        lead = "       ";
    }
    return text;
}

Json as_json(const Explanation& each, const Daemon& daemon) {
    Json notes = Json::array();
    for (const std::string& note : each.notes) {
        notes.push_back(json_message(note));
    }
    Json fires = Json::array();
    for (const Fire& fire : each.fires) {
        fires.push_back(format_rfc3339(daemon.zone.read(fire.at)));
    }
    return {{"schedule", json_safe(each.schedule)},
            {"words", each.words},
            {"notes", std::move(notes)},
            {"fires", std::move(fires)}};
}

ExitStatus tell(const CommonArguments& common, const Subject& subject, const Daemon& daemon) {
    const Instant now = host::SystemClock{}.now().instant;
    Json schedules = Json::array();
    std::string text;
    for (const desired::DeclaredSchedule& schedule : subject.schedules) {
        const Explanation each = explain(schedule, daemon, now);
        schedules.push_back(as_json(each, daemon));
        text += show(each, subject, daemon, now, painter_for(common.color));
    }
    if (common.output != Output::json) {
        return print_and(ExitStatus::done, in_charset(text, charset()));
    }
    return print_and(ExitStatus::done,
                     json_text({{"version", 1},
                                {"job", subject.job.empty() ? Json(nullptr) : Json(subject.job)},
                                {"cron", to_string(daemon.flavour)},
                                {"zone", daemon.zone.name()},
                                {"schedules", std::move(schedules)}}));
}

ExitStatus run_explain(const CommonArguments& common, const std::vector<std::string>& words) {
    const auto flavour = flavour_of(common);
    if (!flavour) {
        return refuse(common, flavour.error());
    }
    const auto subject = find_subject(common, words, *flavour);
    if (!subject) {
        return refuse_subject(common, words, *flavour, subject.error());
    }
    const auto zone = find_zone(subject->timezone);
    if (!zone) {
        return refuse(common, zone.error());
    }
    return tell(common, *subject, {*flavour, *zone});
}

}  // namespace

void add_explain(CommandLine& line) {
    auto words = std::make_shared<std::vector<std::string>>();
    line.add({"explain",
              "What a schedule means, in words",
              "cronmend explain '0 3 1 * 1'",
              {},
              kToldOrNot},
             [words](const CommonArguments& common) { return run_explain(common, *words); })
        .argument("EXPR|JOB", words.get(), "Five fields, @daily or the like, or a job's id");
}

}  // namespace cronmend::cli
