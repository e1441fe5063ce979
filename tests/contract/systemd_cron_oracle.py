"""Asks systemd-cron's own generator about lines of a user's table.

    systemd_cron_oracle.py GENERATOR FOLDER

Reads a line in hexadecimal at a time from standard input, gives it to the generator's functions as
root's table in FOLDER, and prints what becomes of it: `entry CALENDAR`, `entry reboot`, `nothing`
(a comment, an assignment, or a line that it drops or dies of), or `unknown` for bytes that it
cannot decode.
"""

import importlib.machinery
import importlib.util
import os
import sys


def load(path, folder):
    loader = importlib.machinery.SourceFileLoader("generator", path)
    spec = importlib.util.spec_from_loader("generator", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.TARGET_DIR = folder
    module.TIMERS_DIR = folder
    module.REBOOT_FILE = "/nonexistent/booted"
    module.log = lambda level, message: None
    return module


def calendar(folder, unit):
    with open(os.path.join(folder, unit), encoding="utf8") as file:
        for line in file:
            if line.startswith("OnCalendar="):
                return line.rstrip("\n")[len("OnCalendar="):]
    return "reboot"


def answer(generator, folder, table):
    try:
        jobs = list(generator.parse_crontab(table, withuser=False))
        for job in jobs:
            # The unit's name must not depend on odd bytes of the line.
            unit = generator.generate_timer_unit(job, unit_name="unit")
            if unit:
                return "entry " + calendar(folder, unit)
    except UnicodeDecodeError:
        return "unknown"
    except Exception:  # the generator dies of the line, and with it every job behind it
        pass
    return "nothing"


def main():
    generator = load(sys.argv[1], sys.argv[2])
    folder = sys.argv[2]
    table = os.path.join(folder, "root")
    os.symlink("/nonexistent", os.path.join(folder, "unit"))
    # A link to itself is what it makes of each timer; it is there once and for all.
    generator.os.symlink = lambda source, target: None
    for line in sys.stdin:
        with open(table, "wb") as file:
            file.write(bytes.fromhex(line.strip()) + b"\n")
        print(answer(generator, folder, table))


if __name__ == "__main__":
    main()
