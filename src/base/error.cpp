#include "cronmend/base/error.hpp"

namespace cronmend {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return "invalid input";
        case ErrorCode::not_found:
            return "not found";
        case ErrorCode::not_permitted:
            return "not permitted";
        case ErrorCode::untrusted:
            return "untrusted";
        case ErrorCode::unreadable:
            return "unreadable";
        case ErrorCode::write_failed:
            return "write failed";
        case ErrorCode::rejected:
            return "rejected";
        case ErrorCode::unverified:
            return "unverified";
        case ErrorCode::unrecorded:
            return "unrecorded";
        case ErrorCode::moved:
            return "moved";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::timed_out:
            return "timed out";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::internal:
            return "internal";
    }
    return "unknown";
}

std::string to_string(const Error& error) {
    if (error.mend.empty()) {
        return error.message;
    }
    return error.message + " (" + error.mend + ")";
}

}  // namespace cronmend
