"""What the schedule does with files."""

import logging

from celery import shared_task

from documents.sweep import sweep

logger = logging.getLogger(__name__)


@shared_task
def sweep_orphans() -> None:
    """Removes files that no row needs; may run twice."""
    swept = sweep()
    if swept:
        logger.info("Removed %d files without a row", swept)
