#include "moved_jobs.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "table_names.hpp"

namespace cronmend::cli {
namespace {

using TablesOfJobs = std::map<std::string, std::string, std::less<>>;  // a table's key, by job

TablesOfJobs declared_tables(const Declaration& declaration,
                             const std::vector<reconcile::TableTask>& tasks) {
    TablesOfJobs tables;
    for (const desired::Job& job : declaration.state.jobs) {
        tables.emplace(job.id, desired::table_of(job));
    }
    for (const reconcile::TableTask& task : tasks) {
        for (const desired::Job& job : task.jobs) {
            tables.emplace(job.id, task.key);
        }
    }
    return tables;
}

reconcile::TableTask* find_task(std::vector<reconcile::TableTask>& tasks, std::string_view key) {
    const auto found =
        std::find_if(tasks.begin(), tasks.end(), [&](const auto& task) { return task.key == key; });
    return found == tasks.end() ? nullptr : &*found;
}

}  // namespace

Result<MovedJobs> MovedJobs::find(const CommonArguments& common, const Declaration& declaration,
                                  store::Memory& memory, std::vector<reconcile::TableTask>& tasks) {
    MovedJobs moved;
    const bool one_table =
        tasks.size() < 2 && declaration.state.jobs.empty() && common.user.empty();
    if (one_table || !common.crontab_file.empty()) {
        return moved;
    }
    const TablesOfJobs declared = declared_tables(declaration, tasks);
    const auto known = memory.tables();
    if (!known) {
        return unexpected(known.error());
    }
    for (const std::string& key : *known) {
        const auto remembered = memory.recall(key);
        if (!remembered) {
            return unexpected(remembered.error());
        }
        for (const plan::AppliedEntry& entry : remembered->applied) {
            const auto now = declared.find(entry.job);
            if (now != declared.end() && declaration.scope.covers(entry.source)) {
                moved.add(key, entry, now->second, find_task(tasks, now->second));
            }
        }
    }
    for (reconcile::TableTask& task : tasks) {
        moved.settle(task);
    }
    std::stable_partition(tasks.begin(), tasks.end(),
                          [](const auto& task) { return task.moved_to.empty(); });
    return moved;
}

void MovedJobs::add(const std::string& key, const plan::AppliedEntry& entry, const std::string& now,
                    reconcile::TableTask* task) {
    if (now == key) {
        if (task == nullptr && entry.current) {
            standing_.emplace(key, entry.job);  // as far as is known
        }
        return;
    }
    moves_.push_back({entry.job, key, now});
    if (task != nullptr) {
        task->moved_from.emplace(entry.job, table_name(key));
    }
}

void MovedJobs::note(const std::string& key, const plan::TablePlan& plan) {
    if (plan.refusal || moves_.empty()) {
        return;  // cron starts nothing of such a table
    }
    for (const plan::AppliedEntry& entry : plan.applied) {
        if (entry.current) {
            standing_.emplace(key, entry.job);
        }
    }
}

bool MovedJobs::settle(reconcile::TableTask& task) const {
    bool news = false;
    for (const Move& move : moves_) {
        if (move.from != task.key) {
            continue;
        }
        plan::MovedJob& moved = task.moved_to[move.job];
        moved.table = table_name(move.to);
        const bool stands = standing_.contains({move.to, move.job});
        news = news || (stands && !moved.stands);
        moved.stands = stands;
    }
    return news;
}

}  // namespace cronmend::cli
