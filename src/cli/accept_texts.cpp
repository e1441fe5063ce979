#include "accept_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/desired/redact.hpp"
#include "plan_view.hpp"

namespace cronmend::cli {
namespace {

Result<std::string> content_of(host::CrontabTable& file, const std::string& path) {
    auto observed = file.read();
    if (!observed) {
        return unexpected(observed.error());
    }
    if (observed->absent()) {
        return unexpected(ErrorCode::moved, printable(path) + " is gone meanwhile",
                          "nothing was written; look again");
    }
    return std::move(*observed->text);
}

}  // namespace

Result<DeclaredTexts> DeclaredTexts::read(const Declaration& declaration) {
    DeclaredTexts texts;
    for (const auto& [path, place] : declaration.sources) {
        auto file = host::make_file_table(place);
        auto content = content_of(*file, path);
        if (!content) {
            return unexpected(content.error());
        }
        texts.texts_[path] = {std::move(file), *content, *content};
    }
    return texts;
}

Result<void> DeclaredTexts::edit(const desired::Job& job, const adopt::Acceptance& acceptance) {
    const auto file = texts_.find(job.where.file);
    if (file == texts_.end()) {
        return unexpected(ErrorCode::not_found,
                          fmt::format("the file that declares {} is not among those read", job.id));
    }
    std::string text = file->second.after;
    for (const desired::Edit& edit : acceptance.edits) {
        auto edited = desired::set_value(text, edit);
        if (!edited) {
            return unexpected(edited.error());
        }
        text = std::move(*edited);
    }
    file->second.after = std::move(text);
    return {};
}

std::vector<desired::SourceText> DeclaredTexts::sources() const {
    std::vector<desired::SourceText> sources;
    for (const auto& [path, text] : texts_) {
        sources.push_back({path, text.after});
    }
    return sources;
}

void DeclaredTexts::put_back(const std::vector<desired::SourceText>& sources) {
    for (const auto& [path, content] : sources) {
        texts_.at(path).after = content;
    }
}

std::string DeclaredTexts::diff(const Painter& paint, const std::vector<std::string>& paths) const {
    std::string diff;
    for (const auto& [path, text] : texts_) {
        const bool wanted =
            paths.empty() || std::find(paths.begin(), paths.end(), path) != paths.end();
        if (wanted && text.after != text.before) {
            diff += show_text_diff(desired::redact_declaration(text.before),
                                   desired::redact_declaration(text.after),
                                   path + " (as it stands)", path + " (as accepted)", paint);
        }
    }
    return diff;
}

Result<WrittenTexts> DeclaredTexts::write() {
    for (auto& [path, text] : texts_) {
        const auto now = content_of(*text.file, path);
        if (!now) {
            return unexpected(now.error());
        }
        if (*now != text.before) {
            return unexpected(ErrorCode::moved, printable(path) + " was changed meanwhile",
                              "nothing was written; look again");
        }
    }
    WrittenTexts done;
    for (auto& [path, text] : texts_) {
        if (text.after == text.before) {
            continue;
        }
        if (!done.error) {
            if (auto written = text.file->write(text.after); !written) {
                done.error = written.error();
            }
        }
        (done.error ? done.not_written : done.written).push_back(path);
    }
    return done;
}

}  // namespace cronmend::cli
