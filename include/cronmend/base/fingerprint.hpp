// A short name for a byte string: equal bytes have equal fingerprints, and a change of bytes shows.
// XXH3: it tells accidents and edits, it is no protection against somebody who computes it too.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// 128 bits as 32 lower-case hexadecimal digits.
[[nodiscard]] std::string fingerprint(std::string_view bytes);
// 64 bits as 16 lower-case hexadecimal digits, for markers, where room is short.
[[nodiscard]] std::string short_fingerprint(std::string_view bytes);

}  // namespace cronmend
