// What this process asks of the kernel's memory.
#pragma once

#include <cstddef>

namespace cronmend::host {

// So many bytes will soon be had in small pieces: the heap grows by them at once, in huge pages
// where the kernel has some (madvise(2)). They are had page by page else, and each page is a fault
// that takes a microsecond: a quarter of what a pass over a thousand entries takes. What is never
// written to is no memory. Does nothing for less than a huge page, without glibc, or where the
// kernel will not.
void expect_memory(std::size_t bytes);

}  // namespace cronmend::host
