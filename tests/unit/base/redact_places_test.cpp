// Secrets that no name announces: they are known by their place among a program's arguments, or by
// the program that reads them.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cronmend/base/redact.hpp"

using cronmend::redact;
using cronmend::redact_message;

namespace {

struct Row {
    std::string text, expected;
};

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(redact(row.text) == row.expected);
        CHECK(redact(row.expected) == row.expected);
    }
}

void check_readable(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK(redact(text) == text);
    }
}

}  // namespace

TEST_CASE("secrets by their place among the operands") {
    check_rows({
        {"htpasswd -b f u S", "htpasswd -b f u [redacted]"},
        {"0 3 * * * root /usr/bin/htpasswd -cbB /etc/f u 'S 1'; x",
         "0 3 * * * root /usr/bin/htpasswd -cbB /etc/f u '[redacted]'; x"},
        {"htpasswd -nb u S", "htpasswd -nb u [redacted]"},
        {"htpasswd -C 10 -b f u S >/dev/null", "htpasswd -C 10 -b f u [redacted] >/dev/null"},
        {"sh -c \"htpasswd -b f u S\"", "sh -c \"htpasswd -b f u [redacted]\""},
        {"su vault -c 'htpasswd -b f u S'", "su vault -c 'htpasswd -b f u [redacted]'"},
        {"htpasswd -b f net S", "htpasswd -b f net [redacted]"},
        {"mosquitto_passwd -b f u S", "mosquitto_passwd -b f u [redacted]"},
        {"vault login S", "vault login [redacted]"},
        {"vault login -method userpass username=u password=S",
         "vault login -method userpass username=u password=[redacted]"},
        {"mc alias set x https://h KEY S", "mc alias set x https://h KEY [redacted]"},
        {"mc --config-dir /c admin user add x KEY S",
         "mc --config-dir /c admin user add x KEY "
         "[redacted]"},
        {"isql DSN u S -b < q.sql", "isql DSN u [redacted] -b < q.sql"},
        {"net use x S", "net use x [redacted]"},
        {R"(net use Z: \\h\s S /user:u)", R"(net use Z: \\h\s [redacted] /user:u)"},
        {"mysqladmin -u root password S", "mysqladmin -u root password [redacted]"},
        {"redis-cli -h h AUTH S", "redis-cli -h h AUTH [redacted]"},
        {"rabbitmqctl add_user u S", "rabbitmqctl add_user u [redacted]"},
        {"wpa_passphrase net S > f", "wpa_passphrase net [redacted] > f"},
        {"rclone obscure S", "rclone obscure [redacted]"},
    });
    check_readable({
        "htpasswd -D f u",
        "htpasswd -i f u x",
        "vault login -method=userpass username=u",
        "vault status; cat a b",
        "mc ls x/y; mc mirror a b c d e",
        "apt-get -y install isql unixodbc odbc-postgresql tdsodbc",
        "cd /srv/net && tar cf a b c d",
        "net use Z: //h/s",
        "redis-cli config set save x",
        "mysqladmin -u root ping",
    });
}

TEST_CASE("secrets behind words and options of programs") {
    check_rows({
        {"nmcli dev wifi connect X password S", "nmcli dev wifi connect X password [redacted]"},
        {"nmcli con modify x wifi-sec.psk S", "nmcli con modify x wifi-sec.psk [redacted]"},
        {"rclone config create r sftp host h user u pass S",
         "rclone config create r sftp host h user u pass [redacted]"},
        {"rclone config create b s3 secret_access_key S env_auth false",
         "rclone config create b s3 secret_access_key [redacted] env_auth false"},
        {"xfreerdp /u:x /p:S /v:h", "xfreerdp /u:x /p:[redacted] /v:h"},
        {"sendemail -f a -xu u -xp S -t b", "sendemail -f a -xu u -xp [redacted] -t b"},
        {"useradd -m -p S bob", "useradd -m -p [redacted] bob"},
        {R"(expect -c 'send "S\r"')", R"(expect -c 'send "[redacted]"')"},
        {R"(expect -c 'spawn ssh h; expect "*assword: "; send -- "S\r"; send "exit\r"')",
         R"(expect -c 'spawn ssh h; expect "*assword: "; send -- "[redacted]"; send "exit\r"')"},
        {R"(expect -c 'expect "Password: "; send "S\r"')",
         R"(expect -c 'expect "Password: "; send "[redacted]"')"},
        {"echo \"machine h login u password S\" > ~/.netrc",
         "echo \"machine h login u password [redacted]\" > ~/.netrc"},
        {R"(printf 'machine h\nlogin u\npassword S' > ~/.netrc)",
         R"(printf 'machine h\nlogin u\npassword [redacted]' > ~/.netrc)"},
        {"cat > ~/.netrc%machine h%login u%password S",
         "cat > ~/.netrc%machine h%login u%password [redacted]"},
        {R"(PASS\=S)", R"(PASS\=[redacted])"},
        {R"(env PASS\=S x)", R"(env PASS\=[redacted] x)"},
        {"x -u'u:S' y", "x -u'u:[redacted]' y"},
    });
    check_readable({
        "nmcli con show x",
        "nmcli con up home-psk ifname wlan0",
        "rclone sync pass remote:",
        "rclone config create my-secret s3 env_auth true",
        "xfreerdp /v:h /u:a",
        "expect /root/login.exp host",
        R"(expect -c 'spawn ssh h; send "yes\r"; send "/srv/run\r"')",
        "machine-learn login users",
        "SSH_ASKPASS=/usr/lib/ssh/x ssh h",
        "send password report",
    });
}

TEST_CASE("secrets that a program reads from its input") {
    check_rows({
        {"chpasswd%root:S", "chpasswd%[redacted]"},
        {"0 3 * * * /usr/sbin/chpasswd 2>&1 | logger%root:S%bob:T",
         "0 3 * * * /usr/sbin/chpasswd 2>&1 | logger%[redacted]"},
        {"cd /x && kinit u%S", "cd /x && kinit u%[redacted]"},
        {"mysql --password%S", "mysql --password%[redacted]"},
        {"sudo -S reboot%S", "sudo -S reboot%[redacted]"},
        {"ftp -n%user u S", "ftp -n%[redacted]"},
        {"ftp -in h%user u S%put x", "ftp -in h%[redacted]"},
        {"echo user u S | ftp -n h", "echo [redacted] | ftp -n h"},
        {"kinit <<<S", "kinit <<<[redacted]"},
        {"kinit u <<< 'S 1'; x", "kinit u <<< '[redacted]'; x"},
        {"chpasswd <<<root:S", "chpasswd <<<[redacted]"},
        {"gpg --passphrase-fd 0 -d f <<<S", "gpg --passphrase-fd 0 -d f <<<[redacted]"},
        {"read -r PASSWORD <<< \"S 1\"; x", "read -r PASSWORD <<< \"[redacted]\"; x"},
        {"read -rs DB_PASS<<<S; x", "read -rs DB_PASS<<<[redacted]; x"},
    });
    check_readable({
        "mail -s x root%Good morning%all is well",
        "kinit -kt /etc/k u && rsync /a /b/$(date +%F)",
        "sudo -S date +%F",
        R"(chpasswd </root/list; date +\%F)",
        "sftp -n x%y",
        "ftp h%put x",
        "cat <<<hello",
        "read -r first rest <<< \"a b\"",
        "kinit -kt k u; cat <<<hello",
    });
}

TEST_CASE("smbclient's password behind the share") {
    check_rows({
        {"smbclient //h/s S -U joe -c ls", "smbclient //h/s [redacted] -U joe -c ls"},
        {"smbclient -W G //h/s 'S 1' -c 'cd a; put b'",
         "smbclient -W G //h/s '[redacted]' -c 'cd a; put b'"},
    });
    check_readable({
        "smbclient //h/s -A /etc/smb -c 'get a b c'",
        "smbclient //h/s -c \"get a b\" -U joe",
        "smbclient -L h -N",
    });
}

TEST_CASE("JSON with a blank before the colon") {
    check_rows({
        {R"(curl -d '{"password" : "S", "a": "b"}' h)",
         R"(curl -d '{"password" : "[redacted]", "a": "b"}' h)"},
        {R"(curl -d "{\"password\" : \"S\"}" h)", R"(curl -d "{\"password\" : [redacted]" h)"},
    });
}

TEST_CASE("a password in a URL may hold a slash") {
    check_rows({
        {"curl https://u:p/w@host/x", "curl https://u:[redacted]@host/x"},
        {"psql postgres://u:p/a/b@h:5432/d", "psql postgres://u:[redacted]@h:5432/d"},
        {"x ftp://u:a@/b@h/", "x ftp://u:[redacted]@h/"},
    });
    check_readable({
        "curl http://h:8080/x@y",
        "git clone git+ssh://git@host:org/repo@v1",
        "curl https://h/a:b/c@d",
        "x https://h:8080/ --to a@b",
    });
}

TEST_CASE("a command that prints a secret is shown, but for what it prints itself") {
    check_rows({
        {"restic --password-command 'echo S' backup",
         "restic --password-command 'echo [redacted]' "
         "backup"},
        {"restic --password-command='printf %s S' backup",
         "restic --password-command='printf [redacted]' backup"},
        {"RESTIC_PASSWORD_COMMAND=\"echo S\" restic backup",
         "RESTIC_PASSWORD_COMMAND=\"echo [redacted]\" restic backup"},
        {"BORG_PASSCOMMAND='echo S' borg list", "BORG_PASSCOMMAND='echo [redacted]' borg list"},
        {"docker run -e \"BORG_PASSCOMMAND=echo S\" i",
         "docker run -e \"BORG_PASSCOMMAND=echo [redacted]\" i"},
        {"x --password-command 'curl -u u:S h'", "x --password-command 'curl -u u:[redacted] h'"},
    });
    check_readable({
        "restic --password-command 'cat /root/p' backup /etc",
        "restic --password-command \"pass show backup\" backup /etc",
        "RESTIC_PASSWORD_COMMAND=/root/echo-it restic backup",
        "BORG_PASSCOMMAND='cat /root/p' borg list",
        "x --start-command 'echo hello'",
    });
}

TEST_CASE("a variable of a crontab has its whole line for a value") {
    CHECK(cronmend::redact_table("DB_PASSPHRASE=correct horse; battery\n@daily x --token S\n") ==
          "DB_PASSPHRASE=[redacted]\n@daily x --token [redacted]\n");
    CHECK(redact("DB_PASSPHRASE=S pg_dump x") == "DB_PASSPHRASE=[redacted] pg_dump x");
}

TEST_CASE("a sentence of ours is left as it is, but for the secrets that it holds") {
    for (const std::string text : {
             "the command seems to hold a secret: everybody on the host can see it",
             "rotate-token: never installed",
             "update-password: found disabled (commented out by hand)",
             "jobs.yaml:3:5: DB_PASSWORD: a text is wanted here",
             "set the token aside; user's secret: none",
         }) {
        CAPTURE(text);
        CHECK(redact_message(text) == text);
    }
    CHECK(redact_message("rotate-token: stood \"x --token S\"") ==
          "rotate-token: stood \"x --token [redacted]\"");
    CHECK(redact_message("the line \"password: S\" is none") ==
          "the line \"password: [redacted]\" is none");
    CHECK(redact_message("a: {\"password\": \"S\"}") == "a: {\"password\": \"[redacted]\"}");
    CHECK(redact_message("PASSWORD=S curl -u u:S https://u:S@h") ==
          "PASSWORD=[redacted] curl -u u:[redacted] https://u:[redacted]@h");
    CHECK(redact("password: S") == "password: [redacted]");
}
