#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

std::string_view to_string(Effect effect) {
    switch (effect) {
        case Effect::recorded:
            return "recorded";
        case Effect::written:
            return "written";
        case Effect::read_back:
            return "read back";
        case Effect::concluded:
            return "concluded";
        case Effect::reported:
            return "reported";
    }
    return "unknown";
}

std::string_view to_string(Ending ending) {
    switch (ending) {
        case Ending::in_order:
            return "in order";
        case Ending::repaired:
            return "repaired";
        case Ending::pending:
            return "pending";
        case Ending::failed:
            return "failed";
    }
    return "unknown";
}

std::string_view to_string(Mention::State state) {
    switch (state) {
        case Mention::State::opened:
            return "opened";
        case Mention::State::still_open:
            return "still open";
        case Mention::State::resolved:
            return "resolved";
        case Mention::State::closed:
            return "closed, not repaired";
    }
    return "unknown";
}

}  // namespace cronmend::reconcile
