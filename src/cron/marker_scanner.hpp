// A marker without copies of its words, for telling the kind of a line.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace cronmend::cron::detail {

struct MarkerView {
    std::string_view job;
    std::size_t environment_lines = 0;
    std::string_view fingerprint;
};

[[nodiscard]] std::optional<MarkerView> scan_marker(std::string_view line);

}  // namespace cronmend::cron::detail
