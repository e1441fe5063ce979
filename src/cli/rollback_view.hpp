// What a rollback will do, for the person who is to confirm it.
#pragma once

#include <string>

#include "cronmend/reconcile/rollback.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

[[nodiscard]] std::string show_rollback(const reconcile::RollbackPlan& plan,
                                        const std::string& table, const Painter& paint);

// What the reader may not expect of it: that the whole table goes, or that lines of others do.
// Empty: neither.
[[nodiscard]] std::string rollback_warning(const reconcile::RollbackPlan& plan,
                                           const reconcile::TableTask& task, store::Memory& memory);

}  // namespace cronmend::cli
