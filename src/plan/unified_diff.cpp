#include "cronmend/plan/unified_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cronmend/base/text.hpp"

namespace cronmend::plan {
namespace {

using Lines = std::vector<std::string_view>;

struct Step {
    char sign;  // ' ', '-' or '+'
    std::string_view line;
};

// Beyond this many differing lines the shortest script is not looked for any more: its search
// costs the square of their number.
constexpr int kMostDifferences = 3000;

// The furthest x on each diagonal k, for each number of differences d (E. Myers, "An O(ND)
// difference algorithm", 1986).
class Frontier {
public:
    explicit Frontier(int d) : d_(d), x_(2 * static_cast<std::size_t>(d) + 1, 0) {}
    [[nodiscard]] int at(int k) const { return x_[place(k)]; }
    void set(int k, int x) { x_[place(k)] = x; }
    [[nodiscard]] bool holds(int k) const { return k >= -d_ && k <= d_; }

private:
    [[nodiscard]] std::size_t place(int k) const {
        return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(k) + d_);
    }

    int d_;
    std::vector<int> x_;
};

bool comes_from_above(const Frontier& previous, int k) {
    return !previous.holds(k - 1) ||
           (previous.holds(k + 1) && previous.at(k - 1) < previous.at(k + 1));
}

int start_of(const Frontier* previous, int k) {
    if (previous == nullptr) {
        return 0;
    }
    return comes_from_above(*previous, k) ? previous->at(k + 1) : previous->at(k - 1) + 1;
}

std::vector<Step> replace_all(const Lines& a, const Lines& b) {
    std::vector<Step> steps;
    for (const auto line : a) {
        steps.push_back({'-', line});
    }
    for (const auto line : b) {
        steps.push_back({'+', line});
    }
    return steps;
}

// The frontiers up to the one that reaches the end of both; empty if that is too far.
std::vector<Frontier> search(const Lines& a, const Lines& b) {
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    std::vector<Frontier> frontiers;
    for (int d = 0; d <= std::min(n + m, kMostDifferences); ++d) {
        Frontier frontier{d};
        const Frontier* previous = d == 0 ? nullptr : &frontiers.back();
        for (int k = -d; k <= d; k += 2) {
            int x = start_of(previous, k);
            while (x < n && x - k < m && x - k >= 0 &&
                   a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) {
                ++x;
            }
            frontier.set(k, x);
            if (x >= n && x - k >= m) {
                frontiers.push_back(std::move(frontier));
                return frontiers;
            }
        }
        frontiers.push_back(std::move(frontier));
    }
    return {};
}

std::vector<Step> shortest_script(const Lines& a, const Lines& b) {
    const std::vector<Frontier> frontiers = search(a, b);
    if (frontiers.empty()) {
        return replace_all(a, b);
    }
    std::vector<Step> steps;
    int x = static_cast<int>(a.size());
    int y = static_cast<int>(b.size());
    for (std::size_t d = frontiers.size() - 1; d > 0; --d) {
        const Frontier& previous = frontiers[d - 1];
        const int k = x - y;
        const int start = start_of(&previous, k);
        for (; x > start; --x, --y) {
            steps.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
        }
        if (comes_from_above(previous, k)) {
            steps.push_back({'+', b[static_cast<std::size_t>(--y)]});
        } else {
            steps.push_back({'-', a[static_cast<std::size_t>(--x)]});
        }
    }
    for (; x > 0; --x) {
        steps.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

std::vector<Step> compare(Lines a, Lines b) {
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head]) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
        ++tail;
    }
    const auto middle = [&](const Lines& lines) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                     lines.end() - static_cast<std::ptrdiff_t>(tail));
    };
    std::vector<Step> steps;
    for (std::size_t i = 0; i < head; ++i) {
        steps.push_back({' ', a[i]});
    }
    for (const Step& step : shortest_script(middle(a), middle(b))) {
        steps.push_back(step);
    }
    for (std::size_t i = a.size() - tail; i < a.size(); ++i) {
        steps.push_back({' ', a[i]});
    }
    return steps;
}

// "12,3", "12" for one line, "11,0" for none (the line before them).
std::string range(std::size_t first, std::size_t count) {
    if (count == 1) {
        return std::to_string(first + 1);
    }
    return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

struct Hunk {
    std::size_t begin, end;  // steps
};

std::vector<Hunk> hunks_of(const std::vector<Step>& steps, std::size_t context) {
    std::vector<Hunk> hunks;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].sign == ' ') {
            continue;
        }
        const std::size_t begin = i > context ? i - context : 0;
        const std::size_t end = std::min(i + 1 + context, steps.size());
        if (!hunks.empty() && begin <= hunks.back().end) {
            hunks.back().end = end;
        } else {
            hunks.push_back({begin, end});
        }
    }
    return hunks;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const DiffNames& names,
                         std::size_t context) {
    if (before == after) {
        return {};
    }
    const std::vector<Step> steps = compare(split_lines(before), split_lines(after));
    std::string out = fmt::format("--- {}\n+++ {}\n", names.before, names.after);
    std::size_t at = 0;
    std::size_t line_before = 0;
    std::size_t line_after = 0;
    const auto pass_over = [&](std::size_t end) {
        for (; at < end; ++at) {
            line_before += steps[at].sign != '+' ? 1U : 0U;
            line_after += steps[at].sign != '-' ? 1U : 0U;
        }
    };
    for (const Hunk& hunk : hunks_of(steps, context)) {
        pass_over(hunk.begin);
        const std::size_t first_before = line_before;
        const std::size_t first_after = line_after;
        pass_over(hunk.end);
        out += fmt::format("@@ -{} +{} @@\n", range(first_before, line_before - first_before),
                           range(first_after, line_after - first_after));
        for (std::size_t i = hunk.begin; i < hunk.end; ++i) {
            out += steps[i].sign;
            out += steps[i].line;
            if (!steps[i].line.ends_with('\n')) {
                out += "\n\\ No newline at end of file\n";
            }
        }
    }
    return out;
}

}  // namespace cronmend::plan
