#include "cronmend/desired/edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cronmend/desired/write.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {
namespace {

struct Pair {
    const YamlNode* key = nullptr;
    const YamlNode* value = nullptr;
};

Pair find_pair(const YamlDocument& document, const YamlNode& map, std::string_view name) {
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
        const YamlNode& key = document.at(map.children[i]);
        if (key.text == name) {
            return {&key, &document.at(map.children[i + 1])};
        }
    }
    return {};
}

std::string rendered(const EditedValue& value, Quotes quotes) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag ? "true" : "false";
    }
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
        return yaml_list(*list);
    }
    return yaml_scalar(std::get<std::string>(value), quotes);
}

class Editor {
public:
    Editor(const std::string& text, const YamlDocument& document)
        : text_(text), document_(document) {}

    Result<std::string> set(const Edit& edit) {
        const YamlNode& root = document_.at(*document_.root);
        const Pair jobs = find_pair(document_, root, "jobs");
        if (jobs.value == nullptr) {
            return missing(edit.job);
        }
        Pair at = find_pair(document_, *jobs.value, edit.job);
        in_braces_ = is_in_braces(root) || is_in_braces(*jobs.value);
        if (at.value == nullptr || at.value->kind != YamlNode::Kind::map) {
            return missing(edit.job);
        }
        for (std::size_t depth = 0; depth < edit.path.size(); ++depth) {
            in_braces_ = in_braces_ || is_in_braces(*at.value);
            const Pair below = find_pair(document_, *at.value, edit.path[depth]);
            if (below.value == nullptr) {
                return insert(
                    at, {edit.path.begin() + static_cast<std::ptrdiff_t>(depth), edit.path.end()},
                    edit.value);
            }
            const bool last = depth + 1 == edit.path.size();
            if (!last && below.value->kind != YamlNode::Kind::map) {
                return cannot(edit.path[depth]);
            }
            if (below.value->at.offset < below.key->at.offset) {
                return cannot(edit.path[depth]);  // an alias: what it names stands further up
            }
            at = below;
        }
        return replace(at, edit.value);
    }

private:
    static Unexpected missing(const std::string& job) {
        return unexpected(ErrorCode::not_found, fmt::format("the file does not declare {}", job));
    }

    static Unexpected cannot(const std::string& key) {
        return unexpected(ErrorCode::unsupported,
                          fmt::format("{} cannot be edited in place: it stands elsewhere in the "
                                      "file, or is nothing to edit",
                                      key),
                          "edit the file by hand");
    }

    Result<std::string> replace(const Pair& at, const EditedValue& value) {
        const std::size_t start = at.value->at.offset;
        if (start >= text_.size()) {
            return cannot(at.key->text);
        }
        if (at.value->kind == YamlNode::Kind::sequence && text_[start] == '-') {
            return replace_items(at, value);
        }
        return text_.substr(0, start) + rendered(value, quotes_at(*at.value)) +
               text_.substr(end_of(at));
    }

    [[nodiscard]] Quotes quotes_at(const YamlNode& value) const {
        const char first = text_[value.at.offset];
        return first == '"' || value.kind == YamlNode::Kind::sequence ? Quotes::double_quotes
               : first == '\''                                        ? Quotes::single_quotes
                                                                      : where_needed();
    }

    // A list of one line for each item: as many items stay on their lines, and anything else comes
    // behind the key.
    Result<std::string> replace_items(const Pair& at, const EditedValue& value) {
        const auto* items = std::get_if<std::vector<std::string>>(&value);
        const auto& places = at.value->children;
        if (items != nullptr && items->size() == places.size() &&
            std::all_of(places.begin(), places.end(), [&](NodeIndex place) {
                const YamlNode& item = document_.at(place);
                return item.kind == YamlNode::Kind::scalar && item.at.offset > at.key->at.offset;
            })) {
            std::string text = text_;
            for (std::size_t i = places.size(); i-- > 0;) {
                const YamlNode& item = document_.at(places[i]);
                if (item.text != (*items)[i]) {
                    const std::size_t start = item.at.offset;
                    text.replace(start, end_of({at.key, &item}) - start,
                                 yaml_scalar((*items)[i], quotes_at(item)));
                }
            }
            return text;
        }
        const std::size_t start = at.value->at.offset;
        const std::size_t end = end_of(at);
        const std::size_t colon = text_.find(':', at.key->at.offset);
        const std::string_view between =
            std::string_view{text_}.substr(colon + 1, start - colon - 1);
        const std::string_view list = std::string_view{text_}.substr(start, end - start);
        if (between.find_first_not_of(" \t\r\n") != std::string_view::npos ||
            list.find('#') != std::string_view::npos) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("{} cannot be edited in place: comments stand among its items",
                            at.key->text),
                "edit the file by hand");
        }
        return text_.substr(0, colon + 1) + " " + rendered(value, Quotes::double_quotes) +
               text_.substr(end);
    }

    // What is written into braces must not end in them.
    [[nodiscard]] Quotes where_needed() const {
        return in_braces_ ? Quotes::in_braces : Quotes::where_needed;
    }

    // A map or list is written in {} or [], an anchor or a tag before it passed over.
    [[nodiscard]] bool is_in_braces(const YamlNode& node) const {
        std::size_t at = node.at.offset;
        while (at < text_.size() && (text_[at] == '&' || text_[at] == '!')) {
            at = text_.find_first_not_of(" \t\r\n", text_.find_first_of(" \t\r\n", at));
        }
        return at < text_.size() && (text_[at] == '{' || text_[at] == '[');
    }

    // Behind the value's last byte, without the line's end.
    [[nodiscard]] std::size_t end_of(const Pair& at) const {
        const std::size_t start = at.value->at.offset;
        const char first = text_[start];
        if (first == '"' || first == '\'') {
            return end_of_quoted(start);
        }
        if (first == '[' || first == '{') {
            return end_of_flow(start);
        }
        const bool block = at.value->kind == YamlNode::Kind::sequence || first == '|' ||
                           first == '>' ||
                           text_.compare(start, at.value->text.size(), at.value->text) != 0;
        return block ? end_of_block(start, at.key->at.column) : start + at.value->text.size();
    }

    [[nodiscard]] std::size_t end_of_quoted(std::size_t start) const {
        const char quote = text_[start];
        std::size_t i = start + 1;
        for (; i < text_.size(); ++i) {
            const bool escaped = quote == '"' ? text_[i] == '\\' : text_.compare(i, 2, "''") == 0;
            if (escaped) {
                ++i;
            } else if (text_[i] == quote) {
                return i + 1;
            }
        }
        return std::min(i, text_.size());
    }

    [[nodiscard]] std::size_t end_of_flow(std::size_t start) const {
        int depth = 0;
        std::size_t i = start;
        while (i < text_.size()) {
            if (text_[i] == '"' || text_[i] == '\'') {
                i = end_of_quoted(i);
                continue;
            }
            depth += text_[i] == '[' || text_[i] == '{' ? 1 : 0;
            depth -= text_[i] == ']' || text_[i] == '}' ? 1 : 0;
            ++i;
            if (depth == 0) {
                break;
            }
        }
        return i;
    }

    // A value over several lines ends before the next line that is indented no further than its
    // key; a list may stand right below its key.
    [[nodiscard]] std::size_t end_of_block(std::size_t start, std::size_t key_column) const {
        const bool list = text_[start] == '-';
        std::size_t end = std::min(text_.find('\n', start), text_.size());
        std::size_t line = end + 1;
        while (line < text_.size()) {
            const std::size_t stop = std::min(text_.find('\n', line), text_.size());
            const std::size_t content = text_.find_first_not_of(" \r", line);
            if (content >= stop) {
                line = stop + 1;
                continue;  // blank: part of the value only if more of it follows
            }
            const std::size_t indent = content - line;
            const bool item = list && indent == key_column && text_[content] == '-';
            if ((indent <= key_column && !item) || text_[content] == '#') {
                break;
            }
            end = stop;
            line = stop + 1;
        }
        return end > 0 && text_[end - 1] == '\r' ? end - 1 : end;
    }

    // As the first field of the map, where its place and indentation are certain.
    Result<std::string> insert(const Pair& map, const std::vector<std::string>& path,
                               const EditedValue& value) {
        const std::string shown = rendered(value, where_needed());
        const std::size_t start = map.value->at.offset;
        if (map.value->kind != YamlNode::Kind::map || map.value->children.empty() ||
            start < map.key->at.offset) {
            return cannot(path.front());
        }
        if (text_[start] == '{') {
            const std::string field =
                path.size() == 1 ? fmt::format("{}: {}", path[0], shown)
                                 : fmt::format("{}: {{{}: {}}}", path[0],
                                               yaml_scalar(path[1], Quotes::in_braces), shown);
            return text_.substr(0, start + 1) + field + ", " + text_.substr(start + 1);
        }
        const YamlNode& first = document_.at(map.value->children.front());
        const std::size_t before = text_.rfind('\n', first.at.offset);
        const std::size_t line = before == std::string::npos ? 0 : before + 1;
        const std::string indent = text_.substr(line, first.at.offset - line);
        if (indent.find_first_not_of(' ') != std::string::npos) {
            return cannot(path.front());
        }
        const bool returns = before != std::string::npos && before > 0 && text_[before - 1] == '\r';
        const std::string end = returns ? "\r\n" : "\n";
        const std::string field = path.size() == 1 ? indent + path[0] + ": " + shown + end
                                                   : indent + path[0] + ":" + end + indent + "  " +
                                                         yaml_scalar(path[1]) + ": " + shown + end;
        return text_.substr(0, line) + field + text_.substr(line);
    }

    const std::string& text_;
    const YamlDocument& document_;
    bool in_braces_ = false;  // the place of the edit is
};

}  // namespace

Result<std::string> set_value(const std::string& text, const Edit& edit) {
    const YamlReading reading = read_yaml(text);
    if (reading.fault || !reading.document.root) {
        return unexpected(ErrorCode::invalid_input, "the file cannot be read as YAML");
    }
    return Editor{text, reading.document}.set(edit);
}

}  // namespace cronmend::desired
