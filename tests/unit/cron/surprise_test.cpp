#include "cronmend/cron/surprise.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "generated_lines.hpp"
#include "support/random.hpp"

using namespace cronmend;
using namespace cronmend::cron;

namespace {

// "junk-ignored@1+2": the code, and the place that it is about.
std::string summary(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += (text.empty() ? "" : " ") + std::string(to_string(finding.what)) + "@" +
                std::to_string(finding.offset) + "+" + std::to_string(finding.length);
    }
    return text;
}

struct Row {
    Flavour flavour;
    std::string text;
    std::string found;
};

constexpr Flavour kDebian = Flavour::debian;
constexpr Flavour kCronie = Flavour::cronie;
constexpr Flavour kBusybox = Flavour::busybox;
constexpr Flavour kBcron = Flavour::bcron;
constexpr Flavour kSystemd = Flavour::systemd_cron;

}  // namespace

TEST_CASE("what is surprising about a schedule, and where") {
    const std::vector<Row> rows = {
        {kDebian, "0 3 * * mon-fri", ""},
        {kDebian, "5#2 3 * * *", "junk-ignored@1+2"},
        {kDebian, " 0 3 * * MON#2", "junk-ignored@12+2"},
        {kDebian, "0~59 3 * * *", "junk-ignored@1+3"},
        {kDebian, "1;2,3 3 * * *", "junk-ignored@1+4"},
        {kDebian, "0 22-2 * * *", "empty-range@2+4"},
        {kDebian, "*/60 3 * * *", "first-value-only@0+4"},
        {kDebian, "*/30 3 * * *", ""},
        {kDebian, "1-5/100 3 * * *", "first-value-only@0+7"},
        {kDebian, "4294967296 3 * * *", "number-wraps@0+10"},
        {kDebian, "0000000000005 3 * * *", ""},
        {kDebian, "0 0 */2 * 1", "both-days-must-match@0+11"},
        {kDebian, "0 0 1,15 * 1", ""},
        {kDebian, "60 * * * *", ""},  // refused, which is another story
        {kDebian, "@weekly", ""},
        {kCronie, "~ 3 * * *", "drawn-at-random@0+1"},
        {kCronie, "0 22-2 * * *", "empty-range@2+4"},
        {kBusybox, "0 22-2 * * *", "range-wraps@2+4"},
        {kBusybox, "0 3 * * 7", "field-error-logged@8+1"},
        {kBusybox, "0 3 * * monday", "field-error-logged@8+6"},
        {kBusybox, "0 3 1 0 *", "month-zero@6+1"},
        {kBusybox, "5/2 3 * * *", "first-value-only@0+3"},
        {kBusybox, "@daily", "crashes-daemon@0+6"},
        {kBcron, "5/2 3 * * *", "first-value-only@0+3"},
        {kBcron, "0 0 1 * 1", "both-days-must-match@0+9"},
        {kSystemd, "0 3 * * 5-7", "field-error-logged@8+3"},
        {kSystemd, "0 3 * * 0-7", "range-cut@8+3"},
        {kSystemd, "50-70 3 * * *", "range-cut@0+5"},
        {kSystemd, "0 3 1 nov *", "wrong-month@6+3"},
        {kSystemd, "@weekly", "weekly-is-monday@0+7"},
        {kSystemd, "@monthly", ""},
        {kSystemd, "@noon", "word-for-systemd@0+5"},
        {kDebian, "@noon", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(to_string(row.flavour));
        CAPTURE(row.text);
        CHECK(summary(schedule_surprises(row.text, row.flavour)) == row.found);
    }
}

TEST_CASE("what is surprising about the rest of a line") {
    const std::vector<Row> rows = {
        {kDebian, "0 3 * * * x", ""},
        {kDebian, "0 3 * * * x\r", "carriage-return@11+1"},
        {kDebian, "0 3 * * * date +%F", ""},
        {kDebian, "CRON_TZ=UTC", "zone-ignored@0+7"},
        {kDebian, "TZ=UTC", "zone-ignored@0+2"},
        {kDebian, "A=b", ""},
        {kDebian, "# 5#2 * * * * x", ""},
        {kCronie, "CRON_TZ=UTC", ""},
        {kCronie, "TZ=UTC", "zone-ignored@0+2"},
        {kCronie, "-0 3 * * * x", "quiet-entry@0+1"},
        {kBusybox, "0 3 * * * date +%F", "percent-literal@16+1"},
        {kBusybox, "0 3 * * * x # y", "hash-cuts-command@12+3"},
        {kBusybox, "0 3 * * * x \\", "joins-next-line@12+1"},
        {kBusybox, "PATH=/bin", "variable-ignored@0+9"},
        {kBusybox, "MAILTO=x", ""},
        {kSystemd, "0 3 * * * echo  x", "blanks-collapse@14+2"},
        {kSystemd, "0 3 * * * x\r", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(to_string(row.flavour));
        CAPTURE(row.text);
        CHECK(summary(line_surprises(row.text, row.flavour)) == row.found);
    }
}

TEST_CASE("findings say what is done, for any line and any cron") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    test::LineGenerator generator(random);
    for (int i = 0; i < 20000; ++i) {
        const std::string line = generator.line();
        for (const Flavour flavour : kFlavours) {
            for (const Finding& finding : line_surprises(line, flavour)) {
                const bool inside = finding.offset + finding.length <= line.size();
                if (!inside || finding.length == 0 || finding.words.empty()) {
                    CAPTURE(line);
                    CAPTURE(to_string(finding.what));
                    CHECK(false);
                }
            }
        }
    }
}
