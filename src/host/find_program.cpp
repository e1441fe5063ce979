#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "cronmend/base/text.hpp"
#include "cronmend/host/process.hpp"

namespace cronmend::host {
namespace {

bool is_program(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

Unexpected no_program(const std::string& name, const std::string& where) {
    return unexpected(ErrorCode::not_found,
                      fmt::format("there is no program {} {}", printable(name), where));
}

}  // namespace

Result<std::string> find_program(const std::string& name, const std::string& path) {
    if (name.find('/') != std::string::npos) {
        std::error_code error;
        const auto whole = std::filesystem::absolute(name, error);
        if (error || !is_program(whole.string())) {
            return no_program(name, "that this user may run");
        }
        return whole.string();
    }
    std::string_view rest = path;
    while (!name.empty() && !rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        // A relative folder would mean another program in every working directory.
        if (rest.starts_with('/')) {
            std::string candidate = fmt::format("{}/{}", rest.substr(0, end), name);
            if (is_program(candidate)) {
                return candidate;
            }
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return no_program(name, fmt::format("in {}", path.empty() ? "an empty PATH" : printable(path)));
}

}  // namespace cronmend::host
