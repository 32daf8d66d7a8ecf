"""Model fields that keep their content sealed at rest."""

from typing import Any

from django.db import models

from ground.crypto import open_sealed, seal


class EncryptedTextField(models.BinaryField):
    """Text that stands in the database only as ciphertext, bound to its table and column.

    Takes and gives `str`. It cannot be searched or ordered by, which is the point.
    """

    # What a type checker makes of `row.field`: text, not the bytes of the column.
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(value.encode(), context=self._context())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        return open_sealed(bytes(value), context=self._context()).decode()

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj))

    def get_default(self) -> Any:
        if not self.has_default():
            return ""
        return self.default() if callable(self.default) else self.default
