#include "quoting.hpp"

namespace cronmend::cron {

std::string in_single_quotes(std::string_view value) {
    std::string quoted = "'";
    for (const char c : value) {
        quoted += c == '\'' ? "'\\''" : std::string_view(&c, 1);
    }
    return quoted += '\'';
}

std::optional<std::vector<std::string>> quoted_words(std::string_view text) {
    constexpr std::string_view kSpecial = "\t\"$`&|;<>()[]{}*?~#!\\";
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ') {
            words.emplace_back();
        } else if (c == '\'') {
            const std::size_t end = text.find('\'', i + 1);
            if (end == std::string_view::npos) {
                return std::nullopt;
            }
            words.back() += text.substr(i + 1, end - i - 1);
            i = end;
        } else if (text.substr(i, 2) == "\\'") {
            words.back() += '\'';
            ++i;
        } else if (kSpecial.find(c) != std::string_view::npos) {
            return std::nullopt;
        } else {
            words.back() += c;
        }
    }
    return words;
}

std::optional<std::size_t> exports_length(std::string_view text) {
    constexpr std::string_view kWord = "export ";
    if (!text.starts_with(kWord)) {
        return std::nullopt;
    }
    bool quoted = false;
    for (std::size_t i = kWord.size(); i < text.size(); ++i) {
        if (text[i] == '\\' && !quoted) {
            ++i;
        } else if (text[i] == '\'') {
            quoted = !quoted;
        } else if (text[i] == ';' && !quoted) {
            return text.substr(i + 1).starts_with(' ') ? std::optional{i + 2} : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace cronmend::cron
