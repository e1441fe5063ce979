// The names of the zones in a tz database.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace cronmend::test {

// All but those of posix/ (the same again) and right/ (with leap seconds), in order; none if there
// is no database.
inline std::vector<std::string> zone_names(const std::filesystem::path& database) {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    std::error_code error;
    fs::recursive_directory_iterator entry(database, error);
    for (; !error && entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = fs::relative(entry->path(), database).string();
        if (name == "posix" || name == "right") {
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file() && name != "localtime" && name != "posixrules") {
            std::string head(4, '\0');
            std::ifstream(entry->path(), std::ios::binary).read(head.data(), 4);
            if (head == "TZif") {
                names.push_back(name);
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace cronmend::test
