// A YAML map by its keys. Keys that are there twice, unknown, or no plain text are reported here,
// once, so that whoever reads the values need not care.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "file_report.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {

struct Field {
    std::string_view name;
    const YamlNode* key = nullptr;
    const YamlNode* value = nullptr;
    bool repeated = false;  // an equal key stands above it

    // Where to point for a problem of the value; of one that is absent, yaml-cpp does not say.
    [[nodiscard]] const Position& place() const {
        return value->kind == YamlNode::Kind::null ? key->at : value->at;
    }
};

// What a message calls a node: "a list", "a map", "nothing", "text".
[[nodiscard]] std::string_view kind_name(const YamlNode& node);

// The fields of a map in their order, those with an equal key above them included. `what` is what
// a message about such a one calls it: "the job", "the variable".
[[nodiscard]] std::vector<Field> read_fields(const YamlDocument& document, const YamlNode& map,
                                             std::string_view what, FileReport& report);

// A map whose keys are known.
class MapReader {
public:
    // `what` names the map in messages: "a job", "defaults".
    MapReader(const YamlDocument& document, const YamlNode& map, std::string_view what,
              std::span<const std::string_view> known, FileReport& report);

    // The field of that name; null if there is none.
    [[nodiscard]] const Field* find(std::string_view name) const;

private:
    std::vector<Field> fields_;
};

}  // namespace cronmend::desired
