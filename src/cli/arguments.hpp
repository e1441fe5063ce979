// What every command can be told, as plain values; what is one command's alone stands in its file.
#pragma once

#include <string>
#include <vector>

namespace cronmend::cli {

enum class Output { text, json, markdown, sarif };
enum class Color { automatic, always, never };

struct CommonArguments {
    std::vector<std::string> files;  // declarations: files or folders; empty: the default place
    std::string user;                // only this user's table; empty: all
    std::string config;        // settings file; empty: the default place, which may be missing
    std::string state_dir;     // empty: the settings' or the default place
    std::string crontab;       // program; empty: the settings' or `crontab` from PATH
    std::string cron;          // a flavour of cron, by its word; empty: the settings' or the host's
    std::string crontab_file;  // a file in place of the invoking user's table
    Output output = Output::text;
    Color color = Color::automatic;
    bool verbose = false;
    bool quiet = false;
};

}  // namespace cronmend::cli
