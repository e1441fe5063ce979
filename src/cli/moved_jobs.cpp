#include "moved_jobs.hpp"

#include <algorithm>
#include <map>
#include <string>
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

Result<void> tell_of_moves(const CommonArguments& common, const Declaration& declaration,
                           store::Memory& memory, std::vector<reconcile::TableTask>& tasks) {
    const bool one_table =
        tasks.size() < 2 && declaration.state.jobs.empty() && common.user.empty();
    if (one_table || !common.crontab_file.empty()) {
        return {};
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
            if (now == declared.end() || now->second == key ||
                !declaration.scope.covers(entry.source)) {
                continue;
            }
            if (reconcile::TableTask* from = find_task(tasks, key)) {
                from->moved_to.emplace(entry.job, table_name(now->second));
            }
            if (reconcile::TableTask* to = find_task(tasks, now->second)) {
                to->moved_from.emplace(entry.job, table_name(key));
            }
        }
    }
    std::stable_partition(tasks.begin(), tasks.end(),
                          [](const auto& task) { return !task.moved_to.empty(); });
    return {};
}

}  // namespace cronmend::cli
