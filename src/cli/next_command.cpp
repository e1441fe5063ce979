#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/adopt/import.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/instant.hpp"
#include "cronmend/cron/words.hpp"
#include "cronmend/host/clock.hpp"
#include "daemon.hpp"
#include "fires.hpp"
#include "json_text.hpp"
#include "log.hpp"
#include "schedule_argument.hpp"
#include "settings.hpp"
#include "standing_tables.hpp"
#include "terminal.hpp"
#include "timeline.hpp"
#include "timeline_view.hpp"
#include "zoning.hpp"

namespace cronmend::cli {
namespace {

constexpr std::size_t kUsualCount = 5;
constexpr std::size_t kMostFires = 100'000;  // more are of no use to anybody

struct NextArguments {
    std::vector<std::string> subject;
    std::optional<std::string> from, until;
    std::optional<std::int64_t> count;
    std::string zone;
    bool previous = false;
    bool system = false;  // the subject is files of system tables; none: the host's
};

// What was asked, its words understood.
struct FireQuestion {
    Instant now{};
    Instant from{};
    std::optional<Instant> until;
    std::size_t count = kUsualCount;
};

Error invalid(std::string message, std::string mend) {
    return {ErrorCode::invalid_input, std::move(message), std::move(mend)};
}

Result<std::size_t> count_in(const NextArguments& arguments) {
    if (!arguments.count) {
        return arguments.until ? kMostFires : kUsualCount;
    }
    if (*arguments.count < 1 || *arguments.count > static_cast<std::int64_t>(kMostFires)) {
        return unexpected(
            invalid(fmt::format("--count {} makes no sense", *arguments.count),
                    fmt::format("say how many starts to tell, from 1 to {}", kMostFires)));
    }
    return static_cast<std::size_t>(*arguments.count);
}

Error in_option(const char* option, const Error& error) {
    return {error.code, fmt::format("{}: {}", option, error.message), error.mend};
}

Result<FireQuestion> understand(const NextArguments& arguments, const cron::Zone& zone) {
    FireQuestion question;
    question.now = host::SystemClock{}.now().instant;
    const auto from = cron::parse_instant(arguments.from.value_or("now"), zone, question.now);
    if (!from) {
        return unexpected(in_option("--from", from.error()));
    }
    question.from = *from;
    const auto count = count_in(arguments);
    if (!count) {
        return unexpected(count.error());
    }
    question.count = *count;
    if (!arguments.until) {
        return question;
    }
    if (arguments.previous) {
        return unexpected(invalid("--until does not go with --prev",
                                  "for all starts between two times say --from and --until"));
    }
    const auto until = cron::parse_instant(*arguments.until, zone, question.now);
    if (!until) {
        return unexpected(in_option("--until", until.error()));
    }
    if (*until < *from) {
        return unexpected(invalid(fmt::format("--until ({}) is before --from ({})",
                                              show_time(*until, zone), show_time(*from, zone)),
                                  "starts from --from on and before --until are told"));
    }
    question.until = *until;
    return question;
}

std::vector<Fire> answer(const NextArguments& arguments, const Subject& subject,
                         const Daemon& daemon, const FireQuestion& question) {
    if (arguments.previous) {
        return fires_before(subject, daemon, question.from, question.count);
    }
    return fires_between(subject, daemon, question.from,
                         question.until.value_or(cron::kZoneHorizon), question.count);
}

std::string fires_json(const std::vector<Fire>& fires, const cron::Zone& zone) {
    Json list = Json::array();
    for (const Fire& fire : fires) {
        list.push_back(format_rfc3339(zone.read(fire.at)));
    }
    return Json{{"fires", std::move(list)}}.dump() + "\n";
}

// Why there is no start at all.
std::string nothing_words(const Subject& subject, const NextArguments& arguments) {
    std::string reasons;
    for (const desired::DeclaredSchedule& each : subject.schedules) {
        if (!cron::never_fires(each.schedule) && each.schedule.calendar == 0) {
            return arguments.previous ? "no start before that since 1970\n"
                   : arguments.until  ? "no start in that time\n"
                                      : "no start before 2201\n";
        }
        reasons += fmt::format("{}: {}\n", printable(each.text), cron::in_words(each.schedule));
    }
    return reasons;
}

std::string show_fires(const std::vector<Fire>& fires, const FireQuestion& question,
                       const NextArguments& arguments, const cron::Zone& zone,
                       const Painter& paint) {
    std::string text;
    for (const Fire& fire : fires) {
        text += show_time(fire.at, zone);
        if (!arguments.from) {
            const auto away = fire.at - question.now;
            text += away < Seconds{0} ? fmt::format("  {} ago", format_duration(-away))
                                      : fmt::format("  in {}", format_duration(away));
        }
        if (!fire.why.empty()) {
            text += "  " + paint(Tone::change, fire.why);
        }
        text += '\n';
    }
    return text;
}

ExitStatus tell(const CommonArguments& common, const NextArguments& arguments,
                const Subject& subject, const Daemon& daemon) {
    const auto question = understand(arguments, daemon.zone);
    if (!question) {
        return refuse(common, question.error());
    }
    const std::vector<Fire> fires = answer(arguments, subject, daemon, *question);
    if (!arguments.count && fires.size() == kMostFires) {
        log_warning(fmt::format("only the first {} starts are told", kMostFires));
    }
    if (common.output == Output::json) {
        return print_and(ExitStatus::done, fires_json(fires, daemon.zone));
    }
    return print_and(ExitStatus::done, fires.empty()
                                           ? nothing_words(subject, arguments)
                                           : show_fires(fires, *question, arguments, daemon.zone,
                                                        painter_for(common.color)));
}

Result<void> check_all_jobs(const NextArguments& arguments) {
    if (arguments.count || arguments.until || arguments.previous) {
        return unexpected(invalid("--count, --until and --prev go with a schedule or a job",
                                  "without one, the coming day of all jobs is shown"));
    }
    return {};
}

// The zone of each job: --zone for all of them, or what is declared.
Result<Zones> zones_of(const desired::DesiredState& state, const std::string& given) {
    Zones zones;
    for (const desired::Job& job : state.jobs) {
        const std::string& name = job.timezone;
        if (zones.contains(name)) {
            continue;
        }
        auto zone = find_zone(given.empty() ? name : given);
        if (!zone) {
            return unexpected(zone.error());
        }
        zones.emplace(name, std::move(*zone));
    }
    return zones;
}

struct Jobs {
    desired::DesiredState state;
    Diagnostics diagnostics;
};

// The entries of the system's tables as jobs; see adopt::import_tables(). A table of several zones
// gives those of each.
Result<Jobs> system_jobs(const CommonArguments& common, const NextArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return unexpected(setup.error());
    }
    auto tables = read_system_tables(arguments.subject, setup->cron.flavour);
    if (!tables) {
        return unexpected(tables.error());
    }
    for (adopt::StandingTable& table : *tables) {
        table.target.clear();  // whether it could be one is of no interest for its times
    }
    std::set<std::string> zones = adopt::zones_in(*tables, setup->cron.flavour);
    const auto zoning = make_zoning(*setup, zones);
    if (!zoning) {
        return unexpected(zoning.error());
    }
    zones.insert("");
    Jobs jobs;
    std::size_t left_out = 0;
    for (const std::string& zone : zones) {
        adopt::ImportOptions options;
        options.default_user = setup->invoking_user.name();
        options.flavour = setup->cron.flavour;
        options.zoning = *zoning;
        options.timezone = zone;
        adopt::Import import = adopt::import_tables(*tables, options);
        std::move(import.jobs.begin(), import.jobs.end(), std::back_inserter(jobs.state.jobs));
        left_out = std::max(left_out, import.left_out);
    }
    if (left_out > 0) {
        log_warning(
            fmt::format("{} not shown\n    `cronmend import --system` says which, and why",
                        left_out == 1 ? "1 entry is" : std::to_string(left_out) + " entries are"));
    }
    return jobs;
}

Result<Jobs> jobs_to_show(const CommonArguments& common, const NextArguments& arguments) {
    if (arguments.system) {
        return system_jobs(common, arguments);
    }
    auto declaration = load_jobs(common);
    if (!declaration) {
        return unexpected(declaration.error());
    }
    return Jobs{std::move(declaration->state), std::move(declaration->diagnostics)};
}

ExitStatus show_all_jobs(const CommonArguments& common, const NextArguments& arguments) {
    if (const auto fits = check_all_jobs(arguments); !fits) {
        return refuse(common, fits.error());
    }
    const auto declaration = jobs_to_show(common, arguments);
    if (!declaration) {
        return refuse(common, declaration.error());
    }
    const auto zones = zones_of(declaration->state, arguments.zone);
    if (!zones) {
        return refuse(common, zones.error());
    }
    // Times are shown in the zone of all jobs if it is one, else in the host's.
    const Result<cron::Zone> shown =
        zones->size() == 1 ? zones->begin()->second : find_zone(arguments.zone);
    if (!shown) {
        return refuse(common, shown.error());
    }
    const auto question = understand(arguments, *shown);
    if (!question) {
        return refuse(common, question.error());
    }
    const auto flavour = flavour_of(common);
    if (!flavour) {
        return refuse(common, flavour.error());
    }
    const Timeline timeline =
        make_timeline(declaration->state, *flavour, *zones, *shown, question->from);
    return print_and(ExitStatus::done, common.output == Output::json
                                           ? timeline_json(timeline, declaration->diagnostics)
                                           : show_timeline(timeline, {terminal_width(), charset(),
                                                                      painter_for(common.color)}));
}

ExitStatus show_one(const CommonArguments& common, const NextArguments& arguments) {
    const auto flavour = flavour_of(common);
    if (!flavour) {
        return refuse(common, flavour.error());
    }
    const auto subject = find_subject(common, arguments.subject, *flavour);
    if (!subject) {
        return refuse_subject(common, arguments.subject, *flavour, subject.error());
    }
    const auto zone = find_zone(arguments.zone.empty() ? subject->timezone : arguments.zone);
    if (!zone) {
        return refuse(common, zone.error());
    }
    return tell(common, arguments, *subject, {*flavour, *zone});
}

ExitStatus run_next(const CommonArguments& common, const NextArguments& arguments) {
    return arguments.subject.empty() || arguments.system ? show_all_jobs(common, arguments)
                                                         : show_one(common, arguments);
}

}  // namespace

void add_next(CommandLine& line) {
    auto arguments = std::make_shared<NextArguments>();
    line.add({"next",
              "When cron starts a schedule or a job; all jobs: the coming day",
              "cronmend next '0 3 1 * 1' --zone Europe/Berlin --count 3",
              {},
              kToldOrNot},
             [arguments](const CommonArguments& common) { return run_next(common, *arguments); })
        .argument("EXPR|JOB", &arguments->subject,
                  "Five fields, @daily or the like, or a job's id; with --system, tables",
                  Need::optional)
        .flag("--system", arguments->system,
              "The coming day of system tables: of the files named, else of /etc/crontab and "
              "/etc/cron.d")
        .option("--from", "T", &arguments->from, "The first time of interest; default: now")
        .option("--until", "T", &arguments->until, "Only starts before this time")
        .option("--count", "N", &arguments->count, "So many starts; default: 5")
        .option("--zone", "ZONE", &arguments->zone, "As if cron ran in this zone")
        .flag("--prev", arguments->previous, "Starts before --from, the newest first");
}

}  // namespace cronmend::cli
