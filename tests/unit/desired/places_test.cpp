// That a diagnostic points at the character to blame, as an editor counts.
#include <doctest/doctest.h>

#include <string>

#include "yaml_text.hpp"

using namespace cronmend;
using namespace cronmend::desired::test;

TEST_CASE("the place is the one to blame") {
    struct Row {
        std::string name;
        std::string text;
        std::size_t line, column;
    };
    const std::string head = "version: 1\njobs:\n";
    for (const Row& row : {
             Row{"plain schedule's field", head + "  a: {schedule: 0 25 * * *, command: x}\n", 3,
                 19},
             Row{"quoted schedule's field", head + "  a: {schedule: \"0  25 * * *\", command: x}\n",
                 3, 21},
             Row{"field behind an anchor", head + "  a: {schedule: &s '0 25 * * *', command: x}\n",
                 3, 17},
             Row{"characters, not bytes",
                 head + "  a: {schedule: '@daily', system: \"äöü\", mode: x,"
                        " command: x}\n",
                 3, 48},
             Row{"behind a byte order mark", "\xef\xbb\xbfversion: 2\n", 1, 10},
             Row{"behind CRLF",
                 "version: 1\r\njobs:\r\n  a: {schedule: '@daily', command: x, "
                 "mode: no}\r\n",
                 3, 45},
             Row{"a value that is not there is blamed on its key",
                 head + "  a: {schedule: '@daily', command: x}\ntimezone:\n", 4, 1},
             Row{"second of equal keys", "version: 1\njobs: {}\nversion: 1\n", 3, 1},
             Row{"not UTF-8", "version: 1\n# \xc3\xa4 \xff\n", 2, 5},
             Row{"tab in the indentation",
                 "version: 1\njobs:\n  a:\n    schedule: '@daily'\n  \tcommand: x\n", 5, 3},
             Row{"second document", "version: 1\njobs: {}\n---\n", 3, 1},
         }) {
        INFO(row.name);
        const desired::ParsedState parsed = parse_text(row.text);
        INFO(listing(parsed.diagnostics));
        std::vector<SourceLocation> places;
        for (const Diagnostic& diagnostic : parsed.diagnostics) {
            if (diagnostic.severity == DiagnosticSeverity::error) {
                places.push_back(diagnostic.where);
            }
        }
        REQUIRE(places.size() == 1);
        CHECK(places[0] == SourceLocation{"jobs.yaml", row.line, row.column});
    }
}

TEST_CASE("a value put into quotes for the reader does not move what stands behind it") {
    const desired::ParsedState parsed = parse_text(
        "version: 1\njobs:\n  a:\n    schedule: */5 * * * *\n    command: x\n    mode: foo\n");
    REQUIRE(parsed.diagnostics.size() == 2);
    CHECK(parsed.diagnostics[0].where == SourceLocation{"jobs.yaml", 4, 15});
    CHECK(parsed.diagnostics[1].where == SourceLocation{"jobs.yaml", 6, 11});
}

TEST_CASE("a file full of unquoted schedules is reported in full up to the limit, and ends") {
    std::string text = "version: 1\njobs:\n";
    for (int i = 0; i < 200; ++i) {
        text += "  j" + std::to_string(i) + ":\n    schedule: */5 * * * *\n    command: x\n";
    }
    const desired::ParsedState parsed = parse_text(text);
    CHECK(parsed.diagnostics.size() == 51);
    CHECK(parsed.diagnostics[49].mend == "write schedule: \"*/5 * * * *\"");
}
