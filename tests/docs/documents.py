"""What the tests of the documentation share: Markdown pages taken apart."""

import dataclasses
import pathlib
import re

FENCE = re.compile(r"^(`{3,})(\w*)\s*$")


@dataclasses.dataclass
class Block:
    """A fenced block, with the heading it stands under."""

    page: pathlib.Path
    line: int  # of its first line of text, from 1
    language: str
    heading: str
    text: str

    def where(self):
        return f"{self.page.name}:{self.line}"


def blocks(page, language):
    """The fenced blocks of one language, in their order."""
    found, heading, fence, lines = [], "", None, []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        opening = FENCE.match(line)
        if fence is None:
            if opening:
                fence, kind, start, lines = opening.group(1), opening.group(2), number + 1, []
            elif line.startswith("#"):
                heading = line.lstrip("#").strip()
        elif line.strip() == fence:
            if kind == language:
                text = "".join(each + "\n" for each in lines)
                found.append(Block(page, start, kind, heading, text))
            fence = None
        else:
            lines.append(line)
    if fence is not None:
        raise SystemExit(f"{page}: a fenced block is not closed")
    return found


@dataclasses.dataclass
class Step:
    """One command of a session and what it is said to print."""

    where: str
    command: str
    expected: list


def steps(block):
    """`$ command` lines (`> ` goes on with one), each with the lines that follow."""
    found = []
    for offset, line in enumerate(block.text.splitlines()):
        if line.startswith("$ "):
            found.append(Step(f"{block.page.name}:{block.line + offset}", line[2:], []))
        elif not found:
            raise SystemExit(f"{block.where()}: a session starts with `$ command`")
        elif line.startswith("> ") and not found[-1].expected:
            found[-1].command += "\n" + line[2:]
        else:
            found[-1].expected.append(line)
    return found


def pages(source):
    """The pages that people read first, and everything below docs/."""
    return [source / "README.md", *sorted((source / "docs").rglob("*.md"))]
