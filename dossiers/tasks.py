"""What the worker does with exports. Each may run twice and in several workers: rows decide."""

from celery import shared_task

from dossiers import building


@shared_task
def build_exports() -> None:
    """Make the files of what is released."""
    building.build_due()


@shared_task
def tidy_exports() -> None:
    """Let files go that nobody collected or that have been taken."""
    building.expire_due()
    building.clear_taken()
