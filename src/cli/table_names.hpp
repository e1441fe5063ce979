// A table's key, by which the store knows it, and its name for people. The key is the user's name,
// the path of a system table, or that of a plain file in place of a crontab.
#pragma once

#include <string>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "settings.hpp"

namespace cronmend::cli {

[[nodiscard]] bool is_system_table(const std::string& key);
[[nodiscard]] bool is_plain_file(const std::string& key);

// The key of the table that --crontab-file stands for.
[[nodiscard]] std::string file_key(const std::string& path);

// The same, for the table to be looked at: empty without --crontab-file. As root, error untrusted
// if somebody else can change where the path leads to. Error invalid_input for a system table.
[[nodiscard]] Result<std::string> file_table_key(const CommonArguments& common, const Setup& setup);

// As people name the table with this key: "crontab of root", "crontab file /x", "system table
// /etc/cron.d/x".
[[nodiscard]] std::string table_name(const std::string& key);

[[nodiscard]] std::string home_of(const std::string& user);

}  // namespace cronmend::cli
