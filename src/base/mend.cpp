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

std::string mend_of_secret_variable() {
    return "keep it in a file that only the job's user can read, and let the command read that:\n"
           "    install -m 600 /dev/null ~/.cron.env    # then NAME='value' lines into it\n"
           "    command: set -a; . ~/.cron.env; set +a; COMMAND";
}

}  // namespace cronmend
