#include "yaml_document.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

namespace cronmend::desired {
namespace {

Position position_of(const YAML::Mark& mark) {
    const auto whole = [](int value) { return value < 0 ? 0 : static_cast<std::size_t>(value); };
    return {whole(mark.pos), whole(mark.line), whole(mark.column)};
}

// Leaves yaml-cpp's parser from inside one of its events; it has no other way to be stopped.
struct Abort {
    YamlFault fault;
};

bool is_own_tag(std::string_view tag) {
    return tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str" ||
           tag == "tag:yaml.org,2002:map" || tag == "tag:yaml.org,2002:seq";
}

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(YamlDocument& document, std::string_view text) : document_(document), text_(text) {}

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(mark, YamlNode::Kind::null, anchor, 1);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const NodeIndex target = anchor < anchors_.size() ? anchors_[anchor] : 0;
        if (anchor >= anchors_.size() || weights_[target] == 0) {
            throw Abort{{YamlFault::Kind::endless_alias, position_of(mark), {}}};
        }
        attach(target, mark);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        YamlNode& node = document_.nodes[add(mark, YamlNode::Kind::scalar, anchor, 1)];
        node.text = value;
        node.plain = tag == "?";
        note_tag(mark, tag);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        open_.push_back(add(mark, YamlNode::Kind::sequence, anchor, 0));
        note_tag(mark, tag);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        open_.push_back(add(mark, YamlNode::Kind::map, anchor, 0));
        note_tag(mark, tag);
    }
    void OnMapEnd() override { close(); }

private:
    // A weight is the number of values a node stands for; 0 while it is still open.
    NodeIndex add(const YAML::Mark& mark, YamlNode::Kind kind, YAML::anchor_t anchor,
                  std::uint64_t weight) {
        const auto index = static_cast<NodeIndex>(document_.nodes.size());
        YamlNode& node = document_.nodes.emplace_back();
        node.kind = kind;
        node.at = position_of(mark);
        weights_.push_back(weight);
        if (anchor != 0) {
            anchors_.resize(std::max(anchors_.size(), anchor + 1), 0);
            anchors_[anchor] = index;
        }
        attach(index, mark);
        return index;
    }

    void attach(NodeIndex index, const YAML::Mark& mark) {
        if (open_.empty()) {
            document_.root = index;
        } else {
            document_.nodes[open_.back()].children.push_back(index);
        }
        if (document_.nodes.size() > kMostValues) {
            throw Abort{{YamlFault::Kind::too_many, position_of(mark), {}}};
        }
    }

    void close() {
        const NodeIndex index = open_.back();
        open_.pop_back();
        std::uint64_t weight = 1;
        for (const NodeIndex child : document_.nodes[index].children) {
            weight += weights_[child];
        }
        if (weight > kMostValues) {
            throw Abort{{YamlFault::Kind::too_many, document_.nodes[index].at, {}}};
        }
        weights_[index] = weight;
    }

    void note_tag(const YAML::Mark& mark, const std::string& tag) {
        // A "!" is what yaml-cpp says of every value in quotes, too.
        const Position at = position_of(mark);
        const bool written =
            tag == "!" && text_.substr(std::min(at.offset, text_.size()), 1) == tag;
        if (written || !is_own_tag(tag)) {
            document_.foreign_tags.push_back({at, tag});
        }
    }

    YamlDocument& document_;
    std::string_view text_;
    std::vector<std::uint64_t> weights_;
    std::vector<NodeIndex> anchors_;  // by yaml-cpp's anchor number, from 1
    std::vector<NodeIndex> open_;
};

// Knows only where a document starts.
class StartFinder final : public YAML::EventHandler {
public:
    std::optional<Position> start;

    void OnDocumentStart(const YAML::Mark& mark) override { start = position_of(mark); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
    void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
    void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  const std::string& /*value*/) override {}
    void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                         YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                    YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {}
    void OnMapEnd() override {}
};

// The second document is wanted for its place alone, so a fault inside it does not matter.
std::optional<Position> find_next_document(YAML::Parser& parser) {
    StartFinder finder;
    try {
        parser.HandleNextDocument(finder);
    } catch (const YAML::Exception& problem) {
        if (!finder.start) {
            throw;
        }
    }
    return finder.start;
}

// The place of the opening quote, behind an anchor or a tag.
std::size_t quote_offset(std::string_view text, std::size_t offset) {
    while (offset < text.size() && (text[offset] == '&' || text[offset] == '!')) {
        offset = text.find_first_of(" \t\r\n", offset);
        offset = std::min(text.find_first_not_of(" \t\r\n", offset), text.size());
    }
    return offset;
}

bool quote_closes(std::string_view text, std::size_t offset) {
    const char quote = text[offset];
    for (std::size_t i = offset + 1; i < text.size(); ++i) {
        const bool escapes = quote == '"' ? text[i] == '\\' : text.substr(i).starts_with("''");
        if (escapes) {
            ++i;
        } else if (text[i] == quote) {
            return true;
        }
    }
    return false;
}

// yaml-cpp lets the end of the file close a quoted text, which would swallow all jobs behind it.
// Only the last scalar can be such a one.
std::optional<YamlFault> find_open_quote(const YamlDocument& document, std::string_view text) {
    const YamlNode* last = nullptr;
    for (const YamlNode& node : document.nodes) {
        if (node.kind == YamlNode::Kind::scalar && !node.plain &&
            (last == nullptr || node.at.offset > last->at.offset)) {
            last = &node;
        }
    }
    if (last == nullptr) {
        return std::nullopt;
    }
    const std::size_t offset = quote_offset(text, last->at.offset);
    const bool quoted = offset < text.size() && (text[offset] == '"' || text[offset] == '\'');
    if (!quoted || quote_closes(text, offset)) {
        return std::nullopt;
    }
    return YamlFault{YamlFault::Kind::open_quote, last->at, {}};
}

}  // namespace

YamlReading read_yaml(const std::string& text) {
    YamlReading reading;
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        TreeBuilder builder(reading.document, text);
        if (parser.HandleNextDocument(builder)) {
            reading.document.second_document = find_next_document(parser);
        }
        reading.fault = find_open_quote(reading.document, text);
    } catch (const Abort& abort) {
        reading.fault = abort.fault;
    } catch (const YAML::DeepRecursion& problem) {
        reading.fault = {YamlFault::Kind::too_deep, position_of(problem.mark), {}};
    } catch (const YAML::Exception& problem) {
        reading.fault = {YamlFault::Kind::syntax, position_of(problem.mark), problem.msg};
    }
    return reading;
}

}  // namespace cronmend::desired
