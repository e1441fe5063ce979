"""Holds the man pages to the program: its commands and options, the schema's keys, mandoc's taste.

usage: man_pages_test.py CRONMEND SOURCE
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys


def help_of(cronmend, *command):
    done = subprocess.run([cronmend, *command, "--help"], stdout=subprocess.PIPE, text=True,
                          timeout=60, check=True)
    return done.stdout


def options_in_help(text):
    """`--unified` and `-f`, from the lines that start with an option."""
    found = set()
    for line in re.findall(r"^  (-\S+)", text, re.M):
        found.update(line.split(","))
    return found


def commands_in_help(text):
    _, _, below = text.partition("Subcommands:\n")
    return re.findall(r"^  (\w[\w-]*)", below.partition("\n\n")[0], re.M)


def all_commands(cronmend, *above):
    """Every command that does something, with its own options."""
    below = commands_in_help(help_of(cronmend, *above))
    if not below:
        own, _, _ = help_of(cronmend, *above).partition("\nCommon options:\n")
        yield " ".join(above), options_in_help(own)
    for name in below:
        yield from all_commands(cronmend, *above, name)


def options_in_items(text):
    """The options that a part of the page lists, from its `.It Fl` lines."""
    found = set()
    for line in re.findall(r"^\.It (Fl .*)$", text, re.M):
        found.update("-" + name for name in re.findall(r"Fl (-?[\w-]+)", line))
    return found


def section(page, name):
    return re.search(rf"^\.Sh {name}\n(.*?)(?=^\.Sh |\Z)", page, re.M | re.S).group(1)


def commands_in_page(page):
    """Each `.It Cm` of the section COMMANDS, with the options listed below it."""
    text = section(page, "COMMANDS").partition("\n.Ss ")[0]
    parts = re.split(r"^\.It Cm ([a-z -]+?)(?: Ar .*)?$", text, flags=re.M)
    return {name: options_in_items(body) for name, body in zip(parts[1::2], parts[2::2])}


def compare(what, in_program, in_page):
    return ([f"{what}: {each} is not in the page" for each in sorted(in_program - in_page)] +
            [f"{what}: {each} is not in the program" for each in sorted(in_page - in_program)])


def check_commands(cronmend, page):
    documented = commands_in_page(page)
    real = {name: options - {"-h", "--help"} for name, options in all_commands(cronmend)}
    problems = compare("commands", set(real), set(documented))
    for name in sorted(real.keys() & documented.keys()):
        problems += compare(name, real[name], documented[name])
    common = options_in_help(help_of(cronmend))
    problems += compare("options", common, options_in_items(section(page, "OPTIONS")))
    known = common.union(*real.values())
    problems += [f"unknown option in the page: {each}"
                 for each in re.findall(r"(?<=\s)--?[a-z][\w-]*", "\n".join(
                     re.findall(r"^\.Dl (.*)$", page, re.M))) if each not in known]
    synopsis = section(page, "SYNOPSIS")
    problems += [f"synopsis: {name} is missing" for name in real if f".Cm {name}\n" not in synopsis]
    return problems


def check_words(cronmend, page):
    """The words listed for an option are those it takes, and its help shows no numbers for them."""
    problems = []
    for option in ("output", "color"):
        item = re.search(rf"^\.It Fl -{option} [^\n]*\n(.*?)(?=^\.It )", page, re.M | re.S).group(1)
        words = set(re.findall(r"^\.Cm (\w+)(?: [,.])?$", item, re.M))
        taken = set()
        for command in (["history"], ["lint"], ["incident", "show", "ID"]):
            refused = subprocess.run([cronmend, *command, f"--{option}", "1"],
                                     stderr=subprocess.PIPE, text=True, timeout=60, check=False)
            told = re.search(r"1 is not one of (.*)", refused.stderr)
            taken.update(told.group(1).split(", ") if told else {"1"})
        problems += compare(f"--{option}", taken, words)
    return problems


def keys_of_schema(schema):
    """Every key that a declaration can have, but for names that its author chooses."""
    if isinstance(schema, list):
        return set().union(*map(keys_of_schema, schema))
    if not isinstance(schema, dict):
        return set()
    found = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return found.union(*map(keys_of_schema, schema.values()))


def check_keys(page, schema, settings):
    told = set(re.findall(r"^\.It Cm (\w+)$", page, re.M))
    words = {"heal", "warn", "off"}  # values of `mode`, listed in the same way
    return compare("keys", keys_of_schema(schema) | settings, told - words)


def check_taste(paths):
    if shutil.which("mandoc") is None:
        print("mandoc is not here: the pages' form is not checked")
        return []
    done = subprocess.run(["mandoc", "-T", "lint", *paths], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    # Messages without a place, and those on pages not found, are about what is installed here.
    return [line for line in done.stdout.splitlines()
            if re.match(r"mandoc: \S+:\d+:\d+:", line) and "manual not found" not in line]


def main(cronmend, source):
    folder = source / "docs/man"
    commands, files = (folder / "cronmend.1", folder / "cronmend.yaml.5")
    schema = json.loads((source / "schedules/cronmend.schema.json").read_text())
    settings = set(re.search(r"kSettingsKeys = \{(.*?)\}", (
        source / "src/desired/program_settings.cpp").read_text(), re.S).group(1).replace(
            '"', "").replace(",", " ").split())
    problems = check_commands(cronmend, commands.read_text())
    problems += check_words(cronmend, commands.read_text())
    problems += check_keys(files.read_text(), schema, settings)
    problems += check_taste([commands, files])
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
