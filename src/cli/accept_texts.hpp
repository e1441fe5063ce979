// The files of a declaration while live changes are written into them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cronmend/adopt/accept.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "declaration.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

struct WrittenTexts {
    std::vector<std::string> written;  // paths as they were given
    // The first that could not be written, and the paths of it and of those behind it.
    std::optional<Error> error;
    std::vector<std::string> not_written;
};

class DeclaredTexts {
public:
    // All files that were read for the declaration, once more: what is written replaces just this.
    // Errors of host::make_file_table().
    [[nodiscard]] static Result<DeclaredTexts> read(const Declaration& declaration);

    // Error not_found if no file here declares the job; those of desired::set_value(). Nothing is
    // edited then.
    [[nodiscard]] Result<void> edit(const desired::Job& job, const adopt::Acceptance& acceptance);

    // As edited so far.
    [[nodiscard]] std::vector<desired::SourceText> sources() const;

    // Takes edits back: `sources` are what sources() gave before them.
    void put_back(const std::vector<desired::SourceText>& sources);

    // As a unified diff, without secrets; of these files alone, or of all if none is named.
    [[nodiscard]] std::string diff(const Painter& paint,
                                   const std::vector<std::string>& paths = {}) const;

    // Writes what was edited. Error moved, and nothing is written, if one of the files, edited or
    // not, is not what was read any more.
    [[nodiscard]] Result<WrittenTexts> write();

private:
    struct Text {
        std::unique_ptr<host::CrontabTable> file;
        std::string before;
        std::string after;
    };
    std::map<std::string, Text> texts_;  // by the path as it was given
};

}  // namespace cronmend::cli
