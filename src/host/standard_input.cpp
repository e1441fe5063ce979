#include "standard_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace cronmend::host {
namespace {

Unexpected cannot_feed(int error) {
    return unexpected(ErrorCode::write_failed,
                      fmt::format("cannot make the input of a program: {}", system_words(error)));
}

// A pipe that holds the whole text; empty if the system does not grant one that large.
Descriptor filled_pipe(const std::string& text) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return {};
    }
    Descriptor out(ends[0]);
    const Descriptor in(ends[1]);
    constexpr std::size_t kPlainPipe = 65536;
    if (text.size() > kPlainPipe &&
        ::fcntl(in.get(), F_SETPIPE_SZ, static_cast<int>(text.size())) < 0) {
        return {};
    }
    if (::write(in.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        return {};
    }
    // The reader waits for nothing: the text is there and the writing end is about to be closed.
    return ::fcntl(out.get(), F_SETFL, 0) == 0 ? std::move(out) : Descriptor{};
}

Result<Descriptor> filled_memory(const std::string& text) {
    Descriptor memory(::memfd_create("standard-input", MFD_CLOEXEC));
    if (!memory) {
        return cannot_feed(errno);
    }
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t count = ::write(memory.get(), rest.data(), rest.size());
        if (count < 0 && errno != EINTR) {
            return cannot_feed(errno);
        }
        rest.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    if (::lseek(memory.get(), 0, SEEK_SET) != 0) {
        return cannot_feed(errno);
    }
    return memory;
}

}  // namespace

Result<Descriptor> make_standard_input(const std::string& text) {
    if (text.empty()) {
        Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!nothing) {
            return cannot_feed(errno);
        }
        return nothing;
    }
    // A pipe is what every program expects, and what every security policy lets a program inherit.
    constexpr std::size_t kLargestPipe = 1u << 20;  // what Linux grants everybody
    if (text.size() <= kLargestPipe) {
        if (Descriptor pipe = filled_pipe(text)) {
            return pipe;
        }
    }
    return filled_memory(text);
}

}  // namespace cronmend::host
