#include "cronmend/base/redact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "support/random.hpp"

using cronmend::redact;

TEST_CASE("secrets that a name announces are taken out") {
    struct Row {
        std::string name, text, expected;
    };
    const std::vector<Row> rows{
        {"environment line", "PGPASSWORD=hunter2", "PGPASSWORD=[redacted]"},
        {"blanks around the sign", "DB_PASS = hunter2", "DB_PASS = [redacted]"},
        {"quoted with blanks", "SECRET='a b c' next", "SECRET='[redacted]' next"},
        {"long option", "dump --password=x --host=h", "dump --password=[redacted] --host=h"},
        {"long option, own word", "dump --password x y", "dump --password [redacted] y"},
        {"option without value", "dump --password --host h", "dump --password --host h"},
        {"mysql", "mysqldump -uroot -phunter2 db", "mysqldump -uroot -p[redacted] db"},
        {"-p of others is no password", "mkdir -pv /a", "mkdir -pv /a"},
        {"sshpass", "sshpass -p hunter2 ssh h", "sshpass -p [redacted] ssh h"},
        {"url", "curl https://u:pw@host/x", "curl https://u:[redacted]@host/x"},
        {"url without password", "curl https://host:8080/x", "curl https://host:8080/x"},
        {"curl -u", "curl -u me:pw https://h", "curl -u me:[redacted] https://h"},
        {"crontab -u", "crontab -u alice -l", "crontab -u alice -l"},
        {"header", "curl -H 'Authorization: Bearer abc' h",
         "curl -H 'Authorization: Bearer [redacted]' h"},
        {"header, own name", "curl -H 'X-Api-Key: abc' h", "curl -H 'X-Api-Key: [redacted]' h"},
        {"json", R"(x -d {"password":"abc","a":1})", R"(x -d {"password":"[redacted]","a":1})"},
        {"a file is no secret", "RESTIC_PASSWORD_FILE=/etc/p", "RESTIC_PASSWORD_FILE=/etc/p"},
        {"in a crontab line", "0 3 * * * TOKEN=abc; run", "0 3 * * * TOKEN=[redacted]; run"},
        {"behind export", "export AWS_SECRET_ACCESS_KEY='k' B='1'; go",
         "export AWS_SECRET_ACCESS_KEY='[redacted]' B='1'; go"},
        {"two in a line", "A_TOKEN=1 B_TOKEN=2", "A_TOKEN=[redacted] B_TOKEN=[redacted]"},
        {"no secret", "0 3 * * * /usr/local/bin/backup-run.sh",
         "0 3 * * * /usr/local/bin/backup-run.sh"},
        {"quoted for the shell with a quote inside", R"(export DB_PASSWORD='it'\''s-tail'; go)",
         "export DB_PASSWORD=[redacted]; go"},
        {"escaped quote", R"(PASSWORD="a\"b" go)", R"(PASSWORD="[redacted]" go)"},
        {"escaped blank", R"(PASSWORD=x\ y go)", "PASSWORD=[redacted] go"},
        {"parts side by side", R"(PASSWORD=a"b c"'d' go)", "PASSWORD=[redacted] go"},
        {"inside of a quote", R"(sh -c "PASSWORD=abc go" x)",
         R"(sh -c "PASSWORD=[redacted] go" x)"},
        {"an apostrophe inside of a quote", R"(sh -c "PASSWORD=it's go" x)",
         R"(sh -c "PASSWORD=[redacted] go" x)"},
        {"json in double quotes", R"(x -d "{\"user\": \"a\", \"password\": \"S b\"}" https://x)",
         R"(x -d "{\"user\": \"a\", \"password\": [redacted]" https://x)"},
        {"the same, tight", R"(x -d "{\"token\":\"S\",\"n\":1}")",
         R"(x -d "{\"token\":[redacted],\"n\":1}")"},
        {"json in a quote", R"(x -d '{"password": "a b", "n": 1}')",
         R"(x -d '{"password": "[redacted]", "n": 1}')"},
        {"header of any scheme", "curl -H 'Authorization: token a b' h",
         "curl -H 'Authorization: token [redacted]' h"},
        {"header without scheme", "curl -H \"authorization: abc\" h",
         "curl -H \"authorization: [redacted]\" h"},
        {"signed header", "curl -H 'Authorization: AWS4 Credential=x, Signature=y' h",
         "curl -H 'Authorization: AWS4 [redacted]' h"},
        {"cookie", "curl -H 'Cookie: a=b; c=d' h", "curl -H 'Cookie: [redacted]' h"},
        {"header in no quotes", R"(curl -H Authorization:Bearer\ abc h)",
         R"(curl -H Authorization:Bearer\ [redacted] h)"},
        {"curl -uUSER:PASSWORD", "curl -ume:pw https://h", "curl -ume:[redacted] https://h"},
        {"curl --user=", "curl --user=me:pw https://h", "curl --user=me:[redacted] https://h"},
        {"short names", "x --pw=a --pwd b PAT=1 GITHUB_PAT=c",
         "x --pw=[redacted] --pwd [redacted] PAT=1 GITHUB_PAT=[redacted]"},
        {"redis", "redis-cli -a pw PING", "redis-cli -a [redacted] PING"},
        {"ldap", "ldapsearch -x -w pw -b dc", "ldapsearch -x -w [redacted] -b dc"},
        {"zip", "zip -P pw -r a.zip a", "zip -P [redacted] -r a.zip a"},
        {"7z", "7z a -ppw a.7z a", "7z a -p[redacted] a.7z a"},
        {"smbclient", "smbclient //h/s -U me%pw -c ls", "smbclient //h/s -U me%[redacted] -c ls"},
        {"token as the user of a URL", "git pull https://ghp_abc@host/x",
         "git pull https://[redacted]@host/x"},
        {"user of another URL", "rsync rsync://me@host/x /y", "rsync rsync://me@host/x /y"},
        {"hook", "curl -d x https://hooks.slack.com/services/T0/B0/abc",
         "curl -d x https://hooks.slack.com/services/[redacted]"},
        {"empty value", "SECRET=", "SECRET="},
        {"last line without newline", "a\nTOKEN=x", "a\nTOKEN=[redacted]"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(redact(row.text) == row.expected);
        CHECK(cronmend::holds_secret(row.text) == (row.text != row.expected));
    }
}

TEST_CASE("secrets in the arguments of programs that cron jobs start") {
    struct Row {
        std::string name, text, expected;
    };
    const std::vector<Row> rows{
        {"curl -su", "curl -su u:S1 h", "curl -su u:[redacted] h"},
        {"curl -fsSLuUSER:PASSWORD", "curl -fsSLuu:S1 h", "curl -fsSLuu:[redacted] h"},
        {"curl, in quotes", R"(curl -u "u:S 1" h)", R"(curl -u "u:[redacted]" h)"},
        {"curl, name in quotes", R"(curl -u 'a b:S1' h)", R"(curl -u 'a b:[redacted]' h)"},
        {"curl, quotes in quotes", R"(sh -c "curl -u \"u:S 1\" h")",
         R"(sh -c "curl -u \"u:[redacted] h")"},
        {"curl of a proxy", "curl -U u:S1 -x p:3128 h", "curl -U u:[redacted] -x p:3128 h"},
        {"curl -b", "curl -b 'session=S1; b=S2' h", "curl -b '[redacted]' h"},
        {"curl --cookie", "curl --cookie session=S1 h", "curl --cookie [redacted] h"},
        {"curl's file of cookies", "curl -b /root/jar -c /root/jar h",
         "curl -b /root/jar -c /root/jar h"},
        {"curl -E", "curl -E c.pem:S1 h", "curl -E c.pem:[redacted] h"},
        {"curl -o is no -u", "curl -ou:1 h", "curl -ou:1 h"},
        {"curl --oauth2-bearer", "curl --oauth2-bearer S1 h", "curl --oauth2-bearer [redacted] h"},
        {"a header of one's own", "curl -H 'X-Auth: S1 S2' h", "curl -H 'X-Auth: [redacted]' h"},
        {"basic", "curl -H 'Authorization: Basic S1' h",
         "curl -H 'Authorization: Basic [redacted]' h"},
        {"bearer alone", "http h Authorization:'Bearer S1'",
         "http h Authorization:'Bearer [redacted]'"},
        {"httpie", "http -a u:S1 h", "http -a u:[redacted] h"},
        {"wget", "wget --user=u --password=S1 h", "wget --user=u --password=[redacted] h"},
        {"wget --http-password", "wget --http-password S1 h", "wget --http-password [redacted] h"},
        {"lftp -u", "lftp -u u,S1 h", "lftp -u u,[redacted] h"},
        {"lftp -e open", "lftp -e 'open -u u,S1 h; mirror'",
         "lftp -e 'open -u u,[redacted] h; mirror'"},
        {"lftp without", "lftp -u u h", "lftp -u u h"},
        {"ncftp", "ncftpput -u u -p S1 h / f", "ncftpput -u u -p [redacted] h / f"},
        {"openssl -k", "openssl enc -aes-256-cbc -k S1 -in a",
         "openssl enc -aes-256-cbc -k [redacted] -in a"},
        {"openssl -pass", "openssl enc -pass pass:S1 -in a",
         "openssl enc -pass pass:[redacted] -in a"},
        {"openssl -pass of a file", "openssl enc -pass file:/root/key -in a",
         "openssl enc -pass file:/root/key -in a"},
        {"openssl -passin", "openssl rsa -passin pass:S1", "openssl rsa -passin pass:[redacted]"},
        {"gpg", "gpg --batch --passphrase S1 -c f", "gpg --batch --passphrase [redacted] -c f"},
        {"gpg of a descriptor", "gpg --passphrase-fd 0 -c f", "gpg --passphrase-fd 0 -c f"},
        {"gpg's key ids", "gpg --default-key ABCD -e f", "gpg --default-key ABCD -e f"},
        {"mysqladmin", "mysqladmin -h h -pS1 ping", "mysqladmin -h h -p[redacted] ping"},
        {"mysql in backticks", "n=`mysql -pS1`; x", "n=`mysql -p[redacted]`; x"},
        {"mysql in parentheses", "n=$(mysql -pS1); x", "n=$(mysql -p[redacted]); x"},
        {"mysql behind a pipe", "cat f|mysql -pS1", "cat f|mysql -p[redacted]"},
        {"mysql before a pipe", "mysqldump -pS1|gzip", "mysqldump -p[redacted]|gzip"},
        {"an option in quotes", "mysqldump '-pS1' d", "mysqldump '-p[redacted]' d"},
        {"-p of the next program", "mysqldump -pS1 d | mkdir -pv /a",
         "mysqldump -p[redacted] d | mkdir -pv /a"},
        {"-p of what sshpass starts", "sshpass -pS1 ssh -p 2222 h",
         "sshpass -p[redacted] ssh -p 2222 h"},
        {"redis", "REDISCLI_AUTH=S1 redis-cli PING", "REDISCLI_AUTH=[redacted] redis-cli PING"},
        {"mongodump", "mongodump -u u -p S1 -o /b", "mongodump -u u -p [redacted] -o /b"},
        {"mongodump --uri", "mongodump --uri=mongodb+srv://u:S1@h/d",
         "mongodump --uri=mongodb+srv://u:[redacted]@h/d"},
        {"sqlcmd", "sqlcmd -S h -U sa -P S1 -Q q", "sqlcmd -S h -U sa -P [redacted] -Q q"},
        {"bcp", "bcp t out f -U sa -PS1", "bcp t out f -U sa -P[redacted]"},
        {"sqlplus", "sqlplus -s scott/S1@db @/x/y.sql", "sqlplus -s scott/[redacted]@db @/x/y.sql"},
        {"expdp", "expdp userid=scott/S1 full=y", "expdp userid=scott/[redacted] full=y"},
        {"sqlplus of the system", "sqlplus / as sysdba @/x/y.sql", "sqlplus / as sysdba @/x/y.sql"},
        {"psql", "psql 'host=h user=u password=S1 dbname=d'",
         "psql 'host=h user=u password=[redacted] dbname=d'"},
        {"psql, of an URL", "psql postgres://u:S1@h/d", "psql postgres://u:[redacted]@h/d"},
        {"pg_dump", "pg_dump --no-password d", "pg_dump --no-password d"},
        {"influx", "influx --token S1 -username u -password S2",
         "influx --token [redacted] -username u -password [redacted]"},
        {"influx -t", "influx backup /b -t S1", "influx backup /b -t [redacted]"},
        {"smbclient", "smbclient -U u%S1 //h/s", "smbclient -U u%[redacted] //h/s"},
        {"smbclient, as cron has it", R"(smbclient -U 'D\u\%S1' //h/s)",
         R"(smbclient -U 'D\u\%[redacted]' //h/s)"},
        {"smbclient without", "smbclient -U u //h/s", "smbclient -U u //h/s"},
        {"mount", "mount -o username=u,password=S1,ro //h/s /m",
         "mount -o username=u,password=[redacted] //h/s /m"},
        {"ldap, together", "ldapsearch -xw S1 -b dc", "ldapsearch -xw [redacted] -b dc"},
        {"ldap of a file", "ldapsearch -x -y /f -b dc", "ldapsearch -x -y /f -b dc"},
        {"zip, together", "zip -rP S1 a.zip a", "zip -rP [redacted] a.zip a"},
        {"rar", "rar a -hpS1 a.rar a", "rar a -hp[redacted] a.rar a"},
        {"docker login", "docker login -u u -p S1 r", "docker login -u u -p [redacted] r"},
        {"docker login of its input", "docker login -u u --password-stdin r.example.org",
         "docker login -u u --password-stdin r.example.org"},
        {"docker run", "docker run -p 80:80 -e DB_PASS=S1 i",
         "docker run -p 80:80 -e DB_PASS=[redacted] i"},
        {"az", "az login --service-principal -u i -p S1 --tenant t",
         "az login --service-principal -u i -p [redacted] --tenant t"},
        {"az storage", "az storage blob upload --account-key S1 -f f",
         "az storage blob upload --account-key [redacted] -f f"},
        {"aws configure", "aws configure set aws_secret_access_key S1",
         "aws configure set aws_secret_access_key [redacted]"},
        {"git config", "git config http.x.password S1", "git config http.x.password [redacted]"},
        {"rclone", "rclone --sftp-pass S1 sync a b:", "rclone --sftp-pass [redacted] sync a b:"},
        {"restic", "RESTIC_PASSWORD=S1 restic -r rest:https://u:S2@h/ -p /f backup /etc",
         "RESTIC_PASSWORD=[redacted] restic -r rest:https://u:[redacted]@h/ -p /f backup /etc"},
        {"borg", "BORG_PASSPHRASE='S 1' borg create ssh://b@h:22/./r::x /etc",
         "BORG_PASSPHRASE='[redacted]' borg create ssh://b@h:22/./r::x /etc"},
        {"borg's command", "BORG_PASSCOMMAND='cat /root/p' borg list",
         "BORG_PASSCOMMAND='cat /root/p' borg list"},
        {"putty", "pscp -pw S1 a h:", "pscp -pw [redacted] a h:"},
        {"ipmitool", "ipmitool -H h -U u -P S1 chassis",
         "ipmitool -H h -U u -P [redacted] chassis"},
        {"mosquitto", "mosquitto_pub -u u -P S1 -t a -m b",
         "mosquitto_pub -u u -P [redacted] -t a -m b"},
        {"snmp", "snmpget -v2c -c S1 h oid", "snmpget -v2c -c [redacted] h oid"},
        {"keytool", "keytool -list -storepass S1", "keytool -list -storepass [redacted]"},
        {"sudo -S", "echo S1 | sudo -S reboot", "echo [redacted] | sudo -S reboot"},
        {"chpasswd", "echo 'root:S1'|chpasswd", "echo '[redacted]'|chpasswd"},
        {"printf into gpg", "printf %s S1 | gpg --passphrase-fd 0 -c f",
         "printf [redacted] | gpg --passphrase-fd 0 -c f"},
        {"echo into mail", "echo done | mail -s x root", "echo done | mail -s x root"},
        {"SQL", R"(mysql -e "CREATE USER u IDENTIFIED BY 'S 1'; FLUSH")",
         R"(mysql -e "CREATE USER u IDENTIFIED BY '[redacted]'; FLUSH")"},
        {"SQL, of a plugin", R"(mysql -e "ALTER USER u IDENTIFIED WITH p BY 'S1'")",
         R"(mysql -e "ALTER USER u IDENTIFIED WITH p BY '[redacted]'")"},
        {"SQL, hashed", R"(mysql -e "GRANT ALL ON d TO u IDENTIFIED BY PASSWORD '*S1'")",
         R"(mysql -e "GRANT ALL ON d TO u IDENTIFIED BY PASSWORD '[redacted]'")"},
        {"SQL in the other quotes", R"(mysql -e 'SET a; ALTER USER u IDENTIFIED BY "S1"')",
         R"(mysql -e 'SET a; ALTER USER u IDENTIFIED BY "[redacted]"')"},
        {"SQL of Postgres", R"(psql -c "ALTER ROLE u PASSWORD 'S1'")",
         R"(psql -c "ALTER ROLE u PASSWORD '[redacted]'")"},
        {"SQL function", R"~(mysql -e "SET PASSWORD FOR u = PASSWORD('S1')")~",
         R"~(mysql -e "SET PASSWORD FOR u = [redacted]")~"},
        {"SQL function of Postgres's kind", R"~(mysql -e "UPDATE u SET p=PASSWORD('S1')")~",
         R"~(mysql -e "UPDATE u SET p=PASSWORD('[redacted]')")~"},
        {"adding to a variable", "PASSWORD+=S1; x", "PASSWORD+=[redacted]; x"},
        {"a variable's default", "x=${PASSWORD:-S1} y", "x=${PASSWORD:[redacted]} y"},
        {"of a command", "TOKEN=$(echo S1 S2) x", "TOKEN=[redacted] x"},
        {"of a command in backticks", "TOKEN=`echo S1 S2`; x", "TOKEN=[redacted]; x"},
        {"of commands in commands", "TOKEN=$(a $(b S1) \"S2\") x", "TOKEN=[redacted] x"},
        {"of a command in quotes", R"~(sh -c "TOKEN=$(echo S1 S2) x" y)~",
         R"(sh -c "TOKEN=[redacted] x" y)"},
        {"inside of a command", "x=$(TOKEN=S1 y); z", "x=$(TOKEN=[redacted] y); z"},
        {"inside of backticks", "x=`y --token S1`; z", "x=`y --token [redacted]`; z"},
        {"a key", "AWS_KEY=S1 x", "AWS_KEY=[redacted] x"},
        {"a bare key", "KEY=S1 x", "KEY=[redacted] x"},
        {"keys of many", "B2_ACCOUNT_KEY=S1 SIGNING_KEY='S2' x",
         "B2_ACCOUNT_KEY=[redacted] SIGNING_KEY='[redacted]' x"},
        {"a key's file", "SSH_KEY=/root/.ssh/id DEPLOY_KEY=~/k x",
         "SSH_KEY=/root/.ssh/id DEPLOY_KEY=~/k x"},
        {"names run together", "DBPASS=S1 MYSQLPWD=S2 JWT=S3 x",
         "DBPASS=[redacted] MYSQLPWD=[redacted] JWT=[redacted] x"},
        {"a whole line is a variable", "DB_PASSWORD=a;b,c}d|e", "DB_PASSWORD=[redacted]"},
        {"commas in a value", "x --password=a,b --host=h", "x --password=[redacted] --host=h"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(redact(row.text) == row.expected);
        CHECK(redact(row.expected) == row.expected);
    }
}

TEST_CASE("secrets in URLs, and those that are known by their form") {
    struct Row {
        std::string name, text, expected;
    };
    const std::string forty(40, 'a');
    const std::vector<Row> rows{
        {"query", "curl 'https://h/x?key=S1&sig=S2&n=1'",
         "curl 'https://h/x?key=[redacted]&sig=[redacted]&n=1'"},
        {"query, no secret", "curl 'https://h/x?page=2&sort=key'",
         "curl 'https://h/x?page=2&sort=key'"},
        {"query of a function", "curl https://h/api?code=S1", "curl https://h/api?code=[redacted]"},
        {"signed", "curl 'https://h/x?X-Amz-Signature=S1'",
         "curl 'https://h/x?X-Amz-Signature=[redacted]'"},
        {"Telegram", "curl https://api.telegram.org/botS1/sendMessage",
         "curl https://api.telegram.org/bot[redacted]"},
        {"Slack's workflows", "curl https://hooks.slack.com/workflows/S1",
         "curl https://hooks.slack.com/workflows/[redacted]"},
        {"healthchecks", "curl -fsS https://hc-ping.com/S1/start?x",
         "curl -fsS https://hc-ping.com/[redacted]/start?x"},
        {"healthchecks at home", "curl https://h/ping/0123456789abcdef0123/fail",
         "curl https://h/ping/[redacted]/fail"},
        {"Uptime Kuma", "curl 'https://h/api/push/0123456789abcdef?status=up'",
         "curl 'https://h/api/push/[redacted]?status=up'"},
        {"Mattermost", "curl https://h/hooks/0123456789abcdefghij",
         "curl https://h/hooks/[redacted]"},
        {"a path that is none", "curl https://h/hooks/pull", "curl https://h/hooks/pull"},
        {"Teams", "curl https://x.webhook.office.com/webhookb2/0123456789abcdef0123@x/y",
         "curl https://x.webhook.office.com/webhookb2/[redacted]/y"},
        {"password without a user", "redis-cli -u redis://:S1@h",
         "redis-cli -u redis://:[redacted]@h"},
        {"proxy", "https_proxy=http://u:S1@p:3128 x", "https_proxy=http://u:[redacted]@p:3128 x"},
        {"GitHub", "x ghp_" + forty, "x [redacted]"},
        {"GitLab", "x --y=glpat-" + forty + "; z", "x --y=[redacted]; z"},
        {"AWS", "x AKIAABCDEFGHIJKLMNOP y", "x [redacted] y"},
        {"not AWS", "x AKIAABCD y", "x AKIAABCD y"},
        {"Telegram's bots", "x bot123456789:AA" + forty + " y", "x [redacted] y"},
        {"the same without a word in front", "x -t 1234567890:AA" + forty, "x -t [redacted]"},
        {"a time", "x 12345678:AAbc 10:30", "x 12345678:AAbc 10:30"},
        {"a word like it", "x myghp_" + forty, "x myghp_" + forty},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(redact(row.text) == row.expected);
        CHECK(redact(row.expected) == row.expected);
    }
}

TEST_CASE("what only looks like a secret stays readable") {
    for (const std::string text : {
             "0 3 * * * /usr/local/bin/backup-run.sh --target /srv/backup/db --keep 7",
             "*/5 * * * * flock -n /run/lock/x.lock /opt/x/bin/poll -q",
             "SHELL=/bin/bash",
             "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
             "MAILTO=ops@example.org",
             "15 2 * * 0 rsync -a --delete -e 'ssh -p 2222 -i /root/.ssh/key' /srv/ "
             "b@h:/backup/",
             "0 4 * * * restic -r sftp:b@h:/srv/restic backup /etc /home --exclude-file=/etc/x",
             "@daily find /var/tmp -mtime +7 -delete",
             "@daily cd /srv/app && php artisan schedule:run >> /dev/null 2>&1",
             "@daily sort --key=2,3n /srv/a > /srv/b",
             "@daily tar -czf /backup/$(date +\\%F).tar.gz /etc",
             "@daily pg_dump -U postgres -w -Fc shop > /backup/shop.dump",
             "@daily ssh -i /root/.ssh/id_ed25519 b@h 'zfs send tank/data@daily' | zfs recv "
             "b/d",
             "@daily curl -fsS -m 10 --retry 5 -o /dev/null https://example.org/cron.php?job=a",
             "@daily docker exec -u www-data app php cron.php",
             "@daily ansible-playbook --ask-pass -i hosts site.yml",
             "@daily duplicity --encrypt-key ABCD1234 /etc file:///backup",
             "@daily grep -c root /etc/passwd; wc -l /etc/passwd:x",
             "@daily echo it is a key: look",
             "@daily find . -name '*.key' -exec cp {} /b \\;",
             "@daily mkdir -p /a/b && chmod -R u=rw,g=r /a",
             "@daily snapper -c root create -d auto",
             "@daily aws s3 sync /srv s3://bucket/srv --profile backup",
             "@daily certbot renew --quiet --deploy-hook 'systemctl reload nginx'",
             "@daily rclone sync /srv remote:srv --config /root/rclone.conf",
             "@daily GNUPGHOME=/root/.gnupg GPG_KEY=ABCD1234 /opt/sign",
         }) {
        CAPTURE(text);
        CHECK(redact(text) == text);
    }
}

TEST_CASE("redaction keeps the lines and ends on every input") {
    cronmend::test::Random random{cronmend::test::chosen_seed()};
    CAPTURE(random.seed());
    const std::vector<std::string> pieces{
        "PASSWORD", "=",       ":", " ",      "\n", "'",  "\"", "://", "@",  "-p",
        "mysql",    "--token", "x", "Bearer", "-u", "\t", ";",  "\0",  "\\", "Authorization",
        "Cookie",   "zip",     "-P"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = random.below(20); i > 0; --i) {
            text += random.pick(pieces);
        }
        CAPTURE(text);
        const std::string out = redact(text);
        CHECK(std::count(out.begin(), out.end(), '\n') ==
              std::count(text.begin(), text.end(), '\n'));
    }
}

TEST_CASE("a line costs no more than its words, whatever is said again and again in it") {
    const auto cost = [](std::string_view piece, std::size_t length) {
        std::string line;
        while (line.size() < length) {
            line += piece;
        }
        const std::clock_t start = std::clock();
        CHECK_FALSE(redact(line).empty());
        return static_cast<double>(std::clock() - start);
    };
    for (const char* piece : {"mysql ",
                              "a:",
                              "x://",
                              "http://h/hooks/",
                              "$(",
                              "PASSWORD=$(",
                              "PASSWORD=`",
                              "echo ",
                              "echo x | ",
                              "Cookie: ",
                              "Authorization:",
                              "\\\"",
                              "PASSWORD=a,",
                              "PASSWORD=a} ",
                              "'PASSWORD=\"",
                              "curl -u \"",
                              "sqlplus a/b ",
                              "-uhttp://",
                              "https://a:",
                              "ghp_a",
                              "kinit <<< ",
                              "echo <<<x ",
                              "htpasswd -b ",
                              "mc alias set ",
                              "x://a:b/",
                              "a password ",
                              "secret: ",
                              "x%",
                              "ftp -n;",
                              "X_COMMAND=\"echo "}) {
        CAPTURE(piece);
        // Eight times the length: 8 if it goes by it, 64 if by its square. What is too quick for
        // the clock is no square.
        const double few = cost(piece, 30'000);
        const double many = cost(piece, 240'000);
        CHECK((many < 30 * few || many < CLOCKS_PER_SEC / 10.0));
    }
}

TEST_CASE("what was redacted stays as it is when it is redacted again") {
    cronmend::test::Random random{cronmend::test::chosen_seed()};
    CAPTURE(random.seed());
    const std::vector<std::string> words{"PASSWORD=S1",
                                         "--token",
                                         "S1",
                                         "curl",
                                         "-u",
                                         "u:S1",
                                         "\"u:S 1\"",
                                         "|",
                                         "mysql",
                                         "-pS1",
                                         "echo",
                                         "sudo -S",
                                         "$(x S1)",
                                         "`x S1`",
                                         "'a b'",
                                         ";",
                                         "https://u:S1@h/x?key=S1",
                                         "zip",
                                         "-rP",
                                         "Cookie:S1",
                                         "IDENTIFIED BY 'S1'"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = 1 + random.below(8); i > 0; --i) {
            text += random.pick(words) + ' ';
        }
        CAPTURE(text);
        const std::string once = redact(text);
        CHECK(redact(once) == once);
    }
}
