#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/base/redact.hpp"
#include "cronmend/plan/signed_lines.hpp"

using namespace cronmend;
using namespace cronmend::plan;

namespace {

Change change_of(std::optional<std::string> before, std::optional<std::string> after) {
    Change change;
    change.told_before = before ? std::optional{redact(*before)} : std::nullopt;
    change.told_after = after ? std::optional{redact(*after)} : std::nullopt;
    change.before = std::move(before);
    change.after = std::move(after);
    return change;
}

std::string shown(const Change& change, Wanted wanted = Wanted::shown) {
    std::string out;
    for (const SignedLine& line : told_lines(change, wanted)) {
        out.append(1, line.sign).append(line.text).append(1, '|');
    }
    return out;
}

}  // namespace

TEST_CASE("what a change does is told by what stands there, without secrets") {
    struct Row {
        std::string name;
        std::optional<std::string> before, after;
        std::string expected;
    };
    const std::vector<Row> rows{
        {"an entry comes", std::nullopt, "#m\n@daily run --token abc",
         "+#m|+@daily run --token [redacted]|"},
        {"an entry goes", "@daily run --token abc", std::nullopt,
         "-@daily run --token [redacted]|"},
        {"its secret alone is another", "@daily run --token abc", "@daily run --token xyz",
         "-@daily run --token [redacted]|+@daily run --token [redacted]|"},
        {"variables come above it", "@daily run --token abc",
         "A=1\nB_TOKEN=x\n@daily run --token abc",
         "+A=1|+B_TOKEN=[redacted]| @daily run --token [redacted]|"},
        {"nothing", std::nullopt, std::nullopt, ""}};
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(shown(change_of(row.before, row.after)) == row.expected);
    }
}

TEST_CASE("what is wanted can be left out of it") {
    CHECK(shown(change_of("@daily a", "@daily b"), Wanted::left_out) == "-@daily a|");
}
