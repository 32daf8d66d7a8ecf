"""What the clock does for phones."""

from datetime import timedelta

BEAT = {
    "phones-not-collected": {
        "task": "phones.tasks.remind_not_collected",
        "schedule": timedelta(minutes=10),
    },
}
