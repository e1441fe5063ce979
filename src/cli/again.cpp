#include "again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <vector>

#include "cronmend/base/mend.hpp"
#include "table_names.hpp"

namespace cronmend::cli {
namespace {

namespace fs = boost::filesystem;

std::string absolute(const std::string& path) {
    return fs::absolute(path).lexically_normal().string();
}

std::string option(std::string_view name, const std::string& value) {
    return value.empty() ? std::string{} : fmt::format(" {} {}", name, shell_word(value));
}

bool is_found_by_default(const std::string& source, const Setup& setup) {
    return std::any_of(setup.declarations.begin(), setup.declarations.end(),
                       [&](const std::string& place) {
                           const std::string real = file_key(place);
                           return source == real || fs::path{source}.parent_path() == real;
                       });
}

// The files that declared what stands in the table, if a call would not find them by itself.
std::vector<std::string> remembered_files(const Setup& setup, const std::string& key,
                                          store::Memory& memory) {
    std::vector<std::string> files;
    const auto remembered = memory.recall(key);
    if (!remembered) {
        return files;
    }
    bool needed = false;
    for (const plan::AppliedEntry& entry : remembered->applied) {
        boost::system::error_code problem;
        if (std::find(files.begin(), files.end(), entry.source) == files.end() &&
            fs::exists(entry.source, problem)) {
            files.push_back(entry.source);
            needed = needed || !is_found_by_default(entry.source, setup);
        }
    }
    return needed ? files : std::vector<std::string>{};
}

}  // namespace

std::string record_options(const CommonArguments& common, const Setup& setup) {
    return option("--config", common.config.empty() ? "" : absolute(common.config)) +
           option("--state-dir", common.state_dir.empty() ? "" : absolute(setup.state_dir));
}

std::string again(std::string_view command, const CommonArguments& common, const Setup& setup) {
    std::string line{command};
    const auto add = [&](std::string_view name, const std::string& value) {
        line += option(name, value);
    };
    for (const std::string& file : common.files) {
        add("-f", absolute(file));
    }
    add("--user", common.user);
    add("--crontab-file", common.crontab_file.empty() ? "" : file_key(common.crontab_file));
    add("--cron", common.cron);
    add("--crontab",
        common.crontab.find('/') == std::string::npos ? common.crontab : absolute(common.crontab));
    return line + record_options(common, setup);
}

std::string resume_command(const CommonArguments& common, const Setup& setup,
                           const std::string& key, store::Memory& memory) {
    CommonArguments told = common;
    if (is_plain_file(key)) {
        told.crontab_file = key;
    } else if (setup.root) {
        told.user = key;
    }
    if (told.files.empty()) {
        told.files = remembered_files(setup, key, memory);
    }
    return again("cronmend apply --resume", told, setup);
}

}  // namespace cronmend::cli
