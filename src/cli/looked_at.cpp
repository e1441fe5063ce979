#include "looked_at.hpp"

#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/system_tables.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"

namespace cronmend::cli {
namespace {

Result<std::string> read_whole(const std::string& path, std::string_view refuge) {
    return host::is_root() ? host::read_file_of_one(path, host::kMostFileBytes, refuge)
                           : host::read_file(path);
}

}  // namespace

Result<std::string> read_table(const std::string& path) {
    const bool standard = path == "-";
    auto text =
        standard ? host::read_standard_input(host::kMostFileBytes) : read_whole(path, "/root");
    if (text) {
        return text;
    }
    Error error = text.error();
    if (error.code == ErrorCode::not_found) {
        error.message = printable(path) + " does not exist";
    }
    if (error.code == ErrorCode::unreadable && error.mend.empty()) {
        error.mend = "is this a crontab? one has a few lines";
    }
    return unexpected(std::move(error));
}

Result<std::string> read_declaration(const std::string& path) {
    return read_whole(path, host::kScheduleFolder);
}

}  // namespace cronmend::cli
