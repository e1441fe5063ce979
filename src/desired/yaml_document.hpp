// A YAML file as plain values with their places. yaml-cpp's parser feeds it event by event: that
// keeps both of two equal keys, leaves aliases unexpanded, and throws nothing at our callers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cronmend::desired {

// All count from 0 and in bytes, as yaml-cpp does.
struct Position {
    std::size_t offset = 0;
    std::size_t line = 0;
    std::size_t column = 0;
};

using NodeIndex = std::uint32_t;

struct YamlNode {
    enum class Kind : std::uint8_t { null, scalar, sequence, map };

    Kind kind = Kind::null;
    bool plain = false;  // a scalar without quotes, which YAML may read as a number or a boolean
    Position at;
    std::string text;                 // of a scalar
    std::vector<NodeIndex> children;  // of a sequence; of a map: key, value, key, value…
};

struct ForeignTag {
    Position at;
    std::string tag;
};

struct YamlDocument {
    std::vector<YamlNode> nodes;
    std::optional<NodeIndex> root;
    std::optional<Position> second_document;
    std::vector<ForeignTag> foreign_tags;  // such as !include or !!binary

    [[nodiscard]] const YamlNode& at(NodeIndex index) const { return nodes[index]; }
};

struct YamlFault {
    enum class Kind {
        syntax,         // `message` is yaml-cpp's
        too_deep,       // maps and lists nested beyond what its parser takes
        too_many,       // more values than kMostValues, aliases expanded
        endless_alias,  // an alias to a map or list that it stands in
        open_quote,     // a quote that is never closed: yaml-cpp takes the rest of the file for it
    };
    Kind kind = Kind::syntax;
    Position at;
    std::string message;
};

// Bounds an "alias bomb", which is small as text: every use of an alias counts what it stands for.
inline constexpr std::uint64_t kMostValues = 1'000'000;

struct YamlReading {
    YamlDocument document;  // what was read before the fault, if there is one
    std::optional<YamlFault> fault;
};

// Takes UTF-8 without a byte order mark. Never throws for what the text holds.
[[nodiscard]] YamlReading read_yaml(const std::string& text);

}  // namespace cronmend::desired
