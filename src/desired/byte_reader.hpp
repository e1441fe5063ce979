// The reading half of the codec's bytes. After a byte that cannot be, everything reads as zero or
// empty, and good() says so: callers need not look after each step. Nothing is allocated for more
// than the bytes that are there.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cronmend::desired {

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {
        paths_.resize(count(1));
        for (std::string_view& path : paths_) {
            path = text();
        }
    }

    [[nodiscard]] bool good() const { return good_; }
    // True if all was good and all has been read.
    [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if (byte < 0x80U) {
                // Only one spelling of a number is ours: no empty last byte, no bit beyond 64.
                const bool canonical = (byte != 0 || shift == 0) && (shift < 63 || byte <= 1);
                return canonical ? value : fail();
            }
        }
        return fail();
    }
    std::uint64_t below(std::uint64_t limit) {
        const std::uint64_t value = number();
        return value < limit ? value : fail();
    }
    // A number of things of which each takes that many bytes at the least.
    std::size_t count(std::size_t least) {
        const std::uint64_t value = number();
        return value <= rest_.size() / least ? value : fail();
    }
    std::string_view text() {
        const std::size_t length = count(1);
        const std::string_view text = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return text;
    }
    std::string_view path() {
        const std::uint64_t index = number();
        if (index >= paths_.size()) {
            fail();
            return {};
        }
        return paths_[index];
    }

private:
    std::uint64_t fail() {
        good_ = false;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    std::vector<std::string_view> paths_;
    bool good_ = true;
};

}  // namespace cronmend::desired
