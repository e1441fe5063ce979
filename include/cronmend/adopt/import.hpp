// YAML for crontabs that stand, made so that a pass with it finds nothing to do: each entry's
// times, command and environment are what they are there. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/desired/desired_state.hpp"

namespace cronmend::adopt {

struct StandingTable {
    std::string user;  // whose crontab
    std::string home;  // the user's home folder; empty: not known, so HOME cannot be declared
    std::string name;  // for people: "crontab of root"
    std::string text;  // the table's bytes, whatever they are
};

enum class CommentedOut {
    leave,    // they are comments
    declare,  // as jobs with `enabled: false`
};

struct ImportOptions {
    std::string default_user;  // for whom a job goes that names no user, where the YAML is used
    CommentedOut commented_out = CommentedOut::leave;
};

struct Import {
    std::string yaml;                // reads without errors, and plans to no change
    std::vector<desired::Job> jobs;  // what it declares
    // What could not be said, each as a comment in the YAML too; `where.file` is the table's name.
    Diagnostics diagnostics;
    std::size_t left_out = 0;  // entries that are not declared for it
};

// Ids come from cronmend's and other tools' markers, else from the command. Error internal if no
// declaration could be found that changes nothing.
[[nodiscard]] Import import_tables(const std::vector<StandingTable>& tables,
                                   const ImportOptions& options);

}  // namespace cronmend::adopt
