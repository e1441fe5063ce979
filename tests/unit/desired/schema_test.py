"""Holds schedules/cronmend.schema.json to the cases that the parser is held to.

usage: schema_test.py SCHEDULES CASES
Exit status: 0 all well, 1 not, 77 a module is missing.
"""

import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-jsonschema, python3-yaml)")
    sys.exit(77)

# What no schema can know, or this one leaves to the parser. Each must pass the schema, so that the
# list stays true.
PARSER_ONLY = {
    "assignment-in-place-of-an-entry": "what cron reads in place of an entry",
    "command-too-long": "the length once it is encoded",
    "duplicate-keys": "YAML readers keep the last of equal keys",
    "environment-too-long": "the length of the crontab's line",
    "one-entry-twice": "two jobs that are one entry",
    "raw-with-exports": "defaults merged into a job",
    "renames": "ids over all jobs",
    "schedule-values": "whether cron takes the values",
    "schedules-with-one-meaning": "what schedules mean",
    "utf-16": "how the bytes are encoded",
    "version-fraction": "1.0 is 1 in JSON",
}


class CoreLoader(yaml.SafeLoader):
    """Reads YAML 1.2's core schema, as editors do: `off` and `010` are not what 1.1 made of them."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
# 010 is ten in YAML 1.2.
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def with_whole_line_ends(schema):
    """In ECMAScript `$` is the end; in Python it is also before a last newline."""
    if isinstance(schema, dict):
        return {
            key: value[:-1] + r"\Z"
            if key == "pattern" and isinstance(value, str) and value.endswith("$")
            else with_whole_line_ends(value)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [with_whole_line_ends(item) for item in schema]
    return schema


def problem_of(validator, path):
    """What is wrong with the file, or None."""
    try:
        documents = list(yaml.load_all(path.read_bytes(), Loader=CoreLoader))
        if len(documents) > 1:
            return "more than one document"
        error = jsonschema.exceptions.best_match(
            validator.iter_errors(documents[0] if documents else None)
        )
        return error.message if error else None
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def main():
    schedules, cases = map(pathlib.Path, sys.argv[1:3])
    schema = json.loads((schedules / "cronmend.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(with_whole_line_ends(schema))
    failures = 0
    seen = set()
    for path in sorted([*schedules.glob("*.yaml"), *cases.glob("good/*.yaml")]):
        problem = problem_of(validator, path)
        if problem:
            print(f"{path}: refused by the schema: {problem}")
            failures += 1
    for path in sorted(cases.glob("bad/*.yaml")):
        seen.add(path.stem)
        problem = problem_of(validator, path)
        if path.stem in PARSER_ONLY and problem:
            print(f"{path}: not for the parser alone, the schema refuses it too: {problem}")
            failures += 1
        elif path.stem not in PARSER_ONLY and not problem:
            print(f"{path}: taken by the schema")
            failures += 1
    for name in sorted(PARSER_ONLY.keys() - seen):
        print(f"no case {name}")
        failures += 1
    print(f"{len(seen)} bad cases, {failures} failures")
    return 1 if failures or len(seen) < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
