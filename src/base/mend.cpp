#include "cronmend/base/mend.hpp"

namespace cronmend {

std::string indented_mend(std::string_view mend) {
    constexpr std::string_view kMargin = "    ";
    std::string out{kMargin};
    for (const char c : mend) {
        out += c;
        if (c == '\n') {
            out += kMargin;
        }
    }
    return out;
}

}  // namespace cronmend
