"""When the worker looks after exports; the settings take this over."""

from datetime import timedelta
from typing import Any

BEAT: dict[str, dict[str, Any]] = {
    "dossiers-build": {"task": "dossiers.tasks.build_exports", "schedule": timedelta(minutes=1)},
    "dossiers-tidy": {"task": "dossiers.tasks.tidy_exports", "schedule": timedelta(minutes=15)},
}
