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

std::string shell_word(const std::string& word) {
    constexpr std::string_view kHarmless =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+:@%,=";
    if (!word.empty() && word.find_first_not_of(kHarmless) == std::string::npos) {
        return word;
    }
    std::string quoted = "'";
    for (const char c : word) {
        quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    }
    return quoted + "'";
}

std::string mend_of_secret_variable(std::string_view user, std::string_view reader) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    constexpr std::string_view kMake = "umask 077; touch ~/.cron.env; chmod 600 ~/.cron.env";
    const bool plain = user.find_first_not_of(kPlain) == std::string_view::npos;
    const std::string whose{user == reader ? "" : plain ? user : "USER"};
    std::string typed{kMake};
    if (whose.empty()) {
        typed = "(" + typed + ")";
    } else {
        typed =
            "su -s /bin/sh -c '" + typed + "' " + whose;  // in its home, and with no more rights
    }
    return "keep it in a file that only the job's user can read, and let the command read that:\n"
           "    " +
           typed + "    # then NAME='value' lines into ~" + whose +
           "/.cron.env\n"
           "    command: set -a; . ~/.cron.env; set +a; COMMAND";
}

}  // namespace cronmend
