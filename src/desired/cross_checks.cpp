#include "cross_checks.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <unordered_map>

#include "file_report.hpp"
#include "job_reader.hpp"

namespace cronmend::desired {
namespace {

using JobsById = std::unordered_map<std::string_view, const Job*>;

void report(Diagnostics& diagnostics, const SourceLocation& where, std::string summary,
            std::string mend) {
    diagnostics.push_back({DiagnosticSeverity::error, std::move(summary), std::move(mend), where});
}

template <class Visit>
void for_each_job(const std::vector<DeclaredFile>& files, const Visit& visit) {
    for (const DeclaredFile& file : files) {
        for (const Job& job : file.jobs) {
            visit(job);
        }
    }
}

// Two jobs of one id in one file are a key that is there twice, and were reported as such.
JobsById check_ids(const std::vector<DeclaredFile>& files, Diagnostics& diagnostics) {
    JobsById jobs;
    for_each_job(files, [&](const Job& job) {
        const auto [first, added] = jobs.emplace(job.id, &job);
        if (!added) {
            report(diagnostics, job.where,
                   fmt::format("the job {} is declared twice; it stands already at {}",
                               quoted(job.id), to_string(first->second->where)),
                   "keep one of them, or give this one another id");
        }
    });
    return jobs;
}

void check_renames(const std::vector<DeclaredFile>& files, const JobsById& jobs,
                   Diagnostics& diagnostics) {
    JobsById renamed;
    for_each_job(files, [&](const Job& job) {
        if (job.renamed_from.empty()) {
            return;
        }
        if (const auto same = jobs.find(job.renamed_from); same != jobs.end()) {
            report(diagnostics, job.where,
                   fmt::format("job {}: renamed_from names {}, which is declared at {}",
                               quoted(job.id), quoted(job.renamed_from),
                               to_string(same->second->where)),
                   "take renamed_from out, or the old job");
        }
        const auto [first, added] = renamed.emplace(job.renamed_from, &job);
        if (!added) {
            report(diagnostics, job.where,
                   fmt::format("jobs {} and {} are both renamed from {}", quoted(first->second->id),
                               quoted(job.id), quoted(job.renamed_from)),
                   "only one of them can have been that job");
        }
    });
}

void check_entries(const std::vector<DeclaredFile>& files, Diagnostics& diagnostics) {
    std::unordered_map<std::string, const Job*> entries;
    std::string key;
    for_each_job(files, [&](const Job& job) {
        if (job.command.empty() || !job.enabled) {
            return;
        }
        const std::string command = crontab_command(job);
        for (const DeclaredSchedule& schedule : job.schedules) {
            // The parts but the last hold no NUL, so equal keys are equal entries.
            key.assign(job.user).append(1, '\0').append(job.target).append(1, '\0');
            key.append(job.timezone).append(1, '\0');
            key.append(cron::meaning_key(schedule.schedule));
            key.append(1, '\0').append(command);
            const auto [first, added] = entries.emplace(key, &job);
            if (!added && first->second->id != job.id) {
                report(diagnostics, job.where,
                       fmt::format("jobs {} and {} declare the same entry: {} for user {}; the "
                                   "first stands at {}",
                                   quoted(first->second->id), quoted(job.id),
                                   quoted(schedule.text + ' ' + job.command), job.user,
                                   to_string(first->second->where)),
                       "cron would run it twice: keep one of them");
            }
        }
    });
}

}  // namespace

Diagnostics check_between_jobs(const std::vector<DeclaredFile>& files) {
    Diagnostics diagnostics;
    const JobsById jobs = check_ids(files, diagnostics);
    check_renames(files, jobs, diagnostics);
    check_entries(files, diagnostics);
    return diagnostics;
}

}  // namespace cronmend::desired
