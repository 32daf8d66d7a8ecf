"""Log lines as JSON, without local variables, bodies or names of people.

A traceback names files and lines only. The message of an exception can hold what a person typed, so of an
exception only its type is written.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

# What a mailed link holds: 32 random bytes as text. An address that was mistyped may still carry one.
TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")


class JsonFormatter(logging.Formatter):
    """One line of JSON per record; control characters cannot break it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": TOKEN.sub("[token]", record.getMessage()),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])[-6:]
            ]
        return json.dumps(line, ensure_ascii=True)
