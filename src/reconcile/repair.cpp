#include "repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/plan/listing.hpp"
#include "incident_writer.hpp"

namespace cronmend::reconcile {
namespace {

using incident::Incident;
using plan::Change;

std::vector<Change> left_over(const plan::TablePlan& plan) {
    std::vector<Change> left;
    std::copy_if(plan.changes.begin(), plan.changes.end(), std::back_inserter(left),
                 [](const Change& change) { return !change.acts(); });
    return left;
}

// What the repair does, once it has taken. `lost`: the row of the history that has the lines of
// others that went with the entries.
void add_actions(std::vector<std::string>& actions, const plan::TablePlan& plan,
                 std::optional<std::int64_t> lost) {
    for (const auto& [change, more] :
         plan::list_changes(plan.changes, [](const Change& one) { return one.acts(); })) {
        const auto& line = change->told_after ? change->told_after : change->told_before;
        const std::string done = fmt::format("{} {}: ", change->job, done_word(change->action));
        actions.push_back(done + line.value_or(""));
        if (more > 0) {
            actions.push_back(done + plan::more_like_these(more));
        }
    }
    if (lost) {
        actions.push_back(fmt::format(
            "Left gone: {} that stood there at the last pass, as cronmend does not write others' "
            "lines; `cronmend history --show {}` has them",
            count_of(plan.foreign_lost, "line of others", "lines of others"), *lost));
    }
}

// Puts down what was done, and closes the incident: what was left alone has one of its own.
void describe_repair(Incident& incident, const plan::TablePlan& plan,
                     std::optional<std::int64_t> lost, const ZonedTime& now) {
    add_actions(incident.actions, plan, lost);
    incident.trouble = incident::Trouble::drift;
    incident.error.clear();
    incident.offered.clear();
    incident.verified = true;
    settle_headline(incident);
    add_event(incident, now, "cronmend", "crontab written: " + summary_of(plan));
    resolve(incident, now, "the table, read again, shows the repair");
}

Result<void> put_in_place(const plan::TablePlan& plan, host::CrontabTable& table) {
    return plan.removes ? table.remove() : table.write(plan.after);
}

bool stands_as_planned(const plan::TablePlan& plan, const cron::Observation& back) {
    return plan.removes ? back.absent() : back.text == plan.after;
}

}  // namespace

store::Store::Ending memory_update(const TableTask& task, const plan::TablePlan& plan,
                                   const TableState& state, const ZonedTime& now) {
    store::Store::Ending ending;
    ending.table = task.key;
    if (!same_entries(plan.applied, state.memory.applied)) {
        ending.applied = plan.applied;
    }
    if (plan.after != state.memory.last_seen) {
        ending.last_seen = plan.after;
    }
    if (plan.retired != state.memory.retired) {
        ending.retired = plan.retired;
    }
    ending.last_pass = now;
    const bool held = state.memory.hold || state.released;
    // What this declaration does not look at is held until one looks that does.
    if (held && !plan.holding && !plan.others_off) {
        ending.hold.emplace(std::nullopt);
    }
    return ending;
}

Error unrecorded(const TableTask& task, std::string_view done, const Error& why) {
    return {ErrorCode::unrecorded,
            fmt::format("the {} {}, but that could not be put on record: {}", task.name, done,
                        why.message),
            why.mend.empty() ? "the next pass that can write does so"
                             : why.mend + "; the next pass that can write puts it on record"};
}

bool Repair::carry_out(const plan::TablePlan& plan, const TableState& state,
                       TableOutcome& outcome) {
    Attempt attempt{plan, state, outcome, std::nullopt};
    if (auto recorded = record(attempt); !recorded) {
        outcome.error = recorded.error();
        return true;
    }
    services_.witness.done(Effect::recorded);
    const auto again = observe_();
    if (!again || *again != plan.before) {
        drop(attempt);
        if (!again) {
            outcome.error = again.error();
            book_.tell_of_table(incident::Trouble::unreadable, again.error(),
                                services_.clock.now());
        }
        return !again;
    }
    const auto written = put_in_place(plan, *task_.table);
    services_.witness.done(Effect::written);
    // What the end takes is put together beside crontab(1).
    task_.table->expect_read();
    Conclusion conclusion = prepare_conclusion(attempt, services_.clock.now());
    const auto back = observe_();
    // A write that failed and left the old table standing changed nothing.
    outcome.written = written || !back || *back != plan.before;
    services_.witness.done(Effect::read_back);
    if (back && stands_as_planned(plan, *back)) {
        conclude_repaired(attempt, std::move(conclusion));
    } else {
        conclude_failed(attempt, written, back);
    }
    return true;
}

// The incident and the table as it was, on disk before anything is touched.
Result<void> Repair::record(Attempt& attempt) {
    const ZonedTime now = services_.clock.now();
    attempt.incident = drift_incident(task_, attempt.plan, attempt.state.memory, now, services_);
    if (attempt.incident) {
        auto known = book_.continued(std::move(*attempt.incident));
        if (!known) {
            return unexpected(known.error());
        }
        attempt.incident = std::move(*known);
    }
    store::Snapshot snapshot;
    snapshot.user = task_.user;
    snapshot.table = task_.key;
    snapshot.time = now;
    snapshot.occasion = attempt.incident ? store::Occasion::repair : store::Occasion::rollout;
    snapshot.before = attempt.plan.before.text;
    snapshot.after = attempt.plan.after;
    snapshot.after_absent = attempt.plan.removes;
    snapshot.summary = summary_of(attempt.plan);
    const store::TableMemory& memory = attempt.state.memory;
    if (!same_entries(attempt.plan.applied, memory.applied) ||
        attempt.plan.retired != memory.retired) {
        snapshot.intent = store::Intent{attempt.plan.applied, attempt.plan.retired};
    }
    if (attempt.incident && attempt.outcome.lost) {
        add_event(*attempt.incident, now, "cronmend",
                  count_of(attempt.plan.foreign_lost, "line of others is", "lines of others are") +
                      " gone from the table too");
    }
    const auto id =
        services_.store.record(snapshot, attempt.incident ? &*attempt.incident : nullptr);
    if (!id) {
        return unexpected(id.error());
    }
    attempt.outcome.snapshot = *id;
    if (attempt.incident) {
        attempt.incident->snapshot = *id;
        attempt.incident->was_no_table = !snapshot.before;
    }
    return {};
}

void Repair::drop(Attempt& attempt) {
    store::Store::Ending ending;
    ending.table = task_.key;
    ending.snapshot = attempt.outcome.snapshot;
    ending.outcome = store::Outcome::dropped;
    // Should this fail, the next pass finds the row pending and drops it.
    static_cast<void>(services_.store.conclude(ending));
    attempt.outcome.snapshot.reset();
    report_as_recorded(attempt);
}

// The report is written once the story has ended or is left open, and not before the write: of a
// pass that is killed in between, the next one writes it.
Result<void> Repair::conclude(const Attempt& attempt, const store::Store::Ending& ending) {
    auto concluded = services_.store.conclude(ending);
    services_.witness.done(Effect::concluded);
    if (!concluded) {
        report_as_recorded(attempt);
        return concluded;
    }
    for (const Incident& incident : ending.incidents) {
        book_.put_report(incident);
    }
    services_.witness.done(Effect::reported);
    return {};
}

void Repair::report_as_recorded(const Attempt& attempt) {
    if (attempt.incident) {
        book_.put_report_on_record(attempt.incident->id);
    }
}

Repair::Conclusion Repair::prepare_conclusion(const Attempt& attempt, const ZonedTime& time) const {
    Conclusion conclusion{time, memory_update(task_, attempt.plan, attempt.state, time)};
    conclusion.ending.snapshot = attempt.outcome.snapshot;
    conclusion.ending.outcome = store::Outcome::verified;
    if (attempt.incident) {
        Incident& told = conclusion.ending.incidents.emplace_back(*attempt.incident);
        describe_repair(told, attempt.plan, attempt.outcome.lost, time);
        services_.reports.expect(told);
    }
    return conclusion;
}

void Repair::conclude_repaired(Attempt& attempt, Conclusion conclusion) {
    constexpr std::string_view kDone = "was put right and, read again, shows it";
    const ZonedTime now = services_.clock.now();
    attempt.outcome.verified = true;
    if (conclusion.time != now) {
        conclusion = prepare_conclusion(attempt, now);  // the second is over: seldom
    }
    store::Store::Ending& ending = conclusion.ending;
    auto others = book_.settled(
        {left_over(attempt.plan), "the table was repaired and, read again, shows nothing of it",
         attempt.plan.refusal.has_value()},
        attempt.state, now, attempt.incident ? attempt.incident->id : "");
    if (!others) {
        attempt.outcome.error = unrecorded(task_, kDone, others.error());
        report_as_recorded(attempt);
        return;
    }
    for (Incident& other : *others) {
        ending.incidents.push_back(std::move(other));
    }
    if (const auto concluded = conclude(attempt, ending); !concluded) {
        attempt.outcome.error = unrecorded(task_, kDone, concluded.error());
        return;
    }
    attempt.outcome.ending = left_over(attempt.plan).empty() && !attempt.plan.refusal
                                 ? Ending::repaired
                                 : Ending::pending;
}

void Repair::conclude_failed(Attempt& attempt, const Result<void>& written,
                             const Result<cron::Observation>& back) {
    const ZonedTime now = services_.clock.now();
    const Error error = failure(attempt, written, back);
    attempt.outcome.error = error;
    if (!attempt.incident) {
        auto known = book_.continued(
            failure_incident(task_, attempt.plan, attempt.state.memory, now, services_));
        if (!known) {
            return;
        }
        attempt.incident = std::move(*known);
        attempt.incident->snapshot = attempt.outcome.snapshot;
        attempt.incident->was_no_table = attempt.plan.before.absent();
    }
    Incident& incident = *attempt.incident;
    const std::string words = redact_message(to_string(error));
    if (incident.error != words) {
        add_event(incident, now, "crontab(1)", error.message);
    }
    incident.trouble = error.code == ErrorCode::rejected ? incident::Trouble::rejected
                                                         : incident::Trouble::unverified;
    incident.error = words;
    incident.offered = redact_table(attempt.plan.after);
    settle_headline(incident);
    store::Store::Ending ending;
    ending.table = task_.key;
    ending.snapshot = attempt.outcome.snapshot;
    ending.outcome = store::Outcome::failed;
    ending.incidents.push_back(incident);
    if (const auto concluded = conclude(attempt, ending); !concluded) {
        attempt.outcome.error->message +=
            "; and that could not be put on record: " + concluded.error().message;
    }
}

Error Repair::failure(const Attempt& attempt, const Result<void>& written,
                      const Result<cron::Observation>& back) const {
    const bool stands_as_before = back && *back == attempt.plan.before;
    if (!written) {
        Error error = written.error();
        if (stands_as_before) {
            error.message += attempt.plan.before.absent() ? "; there is no table, as before"
                                                          : "; the old table stands";
        } else {
            error.code = ErrorCode::unverified;
            error.message += "; what stands there now is not certain";
        }
        return error;
    }
    if (!back) {
        return {ErrorCode::unverified,
                fmt::format("the {} was written, but could not be read again: {}", task_.name,
                            back.error().message),
                back.error().mend};
    }
    return {ErrorCode::unverified,
            stands_as_before
                ? fmt::format("crontab took the new {} without a word, but the old one stands",
                              task_.name)
                : fmt::format("the {}, read again, is not what was written: somebody else wrote it "
                              "too, or crontab changed it",
                              task_.name),
            "the next pass starts from what stands there"};
}

}  // namespace cronmend::reconcile
