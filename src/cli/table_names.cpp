#include "table_names.hpp"

#include <fmt/format.h>

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"

namespace cronmend::cli {

bool is_system_table(const std::string& key) {
    return cron::system_table_name(key).has_value();
}

bool is_plain_file(const std::string& key) {
    return key.starts_with('/') && !is_system_table(key);
}

std::string file_key(const std::string& path) {
    boost::system::error_code problem;
    const auto real = boost::filesystem::canonical(path, problem);
    return problem ? boost::filesystem::absolute(path).lexically_normal().string() : real.string();
}

Result<std::string> file_table_key(const CommonArguments& common, const Setup& setup) {
    if (common.crontab_file.empty()) {
        return std::string{};
    }
    if (setup.root) {
        // The key is where the path leads to. Whoever can change a link on the way chooses that.
        const auto place = host::find_trusted_place(common.crontab_file, "/root");
        if (!place && place.error().code != ErrorCode::not_found) {
            return unexpected(place.error());
        }
    }
    std::string key = file_key(common.crontab_file);
    if (is_system_table(key) || key == cron::kSystemTable) {
        return unexpected(
            ErrorCode::invalid_input,
            fmt::format("--crontab-file: {} is a system table, whose entries name a user",
                        printable(key)),
            is_system_table(key)
                ? fmt::format("declare jobs for it with `target: {}`", printable(key))
                : fmt::format("declare jobs for a file of their own, with `target: {}/NAME`",
                              cron::kSystemTables));
    }
    return key;
}

std::string table_name(const std::string& key) {
    return (is_system_table(key) ? "system table "
            : is_plain_file(key) ? "crontab file "
                                 : "crontab of ") +
           key;
}

std::string home_of(const std::string& user) {
    const auto found = host::find_user(user);
    return found ? found->home : std::string{};
}

}  // namespace cronmend::cli
