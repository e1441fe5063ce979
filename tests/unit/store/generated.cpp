#include "generated.hpp"

#include <cstdio>

namespace cronmend::test {
namespace {

template <class T>
T pick(Random& random, std::initializer_list<T> values) {
    return random.pick(std::vector<T>(values));
}

template <class F>
auto maybe(Random& random, F make) -> std::optional<decltype(make())> {
    return random.one_in(3) ? std::nullopt : std::optional{make()};
}

incident::Member some_member(Random& random) {
    using plan::Action, plan::Cause, plan::DriftKind;
    incident::Member member;
    member.job = hostile_bytes(random);
    member.index = random.below(5);
    member.kind = pick(
        random, {DriftKind::missing, DriftKind::changed, DriftKind::disabled, DriftKind::duplicate,
                 DriftKind::shadowed, DriftKind::orphaned, DriftKind::unmarked});
    member.action = pick(random, {Action::install, Action::replace, Action::enable, Action::remove,
                                  Action::mark, Action::report, Action::hold});
    member.cause = pick(random, {Cause::drift, Cause::rollout});
    member.before = maybe(random, [&] { return hostile_bytes(random); });
    member.after = maybe(random, [&] { return hostile_bytes(random); });
    member.reason = hostile_bytes(random);
    member.schedule = hostile_bytes(random);
    member.description = hostile_bytes(random);
    member.system = hostile_bytes(random);
    member.runbook = hostile_bytes(random);
    member.severity = pick(random, {Severity::info, Severity::warning, Severity::critical});
    member.last_seen = maybe(random, [&] { return some_time(random); });
    member.source = hostile_bytes(random);
    member.more = random.below(3);
    return member;
}

std::vector<std::string> some_texts(Random& random) {
    std::vector<std::string> texts(random.below(4));
    for (std::string& text : texts) {
        text = hostile_bytes(random);
    }
    return texts;
}

}  // namespace

std::string hostile_bytes(Random& random) {
    using namespace std::string_view_literals;
    return random.bytes(24, "ab \0\n\r\t\\='\";%\x01\x7f\x80\xff\xc3\xa9"sv);
}

ZonedTime some_time(Random& random) {
    return {Instant{Seconds{static_cast<std::int64_t>(random.below(4'000'000'000)) - 1000}},
            Seconds{static_cast<std::int64_t>(random.below(100'000)) - 50'000},
            pick<std::string>(random, {"CET", "UTC", "+0530", ""})};
}

std::string id_number(std::size_t number) {
    char id[32];
    std::snprintf(id, sizeof id, "INC-20251102124310-%06zu", number);
    return id;
}

incident::Incident some_incident(Random& random, const std::string& id) {
    using incident::Confidence, incident::Status, incident::Trouble;
    incident::Incident made;
    made.id = id;
    made.status = pick(random, {Status::open, Status::resolved});
    made.trouble = pick(random, {Trouble::drift, Trouble::unreadable, Trouble::unplanned,
                                 Trouble::refused, Trouble::rejected, Trouble::unverified});
    made.severity = pick(random, {Severity::info, Severity::warning, Severity::critical});
    made.category = hostile_bytes(random);
    made.title = hostile_bytes(random);
    made.user = hostile_bytes(random);
    made.table = hostile_bytes(random);
    made.host = hostile_bytes(random);
    made.created = some_time(random);
    made.resolved = maybe(random, [&] { return some_time(random); });
    // Of no row that is there: those say themselves whether there was a table.
    made.snapshot =
        maybe(random, [&] { return static_cast<std::int64_t>(1'000'000 + random.below(99)); });
    made.error = hostile_bytes(random);
    made.offered = hostile_bytes(random);
    made.verified = random.one_in(2);
    made.cause = {pick(random, {Confidence::confirmed, Confidence::likely, Confidence::unknown}),
                  hostile_bytes(random), some_texts(random)};
    made.last_successful_run = maybe(random, [&] { return some_time(random); });
    made.missed_runs =
        maybe(random, [&] { return std::vector<ZonedTime>(random.below(3), some_time(random)); });
    made.show_command = hostile_bytes(random);
    made.diff_command = hostile_bytes(random);
    made.record_options = hostile_bytes(random);
    made.actions = some_texts(random);
    made.notes = some_texts(random);
    made.sources = some_texts(random);
    for (std::size_t i = random.below(4); i > 0; --i) {
        made.members.push_back(some_member(random));
        made.events.push_back({some_time(random), hostile_bytes(random), hostile_bytes(random)});
    }
    return made;
}

store::Snapshot some_snapshot(Random& random) {
    using store::Occasion, store::Outcome;
    store::Snapshot made;
    made.user = hostile_bytes(random);
    made.table = hostile_bytes(random);
    made.time = some_time(random);
    made.occasion =
        pick(random, {Occasion::repair, Occasion::rollout, Occasion::rollback, Occasion::loss});
    made.outcome = pick(random, {Outcome::pending, Outcome::verified, Outcome::failed,
                                 Outcome::dropped, Outcome::unproved});
    made.before = maybe(random, [&] { return hostile_bytes(random); });
    made.after = hostile_bytes(random);
    made.after_absent = random.one_in(2);
    made.summary = hostile_bytes(random);
    return made;
}

std::vector<plan::AppliedEntry> some_applied(Random& random, std::size_t most) {
    std::vector<plan::AppliedEntry> entries(random.below(most + 1));
    for (plan::AppliedEntry& entry : entries) {
        entry.job = hostile_bytes(random);
        entry.index = random.below(9);
        entry.line = hostile_bytes(random);
        entry.source = hostile_bytes(random);
        entry.marked = random.one_in(2);
        entry.current = random.one_in(2);
        entry.last_in_order = maybe(random, [&] { return some_time(random); });
        entry.declared = random.one_in(2) ? std::vector<std::string>{"HOME", "MAILTO"}
                                          : std::vector<std::string>{};
        for (std::size_t i = random.below(3); i > 0; --i) {
            entry.environment[hostile_bytes(random)] = hostile_bytes(random);
        }
    }
    return entries;
}

}  // namespace cronmend::test
