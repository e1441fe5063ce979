#include "cronmend/reconcile/pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "incident_writer.hpp"
#include "memory_of_table.hpp"

namespace cronmend::reconcile {
namespace {

using incident::Incident;

// A table that moves again and again is under somebody else's hands; the next pass comes anyway.
constexpr int kMostAttempts = 3;

class TablePass {
public:
    TablePass(const TableTask& task, Services& services) : task_(task), services_(services) {
        outcome_.user = task.user;
        outcome_.name = task.name;
    }

    TableOutcome run() {
        for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
            if (try_once()) {
                return std::move(outcome_);
            }
        }
        fail({ErrorCode::moved,
              fmt::format("the {} changed under us {} times; it was left alone", task_.name,
                          kMostAttempts),
              "somebody else is writing it; the next pass tries again"});
        return std::move(outcome_);
    }

private:
    // True if the table is done with, well or badly; false if it moved and must be looked at anew.
    bool try_once() {
        const auto observed = observe();
        if (!observed) {
            report_unreadable(observed.error());
            return true;
        }
        auto state = recall(task_, services_.store, *observed);
        if (!state) {
            return fail(state.error());
        }
        if (auto finished = finish_unfinished(*state); !finished) {
            return fail(finished.error());
        }
        outcome_.hold = state->memory.hold;
        auto plan = plan_for(task_, *observed, *state, services_.store, services_.home_of);
        if (!plan) {
            return fail(plan.error());
        }
        outcome_.plan = *plan;
        if (!plan->writes()) {
            return settle(*plan, *state);
        }
        if (!observed->exact) {
            return look_closer(*observed);
        }
        return carry_out(*plan, *state);
    }

    Result<cron::Observation> observe() {
        return look_closely_ ? task_.table->read_exact() : task_.table->read();
    }

    // The listing will not do as the base of a write.
    bool look_closer(const cron::Observation& observed) {
        if (look_closely_) {
            return fail({ErrorCode::unsupported,
                         fmt::format("the {} holds \\r or \\b, and crontab -l shows these two "
                                     "characters and the control character alike ({} bytes listed)",
                                     task_.name, observed.text_or_empty().size()),
                         "nothing was written, as the exact bytes could not be read; run as root"});
        }
        look_closely_ = true;
        return false;
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
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.snapshot = state.unfinished->snapshot.id;
        ending.outcome =
            state.unfinished->took ? store::Outcome::verified : store::Outcome::dropped;
        if (state.memory.hold) {
            ending.hold.emplace(state.memory.hold);
        }
        return services_.store.conclude(ending);
    }

    Result<std::vector<Incident>> open_incidents() {
        store::IncidentFilter filter;
        filter.status = incident::Status::open;
        filter.table = task_.name;
        return services_.store.incidents(filter);
    }

    // The open incident that tells this story already, with the facts of today; else the new one.
    Result<Incident> continued(Incident fresh) {
        auto open = open_incidents();
        if (!open) {
            return unexpected(open.error());
        }
        const auto known = std::find_if(open->begin(), open->end(),
                                        [&](const Incident& one) { return covers(one, fresh); });
        return known == open->end() ? std::move(fresh) : std::move(*known);
    }

    void put_report(const Incident& incident) {
        outcome_.incidents.push_back(incident.id);
        // A report that cannot be written now is written by a later pass: the store remembers.
        if (services_.reports.put(incident)) {
            static_cast<void>(services_.store.mark_reported(incident));
        }
    }

    void report_unreadable(const Error& error) {
        fail(error);
        auto incident =
            continued(unreadable_incident(task_, error, services_.clock.now(), services_));
        if (!incident) {
            return;
        }
        incident->error = redact(to_string(error));
        if (services_.store.record(*incident)) {
            put_report(*incident);
        }
    }

    // Nothing is to be written: tell what is only told, and close what has been put right.
    bool settle(const plan::TablePlan& plan, const TableState& state) {
        const ZonedTime now = services_.clock.now();
        if (auto told = tell_drift(plan, state, now); !told) {
            return fail(told.error());
        }
        auto resolved = resolve_settled(plan, state, now);
        if (!resolved) {
            return fail(resolved.error());
        }
        store::Store::Ending ending = memory_update(plan, state, now);
        ending.incidents = *resolved;
        if (auto concluded = services_.store.conclude(ending); !concluded) {
            return fail(concluded.error());
        }
        services_.witness.done(Effect::concluded);
        for (const Incident& incident : *resolved) {
            put_report(incident);
        }
        services_.witness.done(Effect::reported_resolved);
        outcome_.verified = true;
        outcome_.ending = plan.changes.empty() ? Ending::in_order : Ending::pending;
        return true;
    }

    Result<void> tell_drift(const plan::TablePlan& plan, const TableState& state,
                            const ZonedTime& now) {
        auto fresh = drift_incident(task_, plan, state.memory, now, services_);
        if (!fresh) {
            return {};
        }
        auto incident = continued(*fresh);
        if (!incident) {
            return unexpected(incident.error());
        }
        if (incident->id != fresh->id) {
            outcome_.incidents.push_back(incident->id);
            return {};
        }
        if (auto recorded = services_.store.record(*incident); !recorded) {
            return recorded;
        }
        services_.witness.done(Effect::recorded);
        put_report(*incident);
        services_.witness.done(Effect::reported_open);
        return {};
    }

    // Open incidents of which nothing is left in the table.
    Result<std::vector<Incident>> resolve_settled(const plan::TablePlan& plan,
                                                  const TableState& state, const ZonedTime& now) {
        auto open = open_incidents();
        if (!open) {
            return unexpected(open.error());
        }
        std::vector<Incident> resolved;
        for (Incident& incident : *open) {
            if (still_off(incident, plan)) {
                continue;
            }
            incident.verified = true;
            if (state.unfinished && state.unfinished->took &&
                incident.snapshot == state.unfinished->snapshot.id) {
                incident.actions.push_back(
                    "Repaired the table: " + state.unfinished->snapshot.summary +
                    ". The pass that did it was ended before it could say so; this one read the "
                    "table again and found it as declared.");
                resolve(incident, now, "the table, read again, shows the repair");
            } else {
                resolve(incident, now, "found in order again; cronmend did not have to write");
            }
            resolved.push_back(std::move(incident));
        }
        return resolved;
    }

    [[nodiscard]] store::Store::Ending memory_update(const plan::TablePlan& plan,
                                                     const TableState& state,
                                                     const ZonedTime& now) const {
        store::Store::Ending ending;
        ending.table = task_.key;
        if (!same_entries(plan.applied, state.memory.applied)) {
            ending.applied = plan.applied;
        }
        if (plan.after != state.memory.last_seen) {
            ending.last_seen = plan.after;
        }
        if (plan.changes.empty()) {
            ending.in_order = now;
        }
        const bool holds = std::any_of(
            plan.changes.begin(), plan.changes.end(),
            [](const plan::Change& change) { return change.action == plan::Action::hold; });
        if (!holds) {
            ending.hold.emplace(std::nullopt);
        }
        return ending;
    }

    // The part of a pass that writes. False if the table moved.
    bool carry_out(const plan::TablePlan& plan, const TableState& state) {
        const ZonedTime now = services_.clock.now();
        std::optional<Incident> incident =
            drift_incident(task_, plan, state.memory, now, services_);
        if (incident) {
            auto known = continued(std::move(*incident));
            if (!known) {
                return fail(known.error());
            }
            incident = std::move(*known);
        }
        if (auto recorded = record(plan, incident, now); !recorded) {
            return fail(recorded.error());
        }
        services_.witness.done(Effect::recorded);
        if (incident) {
            put_report(*incident);
        }
        services_.witness.done(Effect::reported_open);
        const auto again = observe();
        if (!again || *again != plan.before) {
            conclude_unwritten();
            if (!again) {
                report_unreadable(again.error());
            }
            return !again;
        }
        const auto written = task_.table->write(plan.after);
        outcome_.written = true;
        services_.witness.done(Effect::written);
        const auto back = observe();
        services_.witness.done(Effect::read_back);
        if (back && back->text == plan.after) {
            return conclude_repaired(plan, state, std::move(incident));
        }
        return conclude_failed(plan, state, std::move(incident), written, back);
    }

    Result<void> record(const plan::TablePlan& plan, std::optional<Incident>& incident,
                        const ZonedTime& now) {
        store::Snapshot snapshot;
        snapshot.user = task_.user;
        snapshot.table = task_.key;
        snapshot.time = now;
        snapshot.occasion = incident ? store::Occasion::repair : store::Occasion::rollout;
        snapshot.before = plan.before.text;
        snapshot.after = plan.after;
        snapshot.summary = summary_of(plan);
        auto id = services_.store.record(snapshot, incident ? &*incident : nullptr);
        if (!id) {
            return unexpected(id.error());
        }
        outcome_.snapshot = *id;
        if (incident) {
            incident->snapshot = *id;
        }
        return {};
    }

    void conclude_unwritten() {
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.snapshot = outcome_.snapshot;
        ending.outcome = store::Outcome::dropped;
        static_cast<void>(services_.store.conclude(ending));
        outcome_.snapshot.reset();
    }

    bool conclude_repaired(const plan::TablePlan& plan, const TableState& state,
                           std::optional<Incident> incident) {
        const ZonedTime now = services_.clock.now();
        const bool all_done = std::all_of(plan.changes.begin(), plan.changes.end(),
                                          [](const plan::Change& change) { return change.acts(); });
        store::Store::Ending ending = memory_update(plan, state, now);
        ending.snapshot = outcome_.snapshot;
        ending.outcome = store::Outcome::verified;
        ending.in_order = all_done ? std::optional{now} : std::nullopt;
        if (incident) {
            describe_repair(*incident, plan, now);
            ending.incidents.push_back(*incident);
        }
        auto settled = settle_others(plan, state, now, incident);
        if (!settled) {
            return fail(settled.error());
        }
        ending.incidents.insert(ending.incidents.end(), settled->begin(), settled->end());
        if (auto concluded = services_.store.conclude(ending); !concluded) {
            return fail(concluded.error());
        }
        services_.witness.done(Effect::concluded);
        for (const Incident& one : ending.incidents) {
            put_report(one);
        }
        services_.witness.done(Effect::reported_resolved);
        outcome_.verified = true;
        outcome_.ending = all_done ? Ending::repaired : Ending::pending;
        return true;
    }

    // Other open incidents of the table that this repair put right along with its own.
    Result<std::vector<Incident>> settle_others(const plan::TablePlan& plan,
                                                const TableState& state, const ZonedTime& now,
                                                const std::optional<Incident>& own) {
        plan::TablePlan left = plan;
        std::erase_if(left.changes, [](const plan::Change& change) { return change.acts(); });
        auto resolved = resolve_settled(left, state, now);
        if (resolved && own) {
            std::erase_if(*resolved, [&](const Incident& one) { return one.id == own->id; });
        }
        return resolved;
    }

    static void describe_repair(Incident& incident, const plan::TablePlan& plan,
                                const ZonedTime& now) {
        bool all_done = true;
        for (const plan::Change& change : plan.changes) {
            if (!change.acts()) {
                all_done = all_done && change.cause != plan::Cause::drift;
                continue;
            }
            const auto& line = change.after ? change.after : change.before;
            incident.actions.push_back(fmt::format(
                "{} {}: {}", change.job, done_word(change.action), redact(line.value_or(""))));
        }
        incident.trouble = incident::Trouble::drift;
        incident.error.clear();
        incident.offered.clear();
        incident.verified = true;
        settle_headline(incident);
        add_event(incident, now, "cronmend", "crontab written: " + summary_of(plan));
        if (all_done) {
            resolve(incident, now, "the table, read again, shows the repair");
        } else {
            add_event(incident, now, "cronmend", "the table, read again, shows the repair");
        }
    }

    bool conclude_failed(const plan::TablePlan& plan, const TableState& state,
                         std::optional<Incident> incident, const Result<void>& written,
                         const Result<cron::Observation>& back) {
        const ZonedTime now = services_.clock.now();
        Error error = failure(plan, written, back);
        if (!incident) {
            auto known = continued(failure_incident(task_, plan, state.memory, now, services_));
            if (!known) {
                return fail(known.error());
            }
            incident = std::move(*known);
            incident->snapshot = outcome_.snapshot;
        }
        const std::string words = redact(to_string(error));
        const bool news = incident->error != words;
        incident->trouble = error.code == ErrorCode::rejected ? incident::Trouble::rejected
                                                              : incident::Trouble::unverified;
        incident->error = words;
        incident->offered = redact(plan.after);
        settle_headline(*incident);
        if (news) {
            add_event(*incident, now, "crontab(1)", error.message);
        }
        store::Store::Ending ending;
        ending.table = task_.key;
        ending.snapshot = outcome_.snapshot;
        ending.outcome = store::Outcome::failed;
        ending.incidents.push_back(*incident);
        const auto concluded = services_.store.conclude(ending);
        services_.witness.done(Effect::concluded);
        if (concluded) {
            put_report(*incident);
        }
        services_.witness.done(Effect::reported_resolved);
        return fail(std::move(error));
    }

    [[nodiscard]] Error failure(const plan::TablePlan& plan, const Result<void>& written,
                                const Result<cron::Observation>& back) const {
        const bool stands_as_before = back && *back == plan.before;
        if (!written) {
            Error error = written.error();
            error.message += stands_as_before ? "; the old table stands"
                                              : "; what stands there now is not certain";
            return error;
        }
        if (!back) {
            return {ErrorCode::unreadable,
                    fmt::format("the {} was written, but could not be read again: {}", task_.name,
                                back.error().message),
                    back.error().mend};
        }
        return {
            ErrorCode::write_failed,
            stands_as_before
                ? fmt::format("crontab took the new {} without a word, but the old one stands",
                              task_.name)
                : fmt::format("the {}, read again, is not what was written: somebody else wrote "
                              "it too, or crontab changed it",
                              task_.name),
            "the next pass starts from what stands there"};
    }

    const TableTask& task_;
    Services& services_;
    TableOutcome outcome_;
    bool look_closely_ = false;
};

}  // namespace

TableOutcome run_pass(const TableTask& task, Services& services) {
    return TablePass{task, services}.run();
}

Result<Preview> preview(const TableTask& task, store::Memory& memory, const HomeOf& home_of) {
    const auto observed = task.table->read();
    if (!observed) {
        return unexpected(observed.error());
    }
    auto state = recall(task, memory, *observed);
    if (!state) {
        return unexpected(state.error());
    }
    auto plan = plan_for(task, *observed, *state, memory, home_of);
    if (!plan) {
        return unexpected(plan.error());
    }
    return Preview{std::move(*plan), state->memory.hold};
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
