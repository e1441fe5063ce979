// What a pass did, for a person.
#pragma once

#include <string>

#include "cronmend/reconcile/pass.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

// What the reader is sent to.
struct WaysOn {
    std::string reports;  // the folder of the incidents' reports
    std::string resume;   // the command that ends a hold
    std::string options;  // see record_options()
};

[[nodiscard]] std::string show_outcome(const reconcile::TableOutcome& outcome, const WaysOn& ways,
                                       const Painter& paint);

}  // namespace cronmend::cli
