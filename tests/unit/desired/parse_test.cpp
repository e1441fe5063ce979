#include <doctest/doctest.h>

#include <string>

#include "generate.hpp"
#include "support/random.hpp"
#include "yaml_text.hpp"

using namespace cronmend;
using namespace cronmend::desired::test;
using cronmend::desired::CatchUp;
using cronmend::desired::Job;
using cronmend::desired::Mode;
using cronmend::desired::ParsedState;

TEST_CASE("a job of two keys has the defaults of cronmend.yaml(5)") {
    const ParsedState parsed = parse_text(one_job(""));
    CHECK(listing(parsed.diagnostics).empty());
    REQUIRE(parsed.state.jobs.size() == 1);
    Job wanted;
    wanted.id = "a";
    wanted.user = "operator";
    wanted.schedules = {{"0 3 * * *", cron::parse_schedule("0 3 * * *").value()}};
    wanted.command = "/bin/a";
    wanted.severity = Severity::warning;
    wanted.category = "automation";
    wanted.where = {"jobs.yaml", 3, 3};
    CHECK(parsed.state.jobs[0] == wanted);
    CHECK(parsed.state.jobs.at(0).timezone.empty());
}

TEST_CASE("a job's own keys come before the file's defaults, and environments are merged") {
    const ParsedState parsed = parse_text(
        "version: 1\n"
        "defaults:\n"
        "  user: www-data\n"
        "  environment: {MAILTO: all@example.org, LANG: C}\n"
        "  severity: critical\n"
        "  category: database\n"
        "  system: Orders\n"
        "  mode: warn\n"
        "  enabled: false\n"
        "  runbook: docs/db.md\n"
        "  track: true\n"
        "  catch_up: once\n"
        "jobs:\n"
        "  taker: {schedule: '@daily', command: /bin/a}\n"
        "  owner:\n"
        "    schedule: '@daily'\n"
        "    command: /bin/b\n"
        "    user: postgres\n"
        "    environment: {MAILTO: me@example.org, HOME: /srv}\n"
        "    severity: info\n"
        "    category: web\n"
        "    system: ''\n"
        "    mode: heal\n"
        "    enabled: true\n"
        "    runbook: ''\n"
        "    track: false\n"
        "    catch_up: none\n");
    CHECK(!has_errors(parsed.diagnostics));
    REQUIRE(parsed.state.jobs.size() == 2);
    const Job& taker = parsed.state.jobs[0];
    CHECK(taker.user == "www-data");
    CHECK(taker.environment == cron::Environment{{"MAILTO", "all@example.org"}, {"LANG", "C"}});
    CHECK(taker.severity == Severity::critical);
    CHECK(taker.category == "database");
    CHECK(taker.system == "Orders");
    CHECK(taker.mode == Mode::warn);
    CHECK(!taker.enabled);
    CHECK(taker.runbook == "docs/db.md");
    CHECK(taker.track);
    CHECK(taker.catch_up == CatchUp::once);
    const Job& owner = parsed.state.jobs[1];
    CHECK(owner.user == "postgres");
    CHECK(owner.environment ==
          cron::Environment{{"MAILTO", "me@example.org"}, {"LANG", "C"}, {"HOME", "/srv"}});
    CHECK(owner.severity == Severity::info);
    CHECK(owner.category == "web");
    CHECK(owner.system.empty());
    CHECK(owner.mode == Mode::heal);
    CHECK(owner.enabled);
    CHECK(owner.runbook.empty());
    CHECK(!owner.track);
    CHECK(owner.catch_up == CatchUp::none);
}

TEST_CASE("standard input loses the newline that cron appends, and no other") {
    struct Row {
        std::string yaml;
        std::string wanted;
    };
    for (const Row& row : {Row{"stdin: |\n      a\n      b\n", "a\nb"}, Row{"stdin: a\n", "a"},
                           Row{"stdin: \"a\\n\\n\"\n", "a\n"}, Row{"stdin: \"\"\n", ""},
                           Row{"stdin: |+\n      a\n\n", "a\n"}}) {
        INFO(row.yaml);
        const ParsedState parsed = parse_text(one_job("    " + row.yaml));
        CHECK(listing(parsed.diagnostics).empty());
        CHECK(parsed.state.jobs.at(0).standard_input == row.wanted);
    }
    CHECK(!parse_text(one_job("")).state.jobs.at(0).standard_input.has_value());
}

TEST_CASE("schedules are kept as declared, with one space between fields") {
    const ParsedState parsed = parse_text(
        "version: 1\njobs:\n  a: {schedule: [\"  0\\t3  * * MON \", '@weekly'], command: x}\n");
    CHECK(listing(parsed.diagnostics).empty());
    const Job& job = parsed.state.jobs.at(0);
    REQUIRE(job.schedules.size() == 2);
    CHECK(job.schedules[0].text == "0 3 * * MON");
    CHECK(job.schedules[0].schedule == cron::parse_schedule("0 3 * * mon").value());
    CHECK(job.schedules[1].text == "@weekly");
}

TEST_CASE("a declaration is held to the rules of the cron that will read it") {
    const auto listed = [](const std::string& schedule, const std::string& more,
                           cron::Flavour flavour) {
        const std::string text =
            "version: 1\njobs: {a: {schedule: \"" + schedule + "\", " + more + "}}\n";
        return listing(desired::parse({{"jobs.yaml", text}}, {"operator", flavour}).diagnostics);
    };
    const std::string kCommand = "command: /bin/a";
    const auto kDebian = cron::Flavour::debian;
    const auto kBusybox = cron::Flavour::busybox;
    CHECK(listed("0 3 * * 1-5", kCommand, kBusybox).empty());
    CHECK(listed("5/2 3 * * *", kCommand, kDebian).find("would refuse") != std::string::npos);
    CHECK(listed("5/2 3 * * *", kCommand, kBusybox).find("\"5/2\" is 5 alone") !=
          std::string::npos);
    CHECK(listed("0 3 * * 7", kCommand, kBusybox).find("goes by every value") != std::string::npos);
    CHECK(listed("5#2 3 * * *", kCommand, kDebian).find("\"5#2\" is read as \"5\"") !=
          std::string::npos);
    CHECK(listed("@daily", kCommand, cron::Flavour::bcron).find("it knows no @words") !=
          std::string::npos);
    CHECK(listed("0 3 * * *", "command: 'echo # x'", kDebian).empty());
    CHECK(listed("0 3 * * *", "command: 'echo # x'", kBusybox)
              .find("reads no more of it than \"echo\"") != std::string::npos);
    CHECK(listed("0 3 * * *", "command: 'date +%F'", kBusybox).empty());
    CHECK(listed("0 3 * * *", "command: cat, stdin: x", kBusybox)
              .find("no standard input from the table") != std::string::npos);
    CHECK(listed("0 3 * * *", "command: -x", cron::Flavour::cronie).find("bad option") !=
          std::string::npos);
}

TEST_CASE("blanks before a command are dropped, as cron skips them; those behind it stay") {
    const ParsedState parsed =
        parse_text("version: 1\njobs:\n  a: {schedule: '@daily', command: \" \\t x  y \"}\n");
    CHECK(parsed.state.jobs.at(0).command == "x  y ");
}

TEST_CASE("a job that is off is read like any other") {
    const ParsedState parsed = parse_text(one_job("    enabled: false\n    mode: off\n"));
    CHECK(listing(parsed.diagnostics).empty());
    CHECK(!parsed.state.jobs.at(0).enabled);
    CHECK(parsed.state.jobs.at(0).mode == Mode::off);
}

TEST_CASE("what an alias stands for is read as if it were written there") {
    const ParsedState parsed = parse_text(
        "version: 1\njobs:\n"
        "  a: {schedule: &night '0 3 * * *', command: /bin/a, expect: &e {newest: /x, within: "
        "9h}}\n"
        "  b: {schedule: *night, command: /bin/b, expect: *e}\n");
    CHECK(listing(parsed.diagnostics).empty());
    CHECK(parsed.state.jobs.at(1).schedules == parsed.state.jobs.at(0).schedules);
    CHECK(parsed.state.jobs.at(1).expect == parsed.state.jobs.at(0).expect);
}

TEST_CASE("a declaration says what it was made from: generated jobs come back from their YAML") {
    Random random(cronmend::test::chosen_seed());
    CAPTURE(random.seed());
    for (int round = 0; round < 150; ++round) {
        std::string text = "version: 1\ntimezone: Europe/Berlin\njobs:\n";
        std::vector<Job> wanted;
        for (std::size_t i = 0; i < 1 + random.below(8); ++i) {
            wanted.push_back(random_job(random, i, "Europe/Berlin"));
            text += yaml_of(wanted.back());
        }
        CAPTURE(text);
        ParsedState parsed = parse_text(text);
        INFO(listing(parsed.diagnostics));
        REQUIRE(!has_errors(parsed.diagnostics));
        REQUIRE(parsed.state.jobs.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            wanted[i].where = parsed.state.jobs[i].where;
            CHECK(parsed.state.jobs[i] == wanted[i]);
        }
    }
}
