#include "sqlite.hpp"

#include <fmt/format.h>

#include <cstring>

namespace cronmend::store {
namespace {

constexpr const char* kMendCorrupt =
    "keep a copy, put back a backup of the file, or move it away and let cronmend begin a new one; "
    "the incidents and the history in it are then not seen any more";

ErrorCode code_of(int result) {
    switch (result & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::busy;
        case SQLITE_FULL:
        case SQLITE_READONLY:
            return ErrorCode::write_failed;
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return ErrorCode::not_permitted;
        case SQLITE_CANTOPEN:
            return ErrorCode::unreadable;
        case SQLITE_IOERR:
            return result == SQLITE_IOERR_READ || result == SQLITE_IOERR_SHORT_READ ||
                           result == SQLITE_IOERR_FSTAT || result == SQLITE_IOERR_ACCESS
                       ? ErrorCode::unreadable
                       : ErrorCode::write_failed;
        default:
            return ErrorCode::internal;
    }
}

Error error_of(sqlite3* handle, int result, const std::string& shown) {
    std::string words = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
    const int system = handle != nullptr ? sqlite3_system_errno(handle) : 0;
    if (system != 0 && ((result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN)) {
        words += fmt::format(" ({})", std::strerror(system));
    }
    switch (const ErrorCode code = code_of(result)) {
        case ErrorCode::corrupt:
            return {code, fmt::format("{} is damaged or no database: {}", shown, words),
                    kMendCorrupt};
        case ErrorCode::busy:
            return {code, fmt::format("{} is in use: {}", shown, words),
                    "try again when the other program is done with it"};
        case ErrorCode::write_failed:
            return {code, fmt::format("cannot write {}: {}", shown, words),
                    "see whether its file system is full or read-only, and who owns the file"};
        case ErrorCode::unreadable:
        case ErrorCode::not_permitted:
            return {code, fmt::format("cannot read {}: {}", shown, words),
                    "see whether this user may read the file and its folder"};
        default:
            return {code, fmt::format("{}: {}", shown, words), ""};
    }
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& name, int flags,
                                                 std::string shown) {
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Database> database{new Database{handle, std::move(shown)}};
    if (result != SQLITE_OK) {
        return unexpected(error_of(handle, result, database->shown_));
    }
    sqlite3_extended_result_codes(handle, 1);
    return database;
}

void Database::run(const char* sql) {
    if (!failed() && sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail_from_sqlite();
    }
}

std::int64_t Database::number(const char* sql) {
    Statement statement{*this, sql};
    return statement.step() ? statement.take_integer() : 0;
}

void Database::fail(Error error) {
    if (!failure_) {
        failure_ = std::move(error);
    }
}

void Database::fail_from_sqlite() {
    fail(error_of(handle_.get(), sqlite3_extended_errcode(handle_.get()), shown_));
}

Result<void> Database::outcome() {
    if (!failure_) {
        return {};
    }
    Error error = std::move(*failure_);
    failure_.reset();
    return unexpected(std::move(error));
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
    if (database.failed()) {
        return;
    }
    sqlite3_stmt* handle = nullptr;
    const int result = sqlite3_prepare_v2(database.handle(), sql.data(),
                                          static_cast<int>(sql.size()), &handle, nullptr);
    handle_.reset(handle);
    check(result);
}

void Statement::check(int code) {
    if (code != SQLITE_OK) {
        database_.fail_from_sqlite();
    }
}

Statement& Statement::put(std::int64_t value) {
    if (!database_.failed()) {
        check(sqlite3_bind_int64(handle_.get(), ++parameter_, value));
    }
    return *this;
}

Statement& Statement::put(std::string_view text) {
    return bind_text(text, SQLITE_TRANSIENT);
}

Statement& Statement::put_kept(std::string_view text) {
    return bind_text(text, SQLITE_STATIC);
}

// A null pointer would bind NULL: empty is not absent.
Statement& Statement::bind_text(std::string_view text, sqlite3_destructor_type keeping) {
    if (!database_.failed()) {
        check(sqlite3_bind_text64(handle_.get(), ++parameter_, text.empty() ? "" : text.data(),
                                  text.size(), keeping, SQLITE_UTF8));
    }
    return *this;
}

Statement& Statement::put(Blob blob) {
    if (!database_.failed()) {
        check(sqlite3_bind_blob64(handle_.get(), ++parameter_,
                                  blob.bytes.empty() ? "" : blob.bytes.data(), blob.bytes.size(),
                                  SQLITE_TRANSIENT));
    }
    return *this;
}

Statement& Statement::put_null() {
    if (!database_.failed()) {
        check(sqlite3_bind_null(handle_.get(), ++parameter_));
    }
    return *this;
}

bool Statement::step() {
    column_ = 0;
    if (database_.failed()) {
        return false;
    }
    const int result = sqlite3_step(handle_.get());
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        database_.fail_from_sqlite();
    }
    return false;
}

void Statement::run() {
    while (step()) {
    }
    if (handle_) {
        sqlite3_reset(handle_.get());
    }
    parameter_ = 0;
}

std::int64_t Statement::take_integer() {
    return sqlite3_column_int64(handle_.get(), column_++);
}

std::string_view Statement::take_view() {
    // The blob interface gives the bytes as they are, whatever the column's type.
    const void* bytes = sqlite3_column_blob(handle_.get(), column_);
    const int size = sqlite3_column_bytes(handle_.get(), column_);
    ++column_;
    if (bytes == nullptr) {
        return {};
    }
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::string Statement::take_bytes() {
    return std::string{take_view()};
}

std::optional<std::string> Statement::take_optional_bytes() {
    if (next_is_null()) {
        ++column_;
        return std::nullopt;
    }
    return take_bytes();
}

bool Statement::next_is_null() const {
    return sqlite3_column_type(handle_.get(), column_) == SQLITE_NULL;
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
    // What an earlier transaction failed of is told already.
    static_cast<void>(database_.outcome());
    // Immediate: a writer waits for its turn here, and not in the middle, where it would fail.
    database_.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    open_ = !database_.failed();
}

Transaction::~Transaction() {
    if (open_) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Result<void> Transaction::finish() {
    database_.run("COMMIT");
    Result<void> result = database_.outcome();
    if (result) {
        open_ = false;
    }
    return result;
}

}  // namespace cronmend::store
