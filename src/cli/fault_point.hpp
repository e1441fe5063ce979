// Where tests end a pass. Does nothing in a release build.
#pragma once

#include <memory>

#include "cronmend/reconcile/pass.hpp"

namespace cronmend::cli {

// In a build with fault points: the process kills itself after the effect whose number (from 1)
// stands in CRONMEND_KILL_AFTER.
[[nodiscard]] std::unique_ptr<reconcile::Witness> make_witness();

}  // namespace cronmend::cli
