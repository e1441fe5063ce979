"""A throw-away user with a crontab of its own, for sessions with the real crontab program.

Nobody else's crontab is ever touched: every command runs as that user.
"""

import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import tempfile

SHOWN_USER = "ops"
SHOWN_HOST = "web1"


class Unavailable(Exception):
    """Why there can be no sandbox here."""


USERS = pathlib.Path(__file__).resolve().parent.parent / "support/throwaway_user"


def make_user(home):
    made = subprocess.run([USERS, "make", home], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Unavailable(made.stderr.strip())
    return made.stdout.strip()


class Sandbox:
    """with Sandbox(cronmend, schedules) as sandbox: sandbox.run("crontab -l")"""

    def __init__(self, cronmend, schedules):
        self.user = None
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="cronmend-docs-"))
        self.home = self.root / "home"
        self.status = 0
        self._cronmend, self._schedules = cronmend, schedules

    def __enter__(self):
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _build(self):
        self.root.chmod(0o755)
        (self.root / "bin").mkdir()
        shutil.copy(self._cronmend, self.root / "bin/cronmend")
        self.user = make_user(self.home)
        self._ids = pwd.getpwnam(self.user)
        shutil.copytree(self._schedules, self.home / "cronmend/schedules")
        for path in (self.home, *self.home.rglob("*")):
            os.chown(path, self._ids.pw_uid, self._ids.pw_gid)

    def __exit__(self, *_):
        if self.user is not None:
            subprocess.run([USERS, "remove", self.user], check=False)
        shutil.rmtree(self.root)

    def run(self, command):
        """What the command prints, on both streams. `$?` is that of the command before."""
        environment = {
            "HOME": str(self.home), "USER": self.user, "LOGNAME": self.user, "LANG": "C.UTF-8",
            "PATH": f"{self.root}/bin:/usr/bin:/bin",
        }
        if "TZ" in os.environ:
            environment["TZ"] = os.environ["TZ"]
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {self.status})\n{self._as_real(command)}"], env=environment,
            cwd=self.home / "cronmend", user=self._ids.pw_uid, group=self._ids.pw_gid,
            extra_groups=[], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        self.status = done.returncode
        return self._as_shown(done.stdout)

    def _as_real(self, command):
        command = command.replace(f"/home/{SHOWN_USER}", str(self.home))
        return re.sub(rf"(?<![\w@./-]){SHOWN_USER}(?![\w@./-])", self.user, command)

    def _as_shown(self, text):
        text = text.replace(f"{self.root}/bin/cronmend", "/usr/bin/cronmend")
        text = text.replace(str(self.home), f"/home/{SHOWN_USER}").replace(self.user, SHOWN_USER)
        # The examples are those of a host in UTC.
        text = re.sub(r"cronmend: warning: TZ is set to .*\n(?: {4}.*\n)?", "", text)
        # Only where a host is named: its name may be any word.
        return re.sub(r'(\bon `|^host: |"host": ")' + re.escape(socket.gethostname()),
                      rf"\g<1>{SHOWN_HOST}", text, flags=re.M)
