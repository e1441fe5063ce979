// What a pass did, for a person.
#pragma once

#include <string>

#include "cronmend/reconcile/pass.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

// `reports`: the folder of the incidents' reports; `resume`: the command that ends a hold.
[[nodiscard]] std::string show_outcome(const reconcile::TableOutcome& outcome,
                                       const std::string& reports, const std::string& resume,
                                       const Painter& paint);

}  // namespace cronmend::cli
