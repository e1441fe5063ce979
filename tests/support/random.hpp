// Generated inputs. The seed is printed by whoever draws (doctest's INFO) and can be set with
// CRONMEND_SEED, so that a failing run can be had again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend::test {

inline std::uint64_t chosen_seed() {
    if (const char* given = std::getenv("CRONMEND_SEED")) {
        return std::strtoull(given, nullptr, 10);
    }
    return std::random_device{}();
}

class Random {
public:
    explicit Random(std::uint64_t seed) : seed_(seed), engine_(seed) {}

    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    // A whole number from 0 to bound - 1.
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class T>
    const T& pick(const std::vector<T>& values) {
        return values[below(values.size())];
    }
    std::string bytes(std::size_t most, std::string_view alphabet) {
        std::string text(below(most + 1), '\0');
        for (char& c : text) {
            c = alphabet[below(alphabet.size())];
        }
        return text;
    }

private:
    std::uint64_t seed_;
    std::mt19937_64 engine_;
};

}  // namespace cronmend::test
