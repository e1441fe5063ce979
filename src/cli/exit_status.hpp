// The exit statuses of every command but `check`: see cronmend(1).
#pragma once

namespace cronmend::cli {

enum class ExitStatus {
    done = 0,     // in sync, or done
    error = 1,    // nothing was changed
    pending = 2,  // drift or changes stand
    partly = 3,   // some tables were put right, or files written, and some were not
};

}  // namespace cronmend::cli
