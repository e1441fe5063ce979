// One value of a declared job, set in the text of its file. Every other byte stays: comments,
// order, layout, and the kind of quotes that the old value had.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cronmend/base/result.hpp"

namespace cronmend::desired {

// A text, true or false, or a list of texts.
using EditedValue = std::variant<std::string, bool, std::vector<std::string>>;

struct Edit {
    std::string job;                // its id
    std::vector<std::string> path;  // the keys below the job: {"environment", "MAILTO"}
    EditedValue value;
};

// The text with this value in place of the old one, or in a new line or field if there was none.
// Error not_found if the text does not declare the job, unsupported if the value stands where it
// cannot be told from others (an alias, a merged map); invalid_input if the text is no YAML.
// Whoever writes the result should read it first: that it says what was meant is not checked here.
[[nodiscard]] Result<std::string> set_value(const std::string& text, const Edit& edit);

}  // namespace cronmend::desired
