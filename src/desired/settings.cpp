#include "settings.hpp"

#include <fmt/format.h>

#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/desired/user_name.hpp"
#include "environment_reader.hpp"
#include "values.hpp"

namespace cronmend::desired {
namespace {

constexpr std::array kSeverities = {Severity::info, Severity::warning, Severity::critical};
constexpr std::array kModes = {Mode::heal, Mode::warn, Mode::off};
constexpr std::array kCatchUps = {CatchUp::none, CatchUp::once};
constexpr std::size_t kLongestUserName = 32;  // useradd(8)
constexpr std::size_t kLongestTableName = 100;

std::optional<std::string> read_user(const Field& field, FileReport& report) {
    std::optional<std::string> user = read_filled_line(field, report);
    if (user && !is_user_name(*user)) {
        report.error(field.place(), fmt::format("user: {} cannot be a user's name", quoted(*user)),
                     "write the login name, as in the first column of /etc/passwd");
        return std::nullopt;
    }
    return user;
}

// A file of /etc/cron.d that this cron reads.
std::optional<std::string> read_target(const Field& field, cron::Flavour flavour,
                                       FileReport& report) {
    std::optional<std::string> target = read_filled_line(field, report);
    if (!target) {
        return std::nullopt;
    }
    const auto name = cron::system_table_name(*target);
    if (!name) {
        report.error(
            field.place(),
            fmt::format("target: {} is no file of {}", quoted(*target), cron::kSystemTables),
            fmt::format("write target: {}/NAME; without it, the job goes into its user's "
                        "crontab",
                        cron::kSystemTables));
        return std::nullopt;
    }
    if (!cron::reads_system_tables(flavour)) {
        report.error(field.place(),
                     fmt::format("target: {} reads no files of {}", cron::program_of(flavour),
                                 cron::kSystemTables),
                     "take target: out: the job then goes into its user's crontab");
        return std::nullopt;
    }
    if (!cron::reads_table_named(flavour, *name) || name->size() > kLongestTableName) {
        const std::string readable = cron::readable_table_name(name->substr(0, kLongestTableName));
        report.error(
            field.place(),
            fmt::format("target: cron would ignore the whole file for its name, {}", quoted(*name)),
            fmt::format("use letters, digits, _ and -, {} at the most: {}/{}", kLongestTableName,
                        cron::kSystemTables, readable));
        return std::nullopt;
    }
    return target;
}

// These are declared for a version that acts on them; a job that relies on them should know.
void warn_of_no_effect(const Field& field, FileReport& report) {
    report.warning(
        field.place(),
        fmt::format("{}: {} has no effect in this version", field.name, field.value->text),
        "the entry is installed and kept as it would be without it");
}

std::optional<bool> read_track(const Field& field, FileReport& report) {
    const std::optional<bool> track = read_bool(field, report);
    if (track.value_or(false)) {
        warn_of_no_effect(field, report);
    }
    return track;
}

std::optional<CatchUp> read_catch_up(const Field& field, FileReport& report) {
    const std::optional<CatchUp> catch_up = read_enum(field, kCatchUps, report);
    if (catch_up == CatchUp::once) {
        warn_of_no_effect(field, report);
    }
    return catch_up;
}

// Category is a heading of its own in a report, so it may not be empty; the others may, to undo a
// default.
void read_words(const MapReader& map, Settings& settings, FileReport& report) {
    if (const Field* field = map.find("category")) {
        settings.category = read_filled_line(*field, report);
    }
    if (const Field* field = map.find("system")) {
        settings.system = read_line(*field, report);
    }
    if (const Field* field = map.find("runbook")) {
        settings.runbook = read_line(*field, report);
    }
}

void read_switches(const MapReader& map, Settings& settings, FileReport& report) {
    if (const Field* field = map.find("severity")) {
        settings.severity = read_enum(*field, kSeverities, report);
    }
    if (const Field* field = map.find("mode")) {
        settings.mode = read_enum(*field, kModes, report);
    }
    if (const Field* field = map.find("enabled")) {
        settings.enabled = read_bool(*field, report);
    }
    if (const Field* field = map.find("track")) {
        settings.track = read_track(*field, report);
    }
    if (const Field* field = map.find("catch_up")) {
        settings.catch_up = read_catch_up(*field, report);
    }
}

template <class T, class U>
void put(const std::optional<T>& from, U& to) {
    if (from) {
        to = *from;
    }
}

}  // namespace

Settings read_settings(const YamlDocument& document, const MapReader& map, cron::Flavour flavour,
                       FileReport& report) {
    Settings settings;
    if (const Field* field = map.find("user")) {
        settings.user = read_user(*field, report);
    }
    if (const Field* field = map.find("target")) {
        settings.target = read_target(*field, flavour, report);
    }
    if (const Field* field = map.find("environment")) {
        settings.environment = read_environment(document, *field, flavour, report);
    }
    read_words(map, settings, report);
    read_switches(map, settings, report);
    return settings;
}

void apply_settings(const Settings& settings, Job& job) {
    put(settings.user, job.user);
    put(settings.target, job.target);
    for (const auto& [name, value] : settings.environment) {
        job.environment.insert_or_assign(name, value);
    }
    put(settings.severity, job.severity);
    put(settings.category, job.category);
    put(settings.system, job.system);
    put(settings.runbook, job.runbook);
    put(settings.mode, job.mode);
    put(settings.enabled, job.enabled);
    put(settings.track, job.track);
    put(settings.catch_up, job.catch_up);
}

bool is_user_name(std::string_view name) {
    constexpr std::string_view kNeverInside = " \t/:,";
    constexpr std::string_view kNeverFirst = "-+~";
    return !name.empty() && name.size() <= kLongestUserName && name != "." && name != ".." &&
           kNeverFirst.find(name.front()) == std::string_view::npos &&
           name.find_first_of(kNeverInside) == std::string_view::npos &&
           !has_control_characters(name);
}

}  // namespace cronmend::desired
