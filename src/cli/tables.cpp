#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <set>
#include <utility>

#include "again.hpp"
#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/places.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "log.hpp"
#include "table_names.hpp"
#include "whose_tables.hpp"
#include "zoning.hpp"

namespace cronmend::cli {
namespace {

using desired::table_of;

// A name service that does not answer says nothing about the user.
bool lacks_user(const std::string& user) {
    const auto found = host::find_user(user);
    return !found && found.error().code == ErrorCode::not_found;
}

reconcile::TableTask task_for(const CommonArguments& common, const Setup& setup,
                              const std::string& key, const std::string& user) {
    reconcile::TableTask task;
    task.user = is_system_table(key) ? key : user;
    if (is_system_table(key)) {
        task.form = cron::TableForm::system;
        task.lacks_user = lacks_user;
    }
    task.reader = setup.root ? "root" : user;  // who can reach his own table alone
    task.flavour = setup.cron.flavour;
    task.key = key;
    task.name = table_name(key);
    task.show_command = key.starts_with('/') ? "cat " + shell_word(key)
                        : setup.root         ? "crontab -l -u " + shell_word(user)
                                             : "crontab -l";
    task.diff_command = again("cronmend diff", common, setup);
    task.record_options = record_options(common, setup);
    return task;
}

// The program to be run. As root, one that somebody else can write would be root's to run, but
// theirs to choose.
Result<std::string> crontab_program(const Setup& setup) {
    Result<std::string> program = setup.crontab_program;
    if (!program && program.error().code == ErrorCode::not_found) {
        return unexpected(ErrorCode::not_found, program.error().message,
                          setup.crontab == kCrontab
                              ? "install cron (the package is cron on Debian and Ubuntu, cronie on "
                                "Fedora, RHEL, openSUSE and Arch), or name the program with "
                                "--crontab"
                              : "name the one that is there with --crontab, or with `crontab:` in "
                                "the settings file");
    }
    if (program && setup.root) {
        if (auto trusted = host::check_trusted(*program); !trusted) {
            return unexpected(trusted.error().code,
                              "the crontab program cannot be trusted: " + trusted.error().message,
                              "name one that only root can change with --crontab, such as "
                              "/usr/bin/crontab");
        }
    }
    return program;
}

Result<std::unique_ptr<host::CrontabTable>> reach(const Setup& setup, const std::string& user,
                                                  host::ProcessRunner& runner) {
    auto program = crontab_program(setup);
    if (!program) {
        return unexpected(program.error());
    }
    return host::make_program_table({*program, user, setup.root, host::find_spool()}, runner);
}

Result<void> add_table(Tables& tables, const Setup& setup, reconcile::TableTask task) {
    if (task.form == cron::TableForm::system) {
        tables.tables.push_back(host::make_system_table(task.key, task.flavour));
    } else if (is_plain_file(task.key)) {
        tables.tables.push_back(host::make_file_table(task.key));
    } else if (tables.begun && tables.begun_user == task.user) {
        tables.tables.push_back(std::move(tables.begun));
    } else {
        auto table = reach(setup, task.user, *tables.runner);
        if (!table) {
            return unexpected(table.error());
        }
        tables.tables.push_back(std::move(*table));
    }
    task.table = tables.tables.back().get();
    tables.tasks.push_back(std::move(task));
    return {};
}

// All of them, so that they can be mended in one go; many are counted.
Error belong_elsewhere(const std::vector<const desired::Job*>& strays, const std::string& whose,
                       const char* way) {
    constexpr std::size_t kMostNamed = 5;
    const desired::Job& first = *strays.front();
    std::string message =
        fmt::format("{}: job {} is for the {}, not for the crontab of {}", to_string(first.where),
                    first.id, table_name(table_of(first)), whose);
    for (std::size_t i = 1; i < std::min(strays.size(), kMostNamed); ++i) {
        const std::string& table = table_of(*strays[i]);
        message += fmt::format("; job {} ({}) for {}", strays[i]->id, to_string(strays[i]->where),
                               is_system_table(table) ? table : "that of " + table);
    }
    if (strays.size() > kMostNamed) {
        message += fmt::format("; and so on, {} jobs in all", strays.size());
    }
    return {ErrorCode::not_permitted, message,
            fmt::format("{}, or say --user {} to leave {} out", way, whose,
                        strays.size() == 1 ? "it" : "them")};
}

// Jobs of tables that are not looked at: left out if --user says so, else a mistake.
Result<void> check_strays(const CommonArguments& common, const Setup& setup,
                          const Declaration& declaration) {
    const bool one_only = !common.crontab_file.empty() || !setup.root;
    if (!common.user.empty() || !one_only) {
        return {};
    }
    std::vector<const desired::Job*> strays;
    for (const desired::Job& job : declaration.state.jobs) {
        if (table_of(job) != setup.invoking_user.name()) {
            strays.push_back(&job);
        }
    }
    if (!strays.empty()) {
        return unexpected(
            belong_elsewhere(strays, setup.invoking_user.name(),
                             common.crontab_file.empty()
                                 ? "run as root"
                                 : "with --crontab-file all jobs go into that one table: leave it "
                                   "out"));
    }
    return {};
}

// --user chooses among the jobs, it does not give them to that user: who expects that is told.
void warn_of_nothing(const CommonArguments& common, const Declaration& declaration) {
    const auto& jobs = declaration.state.jobs;
    std::set<std::string> keys;
    for (const desired::Job& job : jobs) {
        keys.insert(table_of(job));
    }
    if (common.user.empty() || jobs.empty() || keys.contains(common.user)) {
        return;
    }
    std::string names;
    for (const std::string& key : keys) {
        names += (names.empty() ? "" : ", ") + key;
    }
    log_warning(fmt::format(
        "no job is declared for {0}: {1} for {2}\n    say `{3}: {0}` in the declaration, for a "
        "job or under `defaults:`",
        common.user, jobs.size() == 1 ? "the one that is here is" : "those that are here are",
        names, is_system_table(common.user) ? "target" : "user"));
}

// Only for root's look at others: whoever runs this exists.
bool is_unknown(const CommonArguments& common, const Setup& setup, const std::string& user) {
    if (!setup.root || !common.crontab_file.empty() || is_system_table(user)) {
        return false;
    }
    return lacks_user(user);
}

bool is_declared_for(const std::string& user, const Declaration& declaration) {
    const auto& jobs = declaration.state.jobs;
    return std::any_of(jobs.begin(), jobs.end(),
                       [&](const desired::Job& job) { return table_of(job) == user; });
}

// Cron would run what stands there once there is such a user again.
bool leaves_a_table(const std::string& user) {
    const std::string spool = host::find_spool();
    boost::system::error_code problem;
    const auto found = boost::filesystem::symlink_status(spool + "/" + user, problem);
    return !spool.empty() && found.type() != boost::filesystem::file_not_found;
}

UnknownUser unknown_user(const std::string& user, const Declaration& declaration) {
    const std::string what = fmt::format("there is no user {} on this host", user);
    const auto& jobs = declaration.state.jobs;
    const auto job = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const desired::Job& one) { return one.user == user; });
    if (job == jobs.end()) {
        return {user,
                {ErrorCode::not_found, what + ", but a crontab of that name stands in the spool",
                 fmt::format("take {}/{} away, or add the user again; nothing was written",
                             host::find_spool(), user)}};
    }
    return {
        user,
        {ErrorCode::not_found, fmt::format("{}: job {}: {}", to_string(job->where), job->id, what),
         "add the user, or correct `user:` there; nothing was written to this table"}};
}

// One user that the host does not have costs a system table all its entries.
std::optional<UnknownUser> unknown_user_in(const std::string& path,
                                           const Declaration& declaration) {
    std::set<std::string> known;
    for (const desired::Job& job : declaration.state.jobs) {
        const bool named = job.target == path && job.enabled && job.mode != desired::Mode::off;
        if (!named || !known.insert(job.user).second) {
            continue;
        }
        if (lacks_user(job.user)) {
            return UnknownUser{
                path,
                {ErrorCode::not_found,
                 fmt::format("{}: job {}: there is no user {} on this host, and cron ignores a "
                             "system table that names one",
                             to_string(job.where), job.id, job.user),
                 "add the user, or correct `user:` there; nothing was written to this table"}};
        }
    }
    return std::nullopt;
}

// In order of declaration; the declaration has them no more.
std::vector<desired::Job> take_jobs_of(const std::string& key, Declaration& declaration) {
    const auto is_theirs = [&](const desired::Job& job) { return table_of(job) == key; };
    auto& all = declaration.state.jobs;
    if (std::all_of(all.begin(), all.end(), is_theirs)) {
        return std::exchange(all, {});
    }
    std::vector<desired::Job> jobs;
    jobs.reserve(static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_theirs)));
    for (desired::Job& job : all) {
        if (is_theirs(job)) {
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

// A user whom the host does not have: one with a crontab all the same is told, and any other is
// gone.
Result<void> set_aside(const CommonArguments& common, const std::string& user,
                       const Declaration& declaration, Tables& tables) {
    if (!common.user.empty()) {
        return unexpected(ErrorCode::not_found,
                          fmt::format("there is no user {} on this host", user),
                          "correct the name behind --user");
    }
    if (is_declared_for(user, declaration) || leaves_a_table(user)) {
        tables.unknown.push_back(unknown_user(user, declaration));
    } else {
        tables.gone.push_back(user);
    }
    return {};
}

// What the declaration says of the table goes into the task.
void declare(reconcile::TableTask& task, const std::string& key, Declaration& declaration,
             host::Programs& programs) {
    task.jobs = take_jobs_of(key, declaration);
    task.scope = declaration.scope;
    task.sources = declaration.sources;
    task.zoning = declaration.zoning;
    if (task.zoning) {
        task.guard_obstacles = guard_obstacles(*task.zoning, task.jobs, programs);
    }
}

Result<void> check_permission(const CommonArguments& common, const Setup& setup) {
    if (setup.root || !common.crontab_file.empty() || common.user.empty() ||
        common.user == setup.invoking_user.name()) {
        return {};
    }
    return unexpected(ErrorCode::not_permitted,
                      fmt::format("the {} is not yours to look at", table_name(common.user)),
                      "run as root");
}

}  // namespace

Tables begin_tables(const CommonArguments& common, const Setup& setup) {
    Tables tables;
    tables.runner = std::make_unique<host::SystemProcessRunner>();
    tables.begun_user = setup.root ? common.user : setup.invoking_user.name();
    const bool ours =
        setup.root || common.user.empty() || common.user == setup.invoking_user.name();
    if (!common.crontab_file.empty() || tables.begun_user.empty() || !ours ||
        is_system_table(tables.begun_user)) {
        return tables;
    }
    // What goes wrong here goes wrong again, and is told, when the table is made for good.
    if (auto table = reach(setup, tables.begun_user, *tables.runner)) {
        tables.begun = std::move(*table);
        tables.begun->expect_read();
    }
    return tables;
}

Result<Tables> make_tables(const CommonArguments& common, const Setup& setup,
                           Declaration& declaration, store::Memory& memory, Tables begun) {
    if (auto may_look = check_permission(common, setup); !may_look) {
        return unexpected(may_look.error());
    }
    auto place = file_table_key(common, setup);
    if (!place) {
        return unexpected(place.error());
    }
    if (auto strays = check_strays(common, setup, declaration); !strays) {
        return unexpected(strays.error());
    }
    warn_of_nothing(common, declaration);
    const auto keys = tables_for(common, setup, declaration, memory, begun.stories);
    if (!keys) {
        return unexpected(keys.error());
    }
    Tables tables = std::move(begun);
    host::Programs programs;
    for (const std::string& user : *keys) {
        if (auto unknown = unknown_user_in(user, declaration)) {
            tables.unknown.push_back(std::move(*unknown));
            continue;
        }
        if (is_unknown(common, setup, user)) {
            if (auto aside = set_aside(common, user, declaration, tables); !aside) {
                return unexpected(aside.error());
            }
            continue;
        }
        reconcile::TableTask task =
            task_for(common, setup, common.crontab_file.empty() ? user : *place, user);
        declare(task, user, declaration, programs);
        if (auto added = add_table(tables, setup, std::move(task)); !added) {
            return unexpected(added.error());
        }
    }
    auto moved = MovedJobs::find(common, declaration, memory, tables.tasks);
    if (!moved) {
        return unexpected(moved.error());
    }
    tables.moved = std::move(*moved);
    return tables;
}

std::string no_table_words(store::Memory& memory) {
    std::string words =
        "nothing is declared here, and nothing stands that these files declared before: no table "
        "was looked at\n";
    const auto known = memory.tables();
    if (known && !known->empty()) {
        words += "  what other files declared stands in:";
        for (const std::string& key : *known) {
            words += " " + printable(key);
        }
        words += "; name those files, or the table with --user\n";
    }
    return words;
}

Result<Tables> make_one_table(const CommonArguments& common, const Setup& setup,
                              const std::string& key, const std::string& user) {
    if (!setup.root && !is_plain_file(key) && key != setup.invoking_user.name()) {
        return unexpected(ErrorCode::not_permitted,
                          fmt::format("the {} is not yours to change", table_name(key)),
                          "run as root");
    }
    Tables tables;
    tables.runner = std::make_unique<host::SystemProcessRunner>();
    if (auto added = add_table(tables, setup, task_for(common, setup, key, user)); !added) {
        return unexpected(added.error());
    }
    return tables;
}

}  // namespace cronmend::cli
