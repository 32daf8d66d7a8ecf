"""The child that runs typst: an order as JSON on standard input, the PDF on standard output.

It knows nothing of Django. Standard error names the kind of failure and never the text of a document.
"""

import json
import re
import resource
import sys
import unicodedata
from functools import cache
from typing import Any

import typst

UNDRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
QUOTED = re.compile(r"`.*`", re.DOTALL)  # what the compiler quotes may be of the document
TRIES = 5


def main(room: str) -> None:
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (order["limits"]["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (order["limits"]["cpu"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(compiled(order, room))


def compiled(order: dict[str, Any], room: str) -> bytes:
    """With the standards for keeping and reading aloud; as a last resort without them, but complete."""
    data = order["data"]
    for _try in range(TRIES):
        try:
            return run_typst(order, room, data, order["standards"])
        except typst.TypstError as error:
            drawn_apart = shown_apart(data, undrawn_in(str(error)))
            if drawn_apart == data:
                break
            data = drawn_apart
    return run_typst(order, room, data, [])


def undrawn_in(message: str) -> list[str]:
    """The texts that the compiler could not draw, as it quotes them."""
    found = {ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in UNDRAWN.findall(message)}
    return sorted(found, key=len, reverse=True)


def run_typst(order: dict[str, Any], room: str, data: dict[str, Any], standards: list[Any]) -> bytes:
    pdf: bytes = typst.compile(
        f"{room}/{order['template']}",
        root=room,
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=order["timestamp"],
        package_path=room,
        package_cache_path=room,
    )
    return pdf


def shown_apart(data: Any, undrawn: list[str]) -> Any:
    """The data with what no font can draw shown as numbers.

    The compiler names a letter also when it is the accent on it that no font has; so the accents go first,
    and the letter itself only where that changed nothing.
    """
    marked = rewritten(data, [re.escape(text) + f"([{marks()}]+)" for text in undrawn])
    return marked if marked != data else rewritten(data, [f"({re.escape(text)})" for text in undrawn])


def rewritten(value: Any, patterns: list[str]) -> Any:
    if isinstance(value, str):
        for pattern in patterns:
            value = re.sub(pattern, numbered, value)
        return value
    if isinstance(value, dict):
        return {key: rewritten(item, patterns) for key, item in value.items()}
    if isinstance(value, list):
        return [rewritten(item, patterns) for item in value]
    return value


def numbered(found: re.Match[str]) -> str:
    """What was found, with the group shown as numbers: `[U+20DD]`; plain letters stay."""
    numbers = "".join(char if char.isascii() else f"[U+{ord(char):04X}]" for char in found[1])
    return found[0][: found.start(1) - found.start()] + numbers


@cache
def marks() -> str:
    """Every accent that combines with the letter before it, for a class in a pattern."""
    return "".join(
        re.escape(char) for char in map(chr, range(0x300, 0x20000)) if unicodedata.category(char)[0] == "M"
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except typst.TypstError as error:
        sys.exit(f"typst: {QUOTED.sub('(text)', error.message)}")
