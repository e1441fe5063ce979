// Each rule on crontabs: where it speaks, and where it keeps silent.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.hpp"

namespace cronmend::test {
namespace {

using cron::Flavour;
using cron::TableForm;

struct Row {
    std::string text;
    std::string expected;  // "line:column code" lines; "" for none
};

void check(const std::vector<Row>& rows, const lint::Options& options = options_for(),
           TableForm form = TableForm::user) {
    for (const Row& row : rows) {
        FakeHost host;
        const std::string seen = to_text(lint_table(host, row.text, options, form));
        CHECK_MESSAGE(seen == row.expected, row.text);
    }
}

void check_berlin(const std::vector<Row>& rows, Flavour flavour = Flavour::debian) {
    for (const Row& row : rows) {
        FakeHost host;
        host.in_berlin = true;
        const std::string seen = to_text(lint_table(host, row.text, options_for(flavour)));
        CHECK_MESSAGE(seen == row.expected, row.text);
    }
}

TEST_CASE("Lint: what is in order") {
    check({
        {"", ""},
        {"# a comment\n\nSHELL=/bin/sh\nMAILTO=\"\"\n0 3 * * * /bin/x\n", ""},
        {"# a comment without an end", ""},
        {"@daily /bin/x\n*/5 * * * * x\n@reboot /bin/x --daemon\n", ""},
        {"0 3 * * 1-5 /bin/x\n0 3 1 * * /bin/x\n", ""},
    });
}

TEST_CASE("Lint: what cron refuses") {
    check({
        {"61 * * * * /bin/x\n", "1:1 refused\n"},
        {"0 3 * * * /bin/x\n  * * * /bin/x\n\n60 * * * * x\n", "2:3 refused\n4:1 refused\n"},
        {"FOO=\n", "1:1 refused\n"},
        {"export A=b\n", "1:1 refused\n"},
        {"@noon /bin/x\n", "1:1 refused\n"},
        {"0 3 * * * /bin/x", "1:17 missing-newline\n"},
        {"A=b", "1:4 missing-newline\n"},
        {"61 * * * * /bin/x", "1:1 refused\n"},
    });
    std::string long_table;
    for (int i = 0; i < 10001; ++i) {
        long_table += "# x\n";
    }
    check({{long_table, "10001:1 table-too-long\n"}});
}

TEST_CASE("Lint: percent") {
    check({
        {"0 3 * * * /bin/x $(date +%F)\n", "1:26 percent\n"},
        {"0 3 * * * /bin/x \\%F\n", ""},
        {"0 3 * * * /bin/x \\\\%F\n", "1:20 percent\n"},
        {"0 3 * * * é/x %F\n", "1:15 percent\n"},
        {"0 3 * * * % text\n", "1:11 no-command\n"},
    });
    check({{"0 3 * * * /bin/x %F\n", ""},
           {"0 3 * * * /bin/x \\%F\n", "1:19 odd-command\n"},
           {"0 3 * * * /bin/x # y\n", "1:18 odd-command\n"},
           {"PATH=/opt\n", "1:1 ignored-variable\n"},
           {"0 22-5 * * * /bin/x\n", "1:3 reversed-range\n"}},
          options_for(Flavour::busybox));
    check({{"0 3 * * * /bin/x %F\n", "1:18 percent\n"}}, options_for(Flavour::cronie));
}

TEST_CASE("Lint: the two day fields") {
    check({
        {"0 3 1 * 1 /bin/x\n", "1:5 day-or\n"},
        {"0 3 1-31 * 1 /bin/x\n", ""},
        {"0 3 1 * * /bin/x\n", ""},
        {"0 3 */3 * 1 /bin/x\n", "1:5 uneven-step\n1:5 day-and\n"},
        {"0 3 1 * 0-7 /bin/x\n", ""},
        {"0 3 * * */2 /bin/x\n", "1:9 uneven-step\n"},
    });
}

TEST_CASE(
    "Lint: the mend of two day fields tests the days that are meant, as the line can have it") {
    struct MendRow {
        std::string schedule;
        std::string mend;
        cron::Flavour flavour = cron::Flavour::debian;
    };
    const std::vector<MendRow> rows = {
        {"0 0 13 * fri", "\"0 0 13 * *\", and begin the command with: test $(date +\\%u) = 5 &&"},
        {"0 3 1 * 0", "\"0 3 1 * *\", and begin the command with: test $(date +\\%u) = 7 &&"},
        {"0 3 1-7 * mon-wed",
         "\"0 3 1-7 * *\", and make the command: case $(date +\\%u) in 1|2|3) COMMAND;; esac"},
        {"0 0 13 * fri", "\"0 0 13 * *\", and begin the command with: test $(date +%u) = 5 &&",
         cron::Flavour::busybox},
    };
    for (const MendRow& row : rows) {
        FakeHost host;
        const auto found = lint_table(host, row.schedule + " /bin/x\n", options_for(row.flavour));
        REQUIRE_MESSAGE(found.size() == 1, row.schedule);
        CHECK(found.front().mend == "if both shall fit, write " + row.mend);
    }
}

TEST_CASE("Lint: never fires, and ranges that run backwards") {
    check({
        {"0 3 30 2 * /bin/x\n", "1:1 never-fires\n"},
        {"0 3 29 2 1 /bin/x\n", "1:5 day-or\n"},
        {"0 22-5 * * * /bin/x\n", "1:3 reversed-range\n"},
        {"0 3 * * sat-sun /bin/x\n", "1:9 reversed-range\n"},
        {"0 3 * * sun-sat /bin/x\n", ""},
        {"0 3 * * fri-7 /bin/x\n", ""},
        {"0 3 * dec-jan * /bin/x\n", "1:7 reversed-range\n"},
    });
}

TEST_CASE("Lint: steps") {
    check({
        {"*/7 * * * * /bin/x\n", "1:1 uneven-step\n"},
        {"*/15 * * * * /bin/x\n", ""},
        {"0 */5 * * * /bin/x\n", "1:3 uneven-step\n"},
        {"0 */6 * * * /bin/x\n", ""},
        {"0 3 1 */5 * /bin/x\n", "1:7 uneven-step\n"},
        {"*/90 * * * * /bin/x\n", "1:1 big-step\n"},
        {"0 */24 * * * /bin/x\n", "1:3 big-step\n"},
        {"0-10/20 * * * * /bin/x\n", "1:1 big-step\n"},
        {"0-59/7 * * * * /bin/x\n", ""},
        {"*/1 * * * * /bin/x\n", ""},
        {"0,*/50 * * * * /bin/x\n", "1:1 uneven-step\n"},
    });
}

TEST_CASE("Lint: junk that cron ignores") {
    check({
        {"5;30 * * * * /bin/x\n", "1:2 junk\n"},
        {"1-5-9 * * * * /bin/x\n", "1:4 junk\n"},
        {"0~59 * * * * /bin/x\n", "1:2 junk\n"},
        {"0 3 * * MON#2 /bin/x\n", "1:12 junk\n"},
        {"*/2/3 * * * * /bin/x\n", "1:4 junk\n"},
        {"1,2 * * * * /bin/x\n", ""},
        {"4294967296 3 * * * /bin/x\n", "1:1 odd-time\n"},
    });
    check({{"0~59 * * * * /bin/x\n", ""}}, options_for(Flavour::cronie));
}

TEST_CASE("Lint: every minute of some hours") {
    check({
        {"* 3 * * * /bin/x\n", "1:1 every-minute\n"},
        {"* */2 * * * /bin/x\n", "1:1 every-minute\n"},
        {"* 8-17 * * * /bin/x\n", ""},
        {"* 22-23,0-5 * * * /bin/x\n", ""},
        {"* * * * * /bin/x\n", ""},
        {"*/5 3 * * * /bin/x\n", ""},
    });
}

TEST_CASE("Lint: the clocks of Berlin") {
    check_berlin({
        {"30 2 * * * /bin/x\n", "1:1 dst-gap\n1:1 dst-overlap\n"},
        {"30 3 * * * /bin/x\n", ""},
        {"30 2 1 * * /bin/x\n", ""},
        {"@daily /bin/x\n", ""},
        {"@hourly /bin/x\n*/5 * * * * x\n", ""},
        {"*/15 2 * * * /bin/x\n", "1:1 dst-gap\n1:1 dst-overlap\n"},
        {"CRON_TZ=UTC\n30 2 * * * /bin/x\n",
         "1:1 ignored-timezone\n2:1 dst-gap\n2:1 dst-overlap\n"},
    });
    check_berlin({{"CRON_TZ=UTC\n30 2 * * * /bin/x\n", ""},
                  {"CRON_TZ=Mars\n30 3 * * * /bin/x\n", "1:1 ignored-timezone\n"}},
                 Flavour::cronie);
    check({{"30 2 * * * /bin/x\n", ""}});
}

std::string summaries(const std::string& text, Flavour flavour) {
    FakeHost host;
    host.in_berlin = true;
    std::string all;
    for (const auto& each : lint_table(host, text, options_for(flavour))) {
        all += each.summary + "\n";
    }
    return all;
}

TEST_CASE("Lint: what each cron makes of a change of the clocks") {
    CHECK(summaries("30 2 * * * /bin/x\n", Flavour::debian) ==
          "in Europe/Berlin the clocks skip 02:00 to 03:00 on 2026-03-29: the start is made up for "
          "at 03:00\n"
          "in Europe/Berlin the clocks show 02:00 to 03:00 twice on 2026-10-25: the job is started "
          "the first time only\n");
    CHECK(summaries("*/30 2 * * * /bin/x\n", Flavour::debian) ==
          "in Europe/Berlin the clocks skip 02:00 to 03:00 on 2026-03-29: the starts are lost\n"
          "in Europe/Berlin the clocks show 02:00 to 03:00 twice on 2026-10-25: each is started "
          "both times\n");
    CHECK(summaries("0,30 2 * * * /bin/x\n", Flavour::debian)
              .find("the starts are made up for at 03:00, 2 times in one minute") !=
          std::string::npos);
    CHECK(summaries("30 2 * * * /bin/x\n", Flavour::busybox) ==
          "in Europe/Berlin the clocks skip 02:00 to 03:00 on 2026-03-29: the start is lost\n"
          "in Europe/Berlin the clocks show 02:00 to 03:00 twice on 2026-10-25: the job is started "
          "both times\n");
}

TEST_CASE("Lint: environment lines") {
    check({
        {"CRON_TZ=UTC\n", "1:1 ignored-timezone\n"},
        {"TZ=UTC\n", "1:1 ignored-timezone\n"},
        {"PATH=$PATH:/opt/bin\n", "1:1 no-expansion\n"},
        {"PATH=~/bin:/usr/bin\n", "1:1 no-expansion\n"},
        {"A=5$\nB=a~b\n", ""},
        {"MAILTO=root # the boss\n", "1:1 comment-in-value\n"},
        {"MAILTO=\"root\"\n", ""},
        {"*=5 * * * * x\n", "1:1 odd-variable\n"},
        {"5=3\n", "1:1 odd-variable\n"},
        {"  DB_PASSWORD=hunter2\n", "1:3 secret\n"},
    });
}

TEST_CASE("Lint: programs") {
    check({
        {"0 3 * * * /no/where\n", "1:11 no-program\n"},
        {"0 3 * * * /opt/secret\n", "1:11 not-executable\n"},
        {"0 3 * * * /opt\n", "1:11 not-executable\n"},
        {"0 3 * * * /net/far\n", ""},
        {"0 3 * * * bin/x\n", "1:11 relative-path\n"},
        {"0 3 * * * ./x\n", "1:11 relative-path\n"},
        {"0 3 * * * x --flag\n", ""},
        {"0 3 * * * tool\n", "1:11 not-in-path\n"},
        {"PATH=/usr/local/bin\n0 3 * * * tool\n", ""},
        {"0 3 * * * tool\nPATH=/usr/local/bin\n", "1:11 not-in-path\n"},
        {"PATH=bin:/usr/bin\n0 3 * * * tool\n", ""},
        {"0 3 * * * locked\n", "1:11 not-executable\n"},
        {"0 3 * * * unheard\n", "1:11 no-program\n"},
        {"0 3 * * * root /bin/x\n", "1:11 no-program\n"},
        {"0 3 * * * A=b /no/where\n", "1:15 no-program\n"},
        {"0 3 * * * cd /tmp && ./y\n", ""},
        {"0 3 * * * $PROGRAM -x\n", ""},
        {"SHELL=/usr/bin/python3\n0 3 * * * import os\n", ""},
        {"0 3 * * *\n", "1:1 no-command\n"},
        {"@daily\n", "1:1 no-command\n"},
    });
    FakeHost host;
    static_cast<void>(lint_table(host, "0 3 * * * /bin/x\n"));
    CHECK(host.asked == std::vector<std::pair<std::string, std::string>>{{"ops", "/bin/x"}});
}

TEST_CASE("Lint: what a command does with its output, its secrets and its end") {
    check({
        {"0 3 * * * /bin/x >/dev/null 2>&1\n", "1:18 lost-output\n"},
        {"0 3 * * * /bin/x > /dev/null 2>&1 || true\n", "1:18 lost-output\n"},
        {"0 3 * * * /bin/x &>/dev/null\n", "1:18 lost-output\n"},
        {"0 3 * * * /bin/x 2>/dev/null >/dev/null\n", "1:18 lost-output\n"},
        {"0 3 * * * /bin/x >/dev/null\n", ""},
        {"0 3 * * * /bin/x 2>&1 >/dev/null\n", ""},
        {"0 3 * * * test -x /bin/x >/dev/null 2>&1 && /bin/x\n", ""},
        {"0 3 * * * /bin/x --password=hunter2\n", "1:11 secret\n"},
        {"0 3 * * * /bin/x # nightly\n", "1:18 trailing-comment\n"},
        {"0 3 * * * /bin/x '# no'\n", ""},
        {"0 3 * * * /bin/x a#b\n", ""},
        {"0 3 * * * /bin/x\r\n0 4 * * * /bin/x\r\n", "1:17 carriage-return\n"},
        {"@daily /bin/x\n@daily  /bin/x\n", "2:1 repeated-entry\n"},
        {"@daily /bin/x\n0 0 * * * /bin/x\n", "2:1 repeated-entry\n"},
        {"@daily /bin/x\n@daily /bin/x 1\n", ""},
        {"@reboot /bin/x nightly-backup\n", "1:9 reboot-periodic\n"},
        {"@reboot /bin/x backup-daemon\n", ""},
    });
}

TEST_CASE("Lint: no secret is told") {
    FakeHost host;
    for (const auto& each : lint_table(host,
                                       "0 3 * * * /bin/x --password=hunter2 %F\n"
                                       "DB_PASSWORD=hunter2 # $x\n"
                                       "61 * * * * /bin/x --password=hunter2\n")) {
        CHECK_MESSAGE((each.summary + each.mend).find("hunter2") == std::string::npos,
                      each.summary);
    }
}

TEST_CASE("Lint: the system's tables") {
    check(
        {
            {"0 3 * * * root /bin/x\n", ""},
            {"0 3 * * * nobody-such /bin/x\n", "1:11 unknown-user\n"},
            {"0 3 * * * /bin/x --now\n", "1:11 unknown-user\n1:18 no-program\n"},
            {"0 3 * * * root\n", "1:1 refused\n"},
            {"0 3 * * * root x >/dev/null 2>&1\n", "1:18 lost-output\n"},
        },
        options_for(), TableForm::system);
    FakeHost host;
    static_cast<void>(
        lint_table(host, "0 3 * * * www-data /bin/x\n", options_for(), TableForm::system));
    CHECK(host.asked == std::vector<std::pair<std::string, std::string>>{{"www-data", "/bin/x"}});
}

}  // namespace
}  // namespace cronmend::test
