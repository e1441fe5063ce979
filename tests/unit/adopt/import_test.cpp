// What people have in their crontabs (tests/corpus/crontabs), imported: a pass with the YAML finds
// nothing to do, and every entry keeps its times, its command and its environment.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/random.hpp"
#include "support/source_folder.hpp"

using namespace cronmend;

namespace {

struct Sample {
    std::string name;
    std::string text;
};

std::vector<Sample> samples() {
    std::vector<Sample> found;
    for (const auto& file :
         std::filesystem::directory_iterator{test::source_folder() + "/tests/corpus/crontabs"}) {
        std::ifstream stream{file.path(), std::ios::binary};
        found.push_back({file.path().filename().string(),
                         std::string{std::istreambuf_iterator<char>{stream}, {}}});
    }
    std::sort(found.begin(), found.end(),
              [](const Sample& a, const Sample& b) { return a.name < b.name; });
    REQUIRE(found.size() >= 40);
    return found;
}

// Two o'clock in summer, one in winter, from 1990 to 2200.
cron::Zone zone_with_summer_time() {
    using namespace std::chrono;
    std::vector<cron::ZonePeriod> periods{{Instant{}, hours{1}, false, "CET"}};
    for (int year_number = 1990; year_number <= 2200; ++year_number) {
        const year y{year_number};
        periods.push_back({sys_days{y / March / Sunday[last]} + hours{1}, hours{2}, true, "CEST"});
        periods.push_back(
            {sys_days{y / October / Sunday[last]} + hours{1}, hours{1}, false, "CET"});
    }
    return {"Europe/Berlin", std::move(periods)};
}

// Tokyo and Berlin, for a host in UTC.
std::shared_ptr<const plan::Zoning> zoning() {
    plan::Zoning facts;
    facts.others.emplace("Europe/Berlin", zone_with_summer_time());
    facts.from = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
    facts.others.emplace(
        "Asia/Tokyo", cron::Zone{"Asia/Tokyo", {{Instant{}, std::chrono::hours{9}, false, "JST"}}});
    facts.program = "/usr/bin/cronmend";
    return std::make_shared<const plan::Zoning>(std::move(facts));
}

adopt::Import import_as(cron::Flavour flavour, const std::string& text,
                        std::optional<std::string> timezone = {}) {
    return adopt::import_tables({{"ops", "/home/ops", "crontab of ops", text}},
                                {.default_user = "ops",
                                 .flavour = flavour,
                                 .zoning = zoning(),
                                 .timezone = std::move(timezone)});
}

adopt::Import import_of(const std::string& text,
                        adopt::CommentedOut commented = adopt::CommentedOut::leave) {
    return adopt::import_tables({{"ops", "/home/ops", "crontab of ops", text}},
                                {.default_user = "ops", .commented_out = commented});
}

plan::TablePlan plan_of(const std::vector<desired::Job>& jobs, const std::string& text,
                        const plan::TablePlan* last = nullptr,
                        cron::Flavour flavour = cron::Flavour::debian) {
    plan::TableInput input;
    input.flavour = flavour;
    input.zoning = zoning();
    input.user = "ops";
    input.homes = {{"ops", "/home/ops"}};
    input.jobs = jobs;
    input.scope.files = {"jobs.yaml"};
    input.observed.text = text;
    if (last != nullptr) {
        input.last_applied = last->applied;
        input.last_seen = last->after;
    }
    const auto plan = plan::make_plan(input);
    INFO("error: " << (plan ? std::string{} : to_string(plan.error())));
    REQUIRE(plan);
    return *plan;
}

std::vector<desired::Job> declared(const std::string& yaml) {
    const desired::ParsedState parsed =
        desired::parse({{"jobs.yaml", yaml}}, {.default_user = "ops"});
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        CAPTURE(to_string(diagnostic));
        // A schedule that surprises, or never fires, is kept, and warned of.
        const bool expected = diagnostic.severity == DiagnosticSeverity::warning &&
                              (diagnostic.summary.find("declares no jobs") != std::string::npos ||
                               diagnostic.summary.starts_with("the schedule "));
        CHECK(expected);
    }
    return parsed.state.jobs;
}

std::size_t entries_in(const cron::Crontab& table) {
    return static_cast<std::size_t>(
        std::count_if(table.lines().begin(), table.lines().end(),
                      [](const cron::Line& line) { return line.kind == cron::LineKind::entry; }));
}

std::map<std::string, std::string> ids_by_entry(const std::vector<desired::Job>& jobs) {
    std::map<std::string, std::string> ids;
    for (const desired::Job& job : jobs) {
        for (const desired::DeclaredSchedule& schedule : job.schedules) {
            ids[schedule.text + ' ' + job.command] = job.id;
        }
    }
    return ids;
}

}  // namespace

TEST_CASE("law 1: every real-world crontab is rendered as it was read") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        CHECK(cron::Crontab::parse(sample.text).render() == sample.text);
    }
}

TEST_CASE("import: a pass finds nothing to do, now and later, and writes nothing") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        const adopt::Import import = import_of(sample.text);
        CAPTURE(import.yaml);
        const auto jobs = declared(import.yaml);
        const plan::TablePlan plan = plan_of(jobs, sample.text);
        CHECK(plan.changes.empty());
        CHECK(plan.after == sample.text);
        const plan::TablePlan again = plan_of(jobs, sample.text, &plan);
        CHECK(again.changes.empty());
        CHECK(again.after == sample.text);
    }
}

TEST_CASE("import: every entry is declared or told, and its environment is what it was") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        const adopt::Import import = import_of(sample.text);
        const cron::Crontab table = cron::Crontab::parse(sample.text);
        const auto invalid = static_cast<std::size_t>(std::count_if(
            table.lines().begin(), table.lines().end(),
            [](const cron::Line& line) { return line.kind == cron::LineKind::invalid; }));
        std::size_t schedules = 0;
        for (const desired::Job& job : import.jobs) {
            schedules += job.schedules.size();
            // What is declared holds for the entry already.
            for (const desired::DeclaredSchedule& schedule : job.schedules) {
                bool found = false;
                for (std::size_t i = 0; i < table.lines().size(); ++i) {
                    const auto entry = cron::parse_entry(table.text_of(i));
                    if (table.lines()[i].kind != cron::LineKind::entry || !entry ||
                        !cron::same_meaning(entry->schedule, schedule.schedule)) {
                        continue;
                    }
                    const cron::Environment there = table.environment_at(i);
                    found = found || std::all_of(job.environment.begin(), job.environment.end(),
                                                 [&](const auto& variable) {
                                                     const auto at = there.find(variable.first);
                                                     return at != there.end() &&
                                                            at->second == variable.second;
                                                 });
                }
                CAPTURE(job.id);
                CHECK(found);
            }
        }
        CHECK(schedules + import.left_out == entries_in(table) + invalid);
        CHECK(std::count_if(import.diagnostics.begin(), import.diagnostics.end(),
                            [](const Diagnostic& diagnostic) {
                                return diagnostic.summary.starts_with("not declared: ") &&
                                       diagnostic.summary.find("the variable") == std::string::npos;
                            }) == static_cast<std::ptrdiff_t>(import.left_out));
    }
}

TEST_CASE("import: ids are stable and unique, and an entry added at the end renames none") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        const adopt::Import import = import_of(sample.text);
        CHECK(import_of(sample.text).yaml == import.yaml);
        std::set<std::string> ids;
        for (const desired::Job& job : import.jobs) {
            CHECK(ids.insert(job.id).second);
        }
        const auto before = ids_by_entry(import.jobs);
        for (const std::string& added :
             {std::string{"7 7 7 7 * /opt/another --one\n"},
              import.jobs.empty()
                  ? std::string{"8 8 8 8 * /opt/another\n"}
                  : "8 8 8 8 * " +
                        cron::encode_command({import.jobs.back().command, std::nullopt}) + "\n"}) {
            const std::string line_end =
                sample.text.empty() || sample.text.ends_with('\n') ? "" : "\n";
            const auto after = ids_by_entry(import_of(sample.text + line_end + added).jobs);
            for (const auto& [entry, id] : before) {
                CAPTURE(entry);
                CHECK(after.at(entry) == id);
            }
        }
    }
}

TEST_CASE("import: commented-out entries on request, kept out without a change") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        const adopt::Import import = import_of(sample.text, adopt::CommentedOut::declare);
        CAPTURE(import.yaml);
        CHECK(plan_of(declared(import.yaml), sample.text).changes.empty());
    }
    const adopt::Import import =
        import_of("#0 3 * * * /opt/old\n0 4 * * * /opt/new\n", adopt::CommentedOut::declare);
    REQUIRE(import.jobs.size() == 2);
    CHECK_FALSE(import.jobs[0].enabled);
    CHECK(import.jobs[0].id == "old");
    CHECK(import.jobs[1].enabled);
}

TEST_CASE("import: what an import declares imports as the same, once it stands in a table") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        const adopt::Import import = import_of(sample.text);
        const plan::TablePlan installed = plan_of(import.jobs, "");
        const adopt::Import again = import_of(installed.after);
        CAPTURE(installed.after);
        std::set<std::string> before;
        std::set<std::string> after;
        for (const desired::Job& job : import.jobs) {
            before.insert(job.id);
        }
        for (const desired::Job& job : again.jobs) {
            after.insert(job.id);
        }
        CHECK(before == after);
        CHECK(plan_of(again.jobs, installed.after).changes.empty());
        CHECK(again.left_out == 0);
    }
}

TEST_CASE("import: variables that cronmend put into a command are variables again") {
    const std::string yaml =
        "version: 1\njobs:\n  a:\n    schedule: \"0 3 * * *\"\n    command: /opt/x +%F\n"
        "    environment: {FOO: \"a 'b'\", MAILTO: ops@example.org}\n    stdin: hello\n";
    const plan::TablePlan installed = plan_of(declared(yaml), "");
    const adopt::Import import = import_of(installed.after);
    CAPTURE(import.yaml);
    REQUIRE(import.jobs.size() == 1);
    CHECK(import.jobs.front().command == "/opt/x +%F");
    CHECK(import.jobs.front().standard_input == "hello");
    CHECK(import.jobs.front().environment ==
          cron::Environment{{"FOO", "a 'b'"}, {"MAILTO", "ops@example.org"}});
    CHECK(plan_of(import.jobs, installed.after).changes.empty());
    // Somebody else's are his command's.
    const adopt::Import others = import_of("0 3 * * * export FOO='a'; /opt/x\n");
    REQUIRE(others.jobs.size() == 1);
    CHECK(others.jobs.front().command == "export FOO='a'; /opt/x");
    for (const char* kept :
         {"export PATH='/x'; /opt/x", "export FOO=a; /opt/x", "export FOO='a'; "}) {
        const std::string text =
            std::string{"#cronmend: a 0123456789abcdef\n0 3 * * * "} + kept + "\n";
        const adopt::Import as_is = import_of(text);
        CAPTURE(as_is.yaml);
        REQUIRE(as_is.jobs.size() == 1);
        CHECK(as_is.jobs.front().environment.empty());
        CHECK(plan_of(as_is.jobs, text).changes.size() <= 1);
    }
}

TEST_CASE("import: markers of other tools name the jobs, and the tools are named") {
    struct Row {
        const char* text;
        const char* id;
        const char* remark;
    };
    const Row rows[] = {
        {"#Ansible: Nightly DB backup\n0 3 * * * /opt/x\n", "nightly-db-backup",
         "# kept by Ansible as \"Nightly DB backup\""},
        {"# Puppet Name: sync users\nMAILTO=ops@example.org\n0 3 * * * /opt/x\n", "sync-users",
         "# kept by Puppet as"},
        {"# Chef Name: chef-client\n0 3 * * * /opt/x\n", "chef-client", "# kept by Chef as"},
        {"# Clean up SALT_CRON_IDENTIFIER:clean\n0 3 * * * /opt/x\n", "clean", "# kept by Salt as"},
        {"# Begin Whenever generated tasks for: app at: 2026-01-01\n0 3 * * * /opt/x\n", "x",
         "# kept by whenever for app"},
        {"0 3 * * * /usr/local/cpanel/scripts/upcp --cron\n", "upcp-cron", "# kept by cPanel"},
        {"SHELL=/opt/psa/bin/chrootsh\n0 3 * * * /opt/x\n", "x", "# kept by Plesk"},
        {"0 3 * * * /usr/local/ispconfig/server/server.sh\n", "server", "# kept by ISPConfig"},
        {"#cronmend: mine 0123456789abcdef\n0 3 * * * /opt/x\n", "mine", "mine:"},
        {"# What it is for\n0 3 * * * /opt/x\n", "x", "description: What it is for"},
        {"# --- backups ---\n0 3 * * * /opt/x\n", "x", "description: backups\n"},
        {"# - what ends in -\n0 3 * * * /opt/x\n", "x", "description: what ends in -\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const adopt::Import import = import_of(row.text);
        CAPTURE(import.yaml);
        REQUIRE(import.jobs.size() == 1);
        CHECK(import.jobs.front().id == row.id);
        CHECK(import.yaml.find(row.remark) != std::string::npos);
    }
}

TEST_CASE("import: any bytes give YAML that reads and changes nothing, whoever's cron it is") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    const std::vector<Sample> corpus = samples();
    // What the crons read each in their way.
    const std::vector<std::string> odd{"CRON_TZ=Asia/Tokyo\n",
                                       "CRON_TZ=\n",
                                       "CRON_TZ=\"\"\n",
                                       "CRON_TZ=No/Where\n",
                                       "-5 1 * * * /opt/quiet\n",
                                       "0 3 * * * date +\\%F > /srv/x\n",
                                       "0 3 * * * mail%line\n",
                                       "0 3 * * * echo \\\\\\%\n",
                                       "0-59/7 1~3 * * * /opt/x\n",
                                       "0 3 * * * /opt/\u202e\U000e0001 \u0085%\u2066\n",
                                       "HOME=/srv\n",
                                       "SHELL=/bin/bash\n",
                                       "PATH=/opt/bin\n",
                                       "@reboot /opt/boot\n",
                                       "@every 5m /opt/often\n"};
    const std::vector<desired::Job> guarded = declared(
        "version: 1\ntimezone: Europe/Berlin\njobs:\n  g:\n    schedule: \"30 2 * * *\"\n"
        "    command: /opt/guarded\n");
    const std::string group = plan_of(guarded, "").after;
    for (int round = 0; round < 1200; ++round) {
        const cron::Flavour flavour = cron::kFlavours[random.below(cron::kFlavours.size())];
        CAPTURE(cron::to_string(flavour));
        // Lines of the corpus, shuffled and damaged.
        std::string text;
        for (std::size_t i = 1 + random.below(12); i > 0; --i) {
            if (random.one_in(3)) {
                text += random.pick(odd);
                continue;
            }
            if (random.one_in(8)) {
                // Some of its lines, without the marker.
                for (const std::string_view line : split_lines(group)) {
                    text += line.starts_with('#') || random.one_in(5) ? "" : line;
                }
                continue;
            }
            const Sample& sample = corpus[random.below(corpus.size())];
            const auto lines = split_lines(sample.text);
            if (!lines.empty()) {
                text += lines[random.below(lines.size())];
            }
        }
        for (std::size_t i = random.below(4); i > 0 && !text.empty(); --i) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        CAPTURE(printable(text));
        std::optional<std::string> zone;
        if (random.one_in(4)) {
            zone = random.pick(std::vector<std::string>{"Asia/Tokyo", "Europe/Berlin", ""});
        }
        const adopt::Import import = import_as(flavour, text, zone);
        CAPTURE(import.yaml);
        const desired::ParsedState parsed = desired::parse(
            {{"jobs.yaml", import.yaml}}, {.default_user = "ops", .flavour = flavour});
        CHECK_FALSE(has_errors(parsed.diagnostics));
        CHECK(printable(import.yaml, Newlines::keep) == import.yaml);
        const plan::TablePlan plan = plan_of(parsed.state.jobs, text, nullptr, flavour);
        // Two entries with cronmend's own marker for one job cannot both be it.
        const bool marked = text.find("#cronmend:") != std::string::npos;
        CHECK((plan.changes.empty() || marked));
        CHECK((plan.after == text || marked));
    }
}

TEST_CASE("import: the times of cronie's CRON_TZ are a file's timezone") {
    const std::string text =
        "0 1 * * * /opt/here\n@reboot /opt/boot\nCRON_TZ=Asia/Tokyo\n0 3 * * * /opt/there\n";
    const auto ids = [](const adopt::Import& import) {
        std::string all;
        for (const desired::Job& job : import.jobs) {
            all += job.id + (job.timezone.empty() ? "" : "@" + job.timezone) + ' ';
        }
        return all;
    };
    const adopt::Import here = import_as(cron::Flavour::cronie, text);
    CHECK(ids(here) == "here boot ");
    CHECK(here.left_out == 1);
    CHECK(here.yaml.find("import --timezone Asia/Tokyo") != std::string::npos);
    const adopt::Import there = import_as(cron::Flavour::cronie, text, "Asia/Tokyo");
    CHECK(ids(there) == "there@Asia/Tokyo ");
    CHECK(there.left_out == 0);
    // No entry in the host's zone: the file is in theirs.
    const adopt::Import alone = import_as(cron::Flavour::cronie, text.substr(text.find("CRON")));
    CHECK(ids(alone) == "there@Asia/Tokyo ");
    // Debian's cron reads no zone there.
    CHECK(ids(import_as(cron::Flavour::debian, text)) == "here boot there ");
    // The host's own zone, or none: there is no way to declare that.
    for (const char* zone : {"UTC", "No/Where"}) {
        const adopt::Import none = import_as(
            cron::Flavour::cronie, "CRON_TZ=" + std::string{zone} + "\n0 3 * * * /opt/there\n");
        CHECK(none.jobs.empty());
        CHECK(none.yaml.find("take that line out") != std::string::npos);
    }
}

TEST_CASE("import: guarded entries are the job again that they stand for") {
    const std::string yaml =
        "version: 1\ntimezone: Europe/Berlin\njobs:\n"
        "  nightly:\n    schedule: [\"30 2 * * *\", \"0 12 * * 1\"]\n"
        "    command: /opt/x '100%' \\\\\n    stdin: |\n      a%b\n      c\n"
        "    environment: {LANG: \"it's C\", MAILTO: ops@example.org}\n"
        "  other:\n    schedule: \"30 2 * * *\"\n    command: /opt/other\n";
    const auto jobs = declared(yaml);
    REQUIRE(jobs.size() == 2);
    const std::string text = "0 1 * * * /opt/here\n" + plan_of(jobs, "").after;
    CAPTURE(text);
    REQUIRE(text.find(" at --zone Europe/Berlin") != std::string::npos);
    const adopt::Import import =
        import_as(cron::Flavour::debian, text, std::string{"Europe/Berlin"});
    CAPTURE(import.yaml);
    CHECK(import.left_out == 0);
    REQUIRE(import.jobs.size() == 2);
    for (const desired::Job& job : jobs) {
        const auto again = std::find_if(import.jobs.begin(), import.jobs.end(),
                                        [&](const auto& other) { return other.id == job.id; });
        REQUIRE(again != import.jobs.end());
        CHECK(again->schedules == job.schedules);
        CHECK(again->command == job.command);
        CHECK(again->standard_input == job.standard_input);
        CHECK(again->timezone == job.timezone);
        CHECK(again->environment == job.environment);
    }
    CHECK(plan_of(declared(import.yaml), text).after == text);
    // Without the option, what is in the host's zone.
    const adopt::Import here = import_as(cron::Flavour::debian, text);
    REQUIRE(here.jobs.size() == 1);
    CHECK(here.jobs[0].command == "/opt/here");
    CHECK(here.yaml.find("import --timezone Europe/Berlin") != std::string::npos);

    // One entry of the group is gone: that is no job, and said.
    const std::size_t marker = text.rfind("#cronmend: nightly");
    const std::size_t behind = text.find('\n', text.find('\n', marker) + 1) + 1;
    const adopt::Import without =
        import_as(cron::Flavour::debian, text.substr(0, marker) + text.substr(behind),
                  std::string{"Europe/Berlin"});
    CAPTURE(without.yaml);
    CHECK(without.jobs.size() == 1);
    CHECK(without.left_out > 0);
}

// As its cron writes a guarded entry, so it is read: the job that it stands for comes back.
TEST_CASE("import: guarded entries of each cron are the job again, % and all: generated") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 40; ++round) {
        for (const cron::Flavour flavour : {cron::Flavour::debian, cron::Flavour::busybox,
                                            cron::Flavour::bcron, cron::Flavour::systemd_cron}) {
            desired::Job job;
            job.id = "nightly";
            job.user = "ops";
            job.timezone = "Europe/Berlin";
            const std::string when =
                random.pick(std::vector<std::string>{"30 2 * * *", "0 12 * * 1", "0 6 1,15 * 1-5"});
            job.schedules = {{when, cron::parse_schedule(when, flavour).value()}};
            job.command = "/opt/x " + random.bytes(12, "a%'\"$(;") + " $(date +%F)";
            if (random.one_in(2)) {
                job.environment["LANG"] = random.bytes(4, "a%'");
            }
            if (cron::takes_standard_input(flavour) && random.one_in(2)) {
                job.standard_input = random.bytes(6, "a%\n'");
            }
            CAPTURE(cron::program_of(flavour));
            CAPTURE(job.command);
            const plan::TablePlan made = plan_of({job}, "", nullptr, flavour);
            CAPTURE(made.after);
            REQUIRE(made.after.find(" at --zone Europe/Berlin") != std::string::npos);
            const adopt::Import import =
                import_as(flavour, made.after, std::string{"Europe/Berlin"});
            CAPTURE(import.yaml);
            CHECK(import.left_out == 0);
            REQUIRE(import.jobs.size() == 1);
            const desired::Job& again = import.jobs.front();
            CHECK(again.command == job.command);
            CHECK(again.standard_input == job.standard_input);
            CHECK(again.timezone == job.timezone);
            CHECK(again.environment == job.environment);
            CHECK(cron::same_meaning(again.schedules.at(0).schedule, job.schedules[0].schedule));
            CHECK(plan_of(import.jobs, made.after, nullptr, flavour).after == made.after);
        }
    }
}

TEST_CASE("import: a CR that cron hands to the command is not taken out in silence") {
    const std::string text = "# all\r\n0 3 * * * /opt/a > log\r\n0 4 * * * /opt/b\r\n";
    for (const cron::Flavour flavour :
         {cron::Flavour::debian, cron::Flavour::cronie, cron::Flavour::busybox}) {
        CAPTURE(cron::program_of(flavour));
        const adopt::Import import = import_as(flavour, text);
        CAPTURE(import.yaml);
        REQUIRE(import.jobs.size() == 2);
        CHECK(import.jobs[0].command == "/opt/a > log");
        REQUIRE(import.diagnostics.size() == 1);
        const Diagnostic& told = import.diagnostics.front();
        CHECK(told.severity == DiagnosticSeverity::warning);
        CHECK(told.summary ==
              "2 entries end in CRLF, and cron hands the CR to the command; declared without it");
        CHECK(told.where.line == 2);
        CHECK(import.yaml.find("2 entries end in CRLF") != std::string::npos);
    }
    // Here a CR ends the line, and the command has none.
    CHECK(import_as(cron::Flavour::systemd_cron, text).diagnostics.empty());
    CHECK(import_of("0 3 * * * /opt/a\n").diagnostics.empty());
}

TEST_CASE("import: a listing that may stand for other bytes is told") {
    const auto listed = [](const std::string& text, bool exact) {
        return adopt::import_tables(
            {{"ops", "/home/ops", "crontab of ops", text, cron::TableForm::user, exact}},
            {.default_user = "ops"});
    };
    const std::string text = "# a\\b\n0 3 * * * /opt/a\\r\n0 4 * * * grep '\\bx' /opt/b\n";
    CHECK(listed(text, true).diagnostics.empty());
    CHECK(listed("# a\\b\n0 3 * * * /opt/a\n", false).diagnostics.empty());
    const adopt::Import import = listed(text, false);
    REQUIRE(import.jobs.size() == 2);
    CHECK(import.jobs[0].command == "/opt/a\\r");
    REQUIRE(import.diagnostics.size() == 1);
    const Diagnostic& told = import.diagnostics.front();
    CHECK(told.severity == DiagnosticSeverity::warning);
    CHECK(told.where.line == 2);
    CHECK(told.summary.starts_with("2 lines hold \\r or \\b, and crontab -l shows"));
    CHECK(told.summary.find("the CR of CRLF") != std::string::npos);
    CHECK(told.mend.find("as root") != std::string::npos);
    CHECK(import.yaml.find("2 lines hold") != std::string::npos);
}

TEST_CASE("import: busybox gives % to the shell as it stands") {
    const std::string text = "0 3 * * * date +\\%F\n0 4 * * * date +%F\n";
    const adopt::Import import = import_as(cron::Flavour::busybox, text);
    REQUIRE(import.jobs.size() == 2);
    CHECK(import.jobs[0].command == "date +\\%F");
    CHECK(import.jobs[1].command == "date +%F");
    CHECK_FALSE(import.jobs[1].standard_input);
    CHECK(plan_of(import.jobs, text, nullptr, cron::Flavour::busybox).after == text);
}

namespace {

// Processor time of one import, in seconds: the least of three, as others run beside it.
double cost_of(const std::string& text) {
    double least = 0;
    for (int i = 0; i < 3; ++i) {
        const std::clock_t begun = std::clock();
        static_cast<void>(import_as(cron::Flavour::cronie, text));
        const double took = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
        least = i == 0 ? took : std::min(least, took);
    }
    return least;
}

template <class Line>
std::string lines(std::size_t count, Line line) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += line(std::to_string(i), std::to_string(i % 60));
    }
    return text;
}

}  // namespace

TEST_CASE("import: eight times the table takes about eight times as long") {
    using Line = std::string (*)(const std::string& number, const std::string& minute);
    struct Row {
        const char* name;
        std::size_t count;
        Line line;
    };
    const Row rows[] = {
        {"a variable above each entry", 60,
         [](const std::string& number, const std::string& minute) {
             return "V" + number + "=x\n" + minute + " 3 * * * /opt/job" + number + "\n";
         }},
        {"the same name for all", 300,
         [](const std::string& number, const std::string& minute) {
             return minute + " 3 * * * /opt/job $((" + number + "))\n";
         }},
        {"lines that cron cannot read", 300,
         [](const std::string& number, const std::string& minute) {
             return minute + " 33 * * * /opt/job" + number + "\n";
         }},
    };
    // What goes by the square takes 64 times as long.
    constexpr double kMost = 30;
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(cost_of(lines(8 * row.count, row.line)) <
              kMost * cost_of(lines(row.count, row.line)));
    }
    const auto words = [](std::size_t count) {
        return "0 3 * * * mysql" +
               lines(count, [](const auto&, const auto&) { return std::string{" -word"}; }) + "\n";
    };
    CHECK(cost_of(words(80000)) < kMost * cost_of(words(10000)));
}

TEST_CASE("import: of very many variables the first are declared, and the others told") {
    const std::string text = lines(100, [](const std::string& number,
                                           const std::string&) { return "V" + number + "=x\n"; }) +
                             "MAILTO=ops@example.org\n0 3 * * * /opt/x\n";
    const adopt::Import import = import_of(text);
    CAPTURE(import.yaml);
    REQUIRE(import.jobs.size() == 1);
    CHECK(import.jobs.front().environment.size() == 41);
    CHECK(import.jobs.front().environment.contains("MAILTO"));
    CHECK(import.yaml.find("further variables") != std::string::npos);
    CHECK(plan_of(import.jobs, text).after == text);
}

TEST_CASE("import: more than a declaration may hold is an error") {
    const std::string command(17u << 20U, 'x');
    const adopt::Import import = import_as(cron::Flavour::cronie, "0 3 * * * /" + command + "\n");
    CHECK(has_errors(import.diagnostics));
    // What is not declared is shown by its beginning.
    const adopt::Import short_of =
        import_as(cron::Flavour::debian, "0 3 * * * /" + command + "\n0 4 * * * /opt/x\n");
    CHECK_FALSE(has_errors(short_of.diagnostics));
    CHECK(short_of.jobs.size() == 1);
    CHECK(short_of.yaml.size() < 4000);
}

TEST_CASE("import: the system's tables, each entry for the user that it names") {
    const std::string system =
        "SHELL=/bin/bash\n17 * * * * root cd / && run-parts /etc/cron.hourly\n"
        "# Clean up\n9,39 * * * * www [ -x /usr/lib/php/clean ] && /usr/lib/php/clean\n"
        "0 3 * * * www /opt/x\n0 4 * * * root /opt/x\n#0 5 * * * ops /opt/off\nnot a line\n";
    const adopt::Import import = adopt::import_tables(
        {{"", "", "system table /etc/crontab", system, cron::TableForm::system},
         {"", "", "system table /etc/cron.d/x", "0 3 * * * www /opt/x\n", cron::TableForm::system}},
        {.default_user = "root"});
    CAPTURE(import.yaml);
    std::string jobs;
    for (const desired::Job& job : import.jobs) {
        jobs += job.id + ' ' + job.user + ' ' + job.schedules.front().text + '\n';
        CHECK(job.environment.contains("SHELL"));
    }
    CHECK(jobs ==
          "run-parts-cron-hourly root 17 * * * *\nclean www 9,39 * * * *\n"
          "x www 0 3 * * *\nx-root root 0 4 * * *\n");
    CHECK(import.left_out == 2);  // the second copy, and what is no line
    CHECK(import.yaml.find("as line 5 of the system table /etc/crontab") != std::string::npos);
    CHECK(import.yaml.find("else cron runs it twice") != std::string::npos);
    CHECK(import.jobs[1].description == "Clean up");
    // They are new for the users' crontabs.
    for (const char* user : {"root", "www"}) {
        plan::TableInput input;
        input.user = user;
        std::vector<desired::Job> theirs;
        for (const desired::Job& job : import.jobs) {
            if (job.user == user) {
                theirs.push_back(job);
            }
        }
        input.jobs = std::move(theirs);
        const auto plan = plan::make_plan(input);
        REQUIRE(plan);
        CHECK(plan->changes.size() == 2);
    }
}

TEST_CASE("import: a file of /etc/cron.d becomes a target, and stays as it is") {
    const std::string text =
        "SHELL=/bin/bash\nMAILTO=ops\n# Theirs\n0 3 * * * alice /opt/x\n30 4 * * * alice /opt/y\n";
    const adopt::StandingTable table{.user = "",
                                     .home = "",
                                     .name = "system table /etc/cron.d/x",
                                     .text = text,
                                     .form = cron::TableForm::system,
                                     .target = "/etc/cron.d/x"};
    for (const char* user : {"root", "alice"}) {
        CAPTURE(user);
        const adopt::Import import = adopt::import_tables({table}, {.default_user = user});
        CAPTURE(import.yaml);
        CHECK(import.diagnostics.empty());
        REQUIRE(import.jobs.size() == 2);
        CHECK(import.yaml.find("becomes cronmend's as a whole") != std::string::npos);
        CHECK(import.yaml.find("runs it twice") == std::string::npos);
        plan::TableInput input;
        input.user = "/etc/cron.d/x";
        input.form = cron::TableForm::system;
        input.jobs = import.jobs;
        input.observed.text = text;
        for (const desired::Job& job : import.jobs) {
            CHECK(job.user == "alice");
            CHECK(job.target == "/etc/cron.d/x");
        }
        const auto plan = plan::make_plan(input);
        REQUIRE(plan);
        CHECK(plan->in_sync());
    }
    // Whose user needs no name, as it is a target's default.
    adopt::StandingTable of_root = table;
    of_root.text = "0 3 * * * root /opt/x\n";
    const adopt::Import import = adopt::import_tables({of_root}, {.default_user = "alice"});
    CHECK(import.yaml.find("user:") == std::string::npos);
    REQUIRE(import.jobs.size() == 1);
    CHECK(import.jobs[0].user == "root");
}

TEST_CASE("import: several tables in one declaration, each job with its user") {
    const adopt::Import import =
        adopt::import_tables({{"root", "/root", "crontab of root", "0 3 * * * /opt/x\n"},
                              {"www", "/srv/www", "crontab of www", "0 4 * * * /opt/x\n"}},
                             {.default_user = "root"});
    REQUIRE(import.jobs.size() == 2);
    CHECK(import.jobs[0].user == "root");
    CHECK(import.jobs[1].user == "www");
    CHECK(import.jobs[1].id == "x-www");
}
