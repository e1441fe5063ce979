"""Holds the sources to the rule of docs/architecture.md: who may include whom, and what is pure.

The table of rooms in that page is read, not repeated here. `problems(SOURCE)` gives a line for each
breach, with the file, the line and the mend.
"""

import pathlib
import re

# The page calls these pure: texts and facts go in, values come out.
PURE = ("cron", "desired", "lint", "plan", "adopt", "incident")

# Libraries that only compute: a pure room may use them in src.
COMPUTING_LIBRARIES = {"fmt/": PURE, "yaml-cpp/": ("desired",)}

# What the system's own headers are called; anything else with a dot or a slash is somebody's library.
SYSTEM_HEADER = re.compile(
    r"(sys|netinet|arpa|net|linux)/\w+\.h|(unistd|fcntl|pwd|grp|signal|time|dirent|poll|spawn|errno)\.h"
)

# Standard headers through which a clock, a file, a program, a terminal or chance comes in.
IMPURE_STANDARD_HEADERS = {
    "barrier", "condition_variable", "csignal", "cstdio", "cstdlib", "ctime", "filesystem",
    "fstream", "future", "iostream", "latch", "mutex", "print", "random", "semaphore",
    "shared_mutex", "stop_token", "syncstream", "thread",
}

# The same, by the names that come with headers that are harmless otherwise.
IMPURE_NAMES = re.compile(
    r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock|file_clock)\s*::\s*now\b"
    r"|\b(?:std::)?(?:getenv|secure_getenv|setenv|localtime\w*|mktime|rand|fopen|popen|system)\s*\("
    r"|\bstd::time\s*\(|\bstd::(?:cout|cerr|clog|cin)\b|\bfmt::print(?:ln)?\b|\b(?:f|v)?printf\s*\("
)

LIBRARY_NAMES = re.compile(
    r"\b(?:boost|YAML|spdlog|fmt|nlohmann|CLI|httplib|doctest|absl)\b\s*(?:::|\{)|\bsqlite3\w*|\bXXH\w+|\bcurl_\w+"
)


class Rooms:
    """The table of rooms: `may[room]` is the set of rooms that it may include, itself among them."""

    def __init__(self, page):
        rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+?) \|$", page, re.M)
        self.problems = [] if rows else ["docs/architecture.md: the table of rooms is not found"]
        self.may = {}
        for room, uses in rows:
            self.may[room] = {room} | self._allowed(room, uses, [each for each, _ in rows])

    def _allowed(self, room, uses, order):
        above = set(order[: order.index(room)])
        if uses == "–":
            return set()
        if uses == "everything":
            return set(order)
        rule = re.fullmatch(r"all above(?: but (.+))?", uses)
        named = re.split(r", | and ", (rule[1] or "") if rule else uses)
        named = {each for each in named if each}
        for unknown in sorted(named - above):
            self.problems.append(
                f"docs/architecture.md: the line of `{room}` names `{unknown}`, which is no room above it"
            )
        return above - named if rule else named


def without_comments(text):
    """The code alone, with its lines in their places. String literals stay."""
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.S)

    def blank(match):
        return match[0] if match[0][0] == '"' else "\n" * match[0].count("\n")

    return pattern.sub(blank, text)


def without_strings(line):
    return re.sub(r'"(?:\\.|[^"\\])*"', '""', line)


def is_standard(header):
    return re.fullmatch(r"\w+", header) is not None


def is_library(header):
    return not is_standard(header) and not SYSTEM_HEADER.fullmatch(header)


class Unit:
    """One file, and the room that it is in. `public`: it stands in include/."""

    def __init__(self, source, path, room, public):
        self.source, self.path, self.room, self.public = source, path, room, public

    def problems(self, rooms):
        lines = without_comments(self.path.read_text(encoding="utf-8")).split("\n")
        for number, line in enumerate(lines, 1):
            for problem in self._of_line(line, rooms):
                yield f"{self.path.relative_to(self.source)}:{number}: {problem}"

    def _of_line(self, line, rooms):
        include = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if not include:
            yield from self._of_code(without_strings(line))
        elif include[2].startswith("cronmend/"):
            yield from self._of_room(include[2].split("/")[1], include[2], rooms)
        elif include[1] == '"':
            yield from self._of_neighbour(include[2])
        else:
            yield from self._of_header(include[2])

    def _of_room(self, other, header, rooms):
        if other not in rooms.may[self.room]:
            yield (
                f"includes {header}, but the line of `{self.room}` in docs/architecture.md does not"
                f" name `{other}`: move what is needed, or settle the table first"
            )

    def _of_neighbour(self, header):
        if self.public:
            yield f'includes "{header}": name a public header in full, as "cronmend/ROOM/…"'
        elif "/" in header or not (self.path.parent / header).is_file():
            yield f'includes "{header}", which is not in src/{self.room}: what is in src is its room\'s own'

    def _of_header(self, header):
        if self.public and is_library(header):
            yield f"includes <{header}>: a library is its room's own affair, in src/{self.room}"
        elif self.room in PURE and not self._is_pure(header):
            yield f"includes <{header}>, but `{self.room}` is pure: take the fact as an argument"

    def _is_pure(self, header):
        if is_standard(header):
            return header not in IMPURE_STANDARD_HEADERS
        return any(
            header.startswith(library) and self.room in rooms
            for library, rooms in COMPUTING_LIBRARIES.items()
        )

    def _of_code(self, line):
        if self.public and (name := LIBRARY_NAMES.search(line)):
            yield f"names {name[0]}: a library is its room's own affair, in src/{self.room}"
        if self.room in PURE and (name := IMPURE_NAMES.search(line)):
            yield f"names {name[0]}, but `{self.room}` is pure: take the fact as an argument"


def linked_rooms(text):
    """The rooms that a room's library is linked with: the USES of cronmend_room."""
    uses = re.search(r"cronmend_room\([^)]*\bUSES\b([^)]*?)(?:\bLIBRARIES\b|\))", text)
    return set(uses[1].split()) if uses else set()


def folders(parent):
    return sorted(each for each in parent.iterdir() if each.is_dir()) if parent.is_dir() else []


def problems_of_folder(source, folder, rooms, public):
    where = folder.relative_to(source)
    room = folder.name
    if room not in rooms.may:
        yield f"{where}: docs/architecture.md has no line for the room `{room}`"
        return
    for path in sorted(folder.rglob("*.[ch]pp")):
        yield from Unit(source, path, room, public).problems(rooms)
    recipe = folder / "CMakeLists.txt"
    if recipe.is_file():
        for other in sorted(linked_rooms(recipe.read_text(encoding="utf-8")) - rooms.may[room]):
            yield f"{where}/CMakeLists.txt: links `{other}`, which is not in the line of `{room}`"


def problems(source):
    source = pathlib.Path(source)
    rooms = Rooms((source / "docs/architecture.md").read_text(encoding="utf-8"))
    found = list(rooms.problems)
    for parent, public in ((source / "include/cronmend", True), (source / "src", False)):
        for folder in folders(parent):
            found += problems_of_folder(source, folder, rooms, public)
    for room in rooms.may:
        if not (source / "src" / room).is_dir():
            found.append(f"docs/architecture.md: the room `{room}` has no folder src/{room}")
    return found
