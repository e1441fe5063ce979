// What is wrong with a command line, in cronmend's own words, with what was probably meant.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace cronmend::cli {

// `words`: the command line without the program's name. `app`: after it failed to parse them.
[[nodiscard]] Error explain(const CLI::ParseError& error, const CLI::App& app,
                            const std::vector<std::string>& words);

// The commands that can stand behind this one, a line each: for who named none.
[[nodiscard]] std::string list_commands(const CLI::App& app);

}  // namespace cronmend::cli
