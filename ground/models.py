"""What every model of the portal shares."""

import uuid

from django.db import models


class UuidModel(models.Model):
    """A row that is known by a random id, in addresses and in other rooms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
