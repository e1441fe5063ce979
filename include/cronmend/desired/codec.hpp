// The desired state as bytes, so that an unchanged declaration need not be parsed again. A private
// format of one build: the first bytes name it, and anything else decodes to nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/desired/parse.hpp"

namespace cronmend::desired {

[[nodiscard]] std::string encode(const ParsedState& parsed);
// Nothing if the bytes were not made by encode() of this very format, whole.
[[nodiscard]] std::optional<ParsedState> decode(std::string_view bytes);

}  // namespace cronmend::desired
