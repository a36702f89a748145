"""Suggests existing options and commands for common guesses that do not exist."""

from __future__ import annotations

import os
import re
from typing import Any

_OPTIONS = {
    "--text-field NAME": "--column --columns --col --key --text --content --body --text-column --text-key",
    "--html-field NAME, or --from html": "--html",
    "--url-field NAME": "--url-column --link",
    "--title-field NAME": "--title-column",
    "--id-field NAME": "--id --id-column",
    "--language CODE": "--lang --locale",
    "--diff to see what would go, or --report FILE.json to keep it with the reasons": "--explain --why --log",
    "--diff to see what would go, or --check to learn whether anything would": "--dry-run --dryrun --preview -n",
    "-o FILE, or -o FOLDER/": "--out --output-dir --outdir --out-dir --output-file --out-file --dest --target -d",
    "-o and give the output a name that ends in .gz, .zst, .bz2 or .xz": "--compress --gzip --gz --zip -z",
    "--jobs N": "--workers --threads --parallel --processes --num-workers --cores --cpus -p -P",
    "--in-place": "--inplace --in_place --overwrite -i",
    "--exclude GLOB": "--exclude-dir --exclude-dirs --skip",
    "--include GLOB": "--glob --ext --extension --pattern --only --filter",
    "--from FORMAT for the inputs, or --to text|jsonl for the output": "--format --type --output-format -f",
    "--to jsonl for records, or --report FILE.json for the ledger": "--jsonl --json",
    "--rules FILE.toml": "--rule --custom-rules",
    "--ignore RULE": "--disable --without",
    "--select RULE": "--enable",
    "--limit-seconds S": "--timeout",
    "--resume": "--continue",
    "--stats FILE.json": "--summary --statistics",
    "--quiet": "--silent",
    "--verbose": "--debug",
}
_NO_OPTION = {
    "folders are read with all that is below them; no option is needed": "--recursive --recurse -r -R",
    "name inputs without an option: cleaner clean FILE": "--input --file --input-file --infile --input-dir",
    "outputs are written over without asking; no option is needed": "--force --yes -y",
}
_COMMANDS = {
    "cleaner restore CLEAN LEDGER": "undo revert rollback unclean recover reset",
    "cleaner clean": "run strip process scrub filter clean-file extract",
    "cleaner clean --diff": "diff show preview",
    "cleaner clean --check": "check lint dry-run",
    "cleaner test-rules FILE.toml": "test validate test-rule check-rules",
    "cleaner eval GOLD": "evaluate score benchmark",
    "cleaner rules": "list list-rules rule",
    "cleaner explain RULE": "describe",
    "cleaner stats LEDGER": "statistics summary",
    "cleaner config": "settings configuration show-config",
    "cleaner --help": "help",
    "cleaner --version": "version",
}
_MISSING = re.compile(r"No such (option|command):? '?(.+?)'?(?:\.? \(.*\)|\. Did you mean .*|\.)?")


def _by_guess(table: dict[str, str], before: str = "") -> dict[str, str]:
    return {guess: before + meant for meant, guesses in table.items() for guess in guesses.split()}


OPTIONS = _by_guess(_OPTIONS, "use ") | _by_guess(_NO_OPTION)
COMMANDS = _by_guess(_COMMANDS, "use ")


def sentence(error: Any) -> str:
    """Return the message for a usage error of click, with a suggestion if one is known."""
    context = getattr(error, "ctx", None)
    known: set[str] = set()
    command = ""
    if context is not None and context.parent is not None:
        command = context.info_name
        known = {name for parameter in context.command.params for name in parameter.opts}
    message: str = error.format_message()
    return f"{_meant(message, command, known) or message} ({f'cleaner {command}'.strip()} --help shows how)"


def _meant(message: str, command: str, known: set[str]) -> str | None:
    found = _MISSING.fullmatch(message)
    if found is None:
        return None
    kind, name = found.groups()
    if kind == "command":
        meant = COMMANDS.get(
            name.lower(), f"use cleaner clean {name}" if name == "-" or os.path.lexists(name) else None
        )
    elif not command:
        meant = None if "Possible" in message else f"options stand behind a command: cleaner clean {name}"
    else:
        meant = OPTIONS.get(name if len(name) == 2 else name.lower())
        wanted = re.search(r"-[-a-z]+", meant or "")
        if command != "clean" and (wanted is None or wanted[0] not in known):
            meant = None
    return f"there is no {kind} {name}; {meant}" if meant else None
