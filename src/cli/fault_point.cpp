#include "fault_point.hpp"

#include <csignal>
#include <cstdlib>

#include "log.hpp"

namespace cronmend::cli {
namespace {

class LoggingWitness : public reconcile::Witness {
public:
    void done(reconcile::Effect effect) override {
        log_detail(reconcile::to_string(effect));
#ifdef CRONMEND_FAULT_POINTS
        const char* last = std::getenv("CRONMEND_KILL_AFTER");
        if (last != nullptr && ++count_ == std::atoi(last)) {
            static_cast<void>(std::raise(SIGKILL));
        }
#endif
    }

private:
#ifdef CRONMEND_FAULT_POINTS
    int count_ = 0;
#endif
};

}  // namespace

std::unique_ptr<reconcile::Witness> make_witness() {
    return std::make_unique<LoggingWitness>();
}

}  // namespace cronmend::cli
