// YAML for crontabs that stand, made so that a pass with it finds nothing to do: each entry's
// times, command and environment are what they are there. Pure.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "cronmend/plan/zoning.hpp"

namespace cronmend::adopt {

struct StandingTable {
    std::string user;  // whose crontab; empty for a system table, whose entries say it themselves
    std::string home;  // the user's home folder; empty: not known, so HOME cannot be declared
    std::string name;  // for people: "crontab of root"
    std::string text;  // the table's bytes, whatever they are
    cron::TableForm form = cron::TableForm::user;
    // False if this is what crontab(1) listed, and other bytes would be listed alike: it is taken
    // as it is, which is told.
    bool exact = true;
    // Of a system table: its path, if its jobs are to stay there, declared with it as their target.
    // Empty: they are to be moved into users' tables.
    std::string target = {};
};

enum class CommentedOut {
    leave,    // they are comments
    declare,  // as jobs with `enabled: false`
};

struct ImportOptions {
    std::string default_user;  // for whom a job goes that names no user, where the YAML is used
    CommentedOut commented_out = CommentedOut::leave;
    cron::Flavour flavour = cron::Flavour::debian;  // whose rules the tables are read by
    // The facts of the zones_in() the tables. Entries in a zone that is not among them are left
    // out.
    std::shared_ptr<const plan::Zoning> zoning = {};
    // A declaration is in one zone: entries whose times are in this one alone; empty: the host's.
    // Nothing: the host's, or that of the most entries if none is in the host's; the others are
    // left out and told.
    std::optional<std::string> timezone = {};
    std::string again = {};  // the other words of this call, each behind a blank, for one to type
};

// The names of the zones that the tables' times are in, beside the host's.
[[nodiscard]] std::set<std::string> zones_in(const std::vector<StandingTable>& tables,
                                             cron::Flavour flavour);

struct Import {
    // Reads without errors. What it has of users' tables and of targets plans to no change; what it
    // has of other system tables is to be moved to users' tables, which it says at its top.
    std::string yaml;
    std::vector<desired::Job> jobs;  // what it declares
    // What could not be said, or was taken otherwise than it stands, each as a comment in the YAML
    // too; `where.file` is the table's name.
    // With an error among them, which only a table that is too large for one declaration causes,
    // the rest is not to be used.
    Diagnostics diagnostics;
    std::size_t left_out = 0;  // entries that are not declared for it
};

// Ids come from cronmend's and other tools' markers, else from the command.
[[nodiscard]] Import import_tables(const std::vector<StandingTable>& tables,
                                   const ImportOptions& options);

}  // namespace cronmend::adopt
