"""The schedule's hand on the trail."""

from celery import shared_task

from trail import sealing


@shared_task
def seal_entries() -> None:
    """Seal what is settled. May run twice: the second finds nothing to do."""
    sealing.seal_settled()
