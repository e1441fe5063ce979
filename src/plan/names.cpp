#include "cronmend/plan/plan.hpp"

namespace cronmend::plan {

std::string_view to_string(DriftKind kind) {
    switch (kind) {
        case DriftKind::missing:
            return "missing";
        case DriftKind::changed:
            return "changed";
        case DriftKind::disabled:
            return "disabled";
        case DriftKind::duplicate:
            return "duplicate";
        case DriftKind::shadowed:
            return "shadowed";
        case DriftKind::orphaned:
            return "orphaned";
        case DriftKind::unmarked:
            return "unmarked";
    }
    return "unknown";
}

std::string_view to_string(Action action) {
    switch (action) {
        case Action::install:
            return "install";
        case Action::replace:
            return "replace";
        case Action::enable:
            return "enable";
        case Action::remove:
            return "remove";
        case Action::mark:
            return "mark";
        case Action::report:
            return "report";
        case Action::hold:
            return "hold";
    }
    return "unknown";
}

std::string_view to_string(Cause cause) {
    switch (cause) {
        case Cause::drift:
            return "drift";
        case Cause::rollout:
            return "rollout";
    }
    return "unknown";
}

}  // namespace cronmend::plan
