"""Whether what the portal stands on answers."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from redis.exceptions import RedisError


def missing() -> list[str]:
    """The names of what does not answer: `database`, `cache`."""
    return [name for name, answers in (("database", _database), ("cache", _cache)) if not answers()]


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache() -> bool:
    try:
        cache.set("health", "1", 5)
    except RedisError:
        return False
    return True
