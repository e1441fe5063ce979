#include "table_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "values.hpp"

namespace cronmend::store {
namespace {

// Of rows with the columns of kEntryColumns.
constexpr std::string_view kEntryColumns =
    "job, entry, line, environment, source, marked, stale, seen, seen_offset, seen_zone, "
    "declared";

// Names of variables that cron acts on: none has a space in it.
std::string join_words(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::vector<plan::AppliedEntry> take_entries(Database& database, Statement& rows) {
    std::vector<plan::AppliedEntry> entries;
    // Most entries of a table stand under the same environment: it is decoded once.
    std::string last_text;
    cron::Environment last_environment;
    while (rows.step()) {
        plan::AppliedEntry& entry = entries.emplace_back();
        entry.job = rows.take_bytes();
        entry.index = static_cast<std::size_t>(rows.take_integer());
        entry.line = rows.take_bytes();
        if (const std::string_view text = rows.take_view(); text != last_text) {
            auto environment = decode_environment(text);
            if (!environment) {
                database.fail({ErrorCode::corrupt,
                               fmt::format("{} holds an environment that cronmend never writes",
                                           database.shown()),
                               "put back a backup of the file"});
                return {};
            }
            last_text = text;
            last_environment = std::move(*environment);
        }
        entry.environment = last_environment;
        entry.source = rows.take_bytes();
        entry.marked = rows.take_integer() != 0;
        entry.current = rows.take_integer() == 0;
        entry.last_in_order = take_optional_time(rows);
        entry.declared = split_words(rows.take_view());
    }
    return entries;
}

void put_entry(Statement& put, const plan::AppliedEntry& entry) {
    put.put(entry.job)
        .put(static_cast<std::int64_t>(entry.index))
        .put(entry.line)
        .put(encode_environment(entry.environment))
        .put(entry.source)
        .put(std::int64_t{entry.marked ? 1 : 0})
        .put(std::int64_t{entry.current ? 0 : 1});
    put_time(put, entry.last_in_order);
    put.put(join_words(entry.declared));
}

std::vector<plan::AppliedEntry> read_applied(Database& database, std::string_view key) {
    Statement rows{
        database,
        fmt::format("SELECT {} FROM applied_entries WHERE table_key = ? ORDER BY position",
                    kEntryColumns)};
    rows.put(key);
    return take_entries(database, rows);
}

std::vector<plan::RetiredJob> take_retired(Statement& rows) {
    std::vector<plan::RetiredJob> retired;
    while (rows.step()) {
        plan::RetiredJob& job = retired.emplace_back();
        job.job = rows.take_bytes();
        job.source = rows.take_bytes();
    }
    return retired;
}

std::vector<plan::Suspect> read_suspects(Database& database, std::string_view key) {
    Statement rows{database,
                   "SELECT job, entry, line FROM suspects WHERE table_key = ? ORDER BY position"};
    rows.put(key);
    std::vector<plan::Suspect> suspects;
    while (rows.step()) {
        plan::Suspect& suspect = suspects.emplace_back();
        suspect.job = rows.take_bytes();
        suspect.index = static_cast<std::size_t>(rows.take_integer());
        suspect.line = rows.take_bytes();
    }
    return suspects;
}

std::vector<plan::RetiredJob> read_retired(Database& database, std::string_view key) {
    Statement rows{database,
                   "SELECT job, source FROM retired_jobs WHERE table_key = ? ORDER BY position"};
    rows.put(key);
    return take_retired(rows);
}

// One row a table, made when first something is to be kept of it.
void make_row(Database& database, std::string_view key) {
    Statement insert{database, "INSERT INTO tables(key) VALUES(?) ON CONFLICT DO NOTHING"};
    insert.put(key).run();
}

}  // namespace

TableMemory read_table(Database& database, std::string_view key) {
    TableMemory memory;
    memory.applied = read_applied(database, key);
    memory.suspects = read_suspects(database, key);
    memory.retired = read_retired(database, key);
    Statement row{
        database,
        "SELECT in_order, in_order_offset, in_order_zone, last_seen, hold_snapshot, hold_since, "
        "hold_since_offset, hold_since_zone FROM tables WHERE key = ?"};
    row.put(key);
    if (row.step()) {
        memory.last_pass = take_optional_time(row);
        memory.last_seen = row.take_optional_bytes();
        if (!row.next_is_null()) {
            const std::int64_t snapshot = row.take_integer();
            memory.hold = Hold{std::string{key}, snapshot, take_time(row)};
        }
    }
    return memory;
}

std::vector<std::string> read_tables_at_work(Database& database) {
    Statement rows{database,
                   "SELECT table_key FROM applied_entries "
                   "UNION SELECT key FROM tables WHERE hold_snapshot IS NOT NULL ORDER BY 1"};
    std::vector<std::string> keys;
    while (rows.step()) {
        keys.push_back(rows.take_bytes());
    }
    return keys;
}

void write_applied(Database& database, std::string_view key,
                   const std::vector<plan::AppliedEntry>& entries) {
    const std::vector<plan::AppliedEntry> before = read_applied(database, key);
    if (before == entries) {
        return;
    }
    Statement put{
        database,
        "INSERT OR REPLACE INTO applied_entries VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const plan::AppliedEntry& entry = entries[i];
        if (i < before.size() && before[i] == entry) {
            continue;
        }
        put.put(key).put(static_cast<std::int64_t>(i));
        put_entry(put, entry);
        put.run();
    }
    if (before.size() > entries.size()) {
        Statement cut{database,
                      "DELETE FROM applied_entries WHERE table_key = ? AND position >= ?"};
        cut.put(key).put(static_cast<std::int64_t>(entries.size())).run();
    }
}

void write_suspects(Database& database, std::string_view key,
                    const std::vector<plan::Suspect>& suspects) {
    Statement clear{database, "DELETE FROM suspects WHERE table_key = ?"};
    clear.put(key).run();
    Statement put{database, "INSERT INTO suspects VALUES(?, ?, ?, ?, ?)"};
    for (std::size_t i = 0; i < suspects.size(); ++i) {
        put.put(key)
            .put(static_cast<std::int64_t>(i))
            .put(suspects[i].job)
            .put(static_cast<std::int64_t>(suspects[i].index))
            .put(suspects[i].line)
            .run();
    }
}

void write_retired(Database& database, std::string_view key,
                   const std::vector<plan::RetiredJob>& jobs) {
    Statement clear{database, "DELETE FROM retired_jobs WHERE table_key = ?"};
    clear.put(key).run();
    Statement put{database, "INSERT INTO retired_jobs VALUES(?, ?, ?, ?)"};
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        put.put(key).put(static_cast<std::int64_t>(i)).put(jobs[i].job).put(jobs[i].source).run();
    }
}

Intent read_intent(Database& database, std::int64_t snapshot) {
    Statement entries{
        database,
        fmt::format("SELECT {} FROM intended_entries WHERE snapshot = ? ORDER BY position",
                    kEntryColumns)};
    entries.put(snapshot);
    Statement jobs{
        database,
        "SELECT job, source FROM intended_retired_jobs WHERE snapshot = ? ORDER BY position"};
    jobs.put(snapshot);
    return {take_entries(database, entries), take_retired(jobs)};
}

void write_intent(Database& database, std::int64_t snapshot, const Intent& intent) {
    Statement put{database,
                  "INSERT INTO intended_entries VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    for (std::size_t i = 0; i < intent.applied.size(); ++i) {
        put.put(snapshot).put(static_cast<std::int64_t>(i));
        put_entry(put, intent.applied[i]);
        put.run();
    }
    Statement retire{database, "INSERT INTO intended_retired_jobs VALUES(?, ?, ?, ?)"};
    for (std::size_t i = 0; i < intent.retired.size(); ++i) {
        retire.put(snapshot)
            .put(static_cast<std::int64_t>(i))
            .put(intent.retired[i].job)
            .put(intent.retired[i].source)
            .run();
    }
}

void drop_intent(Database& database, std::int64_t snapshot) {
    Statement entries{database, "DELETE FROM intended_entries WHERE snapshot = ?"};
    entries.put(snapshot).run();
    Statement jobs{database, "DELETE FROM intended_retired_jobs WHERE snapshot = ?"};
    jobs.put(snapshot).run();
}

void write_last_pass(Database& database, std::string_view key, const ZonedTime& time) {
    make_row(database, key);
    Statement update{database,
                     "UPDATE tables SET (in_order, in_order_offset, in_order_zone) = (?, ?, ?) "
                     "WHERE key = ?"};
    put_time(update, time);
    update.put(key).run();
}

void write_hold(Database& database, std::string_view key, const std::optional<Hold>& hold) {
    make_row(database, key);
    Statement update{database,
                     "UPDATE tables SET (hold_snapshot, hold_since, hold_since_offset, "
                     "hold_since_zone) = (?, ?, ?, ?) WHERE key = ?"};
    if (hold) {
        update.put(hold->snapshot);
        put_time(update, hold->since);
    } else {
        update.put_null();
        put_time(update, std::nullopt);
    }
    update.put(key).run();
}

void write_last_seen(Database& database, std::string_view key, std::string_view text) {
    make_row(database, key);
    Statement update{database, "UPDATE tables SET last_seen = ? WHERE key = ?"};
    update.put(Blob{text}).put(key).run();
}

void forget_table(Database& database, std::string_view key) {
    for (const char* sql :
         {"DELETE FROM tables WHERE key = ?", "DELETE FROM applied_entries WHERE table_key = ?",
          "DELETE FROM suspects WHERE table_key = ?",
          "DELETE FROM retired_jobs WHERE table_key = ?"}) {
        Statement drop{database, sql};
        drop.put(key).run();
    }
}

std::optional<std::string> read_declaration(Database& database, std::string_view key) {
    Statement row{database, "SELECT bytes FROM declaration_cache WHERE key = ?"};
    row.put(key);
    return row.step() ? row.take_optional_bytes() : std::nullopt;
}

void write_declaration(Database& database, std::string_view key, std::string_view bytes) {
    Statement put{database,
                  "INSERT OR REPLACE INTO declaration_cache(number, key, bytes) VALUES("
                  "(SELECT coalesce(max(number), 0) + 1 FROM declaration_cache), ?, ?)"};
    put.put(key).put(Blob{bytes}).run();
    // One host is looked at through a handful of declarations: its own, and those being tried.
    database.run(
        "DELETE FROM declaration_cache WHERE number NOT IN "
        "(SELECT number FROM declaration_cache ORDER BY number DESC LIMIT 4)");
}

}  // namespace cronmend::store
