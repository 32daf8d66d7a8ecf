"""A worker as a process of its own, so that a test can kill it: runs the task once."""

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()
    from notices.kinds import Kind, register
    from notices.tasks import deliver_due

    assert settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    register(Kind(name="tests.ask", subject="Een vraag van school", body="De school heeft een vraag voor u."))
    deliver_due()
