#include "emptied_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "cronmend/base/text.hpp"
#include "remembered_tables.hpp"

namespace cronmend::cli {
namespace {

// Nothing but blanks, comments, and the marks where a document begins and ends.
bool says_nothing(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!line.empty() && line.front() != '#' && line != "---" && line != "...") {
            return false;
        }
    }
    return true;
}

// The jobs whose entries these files declared, by the files' absolute paths.
Result<std::map<std::string, std::set<std::string>>> jobs_on_record(
    const std::set<std::string>& files, store::Memory& memory) {
    std::map<std::string, std::set<std::string>> jobs;
    const auto read = for_each_remembered(
        memory, [](const std::string&) { return true; },
        [&](const std::string&, const store::TableMemory& table) {
            for (const plan::AppliedEntry& entry : table.applied) {
                if (files.contains(entry.source)) {
                    jobs[entry.source].insert(entry.job);
                }
            }
        });
    if (!read) {
        return unexpected(read.error());
    }
    return jobs;
}

std::string named(const std::set<std::string>& jobs) {
    constexpr std::size_t kMostNamed = 5;
    std::string names;
    std::size_t count = 0;
    for (const std::string& job : jobs) {
        if (count == kMostNamed) {
            return names + ", …";
        }
        names += (count++ == 0 ? "" : ", ") + job;
    }
    return names;
}

}  // namespace

Result<Diagnostics> emptied_files(const std::vector<desired::SourceText>& sources,
                                  const std::map<std::string, std::string>& real,
                                  store::Memory& memory) {
    std::map<std::string, std::string> silent;  // as it is named, by absolute path
    for (const desired::SourceText& source : sources) {
        const auto path = real.find(source.path);
        if (path != real.end() && says_nothing(source.text)) {
            silent.emplace(path->second, source.path);
        }
    }
    Diagnostics wrong;
    if (silent.empty()) {
        return wrong;  // nearly always
    }
    std::set<std::string> files;
    for (const auto& file : silent) {
        files.insert(file.first);
    }
    const auto jobs = jobs_on_record(files, memory);
    if (!jobs) {
        return unexpected(jobs.error());
    }
    for (const auto& [file, ids] : *jobs) {
        wrong.push_back({DiagnosticSeverity::error,
                         fmt::format("the file is empty, and it declared {} before ({}): nothing "
                                     "is removed for that",
                                     count_of(ids.size(), "job", "jobs"), named(ids)),
                         fmt::format("put back what it held; if {} shall go, delete the file from "
                                     "its folder, or write `version: 1` and `jobs: {{}}` into it",
                                     ids.size() == 1 ? "that job" : "these jobs"),
                         {silent.at(file), 0, 0}});
    }
    return wrong;
}

}  // namespace cronmend::cli
