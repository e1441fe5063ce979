// Any bytes are a table: nothing breaks, and every place lies inside the text.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/lint/rule.hpp"
#include "fake_host.hpp"
#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::test {
namespace {

// "" if all is well.
std::string fault(const lint::Finding& finding, const std::string& text) {
    const auto lines = split_lines(text);
    if (lint::find_rule(finding.code) == nullptr) {
        return "no rule " + finding.code;
    }
    if (finding.summary.empty() || has_control_characters(finding.summary + finding.mend) ||
        !is_utf8(finding.summary + finding.mend)) {
        return "words that cannot be shown";
    }
    if (finding.where.line < 1 || finding.where.line > lines.size()) {
        return "a line outside of the text";
    }
    const std::size_t length = lines[finding.where.line - 1].size();
    if (finding.where.column < 1 || finding.where.column > length + 1) {
        return "a column outside of the line";
    }
    return {};
}

void check(FakeHost& host, const std::string& text, cron::Flavour flavour, cron::TableForm form) {
    for (const lint::Finding& each : lint_table(host, text, options_for(flavour), form)) {
        const std::string what = fault(each, text);
        if (!what.empty()) {
            FAIL(what << ": " << each.code << " at " << to_string(each.where) << ": "
                      << each.summary << "\n"
                      << printable(text));
        }
    }
}

TEST_CASE("Lint: generated tables") {
    Random random(chosen_seed());
    INFO("CRONMEND_SEED=" << random.seed());
    LineGenerator lines(random);
    FakeHost host;
    host.in_berlin = true;
    const std::vector<std::string> comments = {"# cronmend: ignore percent", "#", "",
                                               "# cronmend: ignore", "# cronmend: ignore x,y  z"};
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::size_t left = random.below(5); left > 0; --left) {
            text += random.one_in(6) ? random.pick(comments) : lines.line();
            text += random.one_in(20) ? "" : random.one_in(20) ? "\r\n" : "\n";
        }
        check(host, text, cron::kFlavours[random.below(cron::kFlavours.size())],
              random.one_in(3) ? cron::TableForm::system : cron::TableForm::user);
    }
}

TEST_CASE("Lint: bytes without sense") {
    Random random(chosen_seed());
    INFO("CRONMEND_SEED=" << random.seed());
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
    }
    FakeHost host;
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = random.bytes(400, random.one_in(2) ? all : "*/-,0159 \n=#%\"'@\r");
        check(host, text, cron::kFlavours[random.below(cron::kFlavours.size())],
              cron::TableForm::user);
    }
}

TEST_CASE("Lint: what is endless is cut") {
    FakeHost host;
    std::string text;
    for (int i = 0; i < 3'000; ++i) {
        text += "nonsense\n";
    }
    const auto findings = lint_table(host, text);
    CHECK(findings.size() == lint::kMostOfOneRule);
    CHECK(findings.back().summary.ends_with("; and 2000 more of this kind below"));
    const auto many = lint_table(host, std::string(lint::kMostLinesRead + 5, '\n'));
    REQUIRE(many.size() == 2);
    CHECK(many.back().where.line == lint::kMostLinesRead);
    check(host, std::string(3'000'000, '*'), cron::Flavour::debian, cron::TableForm::user);
    check(host, "0 3 * * * " + std::string(3'000'000, '%'), cron::Flavour::busybox,
          cron::TableForm::user);
}

}  // namespace
}  // namespace cronmend::test
