"""The worker's hand on the outbox."""

from celery import shared_task

from notices import delivery


@shared_task
def deliver_due() -> None:
    """Send what is due. May run twice and in several workers: a lease is taken once."""
    delivery.deliver_due()
