#include "support/source_folder.hpp"

namespace cronmend::test {

std::string source_folder() {
    return CRONMEND_SOURCE_DIR;
}

}  // namespace cronmend::test
