// What is remembered of each table, and the cached declaration. For use inside a transaction;
// failures stick to the database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/store/store.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

[[nodiscard]] TableMemory read_table(Database& database, std::string_view key);
// See Memory::tables().
[[nodiscard]] std::vector<std::string> read_tables_at_work(Database& database);

// Only rows that differ are written: a pass over 1,000 unchanged entries writes none.
void write_applied(Database& database, std::string_view key,
                   const std::vector<plan::AppliedEntry>& entries);
void write_suspects(Database& database, std::string_view key,
                    const std::vector<plan::Suspect>& suspects);
void write_retired(Database& database, std::string_view key,
                   const std::vector<plan::RetiredJob>& jobs);
// Of a row of the history; see Snapshot::intent.
[[nodiscard]] Intent read_intent(Database& database, std::int64_t snapshot);
void write_intent(Database& database, std::int64_t snapshot, const Intent& intent);
void drop_intent(Database& database, std::int64_t snapshot);
void write_last_seen(Database& database, std::string_view key, std::string_view text);
void write_last_pass(Database& database, std::string_view key, const ZonedTime& time);
void write_hold(Database& database, std::string_view key, const std::optional<Hold>& hold);

void forget_table(Database& database, std::string_view key);

[[nodiscard]] std::optional<std::string> read_declaration(Database& database, std::string_view key);
// Keeps the last few.
void write_declaration(Database& database, std::string_view key, std::string_view bytes);

}  // namespace cronmend::store
