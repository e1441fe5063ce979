#include "missing_file.hpp"

#include <fmt/format.h>

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <vector>

#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

namespace fs = boost::filesystem;

std::string neighbour_of(const std::string& path) {
    boost::system::error_code problem;
    const fs::path folder = fs::absolute(path).parent_path();
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        names.push_back(entry->path().filename().string());
    }
    const std::string near =
        nearest_word(fs::path{path}.filename().string(), {names.begin(), names.end()});
    return near.empty() ? near : (fs::path{path}.parent_path() / near).string();
}

}  // namespace

Error with_way_out(const Error& error, const std::string& path, std::string_view otherwise) {
    Error told = error;
    if (told.code != ErrorCode::not_found) {
        return told;
    }
    const std::string near = neighbour_of(path);
    told.mend = near.empty() ? fmt::format("it was looked for at {}; {}",
                                           printable(fs::absolute(path).string()), otherwise)
                             : fmt::format("did you mean {}?", printable(near));
    return told;
}

}  // namespace cronmend::cli
