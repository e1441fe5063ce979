#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "cronmend/base/text.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;
constexpr int kMostLinks = 40;  // as the kernel

// Where the table is kept: what links in the path's place lead to, even if nothing is there yet.
Result<std::string> resolved(const std::string& path) {
    std::filesystem::path place = path;
    for (int links = 0; links < kMostLinks; ++links) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(place, error);
        if (error) {
            return place.string();  // no link, or nothing there: opening it will tell
        }
        place = target.is_absolute() ? target : place.parent_path() / target;
    }
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: too many links", printable(path)));
}

class FileTable : public CrontabTable {
public:
    explicit FileTable(std::string path) : path_(std::move(path)) {}

    Result<cron::Observation> read() override {
        const auto file = open_regular_file(path_, Links::follow);
        if (!file && file.error().code == ErrorCode::not_found) {
            return cron::Observation{};
        }
        if (!file) {
            return unexpected(file.error());
        }
        auto text = read_to_end(*file, path_, kMostBytes);
        if (!text) {
            return unexpected(text.error());
        }
        return cron::Observation{.text = std::move(text).value()};
    }

    Result<void> write(std::string_view text) override {
        const auto place = resolved(path_);
        if (!place) {
            return unexpected(place.error());
        }
        struct stat old {};
        if (::stat(place->c_str(), &old) != 0) {
            return replace_file(*place, text, 0600, std::nullopt);
        }
        if (!S_ISREG(old.st_mode)) {
            return unexpected(
                ErrorCode::write_failed,
                fmt::format("cannot write {}: what stands there is not a file", printable(path_)));
        }
        return replace_file(*place, text, old.st_mode & 07777u, Owner{old.st_uid, old.st_gid});
    }

    Result<void> remove() override {
        const auto place = resolved(path_);
        if (!place) {
            return unexpected(place.error());
        }
        if (::unlink(place->c_str()) == 0) {
            return sync_folder(folder_of(*place));
        }
        const int error = errno;
        if (error == ENOENT) {
            return {};
        }
        return unexpected(
            ErrorCode::write_failed,
            fmt::format("cannot remove {}: {}", printable(path_), system_words(error)));
    }

private:
    std::string path_;
};

}  // namespace

std::unique_ptr<CrontabTable> make_file_table(std::string path) {
    return std::make_unique<FileTable>(std::move(path));
}

}  // namespace cronmend::host
