#include "cronmend/host/memory.hpp"

#include <algorithm>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#endif

namespace cronmend::host {

#ifdef __GLIBC__
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr std::size_t kMostExpected = std::size_t{64} << 20U;  // beyond it, growing once is no gain

char* end_of_heap() {
    return static_cast<char*>(::sbrk(0));
}

// How far behind the beginning of a huge page that is.
std::size_t offset_in_page(const char* place) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the address is what counts
    return reinterpret_cast<std::uintptr_t>(place) % kHugePage;
}

// With these sizes malloc keeps what it has, and takes large pieces from it, too.
bool set_growth(std::size_t bytes) {
    const int step = static_cast<int>(bytes);
    return ::mallopt(M_TOP_PAD, step) == 1 && ::mallopt(M_TRIM_THRESHOLD, 2 * step) == 1 &&
           ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kHugePage)) == 1;
}

// More than what is left of the heap at most: it has to grow.
void grow() {
    constexpr std::size_t kPiece = std::size_t{100} << 10U;
    std::array<void* volatile, 3> pieces{};
    for (void* volatile& piece : pieces) {
        piece = std::malloc(kPiece);  // NOLINT(cppcoreguidelines-no-malloc): it is what has to grow
    }
    for (void* volatile& piece : pieces) {
        std::free(piece);  // NOLINT(cppcoreguidelines-no-malloc)
    }
}

}  // namespace

void expect_memory(std::size_t bytes) {
    if (bytes < kHugePage) {
        return;
    }
    char* const begin = end_of_heap();
    if (!set_growth(std::min(bytes, kMostExpected) + kHugePage)) {
        return;
    }
    grow();
    char* const first = begin + (kHugePage - offset_in_page(begin)) % kHugePage;
    char* const end = end_of_heap();
    char* const last = end - offset_in_page(end);
    if (first < last) {
        static_cast<void>(::madvise(first, static_cast<std::size_t>(last - first), MADV_HUGEPAGE));
    }
}
#else
void expect_memory(std::size_t /*bytes*/) {}
#endif

}  // namespace cronmend::host
