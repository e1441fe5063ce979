#include "json_text.hpp"

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cli {

std::string json_safe(std::string_view text) {
    const std::string shown = redact(text);
    return is_utf8(shown) ? shown : printable(shown, Newlines::keep);
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
                        {"summary", json_safe(summary)},
                        {"file", where.file.empty() ? Json(nullptr) : Json(where.file)},
                        {"line", where.line == 0 ? Json(nullptr) : Json(where.line)}});
    }
    return list;
}

std::string json_text(const Json& json) {
    // A name of a file or user may be no UTF-8 either; JSON goes without such a byte.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cronmend::cli
