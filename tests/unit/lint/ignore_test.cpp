// `# cronmend: ignore CODE`.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.hpp"

namespace cronmend::test {
namespace {

struct Row {
    std::string text;
    std::string expected;
};

TEST_CASE("Lint: a comment above an entry silences") {
    const std::vector<Row> rows = {
        {"# cronmend: ignore day-or\n0 3 1 * 1 /bin/x\n", ""},
        {"#cronmend: ignore day-or, percent\n0 3 1 * 1 /bin/x %\n", ""},
        {"# cronmend: ignore day-or percent\n0 3 1 * 1 /bin/x %\n", ""},
        {"# cronmend: ignore day-or\n# why\n#cronmend: job 0123456789abcdef\n0 3 1 * 1 /bin/x\n",
         ""},
        {"# cronmend: ignore percent\n# cronmend: ignore day-or\n0 3 1 * 1 /bin/x %\n", ""},
        {"# cronmend: ignore day-or\n\n0 3 1 * 1 /bin/x\n", "1:1 unused-ignore\n3:5 day-or\n"},
        {"# cronmend: ignore day-or\n0 3 * * * /bin/x\n", "1:1 unused-ignore\n"},
        {"# cronmend: ignore dayor\n0 3 1 * 1 /bin/x\n", "1:1 unused-ignore\n2:5 day-or\n"},
        {"# cronmend: ignore day-or\n0 3 1 * 1 /bin/x\n0 4 1 * 1 /bin/x\n", "3:5 day-or\n"},
        {"# cronmend: ignore Day-Or!\n0 3 1 * 1 /bin/x\n", "2:5 day-or\n"},
        {"# cronmend: ignore refused\n61 * * * * x\n", ""},
        {"# cronmend: ignore day-or", "1:1 unused-ignore\n"},
    };
    for (const Row& row : rows) {
        FakeHost host;
        CHECK_MESSAGE(to_text(lint_table(host, row.text)) == row.expected, row.text);
    }
}

TEST_CASE("Lint: a code that is none is told with the one that is meant") {
    FakeHost host;
    const auto findings = lint_table(host, "# cronmend: ignore percnt\n@daily /bin/x\n");
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().mend == "did you mean percent?");
    CHECK(findings.front().severity == DiagnosticSeverity::note);
}

}  // namespace
}  // namespace cronmend::test
