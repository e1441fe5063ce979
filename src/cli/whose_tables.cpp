#include "whose_tables.hpp"

#include <algorithm>

#include "again.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "remembered_tables.hpp"
#include "table_names.hpp"

namespace cronmend::cli {
namespace {

// Tables whose entries were put there by a declaration in scope, though it names them no more: at
// the last pass, or by a rollback of one that has been taken out since.
Result<void> add_former_tables(std::set<std::string>& keys, const Declaration& declaration,
                               store::Memory& memory) {
    const auto is_covered = [&](const auto& one) { return declaration.scope.covers(one.source); };
    return for_each_remembered(
        memory, [&](const std::string& key) { return !is_plain_file(key) && !keys.contains(key); },
        [&](const std::string& key, const store::TableMemory& table) {
            const auto& applied = table.applied;
            const auto& retired = table.retired;
            if (std::any_of(applied.begin(), applied.end(), is_covered) ||
                (table.hold && std::any_of(retired.begin(), retired.end(), is_covered))) {
                keys.insert(key);
            }
        });
}

// Tables of which this declaration told a story that is open: nobody else would end it.
Result<void> add_tables_of_stories(std::set<std::string>& keys, const plan::Scope& scope,
                                   const std::string& diff_command, store::Memory& memory) {
    store::IncidentFilter open;
    open.status = incident::Status::open;
    const auto stories = memory.incidents(open);
    if (!stories) {
        return unexpected(stories.error());
    }
    for (const incident::Incident& story : *stories) {
        const std::string key = story.table.substr(story.table.rfind(' ') + 1);
        if (story.table == table_name(key) && !is_plain_file(key) &&
            reconcile::speaks_for(scope, diff_command, story)) {
            keys.insert(key);
        }
    }
    return {};
}

}  // namespace

Result<std::set<std::string>> tables_for(const CommonArguments& common, const Setup& setup,
                                         const Declaration& declaration, store::Memory& memory,
                                         Stories stories) {
    if (!common.crontab_file.empty() || !common.user.empty()) {
        return std::set{common.user.empty() ? setup.invoking_user.name() : common.user};
    }
    std::set<std::string> keys;
    for (const desired::Job& job : declaration.state.jobs) {
        keys.insert(table_of(job));
    }
    if (auto added = add_former_tables(keys, declaration, memory); !added) {
        return unexpected(added.error());
    }
    if (stories == Stories::end) {
        if (auto added = add_tables_of_stories(keys, declaration.scope,
                                               again("cronmend diff", common, setup), memory);
            !added) {
            return unexpected(added.error());
        }
    }
    return keys;
}

}  // namespace cronmend::cli
