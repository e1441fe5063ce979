#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "cronmend/lint/lint.hpp"
#include "file_rules.hpp"
#include "herd.hpp"
#include "table_check.hpp"

namespace cronmend::lint {
namespace {

using detail::Place;
using detail::SourceReport;

// An entry that is started by the clock: what the rules over all tables say something of.
struct Appointment {
    SourceReport* report = nullptr;
    Place at;
    std::string job;
    std::size_t job_line = 0;
};

// The text up to the end of the last line that is looked at.
std::string_view looked_at(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t lines = 0; lines < kMostLinesRead; ++lines) {
        const std::size_t newline = text.find('\n', end);
        if (newline == std::string_view::npos) {
            return text;
        }
        end = newline + 1;
    }
    return text.substr(0, end);
}

// The reader of declarations warns in its own words; these are the rules that it speaks for.
std::string_view code_of(const Diagnostic& diagnostic) {
    if (diagnostic.severity == DiagnosticSeverity::error) {
        return "bad-declaration";
    }
    if (diagnostic.summary.find(" never fires") != std::string::npos) {
        return "never-fires";
    }
    if (diagnostic.summary.find("looks escaped for cron already") != std::string::npos) {
        return "escaped-percent";
    }
    return "odd-declaration";
}

std::string minutes_text(const detail::HerdCounter::Herd& herd) {
    std::string text;
    for (const unsigned minute : herd.quiet) {
        text += fmt::format("{}{:02}:{:02}", text.empty() ? "" : ", ", herd.hour, minute);
    }
    return text;
}

}  // namespace

struct Linter::State {
    State(const Options& options, HostFacts& facts) : around{options, &facts}, herd(options.now) {}

    SourceReport& report(std::string name, std::vector<detail::Ignore> ignores) {
        return reports.emplace_back(std::move(name), std::move(ignores));
    }

    void note(SourceReport& where, const cron::Schedule& schedule, Place at, std::string job = {},
              std::size_t job_line = 0) {
        herd.add(schedule);
        appointments.push_back({&where, at, std::move(job), job_line});
    }

    void tell_herds() {
        if (around.options.herd == 0) {
            return;
        }
        for (const auto& each : herd.herds(around.options.herd)) {
            const Appointment& first = appointments[each.first];
            first.report->about_job(first.job, first.job_line);
            first.report->add(
                "herd", first.at,
                fmt::format("{} entries start together at {:02}:{:02}{}, this one and {} more",
                            each.count, each.hour, each.minute,
                            each.often ? " and at other times" : "", each.count - 1),
                fmt::format("spread them over the hour; the quietest minutes: {}",
                            minutes_text(each)));
            first.report->about_job({}, 0);
        }
    }

    detail::Surroundings around;
    detail::HerdCounter herd;
    std::deque<SourceReport> reports;
    std::vector<Appointment> appointments;
};

Linter::Linter(const Options& options, HostFacts& facts)
    : state_(std::make_unique<State>(options, facts)) {}

Linter::~Linter() = default;

void Linter::add(TableText table) {
    const bool cut = looked_at(table.text).size() != table.text.size();
    table.text.resize(looked_at(table.text).size());
    const auto crontab =
        cron::Crontab::parse(std::move(table.text), state_->around.options.flavour, table.form);
    SourceReport& report = state_->report(std::move(table.name), detail::ignores_in(crontab));
    detail::check_table(
        state_->around, crontab, table.owner, report,
        [&](const cron::Schedule& schedule, Place at) { state_->note(report, schedule, at); });
    if (cut) {
        report.add("table-too-long", {kMostLinesRead, 1},
                   fmt::format("lines behind the first {} are not looked at", kMostLinesRead));
    }
}

void Linter::add(const std::vector<desired::SourceText>& sources, const std::string& default_user,
                 std::string_view only_user) {
    desired::ParsedState parsed = desired::parse(sources, {.default_user = default_user,
                                                           .flavour = state_->around.flavour(),
                                                           .surprises = desired::Surprises::leave});
    std::map<std::string, SourceReport*> by_name;
    for (const desired::SourceText& source : sources) {
        by_name[source.path] = &state_->report(source.path, detail::ignores_in_yaml(source.text));
    }
    for (Diagnostic& diagnostic : parsed.diagnostics) {
        const std::string_view code = code_of(diagnostic);
        by_name.at(diagnostic.where.file)
            ->add(code, {diagnostic.where.line, diagnostic.where.column},
                  std::move(diagnostic.summary), std::move(diagnostic.mend), diagnostic.severity);
    }
    const bool bad = has_errors(parsed.diagnostics);
    detail::NamesCheck names(state_->around);
    for (std::size_t i = 0; i < parsed.state.jobs.size(); ++i) {
        const desired::Job& job = parsed.state.jobs[i];
        const desired::JobPlaces& places = parsed.places.at(i);
        if (!only_user.empty() && desired::table_of(job) != only_user) {
            continue;
        }
        SourceReport& report = *by_name.at(job.where.file);
        names.check(job, places, report);
        detail::check_declared_surprises(state_->around, job, places, report);
        if (bad || !job.enabled) {
            continue;  // with errors, the jobs are not what they shall be
        }
        detail::check_job(state_->around, job, places, report,
                          [&](const cron::Schedule& schedule, Place at) {
                              state_->note(report, schedule, at, job.id, job.where.line);
                          });
    }
}

bool Linter::add_system_file(const std::string& path, const cron::TableFile& facts) {
    return detail::check_file(state_->around.options.flavour, path, facts,
                              state_->report(path, {}));
}

Findings Linter::finish() && {
    state_->tell_herds();
    Findings all;
    for (SourceReport& report : state_->reports) {
        Findings findings = std::move(report).take();
        std::move(findings.begin(), findings.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace cronmend::lint
