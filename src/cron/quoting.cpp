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

std::optional<ShellWord> word_at(std::string_view text, std::size_t begin) {
    using std::string_view_literals::operator""sv;
    constexpr std::string_view kEnds = " \t;&|<>()\0"sv;
    constexpr std::string_view kExpands = "$`*?[]{}~#!";
    const std::size_t start = text.find_first_not_of(" \t", begin);
    ShellWord word{{}, start};
    while (word.end < text.size() && kEnds.find(text[word.end]) == std::string_view::npos) {
        const char c = text[word.end];
        const std::size_t next = word.end + 1;
        if (c == '\'' || c == '"') {
            const std::size_t end = text.find(c, next);
            if (end == std::string_view::npos) {
                return std::nullopt;
            }
            const std::string_view inside = text.substr(next, end - next);
            if (c == '"' && inside.find_first_of("$`\\") != std::string_view::npos) {
                return std::nullopt;
            }
            word.text += inside;
            word.end = end + 1;
        } else if (c == '\\' && next < text.size()) {
            word.text += text[next];
            word.end = next + 1;
        } else if (c == '\\' || kExpands.find(c) != std::string_view::npos) {
            return std::nullopt;
        } else {
            word.text += c;
            word.end = next;
        }
    }
    return start == std::string_view::npos || word.end == start ? std::nullopt
                                                                : std::optional{word};
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
