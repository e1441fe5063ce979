// Laws 3, 5 and 6 over generated tables, failures and rivals: what a pass sees that is not so, what
// it writes that does not stay, and what others write meanwhile.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

namespace {

// The lines of others, assignments left out: a value may stand in lines of cronmend's, too.
std::vector<std::string> others_in(const std::string& text) {
    std::vector<std::string> found;
    for (const std::string& line : test::lines_of(text)) {
        if (line.find("/foreign/") != std::string::npos && line.find('=') == std::string::npos) {
            found.push_back(line);
        }
    }
    return found;
}

// A table that was put right once and damaged since.
void prepare(BenchHost& host, test::DriftSource& source) {
    host.declare(source.declaration());
    host.crontab.text = source.foreign_table();
    static_cast<void>(host.pass());
    host.crontab.text = source.damage(*host.crontab.text);
    host.crontab.calls = host.crontab.reads = host.crontab.writes = 0;
}

// With nobody in the way any more, the story ends: in order, and nothing is open but what is only
// told, or others' to mend.
void check_calm_end(BenchHost& host) {
    host.crontab.meanwhile = nullptr;
    host.crontab.failures.clear();
    host.crontab.refuse = nullptr;
    host.crontab.forgetful = false;
    const TableOutcome outcome = host.pass();
    INFO("error: " << (outcome.error ? to_string(*outcome.error) : std::string{}));
    CHECK(outcome.ending != Ending::failed);
    for (const incident::Incident& incident : host.incidents(incident::Status::open)) {
        CAPTURE(incident::render_report(incident));
        // A line of others that cron refuses is theirs to mend.
        CHECK(incident.trouble == (incident.members.empty() && outcome.plan->refusal
                                       ? incident::Trouble::refused
                                       : incident::Trouble::drift));
        CHECK(outcome.ending == Ending::pending);
    }
    const auto rows = host.store->snapshots("", 0);
    REQUIRE(rows);
    for (const store::Snapshot& row : *rows) {
        CHECK(row.outcome != store::Outcome::pending);
    }
}

ErrorCode some_failure(test::Random& random) {
    return random.pick(std::vector{ErrorCode::unreadable, ErrorCode::not_permitted,
                                   ErrorCode::timed_out, ErrorCode::not_found});
}

}  // namespace

TEST_CASE("law 3, generated: a failed read is never an empty table, whenever it fails") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        BenchHost host;
        prepare(host, source);
        const std::optional<std::string> before = host.crontab.text;
        for (std::size_t call = 1; call <= 12; ++call) {
            if (random.one_in(3)) {
                host.crontab.failures[call] = {some_failure(random), "the disk is on fire", ""};
            }
        }
        const bool blind = host.crontab.failures.contains(1);
        host.crontab.meanwhile = [writes = std::size_t{0}](test::FakeCrontab& table,
                                                           std::size_t call) mutable {
            if (table.writes != writes) {
                writes = table.writes;
                // What is written is based on a look that succeeded right before.
                CHECK_FALSE(table.failures.contains(call - 1));
            }
        };
        const TableOutcome outcome = host.pass();
        CHECK(test::join(test::foreign_view(before.value_or(""))) ==
              test::join(test::foreign_view(host.crontab.text.value_or(""))));
        if (blind) {
            CHECK(outcome.ending == Ending::failed);
            CHECK(host.crontab.writes == 0);
            CHECK(host.crontab.text == before);
            bool told = false;
            for (const auto& incident : host.incidents(incident::Status::open)) {
                told = told || incident.trouble == incident::Trouble::unreadable;
            }
            CHECK(told);
        }
        check_calm_end(host);
    }
}

TEST_CASE("law 5, generated: nothing counts as repaired that does not stand there") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    std::size_t undone = 0;
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        BenchHost host;
        prepare(host, source);
        host.crontab.forgetful = random.one_in(4);
        const bool refusing = random.one_in(4);
        if (refusing) {
            host.crontab.refuse = [](std::string_view) { return "bad mood"; };
        }
        const bool mangling = random.one_in(2);
        host.crontab.meanwhile = [&](test::FakeCrontab& table, std::size_t) {
            // The look behind the write.
            if (mangling && table.writes == 1 && table.reads == 3) {
                table.text = source.damage(table.text.value_or(""));
            }
        };
        const TableOutcome outcome = host.pass();
        REQUIRE(outcome.plan);
        const bool stands = host.crontab.text.value_or("") == outcome.plan->after;
        CAPTURE(host.crontab.text.value_or("(none)"));
        CAPTURE(outcome.plan->after);
        CHECK((outcome.ending != Ending::repaired || stands));
        CHECK((!outcome.verified || stands));
        if (outcome.plan->writes() && !stands) {
            ++undone;
            CHECK(outcome.ending == Ending::failed);
            CHECK(host.store->snapshots("", 0)->front().outcome == store::Outcome::failed);
            CHECK_FALSE(host.incidents(incident::Status::open).empty());
        }
        check_calm_end(host);
    }
    CHECK(undone > 0);
}

TEST_CASE("law 6, generated: no line is lost that stood there at the last look") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    std::size_t written = 0;
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        BenchHost host;
        prepare(host, source);
        std::vector<std::string> expected = others_in(host.crontab.text.value_or(""));
        std::size_t writes = 0;
        host.crontab.meanwhile = [&](test::FakeCrontab& table, std::size_t) {
            // Between the last look and the write nobody can be kept out: see docs/safety.md.
            const bool in_the_gap = table.writes != writes;
            writes = table.writes;
            if (in_the_gap || !random.one_in(3)) {
                return;
            }
            std::string text = table.text.value_or("");
            if (!text.empty() && !text.ends_with('\n')) {
                text += '\n';
            }
            const std::string line = source.foreign_line();
            table.text = text + line;
            if (!others_in(line).empty()) {
                expected.push_back(line);
            }
        };
        static_cast<void>(host.pass());
        written += host.crontab.writes;
        check_calm_end(host);
        std::vector<std::string> found = others_in(host.crontab.text.value_or(""));
        // The last line may have had no newline, which it was given.
        for (std::vector<std::string>* lines : {&expected, &found}) {
            for (std::string& line : *lines) {
                line.erase(line.find_last_not_of('\n') + 1);
            }
        }
        CAPTURE(host.crontab.text.value_or(""));
        CHECK(test::join(expected) == test::join(found));
    }
    CHECK(written > 0);
}
