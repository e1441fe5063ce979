#include "cronmend/desired/parse.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "cross_checks.hpp"
#include "file_reader.hpp"

namespace cronmend::desired {
namespace {

// By file, in the order they were given, then by place.
void sort_by_place(Diagnostics& diagnostics, const std::vector<SourceText>& sources) {
    std::unordered_map<std::string_view, std::size_t> order;
    for (const SourceText& source : sources) {
        order.emplace(source.path, order.size());
    }
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) {
                         return std::tuple(order[a.where.file], a.where.line, a.where.column) <
                                std::tuple(order[b.where.file], b.where.line, b.where.column);
                     });
}

}  // namespace

ParsedState parse(const std::vector<SourceText>& sources, const ParseOptions& options) {
    std::vector<DeclaredFile> files;
    files.reserve(sources.size());
    for (const SourceText& source : sources) {
        files.push_back(read_file(source, options));
    }
    ParsedState parsed;
    parsed.diagnostics = check_between_jobs(files);
    for (DeclaredFile& file : files) {
        std::move(file.jobs.begin(), file.jobs.end(), std::back_inserter(parsed.state.jobs));
        std::move(file.places.begin(), file.places.end(), std::back_inserter(parsed.places));
        std::move(file.diagnostics.begin(), file.diagnostics.end(),
                  std::back_inserter(parsed.diagnostics));
    }
    sort_by_place(parsed.diagnostics, sources);
    return parsed;
}

}  // namespace cronmend::desired
