#include "cronmend/store/store.hpp"

namespace cronmend::store {

std::string_view to_string(Occasion occasion) {
    switch (occasion) {
        case Occasion::repair:
            return "repair";
        case Occasion::rollout:
            return "rollout";
        case Occasion::rollback:
            return "rollback";
        case Occasion::loss:
            return "loss";
    }
    return "unknown";
}

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::pending:
            return "pending";
        case Outcome::verified:
            return "verified";
        case Outcome::failed:
            return "failed";
        case Outcome::dropped:
            return "dropped";
        case Outcome::unproved:
            return "unproved";
    }
    return "unknown";
}

}  // namespace cronmend::store
