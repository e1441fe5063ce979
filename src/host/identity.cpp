#include "cronmend/host/identity.hpp"

#include <sys/random.h>
#include <sys/utsname.h>

#include <array>
#include <cerrno>
#include <random>
#include <string_view>

namespace cronmend::host {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// One byte that no one can foretell.
unsigned random_byte() {
    unsigned char byte = 0;
    while (::getrandom(&byte, 1, 0) != 1) {
        if (errno != EINTR) {
            return std::random_device{}() & 0xffu;  // a kernel without getrandom(2)
        }
    }
    return byte;
}

}  // namespace

std::string host_name() {
    utsname names{};
    return ::uname(&names) == 0 ? std::string(names.nodename) : std::string("localhost");
}

std::string random_suffix() {
    // Bytes beyond the largest multiple of the alphabet's size are thrown away: the rest would
    // make the first letters likelier.
    constexpr unsigned kBound = 256 / kAlphabet.size() * kAlphabet.size();
    std::string suffix;
    while (suffix.size() < 6) {
        if (const unsigned byte = random_byte(); byte < kBound) {
            suffix += kAlphabet[byte % kAlphabet.size()];
        }
    }
    return suffix;
}

}  // namespace cronmend::host
