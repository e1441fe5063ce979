// A shell command cut into simple commands and words, well enough to find a name for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cronmend::adopt {

using Words = std::vector<std::string>;

// The simple commands, in order: cut at ; & | and newlines outside of quotes. Quotes are taken off,
// redirections left out, what stands in $( ) or ` ` stays as it is written.
[[nodiscard]] std::vector<Words> simple_commands(std::string_view command);

}  // namespace cronmend::adopt
