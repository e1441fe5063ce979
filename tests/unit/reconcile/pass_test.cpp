// Laws 3 to 6: what a pass may do to a table, and when it must not touch it.
#include <doctest/doctest.h>

#include <new>
#include <set>
#include <string>

#include "support/bench_host.hpp"

using namespace cronmend;
using namespace cronmend::reconcile;
using test::BenchHost;

TEST_CASE("a pass puts back what is missing, proves it, and the next one does nothing") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# mine\n";
    const TableOutcome first = host.pass();
    CHECK(first.ending == Ending::repaired);
    CHECK(first.verified);
    CHECK(first.incidents.size() == 1);
    CHECK(host.crontab.text->find("0 3 * * * /opt/backup\n") != std::string::npos);
    const std::string text = *host.crontab.text;

    const TableOutcome second = host.pass();
    CHECK(second.ending == Ending::in_order);
    CHECK(second.incidents.empty());
    CHECK(host.crontab.text == text);
    CHECK(host.crontab.writes == 1);
    CHECK(host.incidents().size() == 1);
    CHECK(host.store->snapshots("", 0)->size() == 1);
}

TEST_CASE("law 3: a table that cannot be read is an incident and never a write") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# mine\n";
    for (std::size_t call = 1; call <= 2; ++call) {
        CAPTURE(call);
        host.crontab.calls = 0;
        host.crontab.failures = {
            {call, {ErrorCode::unreadable, "crontab -l failed: disk on fire", ""}}};
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::failed);
        REQUIRE(outcome.error);
        CHECK(outcome.error->message == "crontab -l failed: disk on fire");
        CHECK(host.crontab.writes == 0);
        CHECK(host.crontab.text == "# mine\n");
    }
    const auto open = host.incidents(incident::Status::open);
    std::size_t unreadable = 0;
    for (const auto& incident : open) {
        unreadable += incident.trouble == incident::Trouble::unreadable ? 1U : 0U;
    }
    CHECK(unreadable == 1);

    host.crontab.failures.clear();
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents(incident::Status::open).empty());
}

TEST_CASE("what is thrown over one table is that table's failure") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.meanwhile = [](test::FakeCrontab&, std::size_t) { throw std::bad_alloc(); };
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    REQUIRE(outcome.error);
    CHECK(outcome.error->message.ends_with("could not be worked on: std::bad_alloc"));
    const auto seen = reconcile::preview(host.task, *host.store,
                                         [](const std::string&) { return std::string(); });
    REQUIRE_FALSE(seen);
    CHECK(seen.error() == *outcome.error);
    host.crontab.meanwhile = {};
    CHECK(host.pass().ending == Ending::repaired);
}

TEST_CASE("law 5: a repair counts only when the table, read again, shows it") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.forgetful = true;
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    CHECK_FALSE(outcome.verified);
    REQUIRE(host.incidents().size() == 1);
    CHECK(host.incidents()[0].status == incident::Status::open);
    CHECK(host.incidents()[0].trouble == incident::Trouble::unverified);
    CHECK(host.store->snapshots("", 0)->front().outcome == store::Outcome::failed);

    static_cast<void>(host.pass());
    CHECK(host.incidents().size() == 1);
    host.crontab.forgetful = false;
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.incidents().size() == 1);
    CHECK(host.incidents()[0].status == incident::Status::resolved);
}

TEST_CASE(
    "a refused table: the words and what was offered are in the incident, the old one stands") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "61 * * * * bad\n";
    host.crontab.refuse = [](std::string_view) { return "\"-\":0: bad minute"; };
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    CHECK(host.crontab.text == "61 * * * * bad\n");
    REQUIRE(host.incidents().size() == 1);
    const incident::Incident incident = host.incidents()[0];
    CHECK(incident.trouble == incident::Trouble::rejected);
    CHECK(incident.error.find("bad minute") != std::string::npos);
    CHECK(incident.offered.find("/opt/backup") != std::string::npos);
    CHECK(host.shelf.reports[incident.id].find("bad minute") != std::string::npos);
}

TEST_CASE("law 6: a table that moves between plan and write is planned for anew") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "# mine\n";
    host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t call) {
        if (call == 2) {
            *table.text += "@daily /somebody/elses\n";
        }
    };
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    CHECK(host.crontab.text->starts_with("# mine\n@daily /somebody/elses\n#cronmend: backup "));
    CHECK(host.incidents().size() == 1);
    CHECK(host.incidents(incident::Status::open).empty());
}

TEST_CASE("law 6: a table that never stands still is left alone") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "";
    host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t) { *table.text += "#\n"; };
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::moved);
    CHECK(host.crontab.writes == 0);
    CHECK(host.incidents().size() == 1);
}

TEST_CASE("somebody who writes after our write is seen when the table is read again") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "";
    host.crontab.meanwhile = [](test::FakeCrontab& table, std::size_t call) {
        if (call == 4) {
            table.text = "@daily /somebody/elses\n";
        }
    };
    CHECK(host.pass().ending == Ending::failed);
    CHECK(host.crontab.text == "@daily /somebody/elses\n");
    CHECK(host.pass().ending == Ending::repaired);
    CHECK(host.crontab.text->starts_with("@daily /somebody/elses\n"));
    CHECK(host.incidents(incident::Status::open).empty());
}

TEST_CASE("what was listed but not read exactly is not written back") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "@daily grep '\\b'\n";
    host.crontab.exact = false;
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::failed);
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::unsupported);
    CHECK(host.crontab.writes == 0);
}

TEST_CASE("laws 2, 4 and 5 through the whole pass, over generated drift") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        test::DriftSource source{random};
        BenchHost host;
        host.declare(source.declaration());
        host.crontab.text = source.foreign_table();
        for (int pass = 0; pass < 4; ++pass) {
            const std::string before = host.crontab.text.value_or("");
            const TableOutcome outcome = host.pass();
            INFO("error: " << (outcome.error ? to_string(*outcome.error) : std::string{}));
            CAPTURE(before);
            CHECK(outcome.ending != Ending::failed);
            const std::string after = host.crontab.text.value_or("");
            CHECK(test::join(test::foreign_view(before)) == test::join(test::foreign_view(after)));
            const std::size_t writes = host.crontab.writes;
            const std::size_t known = host.incidents().size();
            static_cast<void>(host.pass());
            CHECK(host.crontab.writes == writes);
            CHECK(host.incidents().size() == known);
            host.crontab.text = source.damage(after);
        }
    }
}

TEST_CASE("lines of others that went with ours are told, with the table in which they stood") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "0 1 * * * /bin/mine\n\n# a remark\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    *host.crontab.text += "0 2 * * * /bin/later\n";
    REQUIRE(host.pass().ending == Ending::in_order);
    const std::string seen = *host.crontab.text;
    host.crontab.text = "# a remark\n";
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::repaired);
    CHECK(outcome.plan->foreign_lost == 2);
    REQUIRE(outcome.lost);
    CHECK((*host.store->snapshot(*outcome.lost))->before == seen);
    const incident::Incident incident = host.incidents()[0];
    CHECK(host.shelf.reports[incident.id].find("2 lines of others") != std::string::npos);
    CHECK(host.crontab.text->find("/bin/mine") == std::string::npos);

    const TableOutcome next = host.pass();
    CHECK(next.ending == Ending::in_order);
    CHECK_FALSE(next.lost);
}

TEST_CASE("lines of others that go while ours stand are no matter of cronmend's") {
    BenchHost host;
    host.declare(test::kOneBackup);
    host.crontab.text = "0 1 * * * /bin/mine\n";
    REQUIRE(host.pass().ending == Ending::repaired);
    host.crontab.text->erase(0, host.crontab.text->find('\n') + 1);
    const TableOutcome outcome = host.pass();
    CHECK(outcome.ending == Ending::in_order);
    CHECK(outcome.plan->foreign_lost == 0);
    CHECK_FALSE(outcome.lost);
}

TEST_CASE("what is left of variables whose edit was declared since stays cronmend's") {
    const auto declared = [](const std::string& environment) {
        return "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a, environment: {" +
               environment + "}}\n";
    };
    for (const bool by_hand : {false, true}) {
        BenchHost host;
        host.declare(declared("MAILTO: a@x, PATH: /bin"));
        REQUIRE(host.pass().ending == Ending::repaired);
        std::string& text = *host.crontab.text;
        text.erase(text.find("PATH=/bin\n"), std::string_view{"PATH=/bin\n"}.size());
        host.declare(declared("MAILTO: a@x"));
        for (int pass = 0; pass < 3; ++pass) {
            const TableOutcome outcome = host.pass();
            CHECK(outcome.ending == Ending::in_order);
            CHECK(outcome.plan->foreign_lines == 0);
            CHECK(outcome.plan->diagnostics.empty());
        }
        if (by_hand) {
            host.crontab.text->replace(host.crontab.text->find("a@x"), 3, "evil@x");
        } else {
            host.declare(declared("MAILTO: n@x"));
        }
        const TableOutcome outcome = host.pass();
        CHECK(outcome.ending == Ending::repaired);
        CHECK(outcome.plan->foreign_lost == 0);
        REQUIRE(outcome.plan->changes.size() == 1);
        CHECK(outcome.plan->changes[0].reason ==
              (by_hand ? "the line that set MAILTO for it was edited by hand: line 2 says "
                         "MAILTO=evil@x"
                       : "the declaration of its MAILTO changed"));
        BenchHost anew;
        anew.declare(declared(by_hand ? "MAILTO: a@x" : "MAILTO: n@x"));
        anew.pass();
        CHECK(host.crontab.text == anew.crontab.text);
    }
}

TEST_CASE("a variable that was edited, then declared so, changes by the declaration") {
    BenchHost host;
    const std::string before = "version: 1\njobs:\n  a: {schedule: \"@daily\", command: /opt/a, ";
    host.declare(before + "environment: {MAILTO: a@x}}\n");
    host.pass();
    host.crontab.text->replace(host.crontab.text->find("a@x"), 3, "b@x");
    host.declare(before + "environment: {MAILTO: b@x}}\n");
    CHECK(host.pass().ending == Ending::in_order);
    host.declare(before + "environment: {MAILTO: c@x}}\n");
    const TableOutcome outcome = host.pass();
    REQUIRE(outcome.plan->changes.size() == 1);
    CHECK(outcome.plan->changes[0].reason == "the declaration of its MAILTO changed");
}
