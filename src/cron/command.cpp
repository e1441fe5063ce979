#include "cronmend/cron/command.hpp"

#include <algorithm>

#include "profile.hpp"
#include "quoting.hpp"

namespace cronmend::cron {

namespace {

// Where the first character stands that means something in a command; its length if none does, as
// in nearly all.
std::size_t plain_length(std::string_view text) {
    return std::min({text.find('%'), text.find('\\'), text.size()});
}

// The shell's part, up to a bare %: `\%` and `\\` lose the backslash. Returns where it stopped.
std::size_t decode_shell(std::string_view text, std::string& shell) {
    std::size_t at = plain_length(text);
    shell = text.substr(0, at);
    while (at < text.size() && text[at] != '%') {
        const bool escape = text[at] == '\\' && at + 1 < text.size() &&
                            (text[at + 1] == '%' || text[at + 1] == '\\');
        shell += text[escape ? at + 1 : at];
        at += escape ? 2 : 1;
    }
    return at;
}

// Standard input: only `\%` loses its backslash, a bare % is a newline.
std::string decode_input(std::string_view text) {
    std::string input;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '%') {
            input += '%';
            ++at;
        } else {
            input += text[at] == '%' ? '\n' : text[at];
        }
    }
    return input;
}

// A run of n backslashes: each needs one of its own if a % or \ is what follows in the encoded
// text; at the end of a run before anything else the last one can stand alone.
void encode_backslashes(std::size_t count, bool percent_follows, std::string& text) {
    text.append(percent_follows ? 2 * count : 2 * count - 1, '\\');
}

std::string encode_shell(const DecodedCommand& command) {
    const std::string& shell = command.shell;
    std::size_t at = plain_length(shell);
    std::string text = shell.substr(0, at);
    while (at < shell.size()) {
        if (shell[at] == '\\') {
            const std::size_t found = shell.find_first_not_of('\\', at);
            const std::size_t end = found == std::string::npos ? shell.size() : found;
            const bool percent_follows =
                end == shell.size() ? command.standard_input.has_value() : shell[end] == '%';
            encode_backslashes(end - at, percent_follows, text);
            at = end;
        } else {
            text += shell[at] == '%' ? "\\%" : std::string_view(&shell[at], 1);
            ++at;
        }
    }
    return text;
}

}  // namespace

bool takes_standard_input(Flavour flavour) {
    return detail::profile_of(flavour).percent_is_input;
}

DecodedCommand decode_command(std::string_view text, Flavour flavour) {
    if (!takes_standard_input(flavour)) {
        return {std::string(text), std::nullopt};
    }
    text = text.substr(0, text.find('\0'));
    DecodedCommand command;
    const std::size_t end = decode_shell(text, command.shell);
    if (end < text.size()) {
        command.standard_input = decode_input(text.substr(end + 1));
    }
    return command;
}

std::string encode_command(const DecodedCommand& command, Flavour flavour) {
    if (!takes_standard_input(flavour)) {
        return command.shell;
    }
    std::string text = encode_shell(command);
    if (!command.standard_input) {
        return text;
    }
    text += '%';
    for (const char c : *command.standard_input) {
        if (c == '%') {
            text += "\\%";
        } else {
            text += c == '\n' ? '%' : c;
        }
    }
    return text;
}

std::string_view without_exports(std::string_view shell_text) {
    return shell_text.substr(exports_length(shell_text).value_or(0));
}

std::string with_exports(const Environment& variables, std::string_view command) {
    if (variables.empty()) {
        return std::string(command);
    }
    std::string text = "export";
    for (const auto& [name, value] : variables) {
        text += ' ';
        text += name;
        text += '=';
        text += in_single_quotes(value);
    }
    text += "; ";
    text += command;
    return text;
}

std::optional<Environment> parse_exports(std::string_view text) {
    constexpr std::string_view kFront = "export ";
    Environment variables;
    std::string_view rest = text;
    if (!rest.starts_with(kFront)) {
        return text.empty() ? std::optional{variables} : std::nullopt;
    }
    rest.remove_prefix(kFront.size());
    while (!rest.empty() && rest != "; ") {
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string name{rest.substr(0, equals)};
        rest.remove_prefix(equals + 1);
        std::string value;
        // Quoted parts, and quotes behind a backslash between them.
        while (rest.starts_with('\'') || rest.starts_with("\\'")) {
            if (rest.starts_with('\\')) {
                value += '\'';
                rest.remove_prefix(2);
                continue;
            }
            const std::size_t end = rest.find('\'', 1);
            if (end == std::string_view::npos) {
                return std::nullopt;
            }
            value += rest.substr(1, end - 1);
            rest.remove_prefix(end + 1);
        }
        variables[name] = value;
        rest.remove_prefix(rest.starts_with(' ') ? 1 : 0);
    }
    return with_exports(variables, "") == text ? std::optional{variables} : std::nullopt;
}

}  // namespace cronmend::cron
