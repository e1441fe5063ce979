// Jobs whose times are meant in another zone than the host's: what the table that comes out of the
// plan starts, by the rule of the host's cron and behind its guards, is what was declared.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/fire_times.hpp"
#include "cronmend/cron/guard.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/host/zone.hpp"
#include "support/next_pass.hpp"
#include "support/random.hpp"

#include "cronmend/plan/plan.hpp"

using namespace cronmend;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr const char* kProgram = "/usr/bin/cronmend";

cron::Zone zone(const std::string& name) {
    auto loaded = host::load_zone(name);
    CAPTURE(name);
    REQUIRE(loaded);
    return std::move(*loaded);
}

Instant at(int year, unsigned month, unsigned day) {
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                 static_cast<int>(day)};
}

struct Case {
    std::string schedule;
    std::string declared;
    std::string host;
    Instant from;
    std::string command = "/bin/x";
};

desired::Job job_of(const Case& one) {
    desired::Job job;
    job.id = "x";
    job.user = "alice";
    job.timezone = one.declared;
    job.schedules = {{one.schedule, cron::parse_schedule(one.schedule).value()}};
    job.command = one.command;
    return job;
}

plan::TableInput input_of(const Case& one) {
    plan::Zoning zoning;
    zoning.host = zone(one.host);
    zoning.others.emplace(one.declared, zone(one.declared));
    zoning.from = one.from;
    zoning.program = kProgram;
    plan::TableInput input;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.jobs = {job_of(one)};
    input.zoning = std::make_shared<const plan::Zoning>(std::move(zoning));
    return input;
}

std::vector<std::string> entries_of(const std::string& text) {
    std::vector<std::string> lines;
    const auto table = cron::Crontab::parse(text);
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        if (table.lines()[i].kind == cron::LineKind::entry) {
            lines.emplace_back(table.text_of(i));
        }
    }
    return lines;
}

std::string listing(const Case& one) {
    const auto plan = plan::make_plan(input_of(one));
    if (!plan) {
        return "error: " + plan.error().message;
    }
    std::string text;
    for (const std::string& line : entries_of(plan->after)) {
        text += line + '\n';
    }
    return text;
}

// What the host's daemon starts by that line, and the guard lets through.
void add_starts(const std::string& line, const Case& one, const cron::Zone& host,
                const cron::Zone& declared, Instant until, test::Random& random,
                std::vector<Instant>& starts) {
    const cron::Entry entry = cron::parse_entry(line).value();
    const auto guarded = cron::parse_guarded(cron::decode_command(entry.command).shell);
    const cron::FireTimes times{entry.schedule, host, cron::Flavour::debian};
    for (const cron::Start& start : times.between(one.from, until, 1000000)) {
        if (!guarded) {
            starts.push_back(start.at);
            continue;
        }
        CHECK(guarded->command == one.command);
        const auto schedule = cron::parse_schedule(guarded->guard.schedule).value();
        const cron::Zone behind = guarded->guard.host.empty() ? cron::Zone{} : host;
        // However late in its grace the guard comes to decide, it decides the same.
        const Seconds late{random.below(guarded->guard.grace * 60)};
        if (cron::lets_through(guarded->guard, schedule, declared, behind, start.at + late)) {
            starts.push_back(start.at);
        }
    }
}

std::string words(const std::vector<Instant>& starts) {
    std::string text;
    for (const Instant start : starts) {
        text += to_string(ZonedTime{start}) + '\n';
    }
    return text;
}

std::string random_field(test::Random& random, std::size_t low, std::size_t high) {
    const auto value = [&] { return low + random.below(high - low + 1); };
    switch (random.below(5)) {
        case 0:
            return "*/" + std::to_string(2 + random.below(high - low));
        case 1: {
            const std::size_t a = value(), b = value();
            return std::to_string(std::min(a, b)) + '-' + std::to_string(std::max(a, b));
        }
        case 2:
            return std::to_string(value()) + ',' + std::to_string(value());
        default:
            return std::to_string(value());
    }
}

std::string random_schedule(test::Random& random) {
    const std::string minute = random.one_in(4)
                                   ? random.pick<std::string>({"*/15", "0", "30", "59", "*/7"})
                                   : random_field(random, 0, 59);
    // Around midnight and around the gaps more often than elsewhere.
    const std::string hour = random.one_in(8)   ? "*"
                             : random.one_in(2) ? random_field(random, 0, 3)
                                                : random_field(random, 0, 23);
    const std::string day = random.one_in(3) ? random_field(random, 1, 31) : "*";
    const std::string month = random.one_in(6) ? random_field(random, 1, 12) : "*";
    const std::string weekday = random.one_in(4) ? random_field(random, 0, 6) : "*";
    return minute + ' ' + hour + ' ' + day + ' ' + month + ' ' + weekday;
}

// Some days around a change of either zone, or anywhere in 2024 to 2030.
Instant random_moment(test::Random& random, const cron::Zone& declared, const cron::Zone& host) {
    std::vector<Instant> changes;
    for (const cron::Zone* one : {&declared, &host}) {
        for (const cron::ZonePeriod& period : one->periods()) {
            if (period.begin > at(2024, 1, 5) && period.begin < at(2030, 12, 20)) {
                changes.push_back(period.begin);
            }
        }
    }
    if (changes.empty() || random.one_in(4)) {
        return at(2024, 1, 1) + days{random.below(2550)};
    }
    return std::chrono::floor<minutes>(random.pick(changes)) - hours{1 + random.below(48)};
}

void check_starts(const Case& one, const cron::Zone& host, const cron::Zone& declared,
                  test::Random& random) {
    const plan::TableInput input = input_of(one);
    const auto plan = plan::make_plan(input);
    REQUIRE(plan);
    CAPTURE(plan->after);
    CHECK_FALSE(cron::refusal(cron::Crontab::parse(plan->after)));
    const Instant until = one.from + days{6};
    std::vector<Instant> starts;
    for (const std::string& line : entries_of(plan->after)) {
        add_starts(line, one, host, declared, until, random, starts);
    }
    std::sort(starts.begin(), starts.end());
    std::vector<Instant> wanted;
    const cron::FireTimes times{job_of(one).schedules[0].schedule, declared, cron::Flavour::debian};
    for (const cron::Start& start : times.between(one.from, until, 1000000)) {
        wanted.push_back(start.at);
    }
    CHECK(words(starts) == words(wanted));

    const plan::TableInput next = test::behind(input, *plan);
    const auto again = plan::make_plan(next);
    REQUIRE(again);
    CHECK(again->in_sync());
}

}  // namespace

TEST_CASE("what the table starts behind its guards is what was declared: generated") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    const std::vector<std::string> names{
        "UTC",          "Europe/Berlin",       "Europe/London",  "America/New_York",
        "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns",
        "Asia/Tokyo",   "Africa/Casablanca",   "Pacific/Apia",   "Pacific/Chatham",
        "Asia/Gaza",    "America/Sao_Paulo",   "Europe/Dublin",  "Antarctica/Troll"};
    for (int round = 0; round < 400; ++round) {
        const Case drawn{random_schedule(random), random.pick(names), random.pick(names), {}};
        const cron::Zone declared = zone(drawn.declared);
        const cron::Zone host = zone(drawn.host);
        Case one = drawn;
        one.from = random_moment(random, declared, host);
        INFO(one.schedule << " in " << one.declared << " on a host in " << one.host << " from "
                          << to_string(ZonedTime{one.from}));
        check_starts(one, host, declared, random);
    }
}

TEST_CASE("what a schedule in another zone comes down to") {
    struct Row {
        std::string name;
        Case one;
        std::string entries;
    };
    const Instant now = at(2026, 1, 10);
    const std::string berlin = " /usr/bin/cronmend at --zone Europe/Berlin";
    for (const Row& row : std::vector<Row>{
             {"another name for the same rules",
              {"0 3 * * *", "Europe/Oslo", "Europe/Berlin", now},
              "0 3 * * * /bin/x\n"},
             {"one offset, whole hours",
              {"0 3 * * *", "Asia/Tokyo", "UTC", now},
              "0 18 * * * /bin/x\n"},
             {"over midnight, by weekday",
              {"0 3 * * mon", "Asia/Tokyo", "UTC", now},
              "0 18 * * 0 /bin/x\n"},
             {"some hours stay on their day, some do not",
              {"0 3,12 * * mon", "Asia/Tokyo", "UTC", now},
              "0 18 * * 0 /bin/x\n0 3 * * 1 /bin/x\n"},
             {"over midnight, by the day of the month",
              {"30 3 15 * *", "Asia/Kolkata", "UTC", now},
              "0 22 14 * * /bin/x\n"},
             {"over midnight and the year's end",
              {"0 3 1 1 *", "Asia/Tokyo", "UTC", now},
              "0 18 31 12 * /bin/x\n"},
             {"a day before the first of March is not in every year the same: a guard",
              {"0 3 1 3 *", "Asia/Tokyo", "UTC", now},
              "0 18 28-29 2 * /usr/bin/cronmend at --zone Asia/Tokyo --ahead +09:00 "
              "'0 3 1 3 *' -- /bin/x\n"},
             {"clocks that change together",
              {"*/15 2 * * *", "Europe/Berlin", "Europe/London", now},
              "*/15 1 * * * /bin/x\n"},
             {"every quarter of an hour is that everywhere",
              {"*/15 * * * *", "Europe/Berlin", "UTC", now},
              "*/15 * * * * /bin/x\n"},
             {"a zone that changes, on a host that does not",
              {"0 3 * * *", "Europe/Berlin", "UTC", now},
              "0 1 * * *" + berlin + " --ahead +02:00 '0 3 * * *' -- /bin/x\n0 2 * * *" + berlin +
                  " --ahead +01:00 '0 3 * * *' -- /bin/x\n"},
             {"a start that the clock leaves out in spring is made up for right behind the gap",
              {"30 2 * * *", "Europe/Berlin", "UTC", now},
              "30 0 * * *" + berlin + " --ahead +02:00 --grace 30 '30 2 * * *' -- /bin/x\n" +
                  "0 1 25-31 3 *" + berlin + " --ahead +02:00 --grace 30 '30 2 * * *' -- /bin/x\n" +
                  "30 1 * * *" + berlin + " --ahead +01:00 '30 2 * * *' -- /bin/x\n"},
             {"an hour that is not the field's first cannot begin with a star: another is added",
              {"5 3 * * *", "UTC", "Europe/Berlin", now},
              "5 */24,4 * * * /usr/bin/cronmend at --zone UTC --host Europe/Berlin --ahead -01:00 "
              "'5 3 * * *' -- /bin/x\n"
              "5 */24,5 * * * /usr/bin/cronmend at --zone UTC --host Europe/Berlin --ahead -02:00 "
              "'5 3 * * *' -- /bin/x\n"},
             {"@reboot is no time", {"@reboot", "Europe/Berlin", "UTC", now}, "@reboot /bin/x\n"},
             {"@daily in another zone",
              {"@daily", "Asia/Tokyo", "UTC", now},
              "0 15 * * * /bin/x\n"}}) {
        INFO(row.name);
        CHECK(listing(row.one) == row.entries);
    }
}

TEST_CASE("a command stays what it is behind its guard") {
    for (const std::string command :
         {"/bin/x", "a b", "echo 'it'\\''s' \"$HOME\"", "date +%F", "x # no comment",
          "a; b && c | d", "cat <<E", "-x", "\\", "'", "", "{ a; }", "printf '\\n'"}) {
        CAPTURE(command);
        const cron::GuardedCommand guarded{
            "", kProgram, {"Europe/Berlin", "0 3 * * *", -hours{3}, "Asia/Tokyo", 5}, command};
        const std::string text = cron::render_guarded(guarded);
        CAPTURE(text);
        CHECK(cron::parse_guarded(text) == guarded);
        CHECK(cron::parse_guarded("export A='b;'\\''c'; " + text)->command == command);
        CHECK(cron::decode_command(cron::encode_command({text, std::nullopt})).shell == text);
    }
    for (const char* other :
         {"/usr/bin/cronmend at --zone X '* * * * *' -- a b",
          "/usr/bin/cronmend at --zone X \"* * * * *\" -- a",
          "/usr/bin/cronmend  at --zone X '* * * * *' -- a",
          "cronmend at --zone X '* * * * *' -- a", "/usr/bin/cronmend diff", ""}) {
        CAPTURE(other);
        CHECK_FALSE(cron::parse_guarded(other));
    }
}
