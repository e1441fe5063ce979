#include "moved_jobs.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "remembered_tables.hpp"
#include "table_names.hpp"

namespace cronmend::cli {
namespace {

struct DeclaredPlace {
    std::string table;  // its key
    bool enabled = true;
};
using DeclaredPlaces = std::map<std::string, DeclaredPlace, std::less<>>;  // by job

DeclaredPlaces declared_places(const Declaration& declaration,
                               const std::vector<reconcile::TableTask>& tasks) {
    DeclaredPlaces places;
    for (const desired::Job& job : declaration.state.jobs) {
        places.emplace(job.id, DeclaredPlace{desired::table_of(job), job.enabled});
    }
    for (const reconcile::TableTask& task : tasks) {
        for (const desired::Job& job : task.jobs) {
            places.emplace(job.id, DeclaredPlace{task.key, job.enabled});
        }
    }
    return places;
}

bool stands_whole(const std::vector<plan::AppliedEntry>& applied, const std::string& job) {
    return std::none_of(applied.begin(), applied.end(), [&](const plan::AppliedEntry& entry) {
        return entry.job == job && !entry.current;
    });
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
    const DeclaredPlaces declared = declared_places(declaration, tasks);
    const auto read = for_each_remembered(
        memory, [](const std::string&) { return true; },
        [&](const std::string& key, const store::TableMemory& table) {
            for (const plan::AppliedEntry& entry : table.applied) {
                const auto now = declared.find(entry.job);
                if (now == declared.end() || !declaration.scope.covers(entry.source)) {
                    continue;
                }
                const std::string& to = now->second.table;
                reconcile::TableTask* task = find_task(tasks, to);
                if (to != key) {
                    moved.add({entry.job, key, to}, task);
                }
                // What shall be out needs to stand nowhere; of a table that is not looked at it is
                // known from its last pass.
                if (!now->second.enabled ||
                    (to == key && task == nullptr && stands_whole(table.applied, entry.job))) {
                    moved.standing_.emplace(to, entry.job);
                }
            }
        });
    if (!read) {
        return unexpected(read.error());
    }
    for (reconcile::TableTask& task : tasks) {
        moved.settle(task);
    }
    std::stable_partition(tasks.begin(), tasks.end(),
                          [](const auto& task) { return task.moved_to.empty(); });
    return moved;
}

void MovedJobs::add(Move move, reconcile::TableTask* to) {
    if (to != nullptr) {
        to->moved_from.emplace(move.job, table_name(move.from));
    }
    moves_.push_back(std::move(move));
}

void MovedJobs::note(const std::string& key, const plan::TablePlan& plan) {
    if (plan.refusal || moves_.empty()) {
        return;  // cron starts nothing of such a table
    }
    std::set<std::string_view> left_off;
    for (const plan::Change& change : plan.changes) {
        if (!change.acts()) {
            left_off.insert(change.job);
        }
    }
    for (const plan::AppliedEntry& entry : plan.applied) {
        if (entry.current && !left_off.contains(entry.job)) {
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
