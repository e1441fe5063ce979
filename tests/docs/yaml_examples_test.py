"""Gives every YAML example of the documentation, and every shipped declaration, to the program.

usage: yaml_examples_test.py CRONMEND SOURCE
"""

import os
import pathlib
import pwd
import re
import subprocess
import sys
import tempfile

import documents


def literals(page):
    """The literal displays of a man page, as a reader sees them."""
    found = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page.read_text(), re.M | re.S)
    return [text.replace(r"\e", "\\").replace(r"\-", "-").replace(r"\&", "") for text in found]


def examples(source):
    for page in documents.pages(source):
        for block in documents.blocks(page, "yaml"):
            yield block.where(), block.text
    for page in sorted((source / "docs/man").glob("*.5")):
        for number, text in enumerate(literals(page), 1):
            yield f"{page.name}, display {number}", text
    for path in sorted((source / "schedules").glob("*.yaml")):
        yield path.name, path.read_text()


def accepted(cronmend, text, folder):
    """What the program says of it, and whether it takes it."""
    example, table = folder / "example.yaml", folder / "table"
    example.write_text(text)
    command = [cronmend, "diff", "--crontab-file", table, "--state-dir", folder / "state",
               "--user", pwd.getpwuid(os.geteuid()).pw_name]
    declaration, settings = folder / "empty.yaml", folder / "settings.yaml"
    declaration.write_text("version: 1\njobs: {}\n")
    settings.write_text("")  # not what is set on this machine
    if "version:" in text:
        declaration = example
    else:
        settings = example
    command += ["-f", declaration, "--config", settings]
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    return done.stdout, done.returncode in (0, 2)


def main(cronmend, source):
    failures, count = 0, 0
    with tempfile.TemporaryDirectory(prefix="cronmend-docs-") as folder:
        for where, text in examples(source):
            count += 1
            said, taken = accepted(cronmend, text, pathlib.Path(folder))
            if not taken:
                failures += 1
                print(f"{where} is refused:\n{said}")
    print(f"{count} examples, {failures} refused")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
