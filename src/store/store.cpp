#include "cronmend/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "old_incidents.hpp"
#include "reader.hpp"
#include "schema.hpp"

namespace cronmend::store {
namespace {

constexpr int kPatience = 5000;  // milliseconds that a writer waits for another

class SqliteStore final : public Reader<Store> {
public:
    explicit SqliteStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    Result<std::int64_t> record(const Snapshot& snapshot,
                                const incident::Incident* incident) override {
        std::int64_t id = 0;
        auto done = write([&] {
            id = add_snapshot(*database_, snapshot);
            drop_old_snapshots(*database_, snapshot.table, snapshot.time);
            if (incident != nullptr) {
                incident::Incident linked = *incident;
                linked.snapshot = id;
                linked.was_no_table = !snapshot.before;
                put(std::move(linked));
            }
        });
        if (!done) {
            return unexpected(done.error());
        }
        return id;
    }

    Result<void> record(const incident::Incident& incident) override {
        return write([&] { put(incident); });
    }

    Result<void> conclude(const Ending& ending) override {
        return write([&] {
            if (ending.snapshot) {
                end_snapshot(*database_, *ending.snapshot, ending.outcome);
            }
            for (const incident::Incident& incident : ending.incidents) {
                put(incident);
            }
            if (ending.applied) {
                write_applied(*database_, ending.table, *ending.applied);
            }
            if (ending.suspects) {
                write_suspects(*database_, ending.table, *ending.suspects);
            }
            if (ending.retired) {
                write_retired(*database_, ending.table, *ending.retired);
            }
            if (ending.last_pass) {
                write_last_pass(*database_, ending.table, *ending.last_pass);
            }
            if (ending.last_seen) {
                write_last_seen(*database_, ending.table, *ending.last_seen);
            }
            if (ending.hold) {
                write_hold(*database_, ending.table, *ending.hold);
            }
        });
    }

    Result<void> forget(std::string_view table,
                        const std::vector<incident::Incident>& incidents) override {
        return write([&] {
            for (const incident::Incident& incident : incidents) {
                put(incident);
            }
            while (const auto pending = read_pending(*database_, table)) {
                end_snapshot(*database_, pending->id, Outcome::unproved);
            }
            forget_table(*database_, table);
        });
    }

    Result<std::vector<incident::Incident>> unreported() override {
        return ask<std::vector<incident::Incident>>(read_unreported);
    }

    Result<void> mark_reported(const incident::Incident& incident) override {
        return write([&] { mark_incident_reported(*database_, incident, last_put(incident.id)); });
    }

    Result<std::vector<std::string>> outdated(std::string_view table,
                                              const ZonedTime& now) override {
        return ask<std::vector<std::string>>(
            [&](Database& database) { return read_outdated(database, table, now); });
    }

    Result<void> drop(const std::vector<std::string>& ids) override {
        return write([&] {
            drop_incidents(*database_, ids);
            last_put_.reset();
        });
    }

    Result<void> cache_declaration(std::string_view key, std::string_view bytes) override {
        return write([&] { write_declaration(*database_, key, bytes); });
    }

protected:
    Result<void> read(const Reading& reading) override {
        Transaction transaction{*database_, Transaction::Kind::read};
        reading(*database_);
        return transaction.finish();
    }

private:
    template <class F>
    Result<void> write(F effects) {
        Transaction transaction{*database_, Transaction::Kind::write};
        // Under the write lock: nobody else can write from here on.
        if (const std::int64_t version = database_->number("PRAGMA data_version");
            version != version_) {
            version_ = version;
            last_put_.reset();
        }
        effects();
        auto finished = transaction.finish();
        if (!finished) {
            last_put_.reset();
        }
        return finished;
    }

    void put(incident::Incident incident) {
        write_incident(*database_, incident, last_put(incident.id));
        last_put_ = std::move(incident);
    }

    // What is stored under this id, if this connection put it there last.
    [[nodiscard]] const incident::Incident* last_put(const std::string& id) const {
        return last_put_ && last_put_->id == id ? &*last_put_ : nullptr;
    }

    std::unique_ptr<Database> database_;
    // A pass comes back to its incident again and again, and with a thousand members it takes long
    // to read. SQLite's data_version tells whether another connection wrote since.
    std::optional<incident::Incident> last_put_;
    std::int64_t version_ = 0;
};

Unexpected cannot_make(const std::string& path) {
    return unexpected(ErrorCode::write_failed,
                      fmt::format("cannot make {}: {}", path, std::strerror(errno)),
                      "see whether this user may write to the folder");
}

// Makes the file for its owner alone, before SQLite would make it with the mode of the umask. One
// that is there is only looked at: opening and closing it would drop locks that SQLite holds.
Result<void> make_private_file(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) == 0) {
        if (!S_ISREG(status.st_mode)) {
            return unexpected(ErrorCode::untrusted, path + " is no plain file",
                              "move it away, or name another state folder");
        }
        return {};
    }
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (made < 0) {
        return errno == EEXIST ? Result<void>{} : cannot_make(path);
    }
    const bool done = ::fchmod(made, 0600) == 0;  // a umask may have taken even the owner's bits
    ::close(made);
    return done ? Result<void>{} : cannot_make(path);
}

// Settings that SQLite does not keep in the file, the schema, and those that it does.
Result<std::unique_ptr<Store>> prepare(std::unique_ptr<Database> database) {
    sqlite3_busy_timeout(database->handle(), kPatience);
    const auto state = inspect_schema(*database);
    if (!state) {
        return unexpected(state.error());
    }
    database->run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    if (auto set = database->outcome(); !set) {
        return unexpected(set.error());
    }
    if (*state != SchemaState::current) {
        if (auto done = bring_up_to_date(*database); !done) {
            return unexpected(done.error());
        }
    }
    return std::unique_ptr<Store>{std::make_unique<SqliteStore>(std::move(database))};
}

}  // namespace

Result<std::unique_ptr<Store>> open(const std::string& path) {
    if (auto made = make_private_file(path); !made) {
        return unexpected(made.error());
    }
    auto database = Database::open(path, SQLITE_OPEN_READWRITE, path);
    if (!database) {
        return unexpected(database.error());
    }
    if (sqlite3_db_readonly((*database)->handle(), "main") == 1) {
        return unexpected(ErrorCode::write_failed, path + " is write-protected",
                          "see who owns the file, and whether its file system is read-only");
    }
    return prepare(std::move(*database));
}

Result<std::unique_ptr<Store>> open_in_memory() {
    auto database = Database::open(":memory:", SQLITE_OPEN_READWRITE, "the store in memory");
    if (!database) {
        return unexpected(database.error());
    }
    return prepare(std::move(*database));
}

}  // namespace cronmend::store
