#include "file_reader.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "file_report.hpp"
#include "job_reader.hpp"
#include "keys.hpp"
#include "map_reader.hpp"
#include "raw_text.hpp"
#include "settings.hpp"
#include "source_line.hpp"
#include "values.hpp"
#include "yaml_mend.hpp"
#include "zone_offset.hpp"

namespace cronmend::desired {
namespace {

std::string mend_of_crontab(const std::string& path) {
    return fmt::format(
        "`cronmend import {0}` declares it, and `cronmend lint --crontab {0}` looks at it",
        shell_word(path));
}

// The form of an IANA zone's name. Whether the host knows it is for the host to say.
bool is_zone_name(std::string_view name) {
    constexpr std::string_view kCharacters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return !name.empty() && name.find_first_not_of(kCharacters) == std::string_view::npos &&
           name.find("//") == std::string_view::npos && !name.starts_with('/') &&
           !name.ends_with('/') && !name.starts_with('-') && !name.starts_with('+');
}

// False if the file is made for another version of the format, whose keys are not known here.
bool check_version(const MapReader& map, const YamlNode& root, FileReport& report) {
    const Field* field = map.find("version");
    if (field == nullptr) {
        report.error(root.at, "the file has no version", "put version: 1 at its top");
        return true;
    }
    const YamlNode& value = *field->value;
    if (value.kind == YamlNode::Kind::scalar && value.plain && value.text == "1") {
        return true;
    }
    if (value.kind != YamlNode::Kind::scalar) {
        report.error(field->place(), fmt::format("version is {}, not 1", kind_name(value)),
                     "write version: 1");
        return true;
    }
    const bool text = !value.plain && value.text == "1";
    report.error(field->place(),
                 fmt::format("version is {}{}, not 1", text ? "the text " : "", quoted(value.text)),
                 text ? "write version: 1, without quotes"
                      : "write version: 1, the only one that this program knows");
    return !reads_as_number(value.text) || text;
}

// The zone that the file's times are meant in; empty: the host's.
std::string read_timezone(const MapReader& map, FileReport& report) {
    const Field* field = map.find("timezone");
    if (field == nullptr) {
        return {};
    }
    const std::optional<std::string> zone = read_filled_line(*field, report);
    if (const auto mend = zone ? mend_of_offset(*zone) : std::nullopt) {
        report.error(
            field->place(),
            fmt::format("timezone: {} is an offset, not a time zone's name", quoted(*zone)), *mend);
        return {};
    }
    if (zone && !is_zone_name(*zone)) {
        report.error(field->place(),
                     fmt::format("timezone: {} cannot be a time zone's name", quoted(*zone)),
                     "write one as in `timedatectl list-timezones`, such as Europe/Berlin");
        return {};
    }
    return zone.value_or("");
}

Settings read_defaults(const YamlDocument& document, const MapReader& map, cron::Flavour flavour,
                       FileReport& report) {
    const Field* field = map.find("defaults");
    if (field == nullptr || field->value->kind == YamlNode::Kind::null) {
        return {};
    }
    if (field->value->kind != YamlNode::Kind::map) {
        report.error(field->place(),
                     fmt::format("defaults is {}, not a map", kind_name(*field->value)),
                     "write the keys that jobs share below it, indented");
        return {};
    }
    const MapReader defaults(document, *field->value, "defaults", kDefaultsKeys, report);
    return read_settings(document, defaults, flavour, report);
}

// Where the value of a key of a map stands; line 0 if it is not there.
SourceLocation place_in(const YamlDocument& document, const YamlNode& map, std::string_view key,
                        const FileReport& report) {
    for (std::size_t i = 0; map.kind == YamlNode::Kind::map && i + 1 < map.children.size();
         i += 2) {
        if (document.at(map.children[i]).text == key) {
            return report.locate(document.at(map.children[i + 1]).at);
        }
    }
    return {};
}

// Where what the file says for all of its jobs stands.
JobPlaces shared_places(const YamlDocument& document, const MapReader& map,
                        const FileReport& report) {
    JobPlaces shared;
    if (const Field* zone = map.find("timezone")) {
        shared.timezone = report.locate(zone->place());
    }
    if (const Field* defaults = map.find("defaults")) {
        shared.user = place_in(document, *defaults->value, "user", report);
        shared.environment = places_of(document, *defaults, report).environment;
    }
    return shared;
}

void read_jobs(const JobContext& context, const MapReader& map, DeclaredFile& file,
               FileReport& report) {
    const Field* field = map.find("jobs");
    if (field == nullptr || field->value->kind == YamlNode::Kind::null) {
        report.file_warning("the file declares no jobs", "");
        return;
    }
    if (field->value->kind != YamlNode::Kind::map) {
        report.error(field->place(), fmt::format("jobs is {}, not a map", kind_name(*field->value)),
                     "write each job's id as a key below it: \"backup-overnight:\", and its "
                     "schedule and command below that");
        return;
    }
    if (field->value->children.empty()) {
        report.file_warning("the file declares no jobs", "");
    }
    const std::vector<Field> jobs = read_fields(context.document, *field->value, "the job", report);
    file.jobs.reserve(jobs.size());
    const JobPlaces shared = shared_places(context.document, map, report);
    for (const Field& entry : jobs) {
        Job job = read_job(context, entry, report);
        if (!entry.repeated) {
            JobPlaces places = places_of(context.document, entry, report);
            places.timezone = shared.timezone;
            places.user = places.user.line == 0 ? shared.user : places.user;
            places.environment.insert(shared.environment.begin(), shared.environment.end());
            file.places.push_back(std::move(places));
            file.jobs.push_back(std::move(job));
        }
    }
}

void report_strangers(const YamlDocument& document, FileReport& report) {
    for (const ForeignTag& tag : document.foreign_tags) {
        report.error(tag.at, fmt::format("the YAML tag {} is not supported", quoted(tag.tag)),
                     mend_of_value(tag.at, report).value_or("write the value itself"));
    }
    if (document.second_document) {
        report.error(*document.second_document, "a second YAML document starts here",
                     "take the --- out, or put what follows into a file of its own");
    }
}

void read_document(const YamlDocument& document, const ParseOptions& options, DeclaredFile& file,
                   FileReport& report) {
    report_strangers(document, report);
    const bool empty = !document.root || document.at(*document.root).kind == YamlNode::Kind::null;
    if (empty) {
        report.file_warning("the file is empty: it declares nothing", "");
        return;
    }
    const YamlNode& root = document.at(*document.root);
    if (root.kind != YamlNode::Kind::map) {
        report.error(
            root.at,
            fmt::format("the file is {}, not a map with version: and jobs:", kind_name(root)),
            fmt::format("start it with version: 1 and jobs:; if it is a crontab, {}",
                        mend_of_crontab(report.path())));
        return;
    }
    const MapReader map(document, root, "a declaration", kFileKeys, report);
    if (!check_version(map, root, report)) {
        return;
    }
    const std::string timezone = read_timezone(map, report);
    const Settings defaults = read_defaults(document, map, options.flavour, report);
    read_jobs(
        {document, defaults, options.default_user, timezone, options.flavour, options.surprises},
        map, file, report);
}

// True if there is an entry, and nothing in the text that a crontab would not hold. A declaration
// is told from one by its first line that is no comment.
bool is_crontab(std::string_view text, cron::Flavour flavour) {
    bool entries = false;
    for (const std::string_view line : split_lines(text)) {
        const auto table = cron::Crontab::parse(std::string{line}, flavour);
        const cron::LineKind kind = table.lines().front().kind;
        if (kind == cron::LineKind::invalid) {
            return false;
        }
        entries = entries || kind == cron::LineKind::entry;
    }
    return entries;
}

}  // namespace

DeclaredFile read_file(const SourceText& source, const ParseOptions& options) {
    DeclaredFile file;
    std::string text{without_byte_order_mark(source.text)};
    FileReport report(source.path, text);
    YamlDocument document;
    if (!check_raw_text(text, report)) {
        // what is wrong was told
    } else if (is_crontab(text, options.flavour)) {
        report.file_error("the file is a crontab, not a declaration", mend_of_crontab(source.path));
    } else if (read_yaml_with_mends(text, document, report)) {
        read_document(document, options, file, report);
    }
    file.diagnostics = std::move(report).take();
    return file;
}

}  // namespace cronmend::desired
