#include "accept_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "table_names.hpp"

namespace cronmend::cli {
namespace {

// The jobs as the edited texts declare them; no other job than those accepted may have changed.
Result<void> take_up(SharedList<desired::Job>& declared, const desired::ParsedState& edited,
                     const std::set<std::string>& accepted) {
    std::vector<desired::Job> jobs = declared.values();
    for (desired::Job& job : jobs) {
        const auto now =
            std::find_if(edited.state.jobs.begin(), edited.state.jobs.end(),
                         [&](const desired::Job& other) { return other.id == job.id; });
        desired::Job comparable = now == edited.state.jobs.end() ? desired::Job{} : *now;
        comparable.where = job.where;
        if (!accepted.contains(job.id) && comparable != job) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("the edit would change job {} too: a value is shared", job.id),
                "edit the declaration by hand");
        }
        comparable.where = now == edited.state.jobs.end() ? job.where : now->where;
        job = std::move(comparable);
    }
    declared = std::move(jobs);
    return {};
}

Result<void> check_settled(const reconcile::TableTask& task, store::Memory& memory,
                           const std::set<std::string>& accepted) {
    const auto preview = reconcile::preview(task, memory, home_of);
    if (!preview) {
        return unexpected(preview.error());
    }
    for (const plan::Change& change : preview->plan.changes) {
        if (accepted.contains(change.job)) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("{} would still be off ({}: {})", change.job,
                            plan::to_string(change.kind), change.reason),
                "edit the declaration by hand, or let an apply put the crontab right");
        }
    }
    return {};
}

}  // namespace

Result<void> check_accepted(const DeclaredTexts& texts, const Beginning& begun,
                            const std::set<std::string>& accepted) {
    const desired::ParsedState edited = desired::parse(
        texts.sources(),
        {.default_user = begun.setup.invoking_user.name(), .flavour = begun.setup.cron.flavour});
    for (const Diagnostic& diagnostic : edited.diagnostics) {
        if (diagnostic.severity == DiagnosticSeverity::error) {
            return unexpected(
                ErrorCode::unsupported,
                "the declaration, edited, would not be valid: " + to_string(diagnostic),
                "edit it by hand");
        }
    }
    for (reconcile::TableTask task : begun.tables.tasks) {
        if (auto taken = take_up(task.jobs, edited, accepted); !taken) {
            return taken;
        }
        if (auto settled = check_settled(task, *begun.memory, accepted); !settled) {
            return settled;
        }
    }
    return {};
}

}  // namespace cronmend::cli
