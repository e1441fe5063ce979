// A folder a case: what is declared, what stands in the table, what was applied last; and what is
// to come out of it. Written anew with CRONMEND_UPDATE_GOLDEN=1, to be read before it is committed.
//
//   desired.yaml    the declaration of today; if its first job has a target, it is for that table
//   before          the table as it stands; no file: there is no table
//   last/           the declaration and the table of the last pass (same two names); no folder:
//                   cronmend never applied here
//   zoning          "FLAVOUR ZONE PROGRAM": the host's cron, its zone, and where cronmend is; no
//   file:
//                   Debian's cron, and all times are the host's
//   plan            expected: the changes, the diagnostics, what is known afterwards
//   after           expected: the table
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/host/zone.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/next_pass.hpp"
#include "support/source_folder.hpp"

namespace fs = boost::filesystem;
using namespace cronmend;

namespace {

std::optional<std::string> read(const fs::path& path) {
    std::ifstream file{path.string(), std::ios::binary};
    if (!file) {
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

std::shared_ptr<const plan::Zoning> zoning_of(const fs::path& folder,
                                              const std::vector<desired::Job>& jobs) {
    const auto words = read(folder / "zoning");
    if (!words) {
        return nullptr;
    }
    std::istringstream in{*words};
    std::string flavour, host;
    plan::Zoning zoning;
    in >> flavour >> host >> zoning.program;
    zoning.host = host::load_zone(host).value();
    zoning.from = std::chrono::sys_days{std::chrono::year{2026} / 1 / 10};
    for (const desired::Job& job : jobs) {
        if (!job.timezone.empty() && job.timezone != host) {
            zoning.others.emplace(job.timezone, host::load_zone(job.timezone).value());
        }
    }
    return std::make_shared<const plan::Zoning>(std::move(zoning));
}

plan::TableInput input_of(const fs::path& folder) {
    const std::string words = read(folder / "zoning").value_or("debian");
    const cron::Flavour flavour = cron::parse_flavour(words.substr(0, words.find(' '))).value();
    const auto parsed =
        desired::parse({{"desired.yaml", read(folder / "desired.yaml").value_or("")}},
                       {.default_user = "alice", .flavour = flavour});
    for (const auto& diagnostic : parsed.diagnostics) {
        CAPTURE(to_string(diagnostic));
        CHECK(diagnostic.severity != DiagnosticSeverity::error);
    }
    plan::TableInput input;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.jobs = parsed.state.jobs;
    if (!input.jobs.empty() && !input.jobs.begin()->target.empty()) {
        input.user = input.jobs.begin()->target;
        input.form = cron::TableForm::system;
        input.homes.emplace("root", "/root");
    }
    input.scope.files = {"/etc/cronmend/schedules/desired.yaml"};
    input.sources = {{"desired.yaml", "/etc/cronmend/schedules/desired.yaml"}};
    input.observed.text = read(folder / "before");
    input.zoning = zoning_of(folder, input.jobs.values());
    input.flavour = flavour;
    return input;
}

std::string show(const plan::TablePlan& plan) {
    std::string out;
    for (const plan::Change& change : plan.changes) {
        out += change.job + "[" + std::to_string(change.index) + "] " +
               std::string{to_string(change.kind)} + ", " + std::string{to_string(change.action)} +
               ", " + std::string{to_string(change.cause)} + ", line " +
               std::to_string(change.line) + "\n  because: " + change.reason + "\n";
        if (!change.zone_words.empty()) {
            out += "  " + change.schedule + " in " + change.timezone + " is " + change.zone_words +
                   "\n";
        }
        for (const auto& [sign, text] : {std::pair{'-', change.before}, {'+', change.after}}) {
            const std::string lines = text.value_or("");
            for (const auto line : split_lines(lines)) {
                out += std::string{"  "} + sign + " " + printable(without_newline(line)) + "\n";
            }
        }
    }
    for (const Diagnostic& diagnostic : plan.diagnostics) {
        out += to_string(diagnostic) + "\n";
    }
    out += plan.in_sync() ? "in sync\n" : "";
    out += plan.refusal ? "cron refuses it\n" : "";
    out += count_of(plan.foreign_lines, "foreign line", "foreign lines") + ", " +
           count_of(plan.foreign_entries, "foreign entry", "foreign entries") + "\n";
    for (const plan::AppliedEntry& applied : plan.applied) {
        out += "known: " + applied.job + "[" + std::to_string(applied.index) + "] " + applied.line;
        for (const auto& [name, value] : applied.environment) {
            out += " {" + name + "=" + value + "}";
        }
        out += "\n";
    }
    for (const plan::Suspect& suspect : plan.suspects) {
        out += "suspected: " + suspect.job + "[" + std::to_string(suspect.index) + "] " +
               suspect.line + "\n";
    }
    return out;
}

void compare(const fs::path& file, const std::string& found) {
    if (std::getenv("CRONMEND_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{file.string(), std::ios::binary} << found;
        return;
    }
    CHECK(found == read(file).value_or("(no file)"));
}

void run_case(const fs::path& folder) {
    plan::TableInput input = input_of(folder);
    if (fs::exists(folder / "last")) {
        const auto last = plan::make_plan(input_of(folder / "last"));
        REQUIRE(last);
        input.last_applied = last->applied;
        input.last_seen = last->after;
        input.suspects = last->suspects;
    }
    const auto plan = plan::make_plan(input);
    if (!plan) {
        compare(folder / "plan", "error: " + to_string(plan.error()) + "\n");
        return;
    }
    compare(folder / "plan", show(*plan));
    compare(folder / "after", plan->after);
    CHECK(plan->writes() == (plan->after != input.observed.text_or_empty()));

    // Whatever the case is about: the next pass has nothing to do, and cron takes the table.
    const auto again = plan::make_plan(test::behind(input, *plan));
    REQUIRE(again);
    CHECK_FALSE(again->writes());
    CHECK(again->suspects == plan->suspects);
    CHECK(test::told_in(*again) == test::told_in(*plan));
    const auto refused = [&](const std::string& text) {
        return cron::refusal(cron::Crontab::parse(text, input.flavour, input.form)).has_value();
    };
    CHECK((refused(input.observed.text_or_empty()) || !refused(plan->after)));
}

}  // namespace

TEST_CASE("every golden case comes out as expected") {
    int cases = 0;
    std::vector<fs::path> folders;
    for (const auto& entry :
         fs::directory_iterator{cronmend::test::source_folder() + "/tests/golden"}) {
        if (fs::is_directory(entry.path())) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders) {
        INFO("case: " << folder.filename().string());
        run_case(folder);
        ++cases;
    }
    CHECK(cases >= 25);
}
