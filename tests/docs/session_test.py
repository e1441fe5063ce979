"""Runs the sessions in the documentation and compares what is printed with what is shown.

usage: session_test.py CRONMEND SOURCE [--transcript]

Every ```console block of a page is run, in order, with the real crontab of a throw-away user. Times,
lengths of time and incident ids may differ; nothing else. A line that is `…` alone stands for any
lines. --transcript prints the sessions as they really are, for pasting.
Exit status: 0 all well, 1 not, 77 no sandbox here.
"""

import difflib
import pathlib
import re
import sys

import documents
import sandbox

INCIDENT = re.compile(r"INC-\d{14}-[A-Za-z0-9]{6}")
LENGTH = r"\d+ (?:second|minute|hour|day)s?(?: \d+ (?:second|minute|hour)s?)?"
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(?: [A-Z]{2,5}\b| ?[+-]\d\d(?::?\d\d)?|Z)?"),
     "<time>"),
    (re.compile(r"Times are in [A-Z+\d-]+\."), "Times are in <zone>."),
    (re.compile(LENGTH), "<length>"),
    (re.compile(r"(?:up to |between <length> and )<length>"), "<length>"),
]
ANY_LINES = "…"


class Names:
    """Incident ids in the order in which they first appear, as the page and as reality has them."""

    def __init__(self):
        self.ids = []

    def note(self, text):
        for found in INCIDENT.findall(text):
            if found not in self.ids:
                self.ids.append(found)

    def plain(self, text):
        self.note(text)
        text = INCIDENT.sub(lambda found: f"<incident {self.ids.index(found.group())}>", text)
        for pattern, word in VARYING:
            text = pattern.sub(word, text)
        return text


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0] == ANY_LINES:
        return any(matches(expected[1:], actual[skip:]) for skip in range(len(actual) + 1))
    return bool(actual) and expected[0] == actual[0] and matches(expected[1:], actual[1:])


def real_command(command, shown, real):
    def replaced(found):
        if found.group() not in shown.ids:
            raise SystemExit(f"{found.group()} is used before it is shown")
        return real.ids[shown.ids.index(found.group())]

    return INCIDENT.sub(replaced, command)


def run_page(page, box, transcript):
    shown, real, failures = Names(), Names(), 0
    for block in documents.blocks(page, "console"):
        for step in documents.steps(block):
            output = box.run(real_command(step.command, shown, real))
            if transcript:
                print(f"$ {step.command}\n{output}", end="")
                shown.note("\n".join(step.expected))
                real.note(output)
                continue
            expected = [shown.plain(line) for line in step.expected]
            actual = [real.plain(line) for line in output.splitlines()]
            if not matches(expected, actual):
                failures += 1
                print(f"{step.where}: $ {step.command}")
                print("\n".join(difflib.unified_diff(expected, actual, "shown", "printed",
                                                     lineterm="")))
    return failures


def main(cronmend, source, *options):
    sessions = [page for page in documents.pages(source) if documents.blocks(page, "console")]
    if source / "README.md" not in sessions:
        raise SystemExit("README.md shows no session")
    failures = 0
    for page in sessions:
        with sandbox.Sandbox(cronmend, source / "schedules") as box:
            if options:
                print(f"=== {page}")
            failures += run_page(page, box, bool(options))
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), *sys.argv[3:]))
    except sandbox.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
