// Words as a shell of the sh family reads them, for the few forms that cronmend writes itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend::cron {

// 'it'\''s'
[[nodiscard]] std::string in_single_quotes(std::string_view value);

// The words of a text that holds nothing but plain characters, single quotes and \' between them;
// nothing for any other text.
[[nodiscard]] std::optional<std::vector<std::string>> quoted_words(std::string_view text);

// The length of "export A='x' B='y'; " at the front of a text, as with_exports() writes it.
[[nodiscard]] std::optional<std::size_t> exports_length(std::string_view text);

}  // namespace cronmend::cron
