// The way back to a table as it was before a write.
#pragma once

#include <cstdint>
#include <string>

#include "cronmend/base/result.hpp"
#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

struct RollbackPlan {
    store::Snapshot target;      // the history row whose `before` comes back
    cron::Observation observed;  // what stands there now
    bool changes = true;         // false: it stands there already
};

// Error not_found for a snapshot that is not of this table; those of reading the table.
[[nodiscard]] Result<RollbackPlan> plan_rollback(std::int64_t snapshot, const TableTask& task,
                                                 store::Memory& memory);

// Brings it back, verified, as a history row of its own. What it differs from the declaration by is
// held: passes tell it and leave it alone until they are told otherwise (TableTask::release_hold).
// Error moved if the table is no longer what was planned for.
[[nodiscard]] Result<std::int64_t> roll_back(const RollbackPlan& plan, const TableTask& task,
                                             Services& services);

}  // namespace cronmend::reconcile
