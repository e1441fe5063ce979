#include "remembered_tables.hpp"

namespace cronmend::cli {

Result<void> for_each_remembered(
    store::Memory& memory, const std::function<bool(const std::string& key)>& is_wanted,
    const std::function<void(const std::string& key, const store::TableMemory& table)>& visit) {
    const auto known = memory.tables();
    if (!known) {
        return unexpected(known.error());
    }
    for (const std::string& key : *known) {
        if (!is_wanted(key)) {
            continue;
        }
        const auto remembered = memory.recall(key);
        if (!remembered) {
            return unexpected(remembered.error());
        }
        visit(key, *remembered);
    }
    return {};
}

}  // namespace cronmend::cli
