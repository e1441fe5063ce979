// Where the sources stand, for tests that read files of theirs. Known in one place, so that no
// other object differs from one checkout to the next.
#pragma once

#include <string>

namespace cronmend::test {

// Absolute, without a slash at its end.
[[nodiscard]] std::string source_folder();

}  // namespace cronmend::test
