#include "cronmend/reconcile/rollback.hpp"

#include <fmt/format.h>

#include <utility>

#include "repair.hpp"

namespace cronmend::reconcile {
namespace {

Result<void> put_back(const store::Snapshot& target, host::CrontabTable& table) {
    return target.before ? table.write(*target.before) : table.remove();
}

Error not_shown(const TableTask& task, const Result<void>& written,
                const Result<cron::Observation>& back) {
    if (!written) {
        return written.error();
    }
    if (!back) {
        return {ErrorCode::unverified, back.error().message, back.error().mend};
    }
    return {ErrorCode::unverified,
            fmt::format("the {}, read again, is not what was put back", task.name),
            "see `cronmend history` for the tables of before"};
}

store::Snapshot row_of(const RollbackPlan& plan, const TableTask& task, const ZonedTime& now) {
    store::Snapshot row;
    row.user = task.user;
    row.table = task.key;
    row.time = now;
    row.occasion = store::Occasion::rollback;
    row.before = plan.observed.text;
    row.after = plan.target.before.value_or("");
    row.after_absent = !plan.target.before.has_value();
    row.summary = fmt::format("back to before {}", plan.target.id);
    return row;
}

}  // namespace

Result<RollbackPlan> plan_rollback(std::int64_t snapshot, const TableTask& task,
                                   store::Memory& memory) {
    auto target = memory.snapshot(snapshot);
    if (!target) {
        return unexpected(target.error());
    }
    if (!*target || (*target)->table != task.key) {
        return unexpected(ErrorCode::not_found,
                          fmt::format("the {} has no history row {}", task.name, snapshot),
                          "`cronmend history` lists them");
    }
    auto observed = task.table->read_exact();
    if (!observed) {
        return unexpected(observed.error());
    }
    RollbackPlan plan{std::move(**target), std::move(*observed), true};
    plan.changes = plan.observed.text != plan.target.before;
    return plan;
}

Result<std::int64_t> roll_back(const RollbackPlan& plan, const TableTask& task,
                               Services& services) {
    const store::Snapshot row = row_of(plan, task, services.clock.now());
    const auto id = services.store.record(row, nullptr);
    if (!id) {
        return unexpected(id.error());
    }
    services.witness.done(Effect::recorded);
    store::Store::Ending ending;
    ending.table = task.key;
    ending.snapshot = *id;
    const auto again = task.table->read_exact();
    if (!again || *again != plan.observed) {
        ending.outcome = store::Outcome::dropped;
        static_cast<void>(services.store.conclude(ending));
        return again ? unexpected(
                           ErrorCode::moved,
                           fmt::format("the {} changed meanwhile; it was left alone", task.name),
                           "look at it and try again")
                     : unexpected(again.error());
    }
    const auto written = put_back(plan.target, *task.table);
    services.witness.done(Effect::written);
    const auto back = task.table->read_exact();
    services.witness.done(Effect::read_back);
    const bool shown = back && back->text == plan.target.before;
    ending.outcome = shown ? store::Outcome::verified : store::Outcome::failed;
    if (shown) {
        ending.hold.emplace(store::Hold{task.key, *id, row.time});
        ending.last_seen = row.after;
    }
    const auto concluded = services.store.conclude(ending);
    services.witness.done(Effect::concluded);
    if (!shown) {
        return unexpected(not_shown(task, written, back));
    }
    if (!concluded) {
        return unexpected(
            unrecorded(task, "was rolled back and, read again, shows it", concluded.error()));
    }
    return *id;
}

}  // namespace cronmend::reconcile
