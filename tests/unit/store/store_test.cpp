// The contract of store::Store, on the file and on its stand-in in memory.
#include <doctest/doctest.h>

#include <functional>

#include "folder.hpp"
#include "generated.hpp"

using namespace cronmend;
using incident::Incident;
using store::Hold;
using store::Outcome;
using store::Snapshot;
using store::Store;
using Ending = Store::Ending;

namespace {

struct Kind {
    const char* name;
    std::function<std::unique_ptr<Store>(const test::Folder&)> make;
};

template <class T>
T value_of(Result<T> result) {
    REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
    return std::move(result).value();
}

void done(const Result<void>& result) {
    REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
}

const std::vector<Kind> kKinds{
    {"file", [](const test::Folder& folder) { return value_of(store::open(folder.file())); }},
    {"memory", [](const test::Folder&) { return value_of(store::open_in_memory()); }}};

// Runs the test with a fresh store of each kind.
void with_each(const std::function<void(Store&)>& test) {
    for (const Kind& kind : kKinds) {
        CAPTURE(kind.name);
        const test::Folder folder;
        const auto fresh = kind.make(folder);
        test(*fresh);
    }
}

Incident simple(std::size_t number, const std::string& table = "crontab of root") {
    Incident incident;
    incident.id = test::id_number(number);
    incident.table = table;
    return incident;
}

ZonedTime time_at(long seconds) {
    return {Instant{Seconds{seconds}}, Seconds{3600}, "CET"};
}

}  // namespace

TEST_CASE("a fresh store knows nothing") {
    with_each([](Store& fresh) {
        CHECK(value_of(fresh.recall("root")) == store::TableMemory{});
        CHECK(value_of(fresh.tables()).empty());
        CHECK_FALSE(value_of(fresh.snapshot(1)).has_value());
        CHECK(value_of(fresh.snapshots("", 0)).empty());
        CHECK_FALSE(value_of(fresh.incident("INC-x")).has_value());
        CHECK(value_of(fresh.incidents({})).empty());
        CHECK(value_of(fresh.unreported()).empty());
        CHECK_FALSE(value_of(fresh.cached_declaration("k")).has_value());
    });
}

TEST_CASE("incidents and snapshots come back as they were, whatever bytes they hold") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    with_each([&](Store& store) {
        for (std::size_t i = 0; i < 30; ++i) {
            // Every second one replaces an earlier one.
            const std::string id = test::id_number(i / 2);
            Incident incident = test::some_incident(random, id);
            done(store.record(incident));
            CHECK(value_of(store.incident(id)) == incident);

            Snapshot snapshot = test::some_snapshot(random);
            snapshot.id = value_of(store.record(snapshot, &incident));
            CHECK(value_of(store.snapshot(snapshot.id)) == snapshot);
            incident.snapshot = snapshot.id;
            incident.was_no_table = !snapshot.before;
            CHECK(value_of(store.incident(id)) == incident);
        }
        CHECK(value_of(store.incidents({})).size() == 15);
        CHECK(value_of(store.snapshots("", 0)).size() == 30);
    });
}

TEST_CASE("table memory comes back as it was, and one table's does not touch another's") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    with_each([&](Store& store) {
        std::map<std::string, store::TableMemory> known;
        for (int i = 0; i < 40; ++i) {
            Ending ending;
            ending.table = random.pick(std::vector<std::string>{"root", "alice", "/tmp/a b"});
            store::TableMemory& memory = known[ending.table];
            if (random.one_in(2)) {
                ending.applied = memory.applied = test::some_applied(random, 6);
            }
            if (random.one_in(2)) {
                memory.retired.assign(
                    random.below(3),
                    plan::RetiredJob{test::hostile_bytes(random), test::hostile_bytes(random)});
                ending.retired = memory.retired;
            }
            if (random.one_in(2)) {
                memory.suspects.clear();
                for (std::size_t n = random.below(3); n > 0; --n) {
                    memory.suspects.push_back({test::hostile_bytes(random), random.below(4),
                                               test::hostile_bytes(random)});
                }
                ending.suspects = memory.suspects;
            }
            if (random.one_in(2)) {
                ending.last_pass = memory.last_pass = test::some_time(random);
            }
            if (random.one_in(2)) {
                ending.last_seen = memory.last_seen = test::hostile_bytes(random);
            }
            if (random.one_in(3)) {
                memory.hold = Hold{ending.table, 7, test::some_time(random)};
                ending.hold = memory.hold;
            } else if (random.one_in(3)) {
                memory.hold.reset();
                ending.hold = std::optional<Hold>{};
            }
            done(store.conclude(ending));
            std::vector<std::string> at_work;
            for (const auto& [table, expected] : known) {
                CAPTURE(table);
                CHECK(value_of(store.recall(table)) == expected);
                if (!expected.applied.empty() || expected.hold) {
                    at_work.push_back(table);
                }
            }
            CHECK(value_of(store.tables()) == at_work);
        }
    });
}

TEST_CASE("an incident recorded with a snapshot names it, and the caller's copy is untouched") {
    with_each([](Store& store) {
        const Incident incident = simple(1);
        const std::int64_t first = value_of(store.record(Snapshot{}, &incident));
        const std::int64_t second = value_of(store.record(Snapshot{}, nullptr));
        CHECK(second > first);
        CHECK(value_of(store.incident(incident.id))->snapshot == first);
        CHECK_FALSE(incident.snapshot.has_value());
    });
}

TEST_CASE("an ending changes outcome, incident and memory together, or nothing") {
    with_each([](Store& store) {
        Incident incident = simple(1);
        const std::int64_t id = value_of(store.record(Snapshot{}, &incident));
        CHECK(value_of(store.snapshot(id))->outcome == Outcome::pending);

        Ending ending;
        ending.table = "root";
        ending.snapshot = id;
        ending.outcome = Outcome::verified;
        incident.snapshot = id;
        incident.was_no_table = true;
        incident.status = incident::Status::resolved;
        ending.incidents = {incident};
        ending.applied = {{"a", 0, "line", {}, ""}};
        ending.last_pass = time_at(5);
        done(store.conclude(ending));
        CHECK(value_of(store.snapshot(id))->outcome == Outcome::verified);
        CHECK(value_of(store.incident(incident.id)) == incident);
        CHECK(value_of(store.recall("root")).applied == *ending.applied);

        Ending wrong = ending;
        wrong.snapshot = id + 100;
        wrong.incidents[0].title = "changed";
        wrong.incidents.push_back(simple(2));
        wrong.applied->clear();
        const Result<void> refused = store.conclude(wrong);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::not_found);
        CHECK(value_of(store.incident(incident.id)) == incident);
        CHECK_FALSE(value_of(store.incident(simple(2).id)).has_value());
        CHECK(value_of(store.recall("root")).applied == *ending.applied);
        // A failure is told once and does not stay.
        done(store.conclude(ending));
    });
}

TEST_CASE("incidents are listed newest first and filtered by status, table and number") {
    with_each([](Store& store) {
        for (std::size_t i = 0; i < 6; ++i) {
            Incident incident = simple(i, i % 3 == 0   ? "crontab of root"
                                          : i % 3 == 1 ? "crontab of alice"
                                                       : "/tmp/table");
            incident.created = time_at(i == 5 ? 0 : 100);  // the last recorded is the oldest
            incident.status = i < 3 ? incident::Status::open : incident::Status::resolved;
            done(store.record(incident));
        }
        const auto ids = [&](const store::IncidentFilter& filter) {
            std::vector<std::string> found;
            for (const Incident& incident : value_of(store.incidents(filter))) {
                found.push_back(incident.id.substr(24));
            }
            return found;
        };
        using Ids = std::vector<std::string>;
        CHECK(ids({}) == Ids{"4", "3", "2", "1", "0", "5"});
        CHECK(ids({{}, "", 2, ""}) == Ids{"4", "3"});
        CHECK(ids({incident::Status::open, "", 0, ""}) == Ids{"2", "1", "0"});
        CHECK(ids({{}, "crontab of root", 0, ""}) == Ids{"3", "0"});
        CHECK(ids({{}, "root", 0, ""}) == Ids{"3", "0"});
        CHECK(ids({{}, "/tmp/table", 0, ""}) == Ids{"2", "5"});
        CHECK(ids({incident::Status::resolved, "alice", 1, ""}) == Ids{"4"});
        const std::string one = value_of(store.incidents({{}, "/tmp/table", 1, ""})).front().id;
        CHECK(ids({{}, "/tmp/table", 0, one}) == Ids{"5"});
        CHECK(ids({{}, "nobody", 0, ""}).empty());
        // A change does not move it.
        Incident changed = simple(0);
        changed.created = time_at(100);
        done(store.record(changed));
        CHECK(ids({}) == Ids{"4", "3", "2", "1", "0", "5"});
    });
}

TEST_CASE("snapshots are listed newest first and filtered by table and number") {
    with_each([](Store& store) {
        for (const char* table : {"crontab of root", "/tmp/t", "crontab of root"}) {
            Snapshot snapshot;
            snapshot.table = table;
            REQUIRE(store.record(snapshot, nullptr).has_value());
        }
        const auto ids = [&](std::string_view table, std::size_t limit) {
            std::vector<std::int64_t> found;
            for (const Snapshot& snapshot : value_of(store.snapshots(table, limit))) {
                found.push_back(snapshot.id);
            }
            return found;
        };
        using Ids = std::vector<std::int64_t>;
        CHECK(ids("", 0) == Ids{3, 2, 1});
        CHECK(ids("", 1) == Ids{3});
        CHECK(ids("root", 0) == Ids{3, 1});
        CHECK(ids("crontab of root", 9) == Ids{3, 1});
        CHECK(ids("/tmp/t", 0) == Ids{2});
    });
}

TEST_CASE("of a table's history the newest, the young and what is needed are kept") {
    with_each([](Store& store) {
        const auto add = [&](const std::string& table, long day, Outcome outcome) {
            Snapshot row;
            row.table = table;
            row.time = time_at(day * 86400);
            row.outcome = outcome;
            row.before = "before";
            return value_of(store.record(row, nullptr));
        };
        const auto count = [&](const char* table) {
            return value_of(store.snapshots(table, 0)).size();
        };
        const std::int64_t held = add("alice", 1, Outcome::verified);
        const std::int64_t pending = add("alice", 1, Outcome::pending);
        Ending hold;
        hold.table = "alice";
        hold.hold.emplace(Hold{"alice", held, time_at(1)});
        done(store.conclude(hold));
        Incident open = simple(1, "crontab of alice");
        Snapshot told;
        told.table = "alice";
        told.time = time_at(86400);
        const std::int64_t needed = value_of(store.record(told, &open));
        for (int row = 0; row < 60; ++row) {
            add("alice", 2, Outcome::verified);
            add("bob", 2, Outcome::verified);
        }
        CHECK(count("alice") == 63);  // all of them young

        add("alice", 200, Outcome::verified);
        CHECK(count("bob") == 60);
        CHECK(count("alice") == 50 + 3);
        for (const std::int64_t id : {held, pending, needed}) {
            CHECK(value_of(store.snapshot(id)).has_value());
        }
    });
}

TEST_CASE("a history of large tables is cut at a size") {
    with_each([](Store& store) {
        Snapshot row;
        row.table = "alice";
        row.outcome = Outcome::verified;
        row.time = time_at(1);
        row.after = std::string(1 << 20, 'x');
        row.before = row.after;
        for (int number = 0; number < 55; ++number) {
            static_cast<void>(value_of(store.record(row, nullptr)));
        }
        CHECK(value_of(store.snapshots("alice", 0)).size() == 32);
    });
}

TEST_CASE("the very newest of a history are kept, however large") {
    with_each([](Store& store) {
        Snapshot row;
        row.table = "alice";
        row.outcome = Outcome::verified;
        row.time = time_at(1);
        row.after = std::string(20 << 20, 'x');
        for (int number = 0; number < 7; ++number) {
            static_cast<void>(value_of(store.record(row, nullptr)));
        }
        CHECK(value_of(store.snapshots("alice", 0)).size() == 5);
    });
}

TEST_CASE("of a table's resolved incidents the newest and the young are kept, and every open one") {
    with_each([](Store& store) {
        std::size_t number = 0;
        const auto add = [&](long day, incident::Status status, const char* table) {
            Incident incident = simple(++number, table);
            incident.status = status;
            incident.created = time_at(day * 86400);
            done(store.record(incident));
            return incident.id;
        };
        using incident::Status;
        const std::string open = add(1, Status::open, "crontab of alice");
        const std::string oldest = add(1, Status::resolved, "crontab of alice");
        for (int i = 0; i < 205; ++i) {
            add(2, Status::resolved, "crontab of alice");
            add(2, Status::resolved, "crontab of bob");
        }
        CHECK(value_of(store.outdated("crontab of alice", time_at(300L * 86400))).empty());
        const auto ids = value_of(store.outdated("crontab of alice", time_at(400L * 86400)));
        REQUIRE(ids.size() == 6);
        CHECK(ids.front() == oldest);
        done(store.drop(ids));
        done(store.drop({open}));  // is not
        CHECK(value_of(store.incident(open)).has_value());
        store::IncidentFilter alices;
        alices.table = "crontab of alice";
        CHECK(value_of(store.incidents(alices)).size() == 201);
        alices.table = "crontab of bob";
        CHECK(value_of(store.incidents(alices)).size() == 205);
        CHECK(value_of(store.outdated("crontab of alice", time_at(400L * 86400))).empty());
    });
}

TEST_CASE("large incidents are cut at a size, but for the very newest") {
    for (const auto& [bytes, kept] :
         {std::pair<std::size_t, std::size_t>{1U << 20, 16}, {6U << 20, 5}}) {
        CAPTURE(bytes);
        const std::size_t size = bytes;
        const std::size_t left = kept;
        with_each([&](Store& store) {
            for (std::size_t number = 1; number <= 20; ++number) {
                Incident incident = simple(number);
                incident.status = incident::Status::resolved;
                incident.offered = std::string(size, 'x');
                done(store.record(incident));
            }
            CHECK(value_of(store.outdated("crontab of root", time_at(0))).size() == 20 - left);
        });
    }
}

TEST_CASE("what a write is to leave in mind is kept while its row is pending") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 20; ++round) {
        with_each([&](Store& store) {
            Snapshot row = test::some_snapshot(random);
            row.table = "root";
            row.outcome = Outcome::pending;
            row.intent = store::Intent{test::some_applied(random, 5),
                                       {{"gone", ""}, {"gone too", "/d/gone.yaml"}}};
            const std::int64_t id = value_of(store.record(row, nullptr));
            row.id = id;
            CHECK(value_of(store.newest_pending("root")) == row);
            Ending ending;
            ending.table = "root";
            ending.snapshot = id;
            ending.outcome = Outcome::unproved;
            done(store.conclude(ending));
            CHECK_FALSE(value_of(store.newest_pending("root")).has_value());
            row.outcome = Outcome::unproved;
            row.intent.reset();
            CHECK(value_of(store.snapshot(id)) == row);
        });
    }
}

TEST_CASE("a table is forgotten, all but its history, and no other is") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    with_each([&](Store& store) {
        for (const char* table : {"alice", "bob"}) {
            Snapshot row;
            row.table = table;
            row.intent =
                store::Intent{test::some_applied(random, 5), {plan::RetiredJob{"x", "/d/x.yaml"}}};
            const std::int64_t id = value_of(store.record(row, nullptr));
            Ending ending;
            ending.table = table;
            ending.applied = std::vector{plan::AppliedEntry{"job", 0, "@daily x", {}, "/d.yaml"}};
            ending.suspects = std::vector{plan::Suspect{"job", 0, "@daily y"}};
            ending.retired = std::vector<plan::RetiredJob>{{"old", "/d/old.yaml"}};
            ending.last_pass = time_at(1);
            ending.last_seen = "text";
            ending.hold.emplace(Hold{table, id, time_at(1)});
            done(store.conclude(ending));
        }
        const store::TableMemory bob = value_of(store.recall("bob"));
        Incident incident = simple(1, "crontab of alice");
        done(store.record(incident));
        incident.status = incident::Status::resolved;
        done(store.forget("alice", {incident}));
        CHECK(value_of(store.recall("alice")) == store::TableMemory{});
        CHECK(value_of(store.recall("bob")) == bob);
        CHECK_FALSE(value_of(store.newest_pending("alice")).has_value());
        CHECK(value_of(store.newest_pending("bob")).has_value());
        CHECK(value_of(store.snapshots("alice", 0)).size() == 1);
        CHECK(value_of(store.incident(incident.id)) == incident);
    });
}

TEST_CASE("the newest pending snapshot of a table is found") {
    with_each([](Store& store) {
        CHECK_FALSE(value_of(store.newest_pending("root")).has_value());
        Snapshot snapshot;
        for (const char* table : {"root", "root", "alice", "root"}) {
            snapshot.table = table;
            REQUIRE(store.record(snapshot, nullptr).has_value());
        }
        const auto newest = [&] {
            const auto found = value_of(store.newest_pending("root"));
            return found ? found->id : 0;
        };
        for (const std::int64_t expected : {4, 2, 1}) {
            CHECK(newest() == expected);
            Ending ending;
            ending.table = "root";
            ending.snapshot = expected;
            ending.outcome = expected == 2 ? Outcome::failed : Outcome::verified;
            done(store.conclude(ending));
        }
        CHECK(newest() == 0);
        CHECK(value_of(store.newest_pending("alice"))->id == 3);
    });
}

TEST_CASE("a report is due until the incident as it is now has been reported") {
    with_each([](Store& store) {
        const auto due = [&] { return value_of(store.unreported()).size(); };
        Incident incident = simple(1);
        done(store.record(incident));
        CHECK(value_of(store.unreported()) == std::vector{incident});
        done(store.mark_reported(incident));
        CHECK(due() == 0);

        done(store.record(incident));  // nothing new
        CHECK(due() == 0);
        Ending ending;
        ending.table = "root";
        ending.incidents = {incident};
        done(store.conclude(ending));
        CHECK(due() == 0);

        const Incident earlier = incident;
        incident.notes = {"a note"};
        done(store.record(incident));
        CHECK(due() == 1);
        done(store.mark_reported(earlier));  // the report that was written is out of date
        CHECK(due() == 1);
        done(store.mark_reported(incident));
        CHECK(due() == 0);

        incident.status = incident::Status::resolved;
        ending.incidents = {incident};
        done(store.conclude(ending));
        CHECK(due() == 1);

        const Result<void> unknown = store.mark_reported(simple(9));
        REQUIRE_FALSE(unknown.has_value());
        CHECK(unknown.error().code == ErrorCode::not_found);
    });
}

TEST_CASE("what another connection writes in between is not taken for one's own") {
    const test::Folder folder;
    const auto ours = value_of(store::open(folder.file()));
    const auto theirs = value_of(store::open(folder.file()));
    Incident incident = simple(1);
    incident.actions = {"one"};
    done(ours->record(incident));
    Incident noted = incident;
    noted.notes = {"a note"};
    noted.actions = {"another"};
    done(theirs->record(noted));

    done(ours->mark_reported(incident));  // not what is stored by now
    CHECK(value_of(ours->unreported()) == std::vector{noted});
    incident.actions = {"one", "two"};
    done(ours->record(incident));
    CHECK(value_of(theirs->incident(incident.id)) == incident);
}

TEST_CASE("lists grow, shrink and change") {
    with_each([](Store& store) {
        Incident incident = simple(1);
        const std::vector<std::vector<std::string>> states{
            {"a"}, {"a", "b", "c"}, {"a", "b"}, {"x", "b"}, {}, {"y"}};
        for (const auto& texts : states) {
            incident.actions = texts;
            incident.notes = texts;
            incident.cause.evidence = texts;
            incident.events.clear();
            incident.missed_runs.reset();
            for (const std::string& text : texts) {
                incident.events.push_back({time_at(1), text, text});
                incident.missed_runs.emplace().push_back(time_at(2));
            }
            done(store.record(incident));
            CHECK(value_of(store.incident(incident.id)) == incident);
        }
    });
}

TEST_CASE("the declaration cache keeps the last few") {
    using namespace std::string_view_literals;
    with_each([](Store& store) {
        done(store.cache_declaration("k0\n\0x"sv, "a\0b\xff"sv));
        CHECK(value_of(store.cached_declaration("k0\n\0x"sv)) == std::string{"a\0b\xff"sv});
        CHECK_FALSE(value_of(store.cached_declaration("k0\n"sv)).has_value());
        done(store.cache_declaration("k0\n\0x"sv, ""));
        CHECK(value_of(store.cached_declaration("k0\n\0x"sv)) == std::string{});
        for (int i = 1; i < 20; ++i) {
            done(store.cache_declaration("k" + std::to_string(i), "v" + std::to_string(i)));
        }
        CHECK(value_of(store.cached_declaration("k19")) == "v19");
        CHECK(value_of(store.cached_declaration("k17")) == "v17");
        CHECK_FALSE(value_of(store.cached_declaration("k1")).has_value());
    });
}

TEST_CASE("every word is its own") {
    CHECK(to_string(store::Occasion::repair) == "repair");
    CHECK(to_string(store::Occasion::rollout) == "rollout");
    CHECK(to_string(store::Occasion::rollback) == "rollback");
    CHECK(to_string(Outcome::pending) == "pending");
    CHECK(to_string(Outcome::verified) == "verified");
    CHECK(to_string(Outcome::failed) == "failed");
    CHECK(to_string(Outcome::dropped) == "dropped");
    CHECK(to_string(Outcome::unproved) == "unproved");
}

TEST_CASE("a thousand entries are remembered, shortened and grown") {
    with_each([](Store& store) {
        std::vector<plan::AppliedEntry> entries;
        for (std::size_t i = 0; i < 1000; ++i) {
            entries.push_back({"job-" + std::to_string(i),
                               0,
                               "0 3 * * * /usr/local/bin/run",
                               {{"PATH", "/usr/bin:/bin"}, {"SHELL", "/bin/sh"}},
                               "/etc/cronmend/schedules/a.yaml"});
        }
        Ending ending;
        ending.table = "root";
        const auto settle = [&] {
            ending.applied = entries;
            done(store.conclude(ending));
            const store::TableMemory memory = value_of(store.recall("root"));
            CHECK(memory.applied == entries);
        };
        settle();
        entries.erase(entries.begin() + 3);
        settle();
        entries.resize(2);
        settle();
        entries.resize(500, {"new", 1, "x", {}, ""});
        settle();
        entries.clear();
        settle();
    });
}
