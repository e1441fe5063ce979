// What a pass did, for a person.
#pragma once

#include <string>

#include "cronmend/reconcile/pass.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

[[nodiscard]] std::string show_outcome(const reconcile::TableOutcome& outcome,
                                       const std::string& reports, const Painter& paint);

}  // namespace cronmend::cli
