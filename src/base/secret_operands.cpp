#include "secret_operands.hpp"

#include <algorithm>

#include "cronmend/base/char_set.hpp"
#include "row_index.hpp"

namespace cronmend::detail {
namespace {

// In the order of their first letters; the rows of one program stand together. From the programs'
// own manuals.
constexpr auto kOperands = std::to_array<SecretOperand>({
    {"ejabberdctl", "register", 3},
    {"ejabberdctl", "change_password", 3},
    {"htpasswd", "", 2, "bn", " -C -r "},
    {"htpasswd", "", 3, "b"},
    {"ipmitool", "user set password", 2, "", " -I -H -U -p -L -C -f "},
    {"isql", "", 3},
    {"iusql", "", 3},
    {"mc", "alias set", 4, "", " -C --config-dir "},
    {"mc", "config host add", 4},
    {"mc", "admin user add", 3},
    {"mcli", "alias set", 4, "", " -C --config-dir "},
    {"mcli", "admin user add", 3},
    {"mosquitto_passwd", "", 3, "b", " -H -I "},
    {"mysqladmin", "password", 1, "", " -u -h -P -S "},
    {"mariadb-admin", "password", 1, "", " -u -h -P -S "},
    {"net", "use", 2, "", "", NoSecret::path},
    {"net", "use", 3, "", "", NoSecret::path},
    {"prosodyctl", "register", 3},
    {"rabbitmqctl", "add_user", 2, "", " -n -p "},
    {"rabbitmqctl", "change_password", 2},
    {"rabbitmqctl", "authenticate_user", 2},
    {"rclone", "obscure", 1, "", " --config "},
    {"redis-cli", "auth", 1, "", " -h -p -s -n "},
    {"redis-cli", "AUTH", 1},
    {"redis-cli", "config set requirepass", 1},
    {"redis-cli", "CONFIG SET requirepass", 1},
    {"smbclient", "", 2, "", " -I -L -M -n -p -U -W -A -D -c -d -s -l -O -T -Tc -Tx -b -t -m -R "},
    {"vault", "login", 1, "", " -address -namespace -method -path ", NoSecret::pair},
    {"wpa_passphrase", "", 2},
});

static_assert(std::is_sorted(kOperands.begin(), kOperands.end(),
                             [](const SecretOperand& a, const SecretOperand& b) {
                                 return a.program.front() < b.program.front();
                             }));
constexpr RowIndex<SecretOperand> kOperandIndex{kOperands};

// Letters and digits, each to a bit; some digits share one with a letter, which does no harm.
constexpr std::uint64_t bit_of(char c) {
    return std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
}

std::uint64_t bits_of(std::string_view letters) {
    std::uint64_t bits = 0;
    for (const char c : letters) {
        bits |= bit_of(c);
    }
    return bits;
}

bool is_pair(std::string_view word) {
    std::size_t name = 0;
    while (name < word.size() && kWordCharacters.holds(word[name])) {
        ++name;
    }
    return name > 0 && name + 1 < word.size() && word[name] == '=';
}

// >file, 2>&1, <<<text
bool is_redirection(std::string_view word) {
    const std::size_t sign = word.find_first_not_of("0123456789&");
    return sign != std::string_view::npos && (word[sign] == '<' || word[sign] == '>');
}

}  // namespace

void OperandWatch::look_at_program(std::string_view name) {
    if (name == "install") {
        installs_ = true;
    }
    if (watches() || installs_) {
        return;
    }
    rows_ = kOperandIndex.rows_of(name, [&](std::string_view program) { return program == name; });
    count_ = 0;
    letters_ = 0;
    skips_ = false;
}

bool OperandWatch::is_secret(std::string_view word) {
    if (quote_ != '\0') {
        quote_ = word.find(quote_) == std::string_view::npos ? quote_ : '\0';
        return false;
    }
    if (skips_ && (word.front() == '"' || word.front() == '\'') &&
        word.find(word.front(), 1) == std::string_view::npos) {
        quote_ = word.front();
    }
    if (skips_ || is_redirection(word)) {
        skips_ = !skips_ && word.find_first_not_of("0123456789&<>") == std::string_view::npos;
        return false;
    }
    if (word.starts_with('-')) {
        note_option(word);
        return false;
    }
    const bool secret = std::any_of(rows_.begin(), rows_.end(),
                                    [&](const SecretOperand& row) { return fits(row, word); });
    const bool room = count_ < kMostOperands;
    if (room) {
        operands_[count_++] = word;
    }
    if (!room || std::none_of(rows_.begin(), rows_.end(),
                              [&](const SecretOperand& row) { return is_possible(row); })) {
        rows_ = {};
    }
    return secret;
}

bool OperandWatch::is_possible(const SecretOperand& row) const {
    return row.command.empty() || row.command.substr(0, row.command.find(' ')) == operands_[0];
}

bool OperandWatch::fits(const SecretOperand& row, std::string_view word) const {
    std::string_view command = row.command;
    std::size_t at = 0;
    while (!command.empty()) {
        const std::string_view wanted = command.substr(0, command.find(' '));
        if (at == count_ || operands_[at] != wanted) {
            return false;
        }
        command.remove_prefix(std::min(wanted.size() + 1, command.size()));
        ++at;
    }
    const bool none =
        (row.no_secret == NoSecret::pair && is_pair(word)) ||
        (row.no_secret == NoSecret::path && (word.front() == '/' || word.front() == '\\'));
    const std::uint64_t letters = bits_of(row.letters);
    return count_ + 1 == at + row.place && (letters_ & letters) == letters && !none;
}

void OperandWatch::note_option(std::string_view word) {
    if (!word.starts_with("--")) {
        letters_ |= bits_of(word.substr(1));
    }
    const std::string_view known = rows_.front().with_value;
    const std::size_t at = known.find(word);
    skips_ = at != std::string_view::npos && at > 0 && known[at - 1] == ' ' &&
             known.substr(at + word.size(), 1) == " ";
}

}  // namespace cronmend::detail
