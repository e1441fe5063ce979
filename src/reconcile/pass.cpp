#include "cronmend/reconcile/pass.hpp"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "cronmend/base/text.hpp"
#include "incident_book.hpp"
#include "incident_writer.hpp"
#include "memory_of_table.hpp"
#include "repair.hpp"

namespace cronmend::reconcile {
namespace {

using incident::Incident;

// A table that moves again and again is under somebody else's hands; the next pass comes anyway.
constexpr int kMostAttempts = 3;

Error too_much(const TableTask& task, const std::exception& thrown) {
    return {ErrorCode::internal,
            fmt::format("the {} could not be worked on: {}", task.name, thrown.what()),
            "if it is very large, take lines out of it; the next pass tries again"};
}

store::Outcome outcome_of(const Unfinished& unfinished) {
    if (unfinished.snapshot.occasion == store::Occasion::loss) {
        return store::Outcome::verified;  // it was no write
    }
    switch (unfinished.fate) {
        case Fate::stands:
            return store::Outcome::verified;
        case Fate::dropped:
            return store::Outcome::dropped;
        case Fate::overtaken:
        case Fate::unknown:
            return store::Outcome::unproved;
    }
    return store::Outcome::unproved;
}

class TablePass {
public:
    TablePass(const TableTask& task, Services& services)
        : task_(task), services_(services), book_(task, services) {
        outcome_.user = task.user;
        outcome_.name = task.name;
    }

    // One user's table, which may be made to be too much for us, must not keep the others' from
    // being looked at: what is thrown is this table's failure alone.
    TableOutcome run() {
        try {
            try_often();
            book_.clear_away(services_.clock.now());
        } catch (const std::exception& thrown) {
            fail(too_much(task_, thrown));
        }
        outcome_.incidents = book_.touched();
        outcome_.report_error = book_.report_error();
        return std::move(outcome_);
    }

private:
    void try_often() {
        bool done = false;
        for (int attempt = 0; attempt < kMostAttempts && !done; ++attempt) {
            done = try_once();
        }
        if (!done) {
            fail({ErrorCode::moved,
                  fmt::format("the {} changed under us {} times; it was left alone", task_.name,
                              kMostAttempts),
                  "somebody else is writing it; the next pass tries again"});
        }
    }

    // True if the table is done with, well or badly; false if it is to be looked at anew.
    bool try_once() {
        auto known = remember(task_, services_.store);
        auto observed = observe();
        if (!observed) {
            return (known && is_nobodys(*known) && let_go()) ||
                   fail_of_table(incident::Trouble::unreadable, observed.error());
        }
        auto state = recall(task_, std::move(known), *observed);
        if (!state) {
            return fail(state.error());
        }
        const auto finished = finish_unfinished(*state);
        const bool exact = observed->exact;
        auto made =
            plan_for(task_, std::move(*observed), *state, services_.store, services_.home_of);
        if (!made) {
            return fail_of_table(incident::Trouble::unplanned, made.error());
        }
        const plan::TablePlan& plan = outcome_.plan.emplace(std::move(*made));
        outcome_.hold = plan.holding ? state->memory.hold : std::nullopt;
        if (!finished) {
            return fail_unfinished(plan, *state, finished.error());
        }
        if (plan.writes() && !exact) {
            return look_closer();
        }
        if (auto kept = keep_lost(plan, *state); !kept) {
            return fail(kept.error());
        }
        if (auto remembered = remember_suspects(plan, *state); !remembered) {
            return fail(remembered.error());
        }
        if (auto told = book_.tell(plan, *state, services_.clock.now()); !told) {
            return fail(told.error());
        }
        if (!plan.writes()) {
            tell_refusal(plan);
            return settle(plan, *state);
        }
        Repair repair{task_, services_, book_, [this] { return observe(); }};
        const bool done = repair.carry_out(plan, *state, outcome_);
        if (outcome_.verified) {
            tell_refusal(plan);
        }
        return done;
    }

    [[nodiscard]] Result<cron::Observation> observe() const {
        return look_closely_ ? task_.table->read_exact() : task_.table->read();
    }

    // The listing will not do as the base of a write.
    bool look_closer() {
        if (look_closely_) {
            return fail({ErrorCode::unsupported,
                         fmt::format("the {} holds \\r or \\b, and crontab -l shows these two "
                                     "characters and the control character alike",
                                     task_.name),
                         "nothing was written, as the exact bytes could not be read; run as root"});
        }
        look_closely_ = true;
        return try_once();
    }

    // The table of the last pass, whose lines of others are gone, as a row of the history: what is
    // remembered of it would be overwritten by what stands there now.
    Result<void> keep_lost(const plan::TablePlan& plan, const TableState& state) {
        if (plan.foreign_lost == 0 || outcome_.lost) {
            return {};
        }
        store::Snapshot row;
        row.user = task_.user;
        row.table = task_.key;
        row.time = services_.clock.now();
        row.occasion = store::Occasion::loss;
        row.before = state.memory.last_seen;
        row.after = plan.before.text_or_empty();
        row.after_absent = plan.before.absent();
        row.summary = count_of(plan.foreign_lost, "line of others gone", "lines of others gone");
        const auto id = services_.store.record(row, nullptr);
        if (!id) {
            return unexpected(id.error());
        }
        outcome_.lost = *id;
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.snapshot = *id;
        return services_.store.conclude(ending);
    }

    // Before the write that puts an entry beside what may be its edit: with this pass ended behind
    // it, the next one could not tell that line from any other.
    Result<void> remember_suspects(const plan::TablePlan& plan, const TableState& state) {
        if (plan.suspects == state.memory.suspects) {
            return {};
        }
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.suspects = plan.suspects;
        return services_.store.conclude(ending);
    }

    // Nothing is declared for the table, nor is anything known that an earlier declaration put
    // there.
    [[nodiscard]] bool is_nobodys(const Remembered& known) const {
        return task_.jobs.empty() && known.memory.applied.empty() && !known.memory.hold &&
               !known.pending;
    }

    // Of a table that cannot be read and is nobody's: false if it was not looked at for the sake of
    // an incident, but because somebody asked for it.
    bool let_go() {
        auto ended = book_.let_go(services_.clock.now());
        if (!ended || ended->empty()) {
            return false;
        }
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.incidents = std::move(*ended);
        if (auto concluded = services_.store.conclude(ending); !concluded) {
            return fail(concluded.error());
        }
        for (const Incident& incident : ending.incidents) {
            book_.put_report(incident);
        }
        outcome_.ending = Ending::in_order;
        return true;
    }

    bool fail_of_table(incident::Trouble trouble, const Error& error) {
        book_.tell_of_table(trouble, error, services_.clock.now());
        return fail(error);
    }

    bool fail(Error error) {
        outcome_.ending = Ending::failed;
        outcome_.error = std::move(error);
        return true;
    }

    // An earlier pass was ended between its write and its word about it.
    Result<void> finish_unfinished(const TableState& state) {
        if (!state.unfinished) {
            return {};
        }
        const store::Snapshot& row = state.unfinished->snapshot;
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.snapshot = row.id;
        ending.outcome = outcome_of(*state.unfinished);
        if (state.unfinished->took()) {
            ending.last_seen = state.memory.last_seen;
            if (row.occasion == store::Occasion::rollback) {
                ending.hold.emplace(state.memory.hold ? state.memory.hold : state.released);
            } else {
                ending.last_pass = state.memory.last_pass;
            }
            if (row.intent) {
                ending.applied = state.memory.applied;
                ending.retired = state.memory.retired;
            }
        }
        return services_.store.conclude(ending);
    }

    // How the table stands is told all the same.
    bool fail_unfinished(const plan::TablePlan& plan, const TableState& state, const Error& why) {
        if (plan.writes()) {
            return fail(why);
        }
        outcome_.verified = true;
        return fail(unrecorded(
            task_, state.unfinished->took() ? "stands as an earlier pass put it" : "was looked at",
            why));
    }

    // A crontab program would not have taken it; where the table is a plain file, nobody says so.
    void tell_refusal(const plan::TablePlan& plan) {
        if (plan.refusal) {
            book_.tell_of_table(
                incident::Trouble::refused,
                {ErrorCode::rejected,
                 fmt::format("line {}: {}", plan.refusal->line, plan.refusal->words),
                 "correct that line of the table"},
                services_.clock.now());
        }
    }

    // Nothing is to be written: close what has been put right.
    bool settle(const plan::TablePlan& plan, const TableState& state) {
        const ZonedTime now = services_.clock.now();
        auto resolved =
            book_.settled({plan.changes, "found in order again; cronmend did not have to write",
                           plan.refusal.has_value()},
                          state, now);
        if (!resolved) {
            return fail(unrecorded(task_, "was looked at", resolved.error()));
        }
        store::Store::Ending ending = memory_update(task_, plan, state, now);
        ending.incidents = *resolved;
        if (auto concluded = services_.store.conclude(ending); !concluded) {
            return fail(unrecorded(task_, "was looked at", concluded.error()));
        }
        services_.witness.done(Effect::concluded);
        for (const Incident& incident : *resolved) {
            book_.put_report(incident);
        }
        services_.witness.done(Effect::reported);
        outcome_.verified = true;
        outcome_.ending = plan.in_sync() ? Ending::in_order : Ending::pending;
        return true;
    }

    const TableTask& task_;
    Services& services_;
    IncidentBook book_;
    TableOutcome outcome_;
    bool look_closely_ = false;
};

}  // namespace

TableOutcome run_pass(const TableTask& task, Services& services) {
    return TablePass{task, services}.run();
}

Result<Preview> preview(const TableTask& task, store::Memory& memory, const HomeOf& home_of) try {
    auto remembered = remember(task, memory);
    auto observed = task.table->read();
    if (!observed) {
        return unexpected(observed.error());
    }
    auto state = recall(task, std::move(remembered), *observed);
    if (!state) {
        return unexpected(state.error());
    }
    auto plan = plan_for(task, std::move(*observed), *state, memory, home_of);
    if (!plan) {
        return unexpected(plan.error());
    }
    if (!observed->exact) {
        plan->diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("the {} holds \\r or \\b, and crontab -l shows these two characters and "
                         "the control character alike: what is shown may not be what stands there",
                         task.name),
             "run as root, who can read the exact bytes",
             {}});
    }
    const bool holding = plan->holding;
    return Preview{std::move(*plan), holding ? state->memory.hold : std::nullopt};
} catch (const std::exception& thrown) {
    return unexpected(too_much(task, thrown));
}

TableOutcome forget_table(const std::string& user, const std::string& key, const std::string& name,
                          Services& services) {
    TableOutcome outcome;
    outcome.user = user;
    outcome.name = name;
    store::IncidentFilter filter;
    filter.status = incident::Status::open;
    filter.table = name;
    auto open = services.store.incidents(filter);
    if (!open) {
        outcome.error = open.error();
        return outcome;
    }
    const ZonedTime now = services.clock.now();
    for (Incident& incident : *open) {
        resolve(incident, now,
                "closed, not repaired: not looked at any more, as there is no such user, and "
                "nothing is declared for him");
    }
    if (auto forgotten = services.store.forget(key, *open); !forgotten) {
        outcome.error = forgotten.error();
        return outcome;
    }
    for (const Incident& incident : *open) {
        outcome.incidents.push_back({incident.id, Mention::State::closed});
        if (auto put = services.reports.put(incident); !put) {
            outcome.report_error = put.error();
        } else {
            static_cast<void>(services.store.mark_reported(incident));
        }
    }
    outcome.ending = Ending::in_order;
    return outcome;
}

Result<void> catch_up_reports(Services& services) {
    auto late = services.store.unreported();
    if (!late) {
        return unexpected(late.error());
    }
    for (const Incident& incident : *late) {
        if (auto put = services.reports.put(incident); !put) {
            return put;
        }
        if (auto marked = services.store.mark_reported(incident); !marked) {
            return marked;
        }
    }
    return {};
}

}  // namespace cronmend::reconcile
