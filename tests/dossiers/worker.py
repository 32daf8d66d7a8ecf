"""A worker as a process of its own, so that a test can kill it: runs the task once."""

import django

if __name__ == "__main__":
    django.setup()
    from dossiers import timeline
    from dossiers.tasks import build_exports
    from tests.dossiers import story

    timeline.SOURCES.append(story.events_about)
    build_exports()
