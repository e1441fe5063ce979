// The text of a layout, up to what is laid behind it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "layout.hpp"

namespace cronmend::plan {

// What is kept of a table, line by line.
class KeptText {
public:
    // Without its last newline.
    void add_ours(const std::string& lines) {
        text_ += lines + '\n';
        lines_ += 1 + static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
        below_mark_ = false;
    }
    void note_gap() { gap_ = true; }
    // A line as it stands. `is_mark`: it looks like a marker.
    void add(std::string_view raw, bool is_mark, bool is_entry) {
        if (is_entry && below_mark_ && gap_) {
            separators_.push_back(lines_++);
            text_ += '\n';
        }
        text_ += raw;
        ++lines_;
        below_mark_ = is_mark;
        gap_ = false;
    }

    // `closed`: its last line needs a newline.
    [[nodiscard]] Layout take(bool closed) {
        if (closed && !text_.empty() && !text_.ends_with('\n')) {
            text_ += '\n';
        }
        return {std::move(text_), {}, std::move(separators_)};
    }

private:
    std::string text_;
    std::vector<std::size_t> separators_;  // see Layout
    std::size_t lines_ = 0;
    bool below_mark_ = false;  // the last line looks like a marker
    bool gap_ = false;         // something that stood below it goes
};

}  // namespace cronmend::plan
