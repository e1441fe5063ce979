#include "job_reader.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/marker.hpp"
#include "environment_reader.hpp"
#include "keys.hpp"
#include "schedule_reader.hpp"
#include "source_line.hpp"
#include "values.hpp"
#include "yaml_line.hpp"

namespace cronmend::desired {
namespace {

// Of the entries in the system's tables.
constexpr std::string_view kUsualOwner = "root";

// "Backup Overnight!" as "backup-overnight"; empty if nothing usable is left.
std::string id_made_of(std::string_view text) {
    std::string id;
    for (const char c : text) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool usable = cron::is_job_id(std::string{"a"} + low);
        if (usable || !id.ends_with('-')) {
            id += usable ? low : '-';
        }
    }
    id.erase(0, std::min(id.find_first_not_of("-._"), id.size()));
    id.erase(id.find_last_not_of('-') + 1);
    return cron::is_job_id(id) ? id : std::string{};
}

void check_id(const Field& field, FileReport& report) {
    if (cron::is_job_id(field.name)) {
        return;
    }
    const std::string usable = id_made_of(field.name);
    report.error(
        field.key->at, fmt::format("{} cannot be a job's id", quoted(field.name)),
        fmt::format("use a-z, 0-9, '.', '_' and '-', a letter or digit first, 100 at the most{}",
                    usable.empty() ? "" : "; such as " + usable));
}

void read_command(const MapReader& map, Job& job, FileReport& report) {
    if (const Field* field = map.find("command")) {
        if (auto command =
                read_filled_line(*field, report, {Numbers::refuse, Tabs::accept, Secrecy::shown})) {
            // cron skips the blanks before a command, so they cannot be had.
            job.command = command->substr(command->find_first_not_of(" \t"));
        }
    }
    if (const Field* field = map.find("raw")) {
        job.raw = read_bool(*field, report).value_or(false);
    }
    const Field* input = map.find("stdin");
    if (input == nullptr) {
        return;
    }
    job.standard_input = read_text(*input, report);
    if (job.standard_input && job.standard_input->ends_with('\n')) {
        job.standard_input->pop_back();  // cron appends one
    }
    if (job.raw) {
        report.error(input->key->at, "stdin and raw: true do not go together",
                     "a raw command holds its own standard input behind a %; drop one of the two");
    }
}

void read_expectation(const YamlDocument& document, const MapReader& map, Job& job,
                      FileReport& report) {
    const Field* field = map.find("expect");
    if (field == nullptr) {
        return;
    }
    constexpr std::string_view kMend = "write expect: {newest: \"/path/*.gz\", within: 9h}";
    if (field->value->kind != YamlNode::Kind::map) {
        report.error(field->place(),
                     fmt::format("expect is {}, not a map", kind_name(*field->value)),
                     std::string{kMend});
        return;
    }
    const MapReader expect(document, *field->value, "expect", kExpectKeys, report);
    const Field* newest = expect.find("newest");
    const Field* within = expect.find("within");
    if (newest == nullptr || within == nullptr) {
        report.error(field->key->at,
                     fmt::format("expect lacks {}", newest == nullptr ? "newest" : "within"),
                     std::string{kMend});
    }
    Expectation expectation;
    if (newest != nullptr) {
        expectation.newest = read_filled_line(*newest, report).value_or("/");
        if (!expectation.newest.starts_with('/')) {
            report.error(newest->place(),
                         fmt::format("newest: {} is no absolute path", quoted(expectation.newest)),
                         "start it with /; * and ? stand for parts of names");
        }
    }
    if (within != nullptr) {
        expectation.within = read_duration(*within, report).value_or(Seconds{1});
    }
    job.expect = std::move(expectation);
}

void read_renamed_from(const MapReader& map, Job& job, FileReport& report) {
    const Field* field = map.find("renamed_from");
    if (field == nullptr) {
        return;
    }
    const std::optional<std::string> id =
        read_filled_line(*field, report, {Numbers::accept, Tabs::refuse, Secrecy::shown});
    if (id && !cron::is_job_id(*id)) {
        report.error(field->place(),
                     fmt::format("renamed_from: {} cannot have been a job's id", quoted(*id)),
                     "write the id that the job had before");
    } else if (id) {
        job.renamed_from = *id;
    }
}

void check_exports(const Job& job, const Position& at, cron::Flavour flavour, FileReport& report) {
    const cron::Environment exported = exported_variables(job.environment, flavour);
    if (job.raw && !exported.empty()) {
        report.error(at,
                     fmt::format("the variable {} cannot be set for a raw command, which goes in "
                                 "as it is written",
                                 exported.begin()->first),
                     "set it in the command, or take raw: true out");
    }
}

// Standard input stands behind a % in the table, which is a plain % to some.
bool check_input(const Job& job, const Position& at, cron::Flavour flavour, FileReport& report) {
    if (!job.standard_input || cron::takes_standard_input(flavour)) {
        return true;
    }
    report.error(at,
                 fmt::format("{} gives a command no standard input from the table",
                             cron::program_of(flavour)),
                 "put the text into the command: printf '%s\\n' … | command");
    return false;
}

// What is wrong with a line for its cron; nothing if it runs that very command.
std::optional<std::string> fault_of(const std::string& line, const std::string& command,
                                    cron::Flavour flavour, cron::TableForm form) {
    if (cron::parse_assignment(line, flavour)) {
        return "it reads the line as a variable";
    }
    const Result<cron::Entry> entry = cron::parse_entry(line, flavour, form);
    if (!entry) {
        return entry.error().message;
    }
    if (entry->command != command) {
        return fmt::format("it reads no more of it than {}", quoted(entry->command));
    }
    return std::nullopt;
}

// What only the whole entry shows: its length, and what cron reads in place of a command.
void check_entry(const Job& job, const Position& at, cron::Flavour flavour, FileReport& report) {
    const std::string text = crontab_command(job, flavour);
    if (flavour == cron::Flavour::debian && text.size() > cron::kLongestCommand) {
        report.error(at,
                     fmt::format("the command takes {} bytes in the crontab, with its environment "
                                 "and stdin; cron takes {}",
                                 text.size(), cron::kLongestCommand),
                     "put it into a script, and let the job call that");
        return;
    }
    if (!check_input(job, at, flavour, report)) {
        return;
    }
    const bool system = !job.target.empty();
    const auto form = system ? cron::TableForm::system : cron::TableForm::user;
    for (const DeclaredSchedule& schedule : job.schedules) {
        const std::string line = schedule.text + ' ' + (system ? job.user + ' ' : "") + text;
        if (const auto fault = fault_of(line, text, flavour, form)) {
            const bool assignment = cron::parse_assignment(line, flavour).has_value();
            report.error(at,
                         fmt::format("cron would refuse the command {}: {}", quoted(text), *fault),
                         assignment ? "write the schedule as five fields in place of its @word"
                                    : "check how the command starts");
            return;
        }
    }
}

// A line of a crontab, pasted for a command, is one to the shell too: it only fails as it starts.
void check_beginning(const Job& job, const Position& at, cron::Flavour flavour,
                     FileReport& report) {
    const auto entry = cron::parse_entry(job.command, flavour);
    if (entry && !entry->command.empty()) {
        report.warning(at,
                       fmt::format("the command begins with a schedule, {}: cron starts it as part "
                                   "of the command",
                                   quoted(trim_blanks(entry->schedule_text))),
                       "take it out; the times stand in schedule:");
    } else if (job.command.starts_with(std::string{kUsualOwner} + " /")) {
        report.warning(at,
                       fmt::format("the command begins with a user's name, {}: cron starts it as "
                                   "a program",
                                   quoted(kUsualOwner)),
                       "take it out; whose job it is stands in user:");
    }
}

void check_command(const Job& job, const Field& command, cron::Flavour flavour,
                   FileReport& report) {
    const Position& at = command.place();
    if (!job.raw && cron::takes_standard_input(flavour) &&
        job.command.find("\\%") != std::string::npos) {
        report.warning(at, "the command holds \\%, which looks escaped for cron already",
                       "write %: it is escaped for you; or say raw: true");
    }
    check_beginning(job, at, flavour, report);
    check_exports(job, at, flavour, report);
    check_entry(job, at, flavour, report);
}

void check_required(const MapReader& map, const Field& field, FileReport& report) {
    if (map.find("schedule") == nullptr) {
        report.error(field.key->at, fmt::format("job {} has no schedule", quoted(field.name)),
                     "add schedule: \"0 3 * * *\", with the times you want");
    }
    if (map.find("command") == nullptr) {
        report.error(field.key->at, fmt::format("job {} has no command", quoted(field.name)),
                     "add command: and what is to run");
    }
}

// command:/bin/x is a text to YAML, and so is all of the job if it has no other lines.
bool reports_unspaced_key(const Field& field, FileReport& report) {
    const std::string_view line = line_at(report.text(), field.value->at);
    const std::string spaced = with_blank_behind_key(trim_blanks(line));
    if (spaced.empty()) {
        return false;
    }
    report.error(field.place(), "there is no blank behind the colon, in " + quoted_line(line),
                 may_be_repeated(line) ? "write " + spaced : "put a blank behind the colon");
    return true;
}

}  // namespace

Job read_job(const JobContext& context, const Field& field, FileReport& report) {
    Job job;
    job.id = field.name;
    job.user = context.user;
    job.timezone = context.timezone;
    job.where = report.locate(field.key->at);
    check_id(field, report);
    const YamlNode nothing;
    const bool is_map = field.value->kind == YamlNode::Kind::map;
    if (!is_map && reports_unspaced_key(field, report)) {
        return job;
    }
    if (!is_map && field.value->kind != YamlNode::Kind::null) {
        report.error(
            field.place(),
            fmt::format("job {} is {}, not a map", quoted(field.name), kind_name(*field.value)),
            "write its schedule: and its command: below it, indented");
        return job;
    }
    const MapReader map(context.document, is_map ? *field.value : nothing, "a job", kJobKeys,
                        report);
    check_required(map, field, report);
    const Settings own = read_settings(context.document, map, context.flavour, report);
    apply_settings(context.defaults, job);
    apply_settings(own, job);
    if (!job.target.empty() && !own.user && !context.defaults.user) {
        job.user = kUsualOwner;
    }
    if (const Field* schedule = map.find("schedule")) {
        job.schedules = read_schedules(context.document, *schedule,
                                       {context.flavour, context.surprises}, report);
    }
    if (const Field* description = map.find("description")) {
        job.description = read_line(*description, report).value_or("");
    }
    read_command(map, job, report);
    read_expectation(context.document, map, job, report);
    read_renamed_from(map, job, report);
    if (!job.command.empty()) {
        check_command(job, *map.find("command"), context.flavour, report);
    }
    return job;
}

JobPlaces places_of(const YamlDocument& document, const Field& field, const FileReport& report) {
    JobPlaces places;
    const std::vector<NodeIndex>& children = field.value->children;
    for (std::size_t i = 0; field.value->kind == YamlNode::Kind::map && i + 1 < children.size();
         i += 2) {
        const std::string& key = document.at(children[i]).text;
        const YamlNode& value = document.at(children[i + 1]);
        if (key == "command") {
            places.command = report.locate(value.at);
        } else if (key == "schedule" && value.kind != YamlNode::Kind::sequence) {
            places.schedules = {report.locate(value.at)};
        } else if (key == "schedule") {
            for (const NodeIndex item : value.children) {
                places.schedules.push_back(report.locate(document.at(item).at));
            }
        } else if (key == "user") {
            places.user = report.locate(value.at);
        } else if (key == "environment" && value.kind == YamlNode::Kind::map) {
            for (std::size_t name = 0; name + 1 < value.children.size(); name += 2) {
                const YamlNode& variable = document.at(value.children[name]);
                places.environment.emplace(variable.text, report.locate(variable.at));
            }
        }
    }
    return places;
}

std::string crontab_command(const Job& job, cron::Flavour flavour) {
    if (job.raw) {
        return job.command;
    }
    const cron::Environment exported = exported_variables(job.environment, flavour);
    return cron::encode_command(
        {exported.empty() ? job.command : cron::with_exports(exported, job.command),
         job.standard_input},
        flavour);
}

}  // namespace cronmend::desired
