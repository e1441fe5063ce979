#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <cstdlib>
#include <set>
#include <utility>

#include "again.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/places.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

reconcile::TableTask task_for(const CommonArguments& common, const Setup& setup,
                              const std::string& key, const std::string& user) {
    reconcile::TableTask task;
    task.user = user;
    task.flavour = setup.cron.flavour;
    task.key = key;
    const bool is_file = key.starts_with('/');
    task.name = table_name(key);
    task.show_command = is_file      ? "cat " + shell_word(key)
                        : setup.root ? "crontab -l -u " + shell_word(user)
                                     : "crontab -l";
    task.diff_command = again("cronmend diff", common, setup);
    task.record_options = record_options(common, setup);
    return task;
}

// The program to be run. As root, one that somebody else can write would be root's to run, but
// theirs to choose.
Result<std::string> crontab_program(const Setup& setup) {
    const char* path = std::getenv("PATH");
    auto program = host::find_program(setup.crontab, path != nullptr ? path : "/usr/bin:/bin");
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
    if (task.key.starts_with('/')) {
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
    std::string message = fmt::format("{}: job {} is for the crontab of {}, not of {}",
                                      to_string(first.where), first.id, first.user, whose);
    for (std::size_t i = 1; i < std::min(strays.size(), kMostNamed); ++i) {
        message += fmt::format("; job {} ({}) for that of {}", strays[i]->id,
                               to_string(strays[i]->where), strays[i]->user);
    }
    if (strays.size() > kMostNamed) {
        message += fmt::format("; and so on, {} jobs in all", strays.size());
    }
    return {ErrorCode::not_permitted, message,
            fmt::format("{}, or say --user {} to leave {} out", way, whose,
                        strays.size() == 1 ? "it" : "them")};
}

// Users whose entries were put there by a declaration in scope, though it names them no more.
Result<void> add_former_users(std::set<std::string>& users, const Declaration& declaration,
                              store::Memory& memory) {
    auto known = memory.tables();
    if (!known) {
        return unexpected(known.error());
    }
    for (const std::string& key : *known) {
        if (key.starts_with('/') || users.contains(key)) {
            continue;
        }
        auto remembered = memory.recall(key);
        if (!remembered) {
            return unexpected(remembered.error());
        }
        const auto& applied = remembered->applied;
        if (std::any_of(applied.begin(), applied.end(), [&](const plan::AppliedEntry& entry) {
                return declaration.scope.covers(entry.source);
            })) {
            users.insert(key);
        }
    }
    return {};
}

Result<std::set<std::string>> users_of(const CommonArguments& common, const Setup& setup,
                                       const Declaration& declaration, store::Memory& memory) {
    if (!common.crontab_file.empty() || !common.user.empty()) {
        return std::set{common.user.empty() ? setup.invoking_user.name() : common.user};
    }
    std::set<std::string> users;
    for (const desired::Job& job : declaration.state.jobs) {
        users.insert(job.user);
    }
    if (auto added = add_former_users(users, declaration, memory); !added) {
        return unexpected(added.error());
    }
    return users;
}

// Jobs of users that are not looked at: left out if --user says so, else a mistake.
Result<void> check_strays(const CommonArguments& common, const Setup& setup,
                          const Declaration& declaration) {
    const bool one_only = !common.crontab_file.empty() || !setup.root;
    if (!common.user.empty() || !one_only) {
        return {};
    }
    std::vector<const desired::Job*> strays;
    for (const desired::Job& job : declaration.state.jobs) {
        if (job.user != setup.invoking_user.name()) {
            strays.push_back(&job);
        }
    }
    if (!strays.empty()) {
        return unexpected(
            belong_elsewhere(strays, setup.invoking_user.name(),
                             common.crontab_file.empty()
                                 ? "run as root"
                                 : "with --crontab-file all jobs go into that one table: leave it "
                                   "away"));
    }
    return {};
}

// --user chooses among the jobs, it does not give them to that user: who expects that is told.
void warn_of_nothing(const CommonArguments& common, const Declaration& declaration) {
    const auto& jobs = declaration.state.jobs;
    std::set<std::string> users;
    for (const desired::Job& job : jobs) {
        users.insert(job.user);
    }
    if (common.user.empty() || jobs.empty() || users.contains(common.user)) {
        return;
    }
    std::string names;
    for (const std::string& user : users) {
        names += (names.empty() ? "" : ", ") + user;
    }
    log_warning(fmt::format(
        "no job is declared for {0}: {1} for {2}\n    say `user: {0}` in the declaration, for a "
        "job or under `defaults:`",
        common.user, jobs.size() == 1 ? "the one that is here is" : "those that are here are",
        names));
}

// Only for root's look at others: whoever runs this exists. A name service that does not answer
// says nothing about the user; reading the table will show.
bool is_unknown(const CommonArguments& common, const Setup& setup, const std::string& user) {
    if (!setup.root || !common.crontab_file.empty()) {
        return false;
    }
    const auto found = host::find_user(user);
    return !found && found.error().code == ErrorCode::not_found;
}

UnknownUser unknown_user(const std::string& user, const Declaration& declaration) {
    const std::string what = fmt::format("there is no user {} on this host", user);
    const auto& jobs = declaration.state.jobs;
    const auto job = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const desired::Job& one) { return one.user == user; });
    if (job == jobs.end()) {
        return {user,
                {ErrorCode::not_found, what + ", but cronmend knows entries in his crontab",
                 "add the user again, or leave it: nothing is written"}};
    }
    return {
        user,
        {ErrorCode::not_found, fmt::format("{}: job {}: {}", to_string(job->where), job->id, what),
         "add the user, or correct `user:` there; nothing was written to this table"}};
}

// In order of declaration; the declaration has them no more.
std::vector<desired::Job> take_jobs_of(const std::string& user, Declaration& declaration) {
    const auto is_theirs = [&](const desired::Job& job) { return job.user == user; };
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

}  // namespace

std::string file_key(const std::string& path) {
    boost::system::error_code problem;
    const auto real = boost::filesystem::canonical(path, problem);
    return problem ? boost::filesystem::absolute(path).lexically_normal().string() : real.string();
}

Result<std::string> file_table_key(const CommonArguments& common, const Setup& setup) {
    if (common.crontab_file.empty()) {
        return std::string{};
    }
    if (setup.root) {
        // The key is where the path leads to. Whoever can change a link on the way chooses that.
        const auto place = host::find_trusted_place(common.crontab_file, "/root");
        if (!place && place.error().code != ErrorCode::not_found) {
            return unexpected(place.error());
        }
    }
    return file_key(common.crontab_file);
}

std::string table_name(const std::string& key) {
    return (key.starts_with('/') ? "crontab file " : "crontab of ") + key;
}

std::string home_of(const std::string& user) {
    const auto found = host::find_user(user);
    return found ? found->home : std::string{};
}

Tables begin_tables(const CommonArguments& common, const Setup& setup) {
    Tables tables;
    tables.runner = std::make_unique<host::SystemProcessRunner>();
    tables.begun_user = setup.root ? common.user : setup.invoking_user.name();
    const bool ours =
        setup.root || common.user.empty() || common.user == setup.invoking_user.name();
    if (!common.crontab_file.empty() || tables.begun_user.empty() || !ours) {
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
    if (!setup.root && common.crontab_file.empty() && !common.user.empty() &&
        common.user != setup.invoking_user.name()) {
        return unexpected(ErrorCode::not_permitted,
                          fmt::format("the crontab of {} is not yours to look at", common.user),
                          "run as root");
    }
    auto place = file_table_key(common, setup);
    if (!place) {
        return unexpected(place.error());
    }
    if (auto strays = check_strays(common, setup, declaration); !strays) {
        return unexpected(strays.error());
    }
    warn_of_nothing(common, declaration);
    auto users = users_of(common, setup, declaration, memory);
    if (!users) {
        return unexpected(users.error());
    }
    Tables tables = std::move(begun);
    for (const std::string& user : *users) {
        if (is_unknown(common, setup, user)) {
            if (!common.user.empty()) {
                return unexpected(ErrorCode::not_found,
                                  fmt::format("there is no user {} on this host", user),
                                  "correct the name behind --user");
            }
            tables.unknown.push_back(unknown_user(user, declaration));
            continue;
        }
        reconcile::TableTask task =
            task_for(common, setup, common.crontab_file.empty() ? user : *place, user);
        task.jobs = take_jobs_of(user, declaration);
        task.scope = declaration.scope;
        task.sources = declaration.sources;
        task.zoning = declaration.zoning;
        if (auto added = add_table(tables, setup, std::move(task)); !added) {
            return unexpected(added.error());
        }
    }
    return tables;
}

std::string no_table_words(store::Memory& memory) {
    std::string words =
        "nothing is declared here, and nothing was by these files before: no table "
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
    if (!setup.root && !key.starts_with('/') && user != setup.invoking_user.name()) {
        return unexpected(ErrorCode::not_permitted,
                          fmt::format("the crontab of {} is not yours to change", user),
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
