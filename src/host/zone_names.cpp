#include "cronmend/host/zone_names.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

#include "cronmend/base/text.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostMeant = 3;

bool is_zone_file(const std::string& path) {
    constexpr std::string_view kMagic = "TZif";
    const auto file = open_regular_file(path, Links::follow);
    return file && read_at_most(*file, path, kMagic.size()).value_or("") == kMagic;
}

// The same rules once more, with and without leap seconds; and files that are no zones' names.
bool is_no_name(const std::string& name) {
    return name.starts_with("posix/") || name.starts_with("right/") || name == "posixrules" ||
           name == "localtime";
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' ? '_' : c;
    });
    return result;
}

// The same name, or the end of it from a slash on.
bool is_meant(std::string_view word, const std::string& name) {
    const std::string known = lower(name);
    return known == word || known.ends_with("/" + std::string{word});
}

}  // namespace

std::vector<std::string> zone_names(const std::string& database) {
    std::vector<std::string> names;
    std::error_code problem;
    fs::recursive_directory_iterator files(database, problem);
    for (; !problem && files != fs::recursive_directory_iterator{}; files.increment(problem)) {
        const std::string name = files->path().string().substr(database.size() + 1);
        if (!is_no_name(name) && is_zone_file(files->path().string())) {
            names.push_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> zones_meant(std::string_view name, const std::vector<std::string>& names) {
    const std::string word = lower(name);
    std::vector<std::string> meant;
    std::copy_if(names.begin(), names.end(), std::back_inserter(meant),
                 [&word](const std::string& each) { return is_meant(word, each); });
    if (meant.empty()) {
        const std::string nearest = nearest_word(name, {names.begin(), names.end()});
        if (!nearest.empty()) {
            meant.push_back(nearest);
        }
    }
    meant.resize(std::min(meant.size(), kMostMeant));
    return meant;
}

}  // namespace cronmend::host
