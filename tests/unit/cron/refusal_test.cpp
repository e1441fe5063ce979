#include "cronmend/cron/refusal.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace cronmend::cron {
namespace {

const std::string kZero(1, '\0');

std::string repeated(std::string_view line, std::size_t times) {
    std::string text;
    while (times-- > 0) {
        text += line;
    }
    return text;
}

TEST_CASE("A table that crontab would take is not refused") {
    const std::vector<std::string> texts = {
        "",
        "# bye",
        "  ",
        "* * * * * x\n",
        "* * * * * x\n# bye",
        "* * * * * x\n\t",
        "* * * * * x" + kZero,
        "A=b" + kZero,
        "* * * * * x" + kZero + "# bye",
        "#" + kZero + "x",
        repeated("\n", 10000),
        repeated("* * * * * x\n", 10000),
        repeated("* * * * * x\n", 10000) + "# bye",
        repeated("* * * * * x" + kZero, 20000) + "\n",
    };
    for (const std::string& text : texts) {
        CAPTURE(text.substr(0, 60));
        CHECK_FALSE(refusal(Crontab::parse(text)));
    }
}

TEST_CASE("A table that crontab would refuse is refused, with the line and the words") {
    struct Row {
        std::string name;
        std::string text;
        Refusal refusal;
    };
    const std::string newline = "new crontab file is missing newline before EOF";
    const std::string mend = "end the last line with a newline";
    const std::string too_long = "crontab is too long; maximum number of lines is 10000";
    const std::string shorten = "join or remove lines; comments and blank lines count";
    const std::string range = "bad minute: 60 is not between 0 and 59";
    const std::vector<Row> rows = {
        {"bad line", "\n# x\n60 * * * * x\n", {3, range, ""}},
        {"the first of two", "60 * * * * x\n* 24 * * * x\n", {1, range, ""}},
        {"entry at the end", "\n* * * * * x", {2, newline, mend}},
        {"assignment at the end", "A=b", {1, newline, mend}},
        {"bad line at the end", "60 * * * * x", {1, newline, mend}},
        {"bad line before the end", "60 * * * * x\n@daily", {1, range, ""}},
        {"a NUL before the end", "@daily x" + kZero + "A=b", {1, newline, mend}},
        {"a bad line ended by NUL", "60 * * * * x" + kZero, {1, range, ""}},
        {"behind a NUL", "\n@daily x" + kZero + "60 x\n", {2, range, ""}},
        {"too many", repeated("# x\n", 10001), {10001, too_long, shorten}},
        {"too many and a bad one", repeated("# x\n", 10001) + "60 * * * * x\n", {10002, range, ""}},
        {"too many, open", repeated("# x\n", 10001) + "@daily", {10002, newline, mend}},
        {"too many, open comment", repeated("# x\n", 10001) + "#", {10001, too_long, shorten}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const std::optional<Refusal> refused = refusal(Crontab::parse(row.text));
        REQUIRE(refused);
        CHECK(refused->line == row.refusal.line);
        CHECK(refused->words == row.refusal.words);
        CHECK(refused->mend == row.refusal.mend);
    }
}

}  // namespace
}  // namespace cronmend::cron
