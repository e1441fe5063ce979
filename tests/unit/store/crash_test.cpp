// Killed at any moment, the store is whole when it is opened again, and each record is in it with
// all its parts or not at all.
#include <doctest/doctest.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <csignal>

#include "folder.hpp"
#include "generated.hpp"

using namespace cronmend;

namespace {

// Record n: a snapshot, an incident with n in every part, and the table's memory.
incident::Incident incident_number(std::size_t n) {
    incident::Incident made;
    made.id = test::id_number(n);
    made.title = std::to_string(n);
    for (std::size_t i = 0; i < 3; ++i) {
        incident::Member member;
        member.job = made.title;
        made.members.push_back(member);
        made.events.push_back({{}, made.title, made.title});
        made.actions.push_back(made.title);
    }
    return made;
}

// What a writer has told its parent.
struct Told {
    std::atomic<std::size_t> recorded{0};  // the number of the last record begun and given back
    std::atomic<std::size_t> ended{0};     // how many were concluded
};

// Writes for ever.
int write_until_killed(const std::string& path, Told& told) {
    auto opened = store::open(path);
    if (!opened) {
        return 1;
    }
    for (std::size_t n = told.recorded + 1;; ++n) {
        incident::Incident incident = incident_number(n);
        store::Snapshot snapshot;
        snapshot.summary = std::to_string(n);
        snapshot.after = std::string(n % 7 * 1000, 'x');
        const auto id = (*opened)->record(snapshot, &incident);
        if (!id) {
            return 2;
        }
        told.recorded = n;
        incident.snapshot = *id;
        incident.was_no_table = true;
        incident.status = incident::Status::resolved;
        store::Store::Ending ending;
        ending.table = "root";
        ending.snapshot = *id;
        ending.incidents = {incident};
        ending.applied =
            std::vector<plan::AppliedEntry>(n % 20 + 1, {std::to_string(n), 0, "", {}, ""});
        if (!(*opened)->conclude(ending)) {
            return 3;
        }
        ++told.ended;
    }
}

// Gives the number of records that were concluded.
std::size_t check_whole(store::Store& store, const Told& told) {
    const auto incidents = store.incidents({});
    const auto snapshots = store.snapshots("", 0);
    REQUIRE(incidents.has_value());
    REQUIRE(snapshots.has_value());
    CHECK(incidents->size() == snapshots->size());
    CHECK(incidents->size() >= told.recorded);
    std::size_t resolved = 0;
    std::size_t last_resolved = 0;
    for (const incident::Incident& found : *incidents) {
        incident::Incident wanted = incident_number(std::stoul(found.title));
        wanted.snapshot = found.snapshot;
        wanted.was_no_table = true;
        wanted.status = found.status;
        CHECK(found == wanted);
        const auto snapshot = store.snapshot(found.snapshot.value_or(0));
        REQUIRE(snapshot.has_value());
        REQUIRE(snapshot->has_value());
        CHECK((*snapshot)->summary == found.title);
        // Both parts of the ending, or neither.
        const bool ended = (*snapshot)->outcome == store::Outcome::verified;
        CHECK(ended == (found.status == incident::Status::resolved));
        resolved += ended ? 1U : 0U;
        last_resolved = std::max(last_resolved, ended ? std::stoul(found.title) : 0);
    }
    CHECK(resolved >= told.ended);
    const auto memory = store.recall("root");
    REQUIRE(memory.has_value());
    if (!memory->applied.empty()) {
        const std::size_t n = std::stoul(memory->applied.front().job);
        CHECK(n == last_resolved);
        CHECK(memory->applied.size() == n % 20 + 1);
    }
    CHECK(memory->applied.empty() == (resolved == 0));
    return resolved;
}

}  // namespace

TEST_CASE("killed at random moments") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    void* shared =
        ::mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(shared != MAP_FAILED);
    auto& told = *new (shared) Told{};

    for (int round = 0; round < 6; ++round) {
        const test::Folder folder;
        told.recorded = 0;
        told.ended = 0;
        for (int life = 0; life < 4; ++life) {
            const pid_t child =
                test::start_child([&] { return write_until_killed(folder.file(), told); });
            // Some die while they make or open the file, some in the middle of their work.
            ::usleep(static_cast<useconds_t>(random.below(random.one_in(2) ? 5'000 : 50'000)));
            ::kill(child, SIGKILL);
            REQUIRE(WIFSIGNALED(test::wait_for(child)));
            auto reader = store::open_read_only(folder.file());
            REQUIRE_MESSAGE(reader.has_value(), to_string(reader.error()));
            const auto seen = (*reader)->incidents({});
            auto opened = store::open(folder.file());
            REQUIRE_MESSAGE(opened.has_value(), to_string(opened.error()));
            // What the dead one had not told may be there all the same.
            told.ended = check_whole(**opened, told);
            told.recorded = (*opened)->incidents({})->size();
            REQUIRE(seen.has_value());
            CHECK(*seen == *(*opened)->incidents({}));
        }
    }
    ::munmap(shared, sizeof(Told));
}
