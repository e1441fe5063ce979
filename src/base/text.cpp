#include "cronmend/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace cronmend {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // in bytes; 0: these bytes are no UTF-8
};

CodePoint decode_utf8(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        return {first, 1};
    }
    const std::size_t length = first >= 0xf0 && first < 0xf5   ? 4
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xc2 && first < 0xe0 ? 2
                                                               : 0;
    if (length == 0 || text.size() < length) {
        return {};
    }
    char32_t value = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) {
            return {};
        }
        value = value << 6U | (byte(i) & 0x3fU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    return overlong || surrogate || value > 0x10ffff ? CodePoint{} : CodePoint{value, length};
}

// Characters that are not seen, or that change how their neighbours are seen.
bool deceives(char32_t value) {
    return (value >= 0x80 && value <= 0x9f) || value == 0xad || value == 0x61c ||
           (value >= 0x200b && value <= 0x200f) || (value >= 0x2028 && value <= 0x202e) ||
           (value >= 0x2060 && value <= 0x206f) || value == 0xfeff ||
           (value >= 0xfff9 && value <= 0xfffb) || (value >= 0xe0000 && value <= 0xe007f);
}

void append_control(std::string& out, unsigned char byte) {
    switch (byte) {
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += fmt::format("\\x{:02x}", byte);
    }
}

bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

// Shown as it is, wherever it stands.
bool is_plain_ascii(char c) {
    return c >= 0x20 && c <= 0x7e;
}

// How many letters were left out, put in or mistaken, or exchanged with the next one.
std::size_t distance_between(std::string_view word, std::string_view other) {
    std::vector<std::size_t> before_last(other.size() + 1);
    std::vector<std::size_t> last(other.size() + 1);
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t replaced = last[j] + (word[i] == other[j] ? 0 : 1);
            row[j + 1] = std::min({replaced, last[j + 1] + 1, row[j] + 1});
            if (i > 0 && j > 0 && word[i] == other[j - 1] && word[i - 1] == other[j]) {
                row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
            }
        }
    }
    return row.back();
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

std::string_view without_newline(std::string_view line) {
    if (line.ends_with('\n')) {
        line.remove_suffix(1);
    }
    return line;
}

std::string printable(std::string_view text, Newlines newlines) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto odd = std::find_if_not(text.begin(), text.end(), is_plain_ascii);
        out.append(text.begin(), odd);
        text.remove_prefix(static_cast<std::size_t>(odd - text.begin()));
        if (text.empty()) {
            break;
        }
        const auto byte = static_cast<unsigned char>(text.front());
        const CodePoint point = decode_utf8(text);
        if (newlines == Newlines::keep && (byte == '\n' || byte == '\t')) {
            out += text.front();
        } else if (is_control(byte)) {
            append_control(out, byte);
        } else if (point.length == 0) {
            out += fmt::format("\\x{:02x}", byte);
        } else if (deceives(point.value)) {
            out += fmt::format("\\u{{{:04x}}}", static_cast<std::uint32_t>(point.value));
        } else {
            out += text.substr(0, point.length);
        }
        text.remove_prefix(std::max<std::size_t>(point.length, 1));
    }
    return out;
}

std::optional<DeceptiveCharacter> find_deceptive(std::string_view text, std::size_t from) {
    while (from < text.size()) {
        if (static_cast<unsigned char>(text[from]) < 0x80) {
            ++from;
            continue;
        }
        const CodePoint point = decode_utf8(text.substr(from));
        if (point.length != 0 && deceives(point.value)) {
            return DeceptiveCharacter{from, point.length, point.value};
        }
        from += std::max<std::size_t>(point.length, 1);
    }
    return std::nullopt;
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return is_control(static_cast<unsigned char>(c)); });
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = decode_utf8(text).length;
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string nearest_word(std::string_view word, const std::vector<std::string_view>& candidates) {
    std::string_view best;
    std::size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = distance_between(word, candidate);
        // One slip in three letters: beyond that it is another word.
        const std::size_t most = std::max(word.size(), candidate.size()) / 3;
        if (distance <= most && (best.empty() || distance < best_distance)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return std::string{best};
}

std::string count_of(std::size_t count, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", count, count == 1 ? singular : plural);
}

}  // namespace cronmend
