// Standard output: colours if wanted, and an honest end if it cannot be written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "arguments.hpp"

namespace cronmend::cli {

enum class Tone { plain, good, bad, change, quiet, strong };

// Puts text between the escape sequences of a tone, or leaves it as it is.
class Painter {
public:
    explicit Painter(bool colored) : colored_(colored) {}
    [[nodiscard]] std::string operator()(Tone tone, std::string_view text) const;

private:
    bool colored_;
};

// `automatic` means: standard output is a terminal, TERM is not dumb and NO_COLOR is not set.
[[nodiscard]] Painter painter_for(Color color);

// Columns of the terminal that standard output is; else of COLUMNS; else 80.
[[nodiscard]] std::size_t terminal_width();

// What can be shown: the locale's word for it (LC_ALL, LC_CTYPE, LANG).
enum class Charset { ascii, utf8 };
[[nodiscard]] Charset charset();
// The text with the one character beyond ASCII that a schedule's words have (…) replaced.
[[nodiscard]] std::string in_charset(std::string text, Charset charset);

// Text from outside as people may see it: no secret, and nothing that a terminal takes for a
// command.
[[nodiscard]] std::string safe(std::string_view text);
// The same for a sentence of ours.
[[nodiscard]] std::string safe_message(std::string_view text);

// Writes to standard output. False if that fails (a full disk, a closed pipe).
[[nodiscard]] bool print(std::string_view text);

// Standard output is one.
[[nodiscard]] bool prints_on_terminal();

// Asks on the terminal. False if the answer is anything but yes, or there is no terminal to ask on.
[[nodiscard]] bool confirm(std::string_view question);
[[nodiscard]] bool can_ask();

}  // namespace cronmend::cli
