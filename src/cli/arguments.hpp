// What was asked for on the command line, as plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cronmend::cli {

enum class Output { text, json, markdown };
enum class Color { automatic, always, never };

struct CommonArguments {
    std::vector<std::string> files;  // declarations: files or folders; empty: the default place
    std::string user;                // only this user's table; empty: all
    std::string config;        // settings file; empty: the default place, which may be missing
    std::string state_dir;     // empty: the settings' or the default place
    std::string crontab;       // program; empty: the settings' or `crontab` from PATH
    std::string crontab_file;  // a file in place of the invoking user's table
    Output output = Output::text;
    Color color = Color::automatic;
    bool verbose = false;
};

struct DiffArguments {
    bool unified = false;
    bool allow_empty = false;
    bool foreign = false;  // list the foreign entries too
};

struct ApplyArguments {
    bool allow_empty = false;
    bool resume = false;  // put the declaration back in force after a rollback
};

struct IncidentListArguments {
    std::string status;  // "open", "resolved"; empty: both
    std::size_t limit = 0;
};

struct HistoryArguments {
    std::size_t limit = 0;
    std::optional<std::int64_t> show;  // print the table of this row as it was before
};

struct RollbackArguments {
    std::int64_t snapshot = 0;
    bool yes = false;
};

}  // namespace cronmend::cli
