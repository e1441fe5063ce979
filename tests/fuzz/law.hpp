// What the fuzz targets share: libFuzzer takes an abort for a finding, and keeps the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace cronmend::test {

inline void require(bool holds, const char* law) {
    if (!holds) {
        std::fprintf(stderr, "BROKEN: %s\n", law);
        std::abort();
    }
}

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
    return {data, data + size};
}

}  // namespace cronmend::test
