// The values of options that are secrets, or hold one.
#pragma once

#include <cstddef>
#include <string_view>

#include "line_cursor.hpp"
#include "named_values.hpp"
#include "secret_options.hpp"

namespace cronmend::detail {

// -u USER:SECRET, --user and --proxy-user of any program.
inline constexpr ProgramOption kUserOption{
    .program = {}, .option = "-u", .value = OptionValue::behind_colon};

// The length of that option at the start of the word; 0 if it is another word.
[[nodiscard]] std::size_t length_of_user_option(std::string_view word);

// Copies the option's value, which starts here, without its secret. Gives what is awaited then.
[[nodiscard]] Awaited copy_option_value(LineCursor& cursor, const ProgramOption& option,
                                        Wording wording);

}  // namespace cronmend::detail
