#include "cronmend/desired/program_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cronmend/cron/flavour.hpp"
#include "file_report.hpp"
#include "map_reader.hpp"
#include "raw_text.hpp"
#include "values.hpp"
#include "yaml_document.hpp"
#include "yaml_mend.hpp"

namespace cronmend::desired {
namespace {

constexpr std::array<std::string_view, 5> kSettingsKeys = {"schedules", "state_dir", "crontab",
                                                           "guard", "cron"};

std::string read_path(const MapReader& map, std::string_view key, FileReport& report) {
    const Field* field = map.find(key);
    if (field == nullptr) {
        return {};
    }
    auto path = read_filled_line(*field, report);
    if (path && !path->starts_with('/')) {
        report.error(field->place(),
                     fmt::format("{}: {} is not an absolute path", key, quoted(*path)),
                     "write it from the root: /etc/…");
    }
    return path.value_or("");
}

std::string read_flavour(const MapReader& map, FileReport& report) {
    const Field* field = map.find("cron");
    if (field == nullptr) {
        return {};
    }
    const auto word = read_filled_line(*field, report);
    if (word && !cron::parse_flavour(*word)) {
        report.error(field->place(), fmt::format("cron: {} is no cron known here", quoted(*word)),
                     "write debian, cronie, busybox, bcron or systemd-cron");
    }
    return word.value_or("");
}

// One path, or a list of them.
std::vector<std::string> read_paths(const YamlDocument& document, const MapReader& map,
                                    FileReport& report) {
    const Field* field = map.find("schedules");
    if (field == nullptr) {
        return {};
    }
    if (field->value->kind != YamlNode::Kind::sequence) {
        return {read_path(map, "schedules", report)};
    }
    std::vector<std::string> paths;
    for (const NodeIndex index : field->value->children) {
        const YamlNode& item = document.at(index);
        if (item.kind != YamlNode::Kind::scalar || !item.text.starts_with('/')) {
            report.error(item.at, "schedules: an absolute path is wanted here",
                         "write it from the root: /etc/…");
            continue;
        }
        paths.push_back(item.text);
    }
    return paths;
}

}  // namespace

ParsedProgramSettings parse_program_settings(const SourceText& source) {
    std::string text{without_byte_order_mark(source.text)};
    FileReport report{source.path, text};
    ParsedProgramSettings parsed;
    YamlDocument document;
    if (check_raw_text(text, report) && read_yaml_with_mends(text, document, report) &&
        document.root) {
        const YamlNode& root = document.at(*document.root);
        if (root.kind == YamlNode::Kind::map) {
            const MapReader map{document, root, "the settings", kSettingsKeys, report};
            parsed.settings.schedules = read_paths(document, map, report);
            parsed.settings.state_dir = read_path(map, "state_dir", report);
            parsed.settings.crontab = read_path(map, "crontab", report);
            parsed.settings.guard = read_path(map, "guard", report);
            parsed.settings.cron = read_flavour(map, report);
        } else if (root.kind != YamlNode::Kind::null) {
            report.error(root.at, fmt::format("the settings are {}, not a map", kind_name(root)),
                         "write key: value on each line");
        }
    }
    parsed.diagnostics = std::move(report).take();
    return parsed;
}

}  // namespace cronmend::desired
