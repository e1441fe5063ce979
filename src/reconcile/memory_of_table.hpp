// What earlier passes left behind for a table, and the plan that follows from it.
#pragma once

#include <optional>

#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

// The newest history row, if the pass that wrote it was ended before it could tell how it went.
struct Unfinished {
    store::Snapshot snapshot;
    bool took = false;  // what it meant to write stands there
};

struct TableState {
    store::TableMemory memory;  // its hold is the one in force, an unfinished rollback's included
    std::optional<Unfinished> unfinished;
    std::optional<store::Hold> released;  // the hold that was in force until this pass
};

// What the store has of a table, whatever stands there. To be asked for before the table is read:
// where the listing was begun, the two run side by side.
struct Remembered {
    store::TableMemory memory;
    std::optional<store::Snapshot> pending;  // the newest history row that is
};
[[nodiscard]] Result<Remembered> remember(const TableTask& task, store::Memory& memory);

// What that comes to, with the table as it stands. Errors of remember().
[[nodiscard]] Result<TableState> recall(const TableTask& task, Result<Remembered> remembered,
                                        const cron::Observation& observed);

// The plan for what was observed; changes that a rollback brought are held. What is remembered is
// lent to the planner and not copied, as it may be long: where no plan can be made, it is gone.
[[nodiscard]] Result<plan::TablePlan> plan_for(const TableTask& task, cron::Observation observed,
                                               TableState& state, store::Memory& memory,
                                               const HomeOf& home_of);

}  // namespace cronmend::reconcile
