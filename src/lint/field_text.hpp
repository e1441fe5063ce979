// A time field as it is written: its members, and the junk behind them that Debian's cron ignores.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cronmend::lint::detail {

enum class FieldKind { minute, hour, day_of_month, month, day_of_week };

inline constexpr std::array<std::string_view, 5> kFieldNames = {"minute", "hour", "day of month",
                                                                "month", "day of week"};

struct Member {
    std::string_view text;  // the whole of it, junk left out
    bool star = false;
    std::optional<unsigned> first, last;  // `last` of a range alone
    std::optional<unsigned> step;
};

struct FieldText {
    FieldKind kind = FieldKind::minute;
    std::string_view text;
    std::size_t offset = 0;  // in the schedule's text
    std::vector<Member> members;
    std::string_view junk;  // up to the field's end; empty: none
};

// The five fields of a schedule that cron takes; none for an @word.
[[nodiscard]] std::vector<FieldText> fields_of(std::string_view schedule);

}  // namespace cronmend::lint::detail
