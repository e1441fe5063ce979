#include "cronmend/host/memory.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

using namespace cronmend;

namespace {

// Sanitizers have an allocator of their own, and a kernel may be without huge pages.
bool has_huge_pages() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
    return false;
#else
    return std::ifstream{"/sys/kernel/mm/transparent_hugepage/enabled"}.good();
#endif
}

// True if the heap, or a part of it, is to be had in huge pages: "hg" in proc(5)'s smaps.
bool heap_is_huge() {
    std::ifstream maps{"/proc/self/smaps"};
    bool in_heap = false;
    for (std::string line; std::getline(maps, line);) {
        if (line.find('-') < line.find(' ')) {
            in_heap = line.ends_with("[heap]");
        } else if (in_heap && line.starts_with("VmFlags:") && line.find(" hg") != line.npos) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("memory that is expected is had in huge pages, and works as ever") {
    host::expect_memory(100'000);
    CHECK_FALSE(heap_is_huge());
    constexpr std::size_t kPiece = 1000;
    constexpr std::size_t kPieces = 8000;
    host::expect_memory(kPiece * kPieces);
    // Without /sys it is not known whether the kernel has any.
    if (has_huge_pages()) {
        CHECK(heap_is_huge());
    }
    host::expect_memory(std::size_t{1} << 40U);
    const std::vector<std::string> pieces(kPieces, std::string(kPiece, 'x'));
    CHECK(pieces.front() == pieces.back());
}
