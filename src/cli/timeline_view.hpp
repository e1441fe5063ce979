// A timeline for a terminal: a ruler of hours, a row for each job with marks at its starts.
#pragma once

#include <cstddef>
#include <string>

#include "cronmend/base/diagnostic.hpp"
#include "terminal.hpp"
#include "timeline.hpp"

namespace cronmend::cli {

struct Look {
    std::size_t width;  // columns; less than about 60 are exceeded
    Charset charset;
    Painter paint;
};

[[nodiscard]] std::string show_timeline(const Timeline& timeline, const Look& look);
[[nodiscard]] std::string timeline_json(const Timeline& timeline, const Diagnostics& diagnostics);

}  // namespace cronmend::cli
