"""Every link in the documentation leads to a file, and to a heading of it.

usage: links_test.py CRONMEND SOURCE
"""

import pathlib
import re
import sys

import documents


def anchors(page):
    """The headings as GitHub and others name them in links."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def problem(page, target):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    if not there.exists():
        return "no such file"
    if anchor and anchor not in anchors(there):
        return "no such heading"
    return None


def main(source):
    failures = 0
    for page in documents.pages(source):
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            if "://" not in target and (why := problem(page, target)):
                failures += 1
                print(f"{page.relative_to(source)}: {target}: {why}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[2])))
