// What was seen of a table. That a table could not be read is not an observation but an error.
#pragma once

#include <optional>
#include <string>

namespace cronmend::cron {

struct Observation {
    std::optional<std::string> text;  // the table's bytes; nothing: there is no table
    // False if the text is only what was listed, and other bytes would be listed alike. Such a text
    // can be shown and compared, but must not be written back.
    bool exact = true;

    [[nodiscard]] bool absent() const { return !text.has_value(); }
    // The text, which for an absent table is empty.
    [[nodiscard]] std::string text_or_empty() const { return text.value_or(std::string{}); }
    friend bool operator==(const Observation&, const Observation&) = default;
};

}  // namespace cronmend::cron
