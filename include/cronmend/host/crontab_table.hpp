// One crontab, to be read and replaced as a whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/observation.hpp"
#include "cronmend/host/process.hpp"

namespace cronmend::host {

class CrontabTable {
public:
    virtual ~CrontabTable() = default;

    // The table as its owner wrote it (without the header that Debian's crontab puts on top by
    // itself), or absent. Changes nothing on the host and leaves no trace but crontab(1)'s own log
    // line, so a dry run may call it. `exact` is false if the listing is ambiguous and the exact
    // bytes were not to be had this way: good for showing what stands there, not for writing it
    // back. A failed read is an error and never an absent or empty table. Error unreadable,
    // not_permitted, timed_out or not_found.
    [[nodiscard]] virtual Result<cron::Observation> read() = 0;

    // The same, with every means: where read() would be inexact, also `crontab -e` with a copying
    // editor, which makes a temporary file and a log line as an edit does. Before a write, ask this
    // one; what is inexact even so must not be written back.
    [[nodiscard]] virtual Result<cron::Observation> read_exact() { return read(); }

    // A read() or read_exact() follows soon: what takes its time may begin now. What it then gives
    // may be as old as this call. Changes nothing else about it; a write or a removal in between
    // makes it void.
    virtual void expect_read() {}

    // Replaces the table. Error rejected with the program's own words if it refuses the text; the
    // old table then stands. Error write_failed otherwise.
    [[nodiscard]] virtual Result<void> write(std::string_view text) = 0;

    // Removes the table; one that is absent already is no error.
    [[nodiscard]] virtual Result<void> remove() = 0;
};

// A file of crontab(1)'s own folder, or a listing, without the header that Debian's crontab puts on
// top by itself.
[[nodiscard]] std::string_view without_own_header(std::string_view text);

// Whose table, and through what.
struct CrontabProgram {
    std::string path;       // absolute path of crontab(1)
    std::string user;       // whose table
    bool name_user = true;  // pass `-u user`; false for the invoking user's own table
    std::string spool;      // the folder with the tables, for exact bytes; may be unreadable
};

// crontab(1), run under LC_ALL=C with an environment of our own. Its listing is the authority.
// Where the listing is ambiguous (Debian's prints CR as the two characters \r, and BS as \b) the
// exact bytes come from the spool file, or, for read_exact(), from `crontab -e` with a copying
// editor; they are taken only if they would be listed as crontab(1) listed them. The runner must
// outlive the table. A user name that is empty or starts with '-' makes every call fail with
// invalid_input.
[[nodiscard]] std::unique_ptr<CrontabTable> make_program_table(CrontabProgram program,
                                                               ProcessRunner& runner);

// A plain file of at most 16 MiB; replaced by rename, keeping its owner and mode, but for set-id
// and sticky bits. A symbolic link is followed. What is written goes into
// the very folder that was looked at; error moved if the file there is not the one that was last
// read. As root every call is an error untrusted if somebody else could change the file, its
// folder, or the way there: else they could make root write any file of root's.
[[nodiscard]] std::unique_ptr<CrontabTable> make_file_table(std::string path);

// A file of /etc/cron.d, for root alone: kept as cron there wants it, owned by root and its group,
// mode 0644, replaced by rename under a name that no cron reads meanwhile. A link is refused, and
// so is a file that this cron would ignore for its owner, its mode or its other names: what it
// holds may be somebody else's, and would become root's. Error untrusted then, and as for a plain
// file.
[[nodiscard]] std::unique_ptr<CrontabTable> make_system_table(std::string path,
                                                              cron::Flavour flavour);

}  // namespace cronmend::host
