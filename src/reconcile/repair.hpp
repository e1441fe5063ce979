// The part of a pass that writes: record, write, read back, conclude, report.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "cronmend/reconcile/pass.hpp"
#include "incident_book.hpp"
#include "memory_of_table.hpp"

namespace cronmend::reconcile {

// How the table is looked at in this pass.
using Observe = std::function<Result<cron::Observation>()>;

// What a pass without a write would keep in mind, too: entries, the text, the hold.
[[nodiscard]] store::Store::Ending memory_update(const TableTask& task, const plan::TablePlan& plan,
                                                 const TableState& state, const ZonedTime& now);

// For what was done with the table, and seen to be, when the store could not be told of it: `done`
// says what ("was put right"), `why` what the store said.
[[nodiscard]] Error unrecorded(const TableTask& task, std::string_view done, const Error& why);

class Repair {
public:
    Repair(const TableTask& task, Services& services, IncidentBook& book, Observe observe)
        : task_(task), services_(services), book_(book), observe_(std::move(observe)) {}

    // Carries the plan out and fills in the outcome. False if the table was not what the plan was
    // made for any more: nothing was written, and it is to be looked at anew.
    [[nodiscard]] bool carry_out(const plan::TablePlan& plan, const TableState& state,
                                 TableOutcome& outcome);

private:
    struct Attempt {
        const plan::TablePlan& plan;
        const TableState& state;
        TableOutcome& outcome;
        std::optional<incident::Incident> incident;
    };
    // What is put down if the repair has taken, at that time.
    struct Conclusion {
        ZonedTime time;
        store::Store::Ending ending;
    };

    [[nodiscard]] Result<void> record(Attempt& attempt);
    void drop(Attempt& attempt);
    [[nodiscard]] Conclusion prepare_conclusion(const Attempt& attempt,
                                                const ZonedTime& time) const;
    void conclude_repaired(Attempt& attempt, Conclusion conclusion);
    void conclude_failed(Attempt& attempt, const Result<void>& written,
                         const Result<cron::Observation>& back);
    [[nodiscard]] Error failure(const Attempt& attempt, const Result<void>& written,
                                const Result<cron::Observation>& back) const;
    [[nodiscard]] Result<void> conclude(const Attempt& attempt, const store::Store::Ending& ending);
    void report_as_recorded(const Attempt& attempt);

    const TableTask& task_;
    Services& services_;
    IncidentBook& book_;
    Observe observe_;
};

}  // namespace cronmend::reconcile
