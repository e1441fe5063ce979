// The tables of cronmend.db and their versions. docs/store.md describes them for readers.
#pragma once

#include "cronmend/base/result.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

inline constexpr std::int64_t kSchemaVersion = 9;           // PRAGMA user_version
inline constexpr std::int64_t kApplicationId = 0x63726d64;  // PRAGMA application_id: "crmd"

enum class SchemaState {
    current,
    empty,  // no table yet
    older,  // ours, to be migrated
};

// Error corrupt for somebody else's database, unsupported for one of a newer cronmend.
[[nodiscard]] Result<SchemaState> inspect_schema(Database& database);

// Makes the tables, or brings older ones to the current version. One transaction.
[[nodiscard]] Result<void> bring_up_to_date(Database& database);

}  // namespace cronmend::store
