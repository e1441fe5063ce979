#include "map_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "cronmend/base/text.hpp"

namespace cronmend::desired {
namespace {

constexpr std::string_view kMergeKey = "<<";

bool is_usable_key(const YamlNode& key, FileReport& report) {
    if (key.kind != YamlNode::Kind::scalar) {
        report.error(key.at, fmt::format("a key is {}, not text", kind_name(key)),
                     "a key is a name followed by a colon");
        return false;
    }
    if (key.plain && key.text == kMergeKey) {
        report.error(key.at, "merge keys (<<) are not supported",
                     "put what jobs share under defaults:, or write it out");
        return false;
    }
    return true;
}

// Marks all but the first of equal keys, in n log n: a file may hold a great many jobs.
void report_repeated(std::vector<Field>& fields, std::string_view what, FileReport& report) {
    std::vector<std::size_t> order(fields.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return fields[a].name < fields[b].name; });
    std::size_t first = 0;  // of a run of equal keys
    for (std::size_t i = 1; i < order.size(); ++i) {
        Field& field = fields[order[i]];
        const Field& above = fields[order[first]];
        if (field.name != above.name) {
            first = i;
            continue;
        }
        field.repeated = true;
        report.error(field.key->at,
                     fmt::format("{} {} is there twice; it stands already at {}", what,
                                 quoted(field.name), to_string(report.locate(above.key->at))),
                     "keep one of them, or give this one another name");
    }
}

// What other tools call the same thing, and edit distance would not find.
constexpr std::array<std::array<std::string_view, 2>, 8> kOtherNames = {{{"cmd", "command"},
                                                                         {"cron", "schedule"},
                                                                         {"when", "schedule"},
                                                                         {"env", "environment"},
                                                                         {"tz", "timezone"},
                                                                         {"zone", "timezone"},
                                                                         {"title", "description"},
                                                                         {"input", "stdin"}}};

std::string meant_key(std::string_view name, const std::vector<std::string_view>& known) {
    for (const auto& [other, ours] : kOtherNames) {
        if (name == other && std::find(known.begin(), known.end(), ours) != known.end()) {
            return std::string{ours};
        }
    }
    return nearest_word(name, known);
}

void report_unknown(const Field& field, std::string_view what,
                    std::span<const std::string_view> known, FileReport& report) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string nearest = meant_key(field.name, names);
    const auto is_known = [&](std::string_view key) {
        return std::find(known.begin(), known.end(), key) != known.end();
    };
    std::string mend;
    if (is_known("environment") && (field.name == "mailto" || field.name == "MAILTO")) {
        mend = "say it under environment: {MAILTO: …}";
    } else if (field.name == "timezone" && !is_known("timezone")) {
        mend = "say it at the top of the file, for all its jobs";
    } else if (nearest.empty()) {
        mend = fmt::format("the keys of {} are {}", what, fmt::join(names, ", "));
    } else {
        mend = fmt::format("did you mean {}?", nearest);
    }
    report.error(field.key->at, fmt::format("{} is no key of {}", quoted(field.name), what),
                 std::move(mend));
}

}  // namespace

std::string_view kind_name(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::null:
            return "nothing";
        case YamlNode::Kind::scalar:
            return "text";
        case YamlNode::Kind::sequence:
            return "a list";
        case YamlNode::Kind::map:
            return "a map";
    }
    return "nothing";
}

std::vector<Field> read_fields(const YamlDocument& document, const YamlNode& map,
                               std::string_view what, FileReport& report) {
    std::vector<Field> fields;
    fields.reserve(map.children.size() / 2);
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
        const YamlNode& key = document.at(map.children[i]);
        if (is_usable_key(key, report)) {
            fields.push_back({key.text, &key, &document.at(map.children[i + 1])});
        }
    }
    report_repeated(fields, what, report);
    return fields;
}

MapReader::MapReader(const YamlDocument& document, const YamlNode& map, std::string_view what,
                     std::span<const std::string_view> known, FileReport& report)
    : fields_(read_fields(document, map, "the key", report)) {
    for (const Field& field : fields_) {
        if (std::find(known.begin(), known.end(), field.name) == known.end()) {
            report_unknown(field, what, known, report);
        }
    }
}

const Field* MapReader::find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == fields_.end() ? nullptr : &*found;
}

}  // namespace cronmend::desired
