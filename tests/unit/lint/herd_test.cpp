// Many entries in one minute.
#include <doctest/doctest.h>

#include <string>

#include "fake_host.hpp"

namespace cronmend::test {
namespace {

std::string entries(int count, const std::string& schedule) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += schedule + " x " + std::to_string(i) + "\n";
    }
    return text;
}

std::string told(const std::string& text, std::size_t herd = 10) {
    FakeHost host;
    lint::Options options = options_for();
    options.herd = herd;
    std::string all;
    for (const auto& each : lint_table(host, text, options)) {
        all += std::to_string(each.where.line) + " " + each.code + ": " + each.summary + " (" +
               each.mend + ")\n";
    }
    return all;
}

TEST_CASE("Lint: a herd") {
    CHECK(told(entries(9, "0 3 * * *")).empty());
    CHECK(told(entries(9, "0 3 * * *") + "30 4 * * * x\n").empty());
    CHECK(told("30 4 * * * x\n" + entries(12, "0 3 * * *")) ==
          "2 herd: 12 entries start together at 03:00, this one and 11 more (spread them over the "
          "hour; the quietest minutes: 03:08, 03:23, 03:37, 03:52)\n");
    CHECK(told(entries(3, "0 3 * * *"), 3).find("3 entries") != std::string::npos);
    CHECK(told(entries(20, "0 3 * * *"), 0).empty());
}

TEST_CASE("Lint: a herd of each hour is told once") {
    const std::string text = told(entries(10, "*/5 * * * *"));
    CHECK(text.find("10 entries start together at 00:00 and at other times") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("Lint: entries of each minute, and of different days, are no herd") {
    CHECK(told(entries(20, "* * * * *")).empty());
    CHECK(told(entries(6, "0 3 * * 1") + entries(6, "0 3 * * 2")).empty());
    CHECK(told(entries(6, "0 3 * * 1") + entries(6, "0 3 * * *")).find("12 entries") !=
          std::string::npos);
    CHECK(told(entries(12, "@reboot")).empty());
}

TEST_CASE("Lint: a herd over several tables, silenced at its first entry") {
    FakeHost host;
    const auto both = [&](const std::string& above) {
        lint::Linter linter(options_for(), host);
        linter.add({"a", above + entries(5, "0 3 * * *"), cron::TableForm::user, "ops"});
        linter.add({"b", entries(5, "0 3 * * *"), cron::TableForm::user, "root"});
        return std::move(linter).finish();
    };
    const auto findings = both("");
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().where == SourceLocation{"a", 1, 1});
    CHECK(both("# cronmend: ignore herd\n").empty());
}

}  // namespace
}  // namespace cronmend::test
