"""Log lines: one line of JSON, without keys of mailed links, values or local variables."""

import json
import logging
import sys

from ground.crypto import new_token
from meerpaal.logs import JsonFormatter


def line_of(message: str, *args: object, exc_info: object = None) -> dict[str, object]:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, exc_info)  # type: ignore[arg-type]
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)  # type: ignore[no-any-return]


def test_the_key_of_a_link_never_reaches_the_log() -> None:
    for _time in range(50):
        token = new_token()
        for address in (f"/consent/link/{token}/", f"/consent/link/{token}\n", f"/Consent//link/{token}?x=1"):
            assert token not in json.dumps(line_of("Not Found: %s", address))


def test_an_id_stays_readable() -> None:
    address = "/people/3c06849a-cea0-41fe-803d-7f91226f8cff/"
    assert line_of("Not Found: %s", address)["event"] == f"Not Found: {address}"


def test_control_characters_cannot_make_a_second_line() -> None:
    assert line_of("a\r\n\x1b[31mb")["event"] == "a\r\n\x1b[31mb"


def test_an_error_is_told_by_type_and_place_without_its_words() -> None:
    try:
        raise ValueError("Sam de Wit")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "Sam" not in json.dumps(line)
