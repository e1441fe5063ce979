// The tables of this call, each with its task and the way to reach it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/host/process.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "declaration.hpp"
#include "moved_jobs.hpp"
#include "settings.hpp"
#include "whose_tables.hpp"

namespace cronmend::cli {

// A table that is left alone, as the declaration names a user for it whom this host does not have.
struct UnknownUser {
    std::string table;  // its key: that user's name, or the path of a system table
    Error error;        // with the place of the first job that names the user
};

struct Tables {
    std::unique_ptr<host::ProcessRunner> runner;
    std::unique_ptr<host::CrontabTable> begun;  // its listing is under way; see begin_tables()
    std::string begun_user;
    Stories stories = Stories::leave;  // what make_tables() does about those that are open
    std::vector<std::unique_ptr<host::CrontabTable>> tables;
    std::vector<reconcile::TableTask> tasks;  // see MovedJobs
    MovedJobs moved;                          // between the tasks' tables, and others
    std::vector<UnknownUser> unknown;         // they have no task
    // Users whom the host does not have any more, and of whom nothing is left but what is on
    // record.
    std::vector<std::string> gone;
};

// Where it is certain whose crontab this call will look at, whatever is declared: its listing,
// begun in order to run beside the reading of the state and the declaration. For make_tables().
[[nodiscard]] Tables begin_tables(const CommonArguments& common, const Setup& setup);

// A task for every table that the declaration, or an earlier one of the same files, speaks of.
// Error not_found if --user names a user whom this host does not have, not_permitted for another
// user's table, or one of the system's, without root. The tasks take the jobs out of the
// declaration.
[[nodiscard]] Result<Tables> make_tables(const CommonArguments& common, const Setup& setup,
                                         Declaration& declaration, store::Memory& memory,
                                         Tables begun);

// For a person: that make_tables() gave no task, and which tables were not looked at though
// something else put entries into them.
[[nodiscard]] std::string no_table_words(store::Memory& memory);

// The one table with this key, without a declaration: for its history.
[[nodiscard]] Result<Tables> make_one_table(const CommonArguments& common, const Setup& setup,
                                            const std::string& key, const std::string& user);

}  // namespace cronmend::cli
