#include "cronmend/desired/desired_state.hpp"

namespace cronmend::desired {

std::string_view to_string(Mode mode) {
    switch (mode) {
        case Mode::heal:
            return "heal";
        case Mode::warn:
            return "warn";
        case Mode::off:
            return "off";
    }
    return "unknown";
}

const std::string& table_of(const Job& job) {
    return job.target.empty() ? job.user : job.target;
}

std::string_view to_string(CatchUp catch_up) {
    switch (catch_up) {
        case CatchUp::none:
            return "none";
        case CatchUp::once:
            return "once";
    }
    return "unknown";
}

}  // namespace cronmend::desired
