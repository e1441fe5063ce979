#include "again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <set>
#include <vector>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/marker.hpp"
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

// The jobs whose markers stand in a text.
std::set<std::string> marked_jobs(const std::string& text) {
    std::set<std::string> jobs;
    for (const std::string_view line : split_lines(text)) {
        if (const auto marker = cron::parse_marker(without_newline(line))) {
            jobs.insert(marker->job);
        }
    }
    return jobs;
}

// The files that declared what stands in the table, if a call would not find them by itself.
// `text`: the table.
std::vector<std::string> remembered_files(const Setup& setup, const store::TableMemory& remembered,
                                          const std::string& text) {
    std::vector<std::string> files;
    bool needed = false;
    const auto add = [&](const std::string& source) {
        boost::system::error_code problem;
        if (std::find(files.begin(), files.end(), source) == files.end() &&
            fs::exists(source, problem)) {
            files.push_back(source);
            needed = needed || !is_found_by_default(source, setup);
        }
    };
    for (const plan::AppliedEntry& entry : remembered.applied) {
        add(entry.source);
    }
    const std::set<std::string> marked = marked_jobs(text);
    for (const plan::RetiredJob& job : remembered.retired) {
        if (marked.contains(job.job)) {
            add(job.source);
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
                           const std::string& key, const std::string& text, store::Memory& memory) {
    CommonArguments told = common;
    if (is_plain_file(key)) {
        told.crontab_file = key;
    } else if (setup.root) {
        told.user = key;
    }
    if (const auto remembered = memory.recall(key); remembered && told.files.empty()) {
        told.files = remembered_files(setup, *remembered, text);
    }
    return again("cronmend apply --resume", told, setup);
}

}  // namespace cronmend::cli
