// The writing half of the codec's bytes; byte_reader.hpp reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cronmend::desired {

class ByteWriter {
public:
    // Seven bits a byte, the lowest first; the top bit says that more follow.
    void number(std::uint64_t value) { append_number(body_, value); }
    void text(std::string_view text) { append_text(body_, text); }
    // As its place in the table of paths.
    void path(const std::string& path) {
        const auto [known, added] = paths_.emplace(path, paths_.size());
        if (added) {
            append_text(table_, path);
        }
        number(known->second);
    }

    // The table of paths, then everything written.
    [[nodiscard]] std::string finish() && {
        std::string bytes;
        append_number(bytes, paths_.size());
        return bytes.append(table_).append(body_);
    }

private:
    static void append_number(std::string& out, std::uint64_t value) {
        for (; value >= 0x80U; value >>= 7U) {
            out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
        }
        out += static_cast<char>(static_cast<unsigned char>(value));
    }
    static void append_text(std::string& out, std::string_view text) {
        append_number(out, text.size());
        out.append(text);
    }

    std::string body_, table_;
    std::unordered_map<std::string, std::size_t> paths_;
};

}  // namespace cronmend::desired
