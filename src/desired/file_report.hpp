// Collects what is wrong in one file, with the places as an editor counts them.
#pragma once

#include <string>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {

class FileReport {
public:
    // `text` is what the positions count in; it must outlive the report.
    FileReport(std::string path, std::string_view text) : path_(std::move(path)), text_(text) {}

    void read_from(std::string_view text) {
        text_ = text;
        located_ = {};
    }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] const std::string& path() const { return path_; }

    // Lines and characters from 1.
    [[nodiscard]] SourceLocation locate(const Position& at) const;

    void error(const Position& at, std::string summary, std::string mend = {});
    void warning(const Position& at, std::string summary, std::string mend = {});
    // For a problem that concerns the file as a whole.
    void file_error(std::string summary, std::string mend = {});
    void file_warning(std::string summary, std::string mend = {});

    [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
    [[nodiscard]] Diagnostics take() && { return std::move(diagnostics_); }

private:
    std::string path_;
    std::string_view text_;
    Diagnostics diagnostics_;
    // The part of a line that was counted last, and the bytes in it that begin no character: many
    // places in one long line are found in one walk over it.
    struct Located {
        std::size_t begin = 0, end = 0, hidden = 0;
    };
    mutable Located located_;
};

// The offending text for a message: in quotes, printable, without secrets, cut when it is long.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace cronmend::desired
