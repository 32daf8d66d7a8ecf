"""The translations: compiles them without gettext installed, and says what is missing.

python tools/messages.py compile    every django.po that is newer than its django.mo
python tools/messages.py check      untranslated, fuzzy, unlike placeholders, unlike twins, and (where
                                    xgettext is installed) texts in the source that no catalogue has
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|(?<!\{)\{\w*\}(?!\})")
NOT_SOURCE = shutil.ignore_patterns(
    ".*", "var", "locale", "tests", "tools", "docs", "static", "__pycache__", "*.lock"
)

Key = tuple[str, str]


def catalogues() -> list[Path]:
    """Every catalogue of the portal: the shared one and those that stand in an app."""
    return sorted(
        [*ROOT.glob("locale/*/LC_MESSAGES/django.po"), *ROOT.glob("[a-z]*/locale/*/LC_MESSAGES/django.po")]
    )


def compile_all() -> None:
    """Compiles what changed. Replaces in one step, so that a running portal never reads half a file."""
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(path)).save_as_mofile(str(draft))
        draft.replace(target)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def faults_of(entry: polib.POEntry) -> list[str]:
    """What is wrong with one translation."""
    if entry.fuzzy:
        return ["fuzzy"]
    if not entry.translated():
        return ["not translated"]
    sources = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if any(placeholders(text) - sources for text in texts):
        return ["has a placeholder that the source does not have"]
    if not entry.msgid_plural and placeholders(entry.msgstr) != sources:
        return ["lacks a placeholder of the source"]
    return []


def check_catalogues() -> tuple[list[str], set[Key]]:
    """The faults in all catalogues, and every text they know."""
    faults: list[str] = []
    seen: dict[tuple[str, Key], tuple[str, Path]] = {}
    for path in catalogues():
        language = path.parent.parent.name
        for entry in polib.pofile(str(path), check_for_duplicates=True):
            if entry.obsolete:
                continue
            where = f"{path.relative_to(ROOT)}:{entry.linenum}"
            faults += [f"{where}: {fault}: {entry.msgid!r}" for fault in faults_of(entry)]
            key = (entry.msgctxt or "", entry.msgid)
            text = entry.msgstr or repr(entry.msgstr_plural)
            other = seen.setdefault((language, key), (text, path))
            if other[0] != text:
                faults.append(f"{where}: {other[1].relative_to(ROOT)} says it otherwise: {entry.msgid!r}")
    return faults, {key for _language, key in seen}


def texts_in_source() -> dict[Key, str]:
    """Every marked text in the source with its place, as makemessages finds them in a copy of the tree."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "source"
        shutil.copytree(ROOT, copy, ignore=NOT_SOURCE)
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--verbosity", "0"],
            cwd=copy, check=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        )  # fmt: skip
        made = copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        entries = polib.pofile(str(made)) if made.exists() else []
        return {(entry.msgctxt or "", entry.msgid): ":".join(entry.occurrences[0]) for entry in entries}


def check() -> int:
    """Prints what is wrong; 1 when something is."""
    faults, known = check_catalogues()
    if shutil.which("xgettext"):
        missing = {key: place for key, place in texts_in_source().items() if key not in known}
        faults += [f"{place}: in no catalogue: {key[1]!r}" for key, place in missing.items()]
    else:
        print("xgettext is not installed: the source was not searched for new texts.")
    print("\n".join(faults) or f"{len(known)} texts, all translated.")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="The translations of the portal.")
    parser.add_argument("command", choices=["compile", "check"])
    if parser.parse_args().command == "check":
        return check()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
