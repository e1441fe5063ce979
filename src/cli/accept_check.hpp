// Whether edited declarations say what stands in the tables.
#pragma once

#include <set>
#include <string>

#include "accept_texts.hpp"
#include "beginning.hpp"
#include "cronmend/base/result.hpp"

namespace cronmend::cli {

// The edited texts, read and planned for as the next pass will do it: nothing may be off for the
// jobs that were accepted.
[[nodiscard]] Result<void> check_accepted(const DeclaredTexts& texts, const Beginning& begun,
                                          const std::set<std::string>& accepted);

}  // namespace cronmend::cli
