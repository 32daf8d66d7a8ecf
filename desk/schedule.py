"""What the desk does when."""

from celery.schedules import crontab

BEAT = {"desk-trail-head": {"task": "desk.tasks.send_trail_head", "schedule": crontab(hour=6, minute=30)}}
