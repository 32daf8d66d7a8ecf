"""What the schedule does with phones."""

from celery import shared_task

from ground import clock
from phones import returns


@shared_task
def remind_not_collected() -> None:
    """Tell who must know of every phone that was not collected; may run twice, each is told once."""
    for custody in returns.not_collected(clock.now()).with_people():
        returns.remind_not_collected(custody=custody)
