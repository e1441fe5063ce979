#include "json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

void append_escape(std::string& out, std::uint32_t value) {
    constexpr std::uint32_t kFirstOfPairs = 0x10000;
    if (value < kFirstOfPairs) {
        out += fmt::format("\\u{:04x}", value);
        return;
    }
    value -= kFirstOfPairs;
    out += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (value >> 10U), 0xdc00 + (value & 0x3ffU));
}

// JSON takes controls from DEL on as they are, and the terminal of who reads it acts on them.
// Beyond ASCII, and DEL, there is nothing in a JSON text but within its strings.
std::string with_escapes(const std::string& json) {
    std::string out;
    std::size_t at = 0;
    while (at < json.size()) {
        const auto odd = find_deceptive(json, at);
        const std::size_t del = json.find('\x7f', at);
        const std::size_t end = std::min({odd ? odd->offset : json.size(), del, json.size()});
        out.append(json, at, end - at);
        at = end;
        if (odd && odd->offset == end) {
            append_escape(out, static_cast<std::uint32_t>(odd->value));
            at += odd->length;
        } else if (del == end) {
            append_escape(out, 0x7f);
            ++at;
        }
    }
    return out;
}

}  // namespace

std::string json_told(std::string text) {
    return is_utf8(text) ? std::move(text) : printable(text, Newlines::keep);
}

std::string json_safe(std::string_view text) {
    return json_told(redact(text));
}

std::string json_message(std::string_view text) {
    return json_told(redact_message(text));
}

Json diagnostics_json(const Diagnostics& diagnostics) {
    Json list = Json::array();
    for (const Diagnostic& diagnostic : diagnostics) {
        const SourceLocation& where = diagnostic.where;
        std::string summary = diagnostic.summary;
        if (!diagnostic.mend.empty()) {
            summary += " (" + diagnostic.mend + ")";
        }
        list.push_back({{"severity", to_string(diagnostic.severity)},
                        {"summary", json_message(summary)},
                        {"file", where.file.empty() ? Json(nullptr) : Json(where.file)},
                        {"line", where.line == 0 ? Json(nullptr) : Json(where.line)}});
    }
    return list;
}

std::string json_text(const Json& json) {
    // A name of a file or user may be no UTF-8 either; JSON goes without such a byte.
    return with_escapes(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace cronmend::cli
