// The tables as they were before each write.
#pragma once

#include <string>
#include <vector>

#include "cronmend/store/store.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

[[nodiscard]] std::string show_history(const std::vector<store::Snapshot>& snapshots,
                                       const std::string& options, const Painter& paint);

}  // namespace cronmend::cli
