#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

std::string_view sequence(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "";
        case Tone::good:
            return "\x1b[32m";
        case Tone::bad:
            return "\x1b[31m";
        case Tone::change:
            return "\x1b[33m";
        case Tone::quiet:
            return "\x1b[2m";
        case Tone::strong:
            return "\x1b[1m";
    }
    return "";
}

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool terminal_takes_color() {
    const char* term = std::getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && term != nullptr && std::string_view{term} != "dumb" &&
           !is_set("NO_COLOR");
}

constexpr std::size_t kUsualWidth = 80;

std::size_t width_of_environment() {
    const char* columns = std::getenv("COLUMNS");
    const std::string_view text = columns != nullptr ? columns : "";
    std::size_t width = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), width);
    const bool good = problem == std::errc{} && stop == text.data() + text.size() && width > 0;
    return good ? width : kUsualWidth;
}

}  // namespace

std::string Painter::operator()(Tone tone, std::string_view text) const {
    if (!colored_ || tone == Tone::plain) {
        return std::string{text};
    }
    return std::string{sequence(tone)} + std::string{text} + "\x1b[0m";
}

Painter painter_for(Color color) {
    switch (color) {
        case Color::always:
            return Painter{true};
        case Color::never:
            return Painter{false};
        case Color::automatic:
            return Painter{terminal_takes_color()};
    }
    return Painter{false};
}

std::size_t terminal_width() {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : width_of_environment();
}

Charset charset() {
    const char* name = is_set("LC_ALL") ? "LC_ALL" : is_set("LC_CTYPE") ? "LC_CTYPE" : "LANG";
    const char* value = std::getenv(name);
    std::string locale = value != nullptr ? value : "";
    std::transform(locale.begin(), locale.end(), locale.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const bool utf8 =
        locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    return utf8 ? Charset::utf8 : Charset::ascii;
}

std::string in_charset(std::string text, Charset charset) {
    constexpr std::string_view kEllipsis = "…";
    if (charset == Charset::utf8) {
        return text;
    }
    for (std::size_t at = 0; (at = text.find(kEllipsis, at)) != std::string::npos;) {
        text.replace(at, kEllipsis.size(), "...");
    }
    return text;
}

std::string safe(std::string_view text) {
    return printable(redact(text));
}

std::string safe_message(std::string_view text) {
    return printable(redact_message(text));
}

bool print(std::string_view text) {
    errno = 0;
    const bool written =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written || errno == EPIPE;  // who read it has gone, as `head` does
}

bool prints_on_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}

bool can_ask() {
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool confirm(std::string_view question) {
    if (!can_ask()) {
        return false;
    }
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && (answer == "y" || answer == "yes");
}

}  // namespace cronmend::cli
