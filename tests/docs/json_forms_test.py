"""Holds docs/json.md to its own examples: every key that is printed is explained, and no other.

usage: json_forms_test.py CRONMEND SOURCE

That the examples are what the program prints is session_test.py's affair.
"""

import json
import pathlib
import re
import sys

import documents

# A section that says it has all keys of another one.
INHERITED = {"apply": "diff"}
# Explained once for all, under this heading.
COMMON, COMMON_KEY = "errors", "diagnostics[]"


def paths(value, prefix=""):
    """The keys below a value: `changes[].user`."""
    if isinstance(value, dict):
        for key, below in value.items():
            name = f"{prefix}.{key}" if prefix else key
            if not isinstance(below, dict):
                yield name + ("[]" if isinstance(below, list) else "")
            yield from paths(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from paths(below, prefix + "[]")


def printed(page):
    keys = {}
    for block in documents.blocks(page, "console"):
        for step in documents.steps(block):
            start = next((i for i, line in enumerate(step.expected) if line.startswith("{")),
                         None)
            if start is not None:
                value = json.loads("\n".join(step.expected[start:]))
                keys.setdefault(block.heading, set()).update(paths(value))
    return keys


def explained(page):
    keys, heading = {}, ""
    for line in page.read_text().splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| `"):
            first = line.split("|")[1]
            keys.setdefault(heading, set()).update(re.findall(r"`([^`]+)`", first))
    return keys


def main(source):
    page = source / "docs/json.md"
    shown, told = printed(page), explained(page)
    failures = []
    for heading in sorted(shown.keys() | told.keys()):
        known = told.get(heading, set()) | told.get(INHERITED.get(heading), set())
        below = {key for key in told[COMMON] if key.startswith(COMMON_KEY)}
        failures += [f"{heading}: `{key}` is printed but not explained"
                     for key in sorted(shown.get(heading, set()) - known - below)]
        failures += [f"{heading}: `{key}` is explained but not printed"
                     for key in sorted(told.get(heading, set()) - shown.get(heading, set()))]
    print("\n".join(failures))
    return 1 if failures or not shown else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[2])))
