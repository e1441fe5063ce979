#include "terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

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

bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
           std::fflush(stdout) == 0;
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
