#include "cronmend/desired/redact.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/desired/write.hpp"
#include "raw_text.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {
namespace {

constexpr std::string_view kMask = "[redacted]";

// Without the secrets that the value holds, or is by its key: then all of it, blanks and all.
std::string redact_value(const std::string& key, const std::string& value) {
    const std::string front = key + ": ";
    if (!value.empty() && holds_secret(front + '/')) {
        return std::string{kMask};
    }
    const std::string shown = redact(front + value);
    return shown.starts_with(front) ? shown.substr(front.size()) : std::string{kMask};
}

// As a shell joins lines, and as YAML folds them.
std::string on_one_line(const std::string& value) {
    std::string line;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value.compare(i, 2, "\\\n") == 0) {
            ++i;
        } else {
            line += value[i] == '\n' ? ' ' : value[i];
        }
    }
    return line;
}

bool is_secret(const std::string& key, const std::string& value) {
    const std::string line = on_one_line(value);
    return redact_value(key, value) != value || redact_value(key, line) != line;
}

class Redactor {
public:
    Redactor(const std::string& text, const YamlDocument& document)
        : text_(text), document_(document) {
        for (const YamlNode& node : document.nodes) {
            starts_.push_back(node.at.offset);
        }
        std::sort(starts_.begin(), starts_.end());
    }

    std::string run() {
        for (const YamlNode& node : document_.nodes) {
            if (node.kind == YamlNode::Kind::map) {
                look_into(node);
            }
        }
        std::string out = text_;
        for (const auto& [start, edit] : edits_) {
            out.replace(start, edit.first - start, edit.second);
        }
        return out;
    }

private:
    void look_into(const YamlNode& map) {
        bool secret_input = false;
        for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
            secret_input =
                secret_input || (document_.at(map.children[i]).text == "command" &&
                                 reads_secret_input(document_.at(map.children[i + 1]).text));
        }
        for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
            const YamlNode& key = document_.at(map.children[i]);
            const YamlNode& value = document_.at(map.children[i + 1]);
            if (secret_input && key.text == "stdin" && value.kind == YamlNode::Kind::scalar) {
                hide(value);
            } else {
                look_at(key, value);
            }
        }
    }

    // A list's values are looked at as if each stood behind the key.
    void look_at(const YamlNode& key, const YamlNode& value) {
        if (value.kind == YamlNode::Kind::sequence) {
            for (const NodeIndex item : value.children) {
                if (document_.at(item).kind == YamlNode::Kind::scalar) {
                    look_at(key, document_.at(item));
                }
            }
        }
        if (value.kind != YamlNode::Kind::scalar || value.at.offset >= text_.size() ||
            !is_secret(key.text, value.text)) {
            return;
        }
        const std::string_view raw = raw_of(value);
        edits_[value.at.offset] = {value.at.offset + raw.size(),
                                   raw.find('\n') == std::string_view::npos
                                       ? on_its_line(key.text, value, raw)
                                       : masked(raw)};
    }

    void hide(const YamlNode& value) {
        if (value.at.offset < text_.size()) {
            const std::string_view raw = raw_of(value);
            edits_[value.at.offset] = {value.at.offset + raw.size(), masked(raw)};
        }
    }

    [[nodiscard]] std::string_view raw_of(const YamlNode& value) const {
        return std::string_view{text_}.substr(value.at.offset, end_of(value) - value.at.offset);
    }

    static std::string on_its_line(const std::string& key, const YamlNode& value,
                                   std::string_view raw) {
        const Quotes quotes = raw.front() == '"'    ? Quotes::double_quotes
                              : raw.front() == '\'' ? Quotes::single_quotes
                                                    : Quotes::where_needed;
        std::string shown = redact_value(key, value.text);
        if (shown == value.text || raw.front() == '&' || raw.front() == '!') {
            return std::string{kMask};
        }
        if (quotes == Quotes::where_needed && raw == value.text) {
            return shown;
        }
        return yaml_scalar(shown, quotes);
    }

    // The first line of a block is its sign, `|` or `>`.
    static std::string masked(std::string_view raw) {
        std::string out;
        bool first = true;
        for (const std::string_view line : split_lines(raw)) {
            const std::string_view content = without_newline(line);
            const std::size_t indent = std::min(content.find_first_not_of(" \t"), content.size());
            const bool sign = first && (content.starts_with('|') || content.starts_with('>'));
            out += content.substr(0, sign ? content.size() : indent);
            out += sign || indent == content.size() ? std::string_view{} : kMask;
            out += line.substr(content.size());
            first = false;
        }
        return out;
    }

    // Behind the value's last character; if it has no quotes and is not letter by letter what it
    // says, that is where the next value or key begins.
    [[nodiscard]] std::size_t end_of(const YamlNode& value) const {
        const std::size_t start = value.at.offset;
        const char quote = text_[start];
        if (quote == '"' || quote == '\'') {
            return end_of_quoted(start);
        }
        if (text_.compare(start, value.text.size(), value.text) == 0 && !value.text.empty()) {
            return start + value.text.size();
        }
        const auto next = std::upper_bound(starts_.begin(), starts_.end(), start);
        const std::size_t behind = next == starts_.end() ? text_.size() : *next;
        const std::size_t last = text_.find_last_not_of(" \t\r\n", behind - 1);
        return std::max(start + 1, last + 1);
    }

    [[nodiscard]] std::size_t end_of_quoted(std::size_t start) const {
        const char quote = text_[start];
        for (std::size_t i = start + 1; i < text_.size(); ++i) {
            const bool escaped = quote == '"' ? text_[i] == '\\' : text_.compare(i, 2, "''") == 0;
            if (escaped) {
                ++i;
            } else if (text_[i] == quote) {
                return i + 1;
            }
        }
        return text_.size();
    }

    const std::string& text_;
    const YamlDocument& document_;
    std::vector<std::size_t> starts_;  // of all values and keys, ascending
    // By where each starts, the last first, so that none moves another.
    std::map<std::size_t, std::pair<std::size_t, std::string>, std::greater<>>
        edits_;  // start: end, what to show
};

}  // namespace

std::string redact_declaration(const std::string& text) {
    const std::string yaml{without_byte_order_mark(text)};
    const YamlReading reading = read_yaml(yaml);
    const std::string shown = reading.fault ? yaml : Redactor{yaml, reading.document}.run();
    return text.substr(0, text.size() - yaml.size()) + redact(shown);
}

}  // namespace cronmend::desired
