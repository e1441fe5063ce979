// The questions of store::Memory, asked of a database inside a read transaction. What differs is
// how the database comes to be open.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cronmend/store/store.hpp"
#include "incidents.hpp"
#include "snapshots.hpp"
#include "sqlite.hpp"
#include "table_memory.hpp"

namespace cronmend::store {

template <class Interface>
class Reader : public Interface {
public:
    Result<TableMemory> recall(std::string_view table) override {
        return ask<TableMemory>([&](Database& database) { return read_table(database, table); });
    }
    Result<std::vector<std::string>> tables() override {
        return ask<std::vector<std::string>>(read_tables_at_work);
    }
    Result<std::optional<Snapshot>> snapshot(std::int64_t id) override {
        return ask<std::optional<Snapshot>>(
            [&](Database& database) { return read_snapshot(database, id); });
    }
    Result<std::optional<Snapshot>> newest_pending(std::string_view table) override {
        return ask<std::optional<Snapshot>>(
            [&](Database& database) { return read_pending(database, table); });
    }
    Result<std::vector<Snapshot>> snapshots(std::string_view table, std::size_t limit) override {
        return ask<std::vector<Snapshot>>(
            [&](Database& database) { return read_snapshots(database, table, limit); });
    }
    Result<std::optional<incident::Incident>> incident(std::string_view id) override {
        return ask<std::optional<incident::Incident>>(
            [&](Database& database) { return read_incident(database, id); });
    }
    Result<std::vector<incident::Incident>> incidents(const IncidentFilter& filter) override {
        return ask<std::vector<incident::Incident>>(
            [&](Database& database) { return read_incidents(database, filter); });
    }
    Result<std::optional<std::string>> cached_declaration(std::string_view key) override {
        return ask<std::optional<std::string>>(
            [&](Database& database) { return read_declaration(database, key); });
    }

protected:
    using Reading = std::function<void(Database&)>;
    // Runs it in a read transaction, again if it has to; not at all if there is nothing to read.
    [[nodiscard]] virtual Result<void> read(const Reading& reading) = 0;

    template <class T>
    [[nodiscard]] Result<T> ask(const std::function<T(Database&)>& question) {
        T answer{};
        if (auto done = read([&](Database& database) { answer = question(database); }); !done) {
            return unexpected(done.error());
        }
        return answer;
    }
};

}  // namespace cronmend::store
