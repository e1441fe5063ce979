// How much something matters to its owner.
#pragma once

#include <string_view>

namespace cronmend {

enum class Severity { info, warning, critical };  // in rising order

[[nodiscard]] std::string_view to_string(Severity severity);

}  // namespace cronmend
