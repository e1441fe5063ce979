// Where in a schedule the thing stands that cron refuses.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

struct FaultPlace {
    std::size_t offset = 0;  // in bytes; the text's length if something is missing at its end
    std::size_t length = 0;  // of what is wrong; 0 if something is missing

    friend bool operator==(const FaultPlace&, const FaultPlace&) = default;
};

// Takes what parse_schedule() takes. Nothing if it would take it.
[[nodiscard]] std::optional<FaultPlace> fault_place(std::string_view text,
                                                    Flavour flavour = Flavour::debian);

}  // namespace cronmend::cron
