// Where the crons differ: what one takes, another refuses or reads otherwise. Debian's own rules
// are in schedule_test.cpp. The crons that a test can run are asked in tests/contract; cronie is
// not one of them, so that its rows here hold facts recorded with cronie 1.7.2.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/cron/schedule.hpp"
#include "cronmend/cron/words.hpp"

using namespace cronmend;
using namespace cronmend::cron;

namespace {

constexpr Flavour kAllFive[] = {Flavour::debian, Flavour::cronie, Flavour::busybox, Flavour::bcron,
                                Flavour::systemd_cron};

// What a schedule means, as one of Debian's five fields; "-" for one that is refused.
struct Row {
    std::string text;
    std::string debian, cronie, busybox, bcron, systemd_cron;
};

std::string same_as(const std::string& text, const std::string& expected, Flavour flavour) {
    const Result<Schedule> schedule = parse_schedule(text, flavour);
    if (!schedule) {
        return "-";
    }
    Schedule wanted = parse_schedule(expected == "-" ? "5-1 5-1 5-1 5-1 5-1" : expected).value();
    wanted.wildcard = schedule->wildcard;
    return same_meaning(*schedule, wanted) ? expected : "something else";
}

}  // namespace

TEST_CASE("each cron reads a schedule in its own way") {
    const std::string kNever = "5-1 0 * * *";
    const std::vector<Row> rows = {
        {"0 3 * * *", "0 3 * * *", "0 3 * * *", "0 3 * * *", "0 3 * * *", "0 3 * * *"},
        {"5;x 3 * * *", "5 3 * * *", "-", "5 3 * * *", "-", "-"},
        {"*foo 3 * * *", "* 3 * * *", "-", "* 3 * * *", "-", "-"},
        {"5/2 3 * * *", "-", "-", "5 3 * * *", "5 3 * * *", "5 3 * * *"},
        {"0 22-2 * * *", kNever, kNever, "0 22,23,0,1,2 * * *", "-", "-"},
        {"0 3 * * sat-sun", kNever, kNever, "0 3 * * 6,0", "-", "0 3 * * *"},
        {"0 3 * * 5-7", "0 3 * * 5,6,0", "0 3 * * 5,6,0", "0 3 * * *", "0 3 * * 5,6,0",
         "0 3 * * *"},
        {"0 3 * * 7", "0 3 * * 0", "0 3 * * 0", "0 3 * * *", "0 3 * * 0", "0 3 * * 0"},
        {"0 3 * * monday", "-", "-", "0 3 * * 1", "0 3 * * 1", "0 3 * * 1"},
        {"0 3 1 oct *", "0 3 1 10 *", "0 3 1 10 *", "0 3 1 10 *", "0 3 1 10 *", "-"},
        {"0 3 1 nov *", "0 3 1 11 *", "0 3 1 11 *", "0 3 1 11 *", "0 3 1 11 *", "0 3 1 10 *"},
        {"60 3 * * *", "-", "-", "* 3 * * *", "-", "-"},
        {"50-70 3 * * *", "-", "-", "* 3 * * *", "-", "50-59 3 * * *"},
        {"5-64/30 3 * * *", "-", "5,35 3 * * *", "5,35 3 * * *", "-", "5,35 3 * * *"},
        {"*/0 3 * * *", "-", "-", "0 3 * * *", "-", "-"},
        {"1,,5 3 * * *", "-", "-", "1 3 * * *", "1,5 3 * * *", "-"},
        {"1,5, 3 * * *", "-", "-", "1,5 3 * * *", "1,5 3 * * *", "-"},
        {"0 3 0-5 * *", "-", "-", "0 3 1-5 * *", "-", "-"},
        {"@daily", "0 0 * * *", "0 0 * * *", "0 0 * * *", "-", "0 0 * * *"},
        {"@weekly", "0 0 * * 0", "0 0 * * 0", "0 0 * * 0", "-", "0 0 * * 1"},
        {"@DAILY", "-", "-", "-", "-", "0 0 * * *"},
        {"@quarterly", "-", "-", "-", "-", "0 0 1 1,4,7,10 *"},
        {"@ANNUALLY", "-", "-", "-", "-", "0 0 1 1 *"},
        {"@@daily", "-", "-", "-", "-", "0 0 * * *"},
        {"@@annually", "-", "-", "-", "-", "0 0 1 1 *"},
        {"@+1_5", "-", "-", "-", "-", "0 0 1,16,31 * *"},
        {"@32", "-", "-", "-", "-", "-"},
        {"@0", "-", "-", "-", "-", "-"},
        {"@semiannually", "-", "-", "-", "-", "0 0 1 1,7 *"},
        {"@15", "-", "-", "-", "-", "0 0 1,16,31 * *"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(same_as(row.text, row.debian, Flavour::debian) == row.debian);
        CHECK(same_as(row.text, row.cronie, Flavour::cronie) == row.cronie);
        CHECK(same_as(row.text, row.busybox, Flavour::busybox) == row.busybox);
        CHECK(same_as(row.text, row.bcron, Flavour::bcron) == row.bcron);
        CHECK(same_as(row.text, row.systemd_cron, Flavour::systemd_cron) == row.systemd_cron);
    }
}

TEST_CASE("each cron puts the two day fields together in its own way") {
    struct DayRow {
        std::string text;
        std::vector<DayRule> rules;  // in the order of kAllFive
    };
    constexpr DayRule kBoth = DayRule::both;
    constexpr DayRule kEither = DayRule::either;
    const std::vector<DayRow> rows = {
        {"0 3 1 * 1", {kEither, kEither, kEither, kBoth, kBoth}},
        {"0 3 */2 * 1", {kBoth, kBoth, kEither, kBoth, kBoth}},
        {"0 3 1-31 * 1", {kEither, kEither, kEither, kBoth, kBoth}},
        {"0 3 1 * 0-6", {kEither, kEither, kBoth, kBoth, kBoth}},
    };
    for (const DayRow& row : rows) {
        for (std::size_t i = 0; i < row.rules.size(); ++i) {
            CAPTURE(row.text);
            CAPTURE(to_string(kAllFive[i]));
            CHECK(parse_schedule(row.text, kAllFive[i]).value().day_rule == row.rules[i]);
        }
    }
}

TEST_CASE("cronie draws at random, and two random schedules are the same only if their text is") {
    const auto parsed = [](const std::string& text) {
        return parse_schedule(text, Flavour::cronie).value();
    };
    const Schedule any = parsed("~ 3 * * *");
    CHECK(any.random != 0);
    CHECK(any.minutes.all());
    CHECK(parsed("10~12 3 * * *").minutes.to_ulong() == (7UL << 10));
    CHECK(parsed("50~ 3 * * *").minutes.count() == 10);
    CHECK(parsed("~5,30 3 * * *").minutes.count() == 7);
    CHECK(same_meaning(any, parsed("~  3 * *\t*")));
    CHECK_FALSE(same_meaning(any, parsed("0~59 3 * * *")));
    CHECK_FALSE(same_meaning(any, parsed("* 3 * * *")));
    CHECK(meaning_key(any) != meaning_key(parsed("0~59 3 * * *")));
    for (const std::string refused :
         {"9~5 * * * *", "0~60 * * * *", "1~2~3 * * * *", "1~5/2 * * * *", "~x * * * *"}) {
        CAPTURE(refused);
        CHECK_FALSE(parse_schedule(refused, Flavour::cronie));
    }
    CHECK(parse_schedule("0~59 3 * * *").value().random == 0);  // Debian: junk behind 0
}

TEST_CASE("the kinds of lines that differ from one cron to another") {
    constexpr LineKind kEntry = LineKind::entry;
    constexpr LineKind kVariable = LineKind::environment;
    constexpr LineKind kBad = LineKind::invalid;
    struct LineRow {
        std::string line;
        std::vector<LineKind> kinds;  // in the order of kAllFive
    };
    const std::vector<LineRow> rows = {
        {"0 3 * * * x", {kEntry, kEntry, kEntry, kEntry, kEntry}},
        {"0 3 * * *", {kEntry, kBad, kBad, kBad, kBad}},
        {"@daily", {kEntry, kBad, kBad, kBad, kBad}},
        {"0 3 * * * * x", {kBad, kBad, kEntry, kEntry, kEntry}},
        {"-0 3 * * * x", {kBad, kEntry, kEntry, kBad, kBad}},
        {"- 0 3 * * * x", {kBad, kBad, kEntry, kBad, kBad}},
        {"0 3 * * * -n x", {kEntry, kEntry, kEntry, kEntry, kEntry}},
        {"0 3 * * * -x", {kEntry, kBad, kEntry, kEntry, kEntry}},
        {"0 3 * * * -n", {kEntry, kBad, kEntry, kEntry, kEntry}},
        {"0 3 * * * #x", {kEntry, kEntry, kBad, kEntry, kEntry}},
        {"0 3 * * * " + std::string(999, 'x'), {kBad, kEntry, kEntry, kEntry, kEntry}},
        {"A=b", {kVariable, kVariable, kBad, kVariable, kVariable}},
        {"A=", {kBad, kVariable, kBad, kBad, kVariable}},
        {"MAILTO=x", {kVariable, kVariable, kVariable, kVariable, kVariable}},
        {"MAILTO = x", {kVariable, kVariable, kBad, kVariable, kVariable}},
        {"A=\"x\" y", {kBad, kBad, kBad, kVariable, kVariable}},
        {"A-B=x", {kVariable, kVariable, kBad, kVariable, kBad}},
    };
    for (const LineRow& row : rows) {
        for (std::size_t i = 0; i < row.kinds.size(); ++i) {
            CAPTURE(row.line.substr(0, 40));
            CAPTURE(to_string(kAllFive[i]));
            CHECK(Crontab::parse(row.line + "\n", kAllFive[i]).lines().front().kind ==
                  row.kinds[i]);
        }
    }
}

TEST_CASE("quotes around a value are each cron's own") {
    struct ValueRow {
        std::string line;
        std::vector<std::string> values;  // debian, cronie, bcron, systemd-cron
    };
    const std::vector<ValueRow> rows = {
        {"A=\"x  \"", {"x", "x  ", "x  ", "x  "}},
        {"A=\"'x'\"", {"x", "'x'", "'x'", "'x'"}},
        {"A='\"x\"'", {"x", "\"x\"", "\"x\"", "x"}},
        {"A=x  ", {"x", "x", "x", "x"}},
        {"A=a # b", {"a # b", "a # b", "a # b", "a # b"}},
        {"A=''''x", {"", "", "''''x", "x"}},
    };
    for (const ValueRow& row : rows) {
        std::size_t i = 0;
        for (const Flavour flavour :
             {Flavour::debian, Flavour::cronie, Flavour::bcron, Flavour::systemd_cron}) {
            CAPTURE(row.line);
            CAPTURE(to_string(flavour));
            const auto assignment = parse_assignment(row.line, flavour);
            if (row.values[i].empty()) {
                CHECK_FALSE(assignment);
            } else {
                CHECK(assignment.value_or(Assignment{}).value == row.values[i]);
            }
            ++i;
        }
    }
}

TEST_CASE("busybox reads no further than a #, and % is nothing but a % to most") {
    const Entry entry = parse_entry("0 3 * * * echo a%b # c", Flavour::busybox).value();
    CHECK(entry.command == "echo a%b");
    CHECK(decode_command("a%b\\%", Flavour::busybox) == DecodedCommand{"a%b\\%", std::nullopt});
    CHECK(encode_command({"a%b", std::nullopt}, Flavour::bcron) == "a%b");
    CHECK(encode_command({"a%b", std::nullopt}, Flavour::cronie) == "a\\%b");
    CHECK_FALSE(takes_standard_input(Flavour::systemd_cron));
}

TEST_CASE("system tables name a user before the command") {
    const Entry entry =
        parse_entry("0 3 * * * root\t /bin/x y", Flavour::debian, TableForm::system).value();
    CHECK(entry.user == "root");
    CHECK(entry.command == "/bin/x y");
    CHECK_FALSE(entry.quiet);
    CHECK(parse_entry("@daily backup * x", Flavour::debian, TableForm::system).value().command ==
          "* x");
    const Entry quiet = parse_entry("-@daily root x", Flavour::cronie, TableForm::system).value();
    CHECK(quiet.quiet);
    CHECK(quiet.user == "root");
    for (const std::string line :
         {"0 3 * * * root", "0 3 * * *", "@daily root", "0 3 * * * *  x"}) {
        CAPTURE(line);
        CHECK_FALSE(parse_entry(line, Flavour::debian, TableForm::system));
    }
    CHECK(Crontab::parse("SHELL=/bin/sh\n1 1 * * * root x\n", Flavour::debian, TableForm::system)
              .lines()[1]
              .kind == LineKind::entry);
}

TEST_CASE("what a table may hold is each cron's own limit") {
    const auto lines = [](std::size_t count, const std::string& line) {
        std::string text;
        for (; count > 0; --count) {
            text += line + "\n";
        }
        return text;
    };
    const auto refused = [](const std::string& text, Flavour flavour, const std::string& owner) {
        const auto refusal = cron::refusal(Crontab::parse(text, flavour), owner);
        return refusal ? refusal->line : 0;
    };
    const std::string entry = "0 3 * * * x";
    CHECK(refused(lines(10000, "#") + lines(1, entry), Flavour::cronie, "root") == 0);
    CHECK(refused(lines(10001, entry), Flavour::cronie, "root") == 10001);
    CHECK(refused(lines(1000, "A=b"), Flavour::cronie, "root") == 0);
    CHECK(refused(lines(1001, "A=b"), Flavour::cronie, "root") == 1001);
    CHECK(refused("#\n" + lines(256, entry), Flavour::busybox, "joe") == 257);
    CHECK(refused("#\n" + lines(255, entry), Flavour::busybox, "joe") == 0);
    CHECK(refused(lines(256, entry), Flavour::busybox, "root") == 0);
    CHECK(refused("-0 3 * * * x\n", Flavour::cronie, "joe") == 1);
    CHECK(refused("-0 3 * * * x\n", Flavour::cronie, "root") == 0);
    CHECK(refused("nonsense\n0 3 * * * x", Flavour::bcron, "root") == 0);
    CHECK(refused("nonsense\n", Flavour::cronie, "root") == 1);
    CHECK(refused("0 3 * * * x", Flavour::cronie, "root") == 1);
}

TEST_CASE("systemd-cron hands a word that it does not know to systemd") {
    const Result<Schedule> noon = parse_schedule("@noon", Flavour::systemd_cron);
    REQUIRE(noon);
    CHECK(noon->calendar != 0);
    CHECK_FALSE(never_fires(*noon));
    CHECK(same_meaning(*noon, parse_schedule("@NOON", Flavour::systemd_cron).value()));
    CHECK_FALSE(same_meaning(*noon, parse_schedule("@12:00", Flavour::systemd_cron).value()));
    CHECK(meaning_key(*noon) !=
          meaning_key(parse_schedule("@12:00", Flavour::systemd_cron).value()));
    CHECK_FALSE(same_meaning(*noon, parse_schedule("@reboot", Flavour::systemd_cron).value()));
    CHECK(in_words(*noon) == "When systemd takes that word to say, which is not known here");
    CHECK(parse_entry("@noon x", Flavour::systemd_cron));
    CHECK_FALSE(parse_entry("@noon", Flavour::systemd_cron));
    CHECK_FALSE(parse_entry("@noon x", Flavour::debian));
    CHECK_FALSE(parse_disabled_entry("# @todo ask them", Flavour::systemd_cron));
    CHECK(parse_disabled_entry("#@daily x", Flavour::systemd_cron));
}

TEST_CASE("systemd-cron takes a CR for the end of a line") {
    const Crontab table = Crontab::parse("# c\rA=b\r1 1 * * * x\r\n", Flavour::systemd_cron);
    CHECK(table.lines().size() == 1);
    CHECK(table.value_at(1, "A") == "b");
    CHECK(Crontab::parse("#cronmend: job 0123456789abcdef\r\n", Flavour::systemd_cron)
              .lines()
              .front()
              .kind == LineKind::marker);
}
