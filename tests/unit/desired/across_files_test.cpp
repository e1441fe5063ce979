#include <doctest/doctest.h>

#include <string>

#include "yaml_text.hpp"

using namespace cronmend;
using cronmend::desired::parse;
using cronmend::desired::ParsedState;
using cronmend::desired::test::listing;

namespace {

std::string jobs(const std::string& lines) {
    return "version: 1\njobs:\n" + lines;
}

}  // namespace

TEST_CASE("an id stands once over all files, and both places are named") {
    const ParsedState parsed =
        parse({{"a.yaml", jobs("  x: {schedule: '@daily', command: /bin/a}\n")},
               {"b.yaml", jobs("\n  x: {schedule: '@hourly', command: /bin/b}\n")}},
              {"root"});
    CHECK(listing(parsed.diagnostics) ==
          "b.yaml:4:3: error: the job \"x\" is declared twice; it stands already at a.yaml:3:3\n"
          "    keep one of them, or give this one another id\n");
}

TEST_CASE("one entry is not declared twice, under two ids in two files") {
    const ParsedState parsed =
        parse({{"a.yaml", jobs("  x: {schedule: '0 0 * * *', command: /bin/a, user: root}\n")},
               {"b.yaml", jobs("  y: {schedule: '@daily', command: /bin/a}\n")}},
              {"root"});
    REQUIRE(parsed.diagnostics.size() == 1);
    CHECK(parsed.diagnostics[0].summary ==
          "jobs \"x\" and \"y\" declare the same entry: \"@daily /bin/a\" for user root; the first "
          "stands at a.yaml:3:3");
    CHECK(parsed.diagnostics[0].where == SourceLocation{"b.yaml", 3, 3});
}

TEST_CASE("the same entry for another user is another entry") {
    const ParsedState parsed =
        parse({{"a.yaml", jobs("  x: {schedule: '@daily', command: /bin/a, user: root}\n")},
               {"b.yaml", jobs("  y: {schedule: '@daily', command: /bin/a}\n")}},
              {"operator"});
    CHECK(listing(parsed.diagnostics).empty());
}

TEST_CASE("renamed_from is looked up over all files") {
    const ParsedState parsed =
        parse({{"a.yaml", jobs("  x: {schedule: '@daily', command: /bin/a, renamed_from: y}\n")},
               {"b.yaml", jobs("  y: {schedule: '@daily', command: /bin/b}\n")},
               {"c.yaml", jobs("  z: {schedule: '@daily', command: /bin/c, renamed_from: y}\n")}},
              {"root"});
    REQUIRE(parsed.diagnostics.size() == 3);
    CHECK(parsed.diagnostics[0].where.file == "a.yaml");
    CHECK(parsed.diagnostics[1].where.file == "c.yaml");
    CHECK(parsed.diagnostics[2].where.file == "c.yaml");
}

TEST_CASE("defaults are each file's own") {
    const ParsedState parsed =
        parse({{"a.yaml",
                "version: 1\ndefaults: {user: postgres, severity: critical}\njobs:\n"
                "  x: {schedule: '@daily', command: /bin/a}\n"},
               {"b.yaml", jobs("  y: {schedule: '@daily', command: /bin/a}\n")}},
              {"root"});
    CHECK(listing(parsed.diagnostics).empty());
    CHECK(parsed.state.jobs.at(0).user == "postgres");
    CHECK(parsed.state.jobs.at(1).user == "root");
    CHECK(parsed.state.jobs.at(1).severity == Severity::warning);
}

TEST_CASE("a file's time zone holds for its own jobs alone") {
    const auto file = [](const std::string& zone, const std::string& id) {
        return "version: 1\n" + (zone.empty() ? "" : "timezone: " + zone + '\n') + "jobs: {" + id +
               ": {schedule: '@daily', command: /bin/x}}\n";
    };
    const ParsedState parsed = parse({{"a.yaml", file("UTC", "a")},
                                      {"b.yaml", file("", "b")},
                                      {"c.yaml", file("Asia/Tokyo", "c")}},
                                     {"root"});
    // The same schedule and command, but at other times: no entry is declared twice.
    CHECK(listing(parsed.diagnostics).empty());
    REQUIRE(parsed.state.jobs.size() == 3);
    CHECK(parsed.state.jobs[0].timezone == "UTC");
    CHECK(parsed.state.jobs[1].timezone.empty());
    CHECK(parsed.state.jobs[2].timezone == "Asia/Tokyo");
}

TEST_CASE("the problems of all files are told, file by file and line by line") {
    const ParsedState parsed = parse({{"z.yaml", "version: 1\njobs: [\n"},
                                      {"a.yaml", jobs("  a: {schedule: x}\n  b:\n")},
                                      {"m.yaml", "version: 2\n"},
                                      {"e.yaml", ""}},
                                     {"root"});
    std::string places;
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        places += to_string(diagnostic.where) + ' ';
    }
    CHECK(places == "z.yaml:3:1 a.yaml:3:3 a.yaml:3:17 a.yaml:4:3 a.yaml:4:3 m.yaml:1:10 e.yaml ");
}

TEST_CASE("no files declare nothing") {
    const ParsedState parsed = parse({}, {"root"});
    CHECK(parsed.state == desired::DesiredState{});
    CHECK(parsed.diagnostics.empty());
}
