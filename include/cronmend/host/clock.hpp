// The time of day, as this machine's zone reads it.
#pragma once

#include "cronmend/base/time.hpp"

namespace cronmend::host {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual ZonedTime now() = 0;
};

// The system's clock, read in the host's zone; a change of the zone shows at the next call. In UTC
// where TZ names what cannot be read as a zone.
class SystemClock : public Clock {
public:
    [[nodiscard]] ZonedTime now() override;
};

}  // namespace cronmend::host
