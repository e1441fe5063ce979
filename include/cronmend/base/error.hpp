// What went wrong, as a value: a code that callers branch on, and words for people.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

enum class ErrorCode {
    invalid_input,  // what the user gave cannot be used; nothing was tried
    not_found,      // a named thing (file, user, program, incident) does not exist
    not_permitted,  // the system or the crontab program refuses this user
    untrusted,      // somebody else could change what we were told to rely on
    unreadable,     // a read failed: what stands there is not known
    write_failed,   // a write failed: what stands there is as before, as far as known
    rejected,       // the crontab program refused the table we offered
    unverified,     // written, but read again it does not stand there
    unrecorded,     // done, and seen to be, but that could not be put on record
    moved,          // what we planned for is no longer what stands there
    busy,           // another pass holds the lock
    timed_out,      // a program did not finish in its time limit and was ended
    corrupt,        // stored data is not what this program wrote
    unsupported,    // meaningful, but not possible here
    internal,       // a defect in cronmend itself
};

[[nodiscard]] std::string_view to_string(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;  // one sentence without a final full stop; names the thing concerned
    std::string mend;     // what the reader can do about it; may be empty

    friend bool operator==(const Error&, const Error&) = default;
};

// "message (mend)", for a log line or a failing test.
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace cronmend
