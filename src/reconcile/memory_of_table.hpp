// What earlier passes left behind for a table, and the plan that follows from it.
#pragma once

#include <optional>

#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

// What the table, as it stands, tells of a write whose pass was ended before it could.
enum class Fate {
    stands,     // what was written stands there
    overtaken,  // it was written, as what is left of it shows, and the table changed since
    dropped,    // the table stands as it did before
    unknown,    // the table changed, and nothing shows whether the write came before that
};

// The newest history row, if the pass that wrote it was ended before it could tell how it went.
struct Unfinished {
    store::Snapshot snapshot;
    Fate fate = Fate::dropped;

    [[nodiscard]] bool took() const { return fate == Fate::stands || fate == Fate::overtaken; }
};

struct TableState {
    store::TableMemory
        memory;  // what an unfinished write left is in it, a rollback's hold included
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
