// Jobs that one table has by an earlier pass, and that the same declaration declares for another.
#pragma once

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/store/store.hpp"
#include "declaration.hpp"
#include "tables.hpp"

namespace cronmend::cli {

// Tells both tasks of each such job (see plan::TableInput::moved_to), and puts those that give jobs
// away before the others: a job shall not start from two tables. The tasks have taken their jobs
// out of the declaration.
[[nodiscard]] Result<void> tell_of_moves(const CommonArguments& common,
                                         const Declaration& declaration, store::Memory& memory,
                                         std::vector<reconcile::TableTask>& tasks);

}  // namespace cronmend::cli
