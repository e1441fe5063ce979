// Classes of bytes as the C locale has them, whatever the program's locale and the sign of char.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cronmend::cron::detail {

inline constexpr unsigned char kDigit = 1;
inline constexpr unsigned char kAlphanumeric = 2;
inline constexpr unsigned char kSpace = 4;  // isspace()
inline constexpr unsigned char kBlank = 8;  // space and tab: all that separates fields in most
inline constexpr unsigned char kPythonSpace = 16;  // what Python's str.split() splits at, in ASCII

constexpr std::array<unsigned char, 256> make_byte_classes() {
    std::array<unsigned char, 256> classes{};
    for (unsigned char c = '0'; c <= '9'; ++c) {
        classes[c] = kDigit | kAlphanumeric;
    }
    for (unsigned char c = 'a'; c <= 'z'; ++c) {
        classes[c] = kAlphanumeric;
        classes[static_cast<unsigned char>(c - 'a' + 'A')] = kAlphanumeric;
    }
    for (const char c : {'\n', '\v', '\f', '\r'}) {
        classes[static_cast<unsigned char>(c)] = kSpace | kPythonSpace;
    }
    for (unsigned char c = 0x1c; c <= 0x1f; ++c) {
        classes[c] = kPythonSpace;
    }
    for (const char c : {' ', '\t'}) {
        classes[static_cast<unsigned char>(c)] = kSpace | kBlank | kPythonSpace;
    }
    return classes;
}

inline constexpr std::array<unsigned char, 256> kByteClasses = make_byte_classes();

inline bool is(unsigned char classes, char c) {
    return (kByteClasses[static_cast<unsigned char>(c)] & classes) != 0;
}

inline const char* skip(unsigned char classes, const char* at, const char* end) {
    while (at != end && is(classes, *at)) {
        ++at;
    }
    return at;
}

inline const char* skip_blanks(const char* at, const char* end) {
    return skip(kBlank, at, end);
}

inline std::string_view view(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace cronmend::cron::detail
