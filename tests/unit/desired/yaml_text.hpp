// Short ways to a declaration and to what was said of it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "cronmend/desired/parse.hpp"

namespace cronmend::desired::test {

inline ParsedState parse_text(std::string text) {
    return parse({{"jobs.yaml", std::move(text)}}, {"operator"});
}

// A declaration of one job `a`; `more` stands behind its schedule and command.
inline std::string one_job(std::string_view more) {
    return "version: 1\njobs:\n  a:\n    schedule: \"0 3 * * *\"\n    command: /bin/a\n" +
           std::string{more};
}

// All diagnostics, each as a person reads it, with a newline behind it.
inline std::string listing(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) {
        text += to_string(diagnostic) + '\n';
    }
    return text;
}

// The text as a double-quoted YAML value. Takes UTF-8.
inline std::string yaml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += c;
        }
    }
    return out + '"';
}

}  // namespace cronmend::desired::test
