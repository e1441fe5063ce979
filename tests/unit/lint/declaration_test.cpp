// Each rule on declarations.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.hpp"

namespace cronmend::test {
namespace {

struct Row {
    std::string jobs;
    std::string expected;
};

lint::Findings lint_yaml(FakeHost& host, const std::string& text, std::string_view only = {}) {
    lint::Linter linter(options_for(), host);
    linter.add({{"jobs.yaml", text}}, "ops", only);
    return std::move(linter).finish();
}

TEST_CASE("Lint: names that the host does not have, once for each place, beside errors too") {
    FakeHost host;
    const std::string jobs =
        "jobs:\n  a:\n    schedule: \"0 3 * * *\"\n    command: /bin/x\n"
        "  b:\n    schedule: \"0 4 * * *\"\n    command: /bin/x\n    user: nobody-such\n"
        "  c:\n    schedule: \"0 5 * * *\"\n    command: /bin/x\n";
    const std::string head = "version: 1\ntimezone: Mars/Base\ndefaults:\n  user: nobody-there\n";
    CHECK(to_text(lint_yaml(host, head + jobs)) ==
          "2:11 unknown-zone\n4:9 unknown-user\n12:11 unknown-user\n");
    CHECK(to_text(lint_yaml(host, head + jobs + "    comand: x\n")) ==
          "2:11 unknown-zone\n4:9 unknown-user\n12:11 unknown-user\n16:5 bad-declaration\n");
    CHECK(to_text(lint_yaml(host, "version: 1\ntimezone: UTC\n" + jobs, "ops")) == "");
}

TEST_CASE("Lint: what cron does otherwise than a schedule reads is told once, beside errors too") {
    FakeHost host;
    const std::string text =
        "version: 1\njobs:\n  a:\n    schedule: [\"*/90 2 * * *\", \"5;30 4 * * *\"]\n"
        "    command: /bin/x\n";
    CHECK(to_text(lint_yaml(host, text)) == "4:16 big-step\n4:32 junk\n");
    CHECK(to_text(lint_yaml(host, text + "    comand: x\n")) ==
          "4:16 big-step\n4:32 junk\n6:5 bad-declaration\n");
}

TEST_CASE("Lint: declarations") {
    const std::vector<Row> rows = {
        {"  a:\n    schedule: \"0 3 * * *\"\n    command: /bin/x\n", ""},
        {"  a:\n    schedule: \"0 3 1 * 1\"\n    command: /bin/x\n", "4:15 day-or\n"},
        {"  a:\n    schedule: [\"0 3 * * *\", \"*/7 * * * *\"]\n    command: /bin/x\n",
         "4:29 uneven-step\n"},
        {"  a:\n    command: tool >/dev/null 2>&1\n    schedule: \"@daily\"\n",
         "4:14 lost-output\n4:14 not-in-path\n"},
        {"  a:\n    schedule: \"@daily\"\n    command: /bin/x $(date +%F)\n", ""},
        {"  a:\n    schedule: \"@daily\"\n    raw: true\n    command: /bin/x $(date +%F)\n",
         "6:14 percent\n"},
        {"  a:\n    schedule: \"@daily\"\n    command: /bin/x \\%F\n", "5:14 escaped-percent\n"},
        {"  a:\n    schedule: \"0 3 30 2 *\"\n    command: /bin/x\n", "4:15 never-fires\n"},
        {"  nightly:\n    schedule: \"@reboot\"\n    command: /bin/x\n", "5:14 reboot-periodic\n"},
        {"  a:\n    schedule: \"61 * * * *\"\n    command: /no/where\n", "4:16 bad-declaration\n"},
        {"  a:\n    enabled: false\n    schedule: \"0 3 1 * 1\"\n    command: /no/where\n", ""},
        {"  a:\n    environment: {PATH: /usr/local/bin}\n    schedule: \"@daily\"\n    command: "
         "tool\n",
         ""},
        {"  a:\n    schedule: \"0 3 1 * 1\"  # cronmend: ignore day-or\n    command: /bin/x\n", ""},
        {"  a:\n    # cronmend: ignore day-or\n    schedule: \"0 3 1 * 1\"\n    command: /bin/x\n",
         ""},
        {"  # cronmend: ignore day-or\n  a:\n    schedule: \"0 3 1 * 1\"\n    command: /bin/x\n",
         ""},
        {"  a:  # cronmend: ignore day-or\n    schedule: \"0 3 1 * 1\"\n    command: /bin/x\n", ""},
        {"  a:\n    schedule: \"0 3 30 2 *\"  # cronmend: ignore never-fires\n    command: "
         "/bin/x\n",
         ""},
        {"  a:\n    schedule: \"@daily\"\n    command: \"/bin/x # cronmend: ignore day-or\"\n", ""},
        {"  a:\n    environment: {PATH: \"$PATH:/opt\", HOME: \"~/x\", MAILTO: \"${ADMIN}\", COST: "
         "5$}\n"
         "    schedule: \"@daily\"\n    command: /bin/x\n",
         "4:19 no-expansion\n4:39 no-expansion\n4:52 no-expansion\n"},
        {"  a:\n    schedule: \"@daily\"\n    command: 0 3 * * * /bin/x\n",
         "5:14 odd-declaration\n"},
        {"  a:\n    schedule: \"@daily\"\n    command: www-data /bin/x\n", "5:14 no-program\n"},
        {"  a:\n    environment: {DB_PASSWORD: hunter2, LANG: C}\n    schedule: \"@daily\"\n"
         "    command: /bin/x\n",
         "4:19 secret\n"},
        {"  a:\n    schedule: \"@daily\"\n    command: /bin/x\n    environment:\n"
         "      LANG: C\n      # cronmend: ignore secret\n      API_TOKEN: abc\n",
         ""},
        {"  a:\n    environment: {DB_PASSWORD_FILE: /etc/pw, DB_PASSWORD: \"\"}\n"
         "    schedule: \"@daily\"\n    command: /bin/x\n",
         ""},
        {"  a:\n    schedule: \"@daily\"  # cronmend: ignore herd\n    command: /bin/x\n",
         "4:25 unused-ignore\n"},
    };
    for (const Row& row : rows) {
        FakeHost host;
        const std::string text = "version: 1\njobs:\n" + row.jobs;
        CHECK_MESSAGE(to_text(lint_yaml(host, text)) == row.expected, text);
    }
}

TEST_CASE("Lint: a declaration's own time zone, and its user") {
    FakeHost host;
    const std::string text =
        "version: 1\ntimezone: Europe/Berlin\njobs:\n"
        "  a: {schedule: \"30 2 * * *\", command: /bin/x, user: www-data}\n"
        "  b: {schedule: \"0 3 1 * 1\", command: /bin/x}\n";
    const auto findings = lint_yaml(host, text);
    CHECK(to_text(findings) == "4:17 dst-gap\n4:17 dst-overlap\n5:17 day-or\n");
    REQUIRE(findings.size() == 3);
    CHECK(findings.front().job == "a");
    CHECK(host.asked.front() == std::pair<std::string, std::string>{"www-data", "/bin/x"});
    CHECK(to_text(lint_yaml(host, text, "ops")) == "5:17 day-or\n");
}

TEST_CASE("Lint: the mend of two day fields is for YAML, and for the zone of the declaration") {
    FakeHost host;
    const std::string job = "  a:\n    schedule: \"0 0 13 * fri\"\n    command: /bin/x\n";
    const std::string mend =
        "if both shall fit, write \"0 0 13 * *\", and begin the command with: ";
    const auto mend_of = [&](const std::string& text) {
        const auto findings = lint_yaml(host, text);
        return findings.size() == 1 ? findings.front().mend : to_text(findings);
    };
    CHECK(mend_of("version: 1\njobs:\n" + job) == mend + "test $(date +%u) = 5 &&");
    CHECK(mend_of("version: 1\njobs:\n" + job + "    raw: true\n") ==
          mend + "test $(date +\\%u) = 5 &&");
    CHECK(mend_of("version: 1\ntimezone: Europe/Berlin\njobs:\n" + job) ==
          mend + "test $(TZ=Europe/Berlin date +%u) = 5 &&");
}

TEST_CASE("Lint: what the defaults of a file set is told once, where it stands") {
    FakeHost host;
    const std::string text =
        "version: 1\ndefaults:\n  environment: {PATH: \"$PATH:/opt\", API_TOKEN: abc}\njobs:\n"
        "  a: {schedule: \"0 3 * * *\", command: /bin/x}\n"
        "  b: {schedule: \"0 4 * * *\", command: /bin/x}\n"
        "  c: {schedule: \"0 5 * * *\", command: /bin/x, environment: {PATH: \"~/bin\"}}\n";
    CHECK(to_text(lint_yaml(host, text)) == "3:17 no-expansion\n3:37 secret\n7:61 no-expansion\n");
}

TEST_CASE("Lint: a user's name in front of a declared command") {
    FakeHost host;
    const auto findings = lint_yaml(host,
                                    "version: 1\njobs:\n  a:\n    schedule: \"@daily\"\n"
                                    "    command: www-data /bin/x\n");
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().mend ==
          "check the name, write the whole path, or install it; if the user www-data is meant: "
          "declare `user: www-data`, and begin the command with its program");
}

TEST_CASE("Lint: several files, each finding in its own") {
    FakeHost host;
    lint::Linter linter(options_for(), host);
    linter.add({{"a.yaml", "version: 1\njobs: {a: {schedule: \"0 3 1 * 1\", command: x}}\n"},
                {"b.yaml", "version: 1\njobs: {b: {schedule: \"* 3 * * *\", command: x}}\n"}},
               "ops");
    const auto findings = std::move(linter).finish();
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].where.file == "a.yaml");
    CHECK(findings[1].where.file == "b.yaml");
}

TEST_CASE("Lint: a secret of the defaults is told where it stands, and is not told itself") {
    FakeHost host;
    const auto findings =
        lint_yaml(host,
                  "version: 1\ndefaults:\n  environment: {API_TOKEN: hunter2}\njobs:\n"
                  "  a:\n    schedule: \"@daily\"\n    command: /bin/x\n");
    CHECK(to_text(findings) == "3:17 secret\n");
    for (const auto& each : findings) {
        CHECK((each.summary + each.mend).find("hunter2") == std::string::npos);
        CHECK(each.summary.find("API_TOKEN") != std::string::npos);
    }
}

}  // namespace
}  // namespace cronmend::test
