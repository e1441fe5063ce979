// SQLite's C interface with owners for its handles.
//
// A failure sticks to the database until it is taken: after the first one, statements do nothing
// and give no rows. So a transaction of twenty statements is checked once, at its end.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"

namespace cronmend::store {

class Database {
public:
    // `name`: a path, a file: URI (SQLITE_OPEN_URI among the flags) or ":memory:".
    // `shown`: what messages call it.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& name, int flags,
                                                                std::string shown);

    // Runs statements that take no values and give no rows.
    void run(const char* sql);
    // The single number that a statement gives, such as a PRAGMA; 0 if it gives none.
    [[nodiscard]] std::int64_t number(const char* sql);
    [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

    // Keeps the first failure.
    void fail(Error error);
    void fail_from_sqlite();
    [[nodiscard]] bool failed() const { return failure_.has_value(); }
    // The failure, which then is forgotten.
    [[nodiscard]] Result<void> outcome();

    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    [[nodiscard]] const std::string& shown() const { return shown_; }

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    Database(sqlite3* handle, std::string shown) : handle_(handle), shown_(std::move(shown)) {}

    std::unique_ptr<sqlite3, Close> handle_;
    std::string shown_;
    std::optional<Error> failure_;
};

// The bytes of a BLOB column, to tell them from a text.
struct Blob {
    std::string_view bytes;
};

// One prepared statement. Values are put in the order of the question marks, and columns are taken
// in the order of the select list.
class Statement {
public:
    Statement(Database& database, std::string_view sql);

    Statement& put(std::int64_t value);
    Statement& put(std::string_view text);
    Statement& put(Blob blob);
    // The same as a text, which stays as it is until the statement has run: it is not copied.
    Statement& put_kept(std::string_view text);
    Statement& put_null();
    template <class T>
    Statement& put(const std::optional<T>& value) {
        return value ? put(*value) : put_null();
    }

    // True if there is a (further) row.
    [[nodiscard]] bool step();
    // To the end, and ready for other values.
    void run();

    [[nodiscard]] std::int64_t take_integer();
    [[nodiscard]] std::string take_bytes();  // TEXT and BLOB alike; NULL is empty
    [[nodiscard]] std::optional<std::string> take_optional_bytes();
    // True if the next column is NULL; takes nothing.
    [[nodiscard]] bool next_is_null() const;
    void skip(int columns) { column_ += columns; }
    // The next column without a copy, valid until the next step().
    [[nodiscard]] std::string_view take_view();

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
    };
    void check(int code);
    Statement& bind_text(std::string_view text, sqlite3_destructor_type keeping);

    Database& database_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    int parameter_ = 0;
    int column_ = 0;
};

// Everything between its making and finish() happens, or none of it.
class Transaction {
public:
    enum class Kind { read, write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // Commits; rolls back and tells the first failure if there was one.
    [[nodiscard]] Result<void> finish();

private:
    Database& database_;
    bool open_ = false;
};

}  // namespace cronmend::store
