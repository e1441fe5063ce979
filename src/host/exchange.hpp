// Replacing and removing a file only if it is still the one that somebody looked at: asked once
// more at the last moment, of the very file that goes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "whole_file.hpp"

namespace cronmend::host {

// A name in an open folder. `path` is for the words.
struct FilePlace {
    const Descriptor& folder;
    const std::string& name;
    const std::string& path;
};

// Whether the file of that name in the folder is the one that was looked at.
using Recognizer = std::function<bool(const Descriptor& folder, const std::string& name)>;

// Puts the content there in place of the file that is recognized. Where the file system can
// exchange two names at once, what stood there is looked at once it is out, and put back if it is
// another; else it is looked at right before the rename. Error moved, and the file there is left
// as it was; write_failed, also if what stood there could not be put back: it is then kept beside
// it, under a name that the error gives.
[[nodiscard]] Result<void> exchange_file(const FilePlace& place, const NewFile& file,
                                         const Recognizer& is_the_one);

// Puts the content there, where nothing stands. Error moved if something does by now, write_failed.
[[nodiscard]] Result<void> place_file(const FilePlace& place, const NewFile& file);

// Removes the file that is recognized. One that is gone is in order. Errors as above.
[[nodiscard]] Result<void> take_file_away(const FilePlace& place, const Recognizer& is_the_one);

// The error of these for a file that is not the one that was looked at.
[[nodiscard]] Unexpected moved(const std::string& path);

}  // namespace cronmend::host
