#include "shell_text.hpp"

#include <algorithm>
#include <array>

#include "cronmend/base/text.hpp"

namespace cronmend::lint::detail {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kWordEnds = " \t;&|<>()\n";
constexpr std::string_view kPlain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+,:@%-";
constexpr std::string_view kNameLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

// Words of sh, dash, bash, ksh and zsh that start no program, or need not.
constexpr auto kShellsOwn = [] {
    std::array words = std::to_array<std::string_view>(
        {".",       ":",      "alias",    "bg",      "bind",     "break",     "builtin",  "caller",
         "case",    "cd",     "command",  "compgen", "complete", "continue",  "coproc",   "declare",
         "dirs",    "disown", "do",       "done",    "echo",     "elif",      "else",     "enable",
         "esac",    "eval",   "exec",     "exit",    "export",   "false",     "fc",       "fg",
         "fi",      "for",    "function", "getopts", "hash",     "help",      "history",  "if",
         "in",      "jobs",   "kill",     "let",     "local",    "logout",    "mapfile",  "popd",
         "print",   "printf", "pushd",    "pwd",     "read",     "readarray", "readonly", "return",
         "select",  "set",    "shift",    "shopt",   "source",   "suspend",   "test",     "then",
         "time",    "times",  "trap",     "true",    "type",     "typeset",   "ulimit",   "umask",
         "unalias", "unset",  "until",    "wait",    "whence",   "while",     "zmodload"});
    std::sort(words.begin(), words.end());
    return words;
}();

bool is_shells_own(std::string_view word) {
    return std::binary_search(kShellsOwn.begin(), kShellsOwn.end(), word);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

// The word at that place as the shell reads it, if it is plain or simply quoted as a whole.
std::optional<std::string> word_at(std::string_view text, std::size_t at, std::size_t& end) {
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const std::size_t close = text.find(text[at], at + 1);
        if (close == std::string_view::npos) {
            return std::nullopt;
        }
        end = close + 1;
        const std::string_view inside = text.substr(at + 1, close - at - 1);
        const bool ends = end == text.size() || kWordEnds.find(text[end]) != std::string_view::npos;
        const bool expands =
            text[at] == '"' && inside.find_first_of("$`\\") != std::string_view::npos;
        return ends && !expands && !inside.empty() ? std::optional{std::string{inside}}
                                                   : std::nullopt;
    }
    end = std::min(text.find_first_of(kWordEnds, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool plain = !word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos;
    return plain ? std::optional{std::string{word}} : std::nullopt;
}

// The end of an assignment NAME=value before a command; the place itself if there is none, npos if
// what follows cannot be told.
std::size_t skip_assignment(std::string_view text, std::size_t at) {
    const std::size_t name_end = std::min(text.find_first_not_of(kNameLetters, at), text.size());
    const bool named = name_end > at && !(text[at] >= '0' && text[at] <= '9');
    if (!named || name_end == text.size() || text[name_end] != '=') {
        return at;
    }
    if (text.substr(at, name_end - at) == "PATH") {
        return std::string_view::npos;
    }
    std::size_t end = name_end + 1;
    if (end == text.size() || kBlanks.find(text[end]) != std::string_view::npos) {
        return end;
    }
    return word_at(text, end, end) ? end : std::string_view::npos;
}

bool take_text(std::string_view& text, std::string_view what) {
    if (!text.starts_with(what)) {
        return false;
    }
    text = text.substr(what.size());
    return true;
}

bool take_null_device(std::string_view& text) {
    std::string_view rest = trim_blanks(text);
    if (!take_text(rest, "/dev/null")) {
        return false;
    }
    text = rest;
    return true;
}

// `text` starts with a redirection of both outputs; the text behind it.
std::optional<std::string_view> behind_silence(std::string_view text) {
    std::string_view rest = text;
    if (take_text(rest, "&>") || take_text(rest, ">&")) {
        return take_null_device(rest) ? std::optional{rest} : std::nullopt;
    }
    const bool error_first = take_text(rest, "2>");
    if (!error_first && !take_text(rest, "1>") && !take_text(rest, ">")) {
        return std::nullopt;
    }
    if (!take_null_device(rest)) {
        return std::nullopt;
    }
    rest = trim_blanks(rest);
    if (error_first) {
        static_cast<void>(take_text(rest, "1"));
        return take_text(rest, ">") && take_null_device(rest) ? std::optional{rest} : std::nullopt;
    }
    if (take_text(rest, "2>&1")) {
        return rest;
    }
    return take_text(rest, "2>") && take_null_device(rest) ? std::optional{rest} : std::nullopt;
}

// Nothing but what ends a command may follow.
bool ends_command(std::string_view rest) {
    rest = trim_blanks(rest);
    for (const std::string_view tail : {"|| true", "||true", "|| :", "||:"}) {
        if (take_text(rest, tail)) {
            rest = trim_blanks(rest);
            break;
        }
    }
    return rest.find_first_not_of("&;) \t\r") == std::string_view::npos || rest.starts_with('#');
}

}  // namespace

std::optional<ProgramWord> first_program(std::string_view command) {
    std::size_t at = skip_blanks(command, 0);
    for (std::size_t next = skip_assignment(command, at); next != at;
         next = skip_assignment(command, at)) {
        if (next == std::string_view::npos) {
            return std::nullopt;
        }
        at = skip_blanks(command, next);
    }
    std::size_t end = at;
    std::optional<std::string> word = word_at(command, at, end);
    const bool function = end < command.size() && command[end] == '(';
    if (!word || function || is_shells_own(*word)) {
        return std::nullopt;
    }
    return ProgramWord{std::move(*word), at};
}

std::size_t output_thrown_away(std::string_view command) {
    std::size_t at = command.find("/dev/null");
    if (at == std::string_view::npos) {
        return at;
    }
    for (at = command.find_first_of("12&>"); at != std::string_view::npos;
         at = command.find_first_of("12&>", at + 1)) {
        const bool glued = at > 0 && (command[at - 1] == '>' || command[at - 1] == '&' ||
                                      (command[at - 1] >= '0' && command[at - 1] <= '9'));
        if (glued) {
            continue;
        }
        if (const auto rest = behind_silence(command.substr(at)); rest && ends_command(*rest)) {
            return at;
        }
    }
    return std::string_view::npos;
}

std::size_t shell_comment(std::string_view command) {
    char quote = '\0';
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '\\' || c == '$' || c == '`') {
            return std::string_view::npos;
        } else if (c == '#' && i > 0 && kWordEnds.find(command[i - 1]) != std::string_view::npos) {
            return i;
        }
    }
    return std::string_view::npos;
}

}  // namespace cronmend::lint::detail
