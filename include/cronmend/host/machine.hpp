// All that is known of this machine, in one include.
#pragma once

#include "cronmend/host/clock.hpp"     // IWYU pragma: export
#include "cronmend/host/files.hpp"     // IWYU pragma: export
#include "cronmend/host/identity.hpp"  // IWYU pragma: export
#include "cronmend/host/lock.hpp"      // IWYU pragma: export
#include "cronmend/host/places.hpp"    // IWYU pragma: export
#include "cronmend/host/trust.hpp"     // IWYU pragma: export
#include "cronmend/host/users.hpp"     // IWYU pragma: export
#include "cronmend/host/zone.hpp"      // IWYU pragma: export
