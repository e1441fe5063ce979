#include "cronmend/host/files.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "cronmend/base/text.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

bool is_declaration_name(std::string_view name) {
    return !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml"));
}

Result<std::vector<std::string>> declarations_in(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    const auto cannot_list = [&](int error) {
        return unexpected(ErrorCode::unreadable,
                          fmt::format("cannot list {}: {}", printable(folder), system_words(error)),
                          mend_for(error));
    };
    if (!entries) {
        return cannot_list(errno);
    }
    std::vector<std::string> files;
    errno = 0;
    while (const dirent* entry = ::readdir(entries.get())) {
        if (is_declaration_name(entry->d_name)) {
            files.push_back(folder + (folder.ends_with('/') ? "" : "/") + entry->d_name);
        }
    }
    if (errno != 0) {
        return cannot_list(errno);
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool leads_to_folder(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

Result<void> make_one_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) {
        return {};
    }
    const int error = errno;
    // Whatever mkdir said (a read-only file system says so even if the folder is there).
    if (leads_to_folder(path)) {
        return {};
    }
    return unexpected(
        ErrorCode::write_failed,
        fmt::format("cannot make the folder {}: {}", printable(path), system_words(error)),
        mend_for(error));
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t most) {
    const auto file = open_regular_file(path, Links::follow);
    if (!file) {
        return unexpected(file.error());
    }
    return read_to_end(*file, path, most);
}

Result<void> write_file(const std::string& path, std::string_view content, unsigned mode) {
    return replace_file(path, {content, static_cast<mode_t>(mode)});
}

Result<void> make_folder(const std::string& path) {
    if (leads_to_folder(path)) {
        return {};  // nearly always
    }
    for (std::size_t end = 1; end < path.size(); ++end) {
        if (path[end] == '/') {
            if (auto made = make_one_folder(path.substr(0, end)); !made) {
                return made;
            }
        }
    }
    return make_one_folder(path);
}

Result<void> remove_file(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        const int error = errno;
        return unexpected(ErrorCode::write_failed,
                          fmt::format("cannot remove {}: {}", printable(path), system_words(error)),
                          mend_for(error));
    }
    return {};
}

void remove_leftovers(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    while (const dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
        if (is_temporary_name(entry->d_name)) {
            ::unlinkat(::dirfd(entries.get()), entry->d_name, 0);
        }
    }
}

Result<std::vector<std::string>> declaration_files(const std::string& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR) {
            return unexpected(ErrorCode::not_found,
                              fmt::format("{} does not exist", printable(path)));
        }
        return unexpected(
            ErrorCode::unreadable,
            fmt::format("cannot look at {}: {}", printable(path), system_words(error)),
            mend_for(error));
    }
    if (S_ISDIR(facts.st_mode)) {
        return declarations_in(path);
    }
    if (!S_ISREG(facts.st_mode)) {
        return unexpected(ErrorCode::invalid_input,
                          fmt::format("{} is neither a file nor a folder", printable(path)),
                          "give a YAML file, or a folder of *.yaml files");
    }
    return std::vector<std::string>{path};
}

}  // namespace cronmend::host
