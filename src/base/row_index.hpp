// Finds rows of a table by the first letter of the program that they are about.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace cronmend::detail {

// Most words are no program that is known, and every word of a line is asked for.
template <class Row>
class RowIndex {
public:
    // `rows` in the order of those letters; it must outlive this.
    explicit constexpr RowIndex(std::span<const Row> rows) : rows_{rows} {
        for (std::size_t i = rows.size(); i-- > 0;) {
            starts_[letter_of(rows[i].program)] = i + 1;
        }
    }

    // The rows of the first program for which `is_named` is true: they stand together. Empty if
    // there is none.
    template <class F>
    [[nodiscard]] std::span<const Row> rows_of(std::string_view program, F is_named) const {
        const std::size_t start = program.empty() ? 0 : starts_[letter_of(program)];
        if (start == 0) {
            return {};
        }
        const auto first =
            std::find_if(rows_.begin() + static_cast<std::ptrdiff_t>(start - 1), rows_.end(),
                         [&](const Row& row) {
                             return row.program.front() != program.front() || is_named(row.program);
                         });
        if (first == rows_.end() || first->program.front() != program.front()) {
            return {};
        }
        return {first, std::find_if(first, rows_.end(),
                                    [&](const Row& row) { return row.program != first->program; })};
    }

private:
    static constexpr std::size_t letter_of(std::string_view program) {
        return static_cast<unsigned char>(program.front());
    }

    std::span<const Row> rows_;
    std::array<std::size_t, 256> starts_{};  // by the letter, from 1; 0: no row has it
};

}  // namespace cronmend::detail
