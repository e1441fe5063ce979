"""The layering of the sources, and that a breach of it would be seen."""

import pathlib
import tempfile
import unittest

import layering

SOURCE = pathlib.Path(__file__).resolve().parents[2]

PAGE = """
| room | knows | uses |
|---|---|---|
| `base` | results | – |
| `cron` | a crontab's text | base |
| `desired` | YAML | base, cron |
| `plan` | what is off | base, cron, desired |
| `host` | this machine | base, cron |
| `store` | SQLite | base, plan |
| `reconcile` | the order of effects | all above |
| `health` | what is fresh | all above but reconcile |
| `cli` | commands | everything |
"""

SOUND = {
    "docs/architecture.md": PAGE,
    "include/cronmend/base/text.hpp": "#include <string>\n",
    "include/cronmend/cron/crontab.hpp": '#include <chrono>\n#include "cronmend/base/text.hpp"\n',
    "include/cronmend/host/identity.hpp": "#include <sys/types.h>\n",
    "src/base/text.cpp": "#include <fmt/format.h>\n",
    "src/cron/bytes.hpp": "// std::cout and #include <fstream> in a comment are no breach.\n",
    "src/cron/crontab.cpp": '#include <fmt/format.h>\n#include "bytes.hpp"\nauto a = "printf(";\n',
    "src/desired/parse.cpp": "#include <yaml-cpp/parser.h>\n",
    "src/plan/plan.cpp": '#include "cronmend/cron/crontab.hpp"\n',
    "src/host/clock.cpp": "#include <ctime>\nauto now() { return std::chrono::system_clock::now(); }\n",
    "src/store/sqlite.cpp": "#include <sqlite3.h>\n",
    "src/store/CMakeLists.txt": "cronmend_room(store\n  SOURCES sqlite.cpp\n  USES base plan\n  LIBRARIES x)\n",
    "src/reconcile/pass.cpp": '#include "cronmend/host/identity.hpp"\n',
    "src/health/check.cpp": '#include "cronmend/store/store.hpp"\n',
    "src/cli/main.cpp": '#include <boost/process.hpp>\n#include "cronmend/reconcile/pass.hpp"\n',
}

# name, file, what is put there, what must be said of it
BREACHES = [
    ("a room that is not in the line", "src/cron/crontab.cpp",
     '#include "cronmend/plan/plan.hpp"\n', "src/cron/crontab.cpp:1: includes cronmend/plan/plan.hpp"),
    ("the same in a public header", "include/cronmend/cron/crontab.hpp",
     '#include <string>\n#include "cronmend/host/clock.hpp"\n', "crontab.hpp:2: includes cronmend/host"),
    ("the same in angle brackets", "src/plan/plan.cpp", "#include <cronmend/store/store.hpp>\n",
     "includes cronmend/store/store.hpp"),
    ("spaces around the word", "src/plan/plan.cpp", '  #  include   "cronmend/store/store.hpp"\n',
     "includes cronmend/store/store.hpp"),
    ("a room left out of all above", "src/health/check.cpp",
     '#include "cronmend/reconcile/pass.hpp"\n', "includes cronmend/reconcile/pass.hpp"),
    ("a room below, for all above", "src/reconcile/pass.cpp", '#include "cronmend/cli/program.hpp"\n',
     "includes cronmend/cli/program.hpp"),
    ("a room that does not exist", "src/plan/plan.cpp", '#include "cronmend/attic/box.hpp"\n',
     "includes cronmend/attic/box.hpp"),
    ("another room's own header", "src/plan/plan.cpp", '#include "../cron/bytes.hpp"\n',
     "is not in src/plan"),
    ("a private header in a public one", "include/cronmend/cron/crontab.hpp",
     '#include "bytes.hpp"\n', "name a public header in full"),
    ("files in a pure room", "src/cron/crontab.cpp", "#include <filesystem>\n", "`cron` is pure"),
    ("the terminal in a pure room", "src/plan/plan.cpp", "#include <iostream>\n", "`plan` is pure"),
    ("the system in a pure room", "src/plan/plan.cpp", "#include <unistd.h>\n", "`plan` is pure"),
    ("a log in a pure room", "src/plan/plan.cpp", "#include <spdlog/spdlog.h>\n", "`plan` is pure"),
    ("programs in a pure room", "src/desired/parse.cpp", "#include <boost/process/v2.hpp>\n",
     "`desired` is pure"),
    ("YAML in a room without it", "src/plan/plan.cpp", "#include <yaml-cpp/yaml.h>\n", "`plan` is pure"),
    ("a pure room's public header", "include/cronmend/cron/crontab.hpp", "#include <ctime>\n",
     "`cron` is pure"),
    ("a clock in a pure room", "src/plan/plan.cpp", "auto t = std::chrono::system_clock::now();\n",
     "names system_clock::now"),
    ("the environment in a pure room", "src/plan/plan.cpp", 'auto h = std::getenv("HOME");\n',
     "names std::getenv("),
    ("printing in a pure room", "src/plan/plan.cpp", 'void f() { fmt::print("x"); }\n', "fmt::print"),
    ("code behind a comment", "src/plan/plan.cpp", "/* a\n*/ #include <fstream>\n", "plan.cpp:2: includes"),
    ("a library in a public header", "include/cronmend/host/identity.hpp",
     "#include <boost/filesystem/path.hpp>\n", "a library is its room's own affair"),
    ("a library whose header looks like the system's", "include/cronmend/host/identity.hpp",
     "#include <sqlite3.h>\n", "a library is its room's own affair"),
    ("a library's type in a public header", "include/cronmend/host/identity.hpp",
     "struct sqlite3;\n", "names sqlite3"),
    ("a library's namespace in a public header", "include/cronmend/host/identity.hpp",
     "namespace YAML { class Node; }\n", "names YAML {"),
    ("a room without a line", "src/attic/box.cpp", "", "no line for the room `attic`"),
    ("a line without a room", "docs/architecture.md", PAGE + "| `attic` | boxes | base |\n",
     "`attic` has no folder"),
    ("a line that names a room below", "docs/architecture.md",
     PAGE.replace("| `cron` | a crontab's text | base |", "| `cron` | a crontab's text | base, plan |"),
     "the line of `cron` names `plan`"),
    ("a page without the table", "docs/architecture.md", "# How it is built\n", "table of rooms is not found"),
    ("a library linked against the table", "src/store/CMakeLists.txt",
     "cronmend_room(store\n  SOURCES sqlite.cpp\n  USES base host)\n", "links `host`"),
]


def problems_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return layering.problems(folder)


class Layering(unittest.TestCase):
    def test_these_sources_keep_to_the_table(self):
        self.assertEqual(layering.problems(SOURCE), [])

    def test_every_room_of_these_sources_is_read(self):
        rooms = layering.Rooms((SOURCE / "docs/architecture.md").read_text(encoding="utf-8"))
        self.assertLessEqual({"base", "cli", *layering.PURE}, set(rooms.may))

    def test_a_sound_tree_has_no_problems(self):
        self.assertEqual(problems_of(SOUND), [])

    def test_each_planted_breach_is_seen(self):
        for name, path, text, expected in BREACHES:
            with self.subTest(name):
                found = problems_of({**SOUND, path: text})
                self.assertTrue(any(expected in each for each in found), found)


if __name__ == "__main__":
    unittest.main()
