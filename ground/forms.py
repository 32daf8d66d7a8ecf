"""The forms of the portal: one look for every field, plain sentences for every refusal.

Settings name `ground.forms.CalmRenderer` as FORM_RENDERER; then every form, also those of the packages we
use, is drawn by templates/components/form.html and field.html.
"""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.errors import RuleBroken

LINE_LENGTH = 200
TEXT_LENGTH = 5000
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M"]
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?\Z")

CANNOT_BE_KEPT = _(
    "There is a character in this text that we cannot keep. Take it out or type the text again."
)
ONE_LINE_ONLY = _("This fits on one line only. Take out the line breaks.")
TOO_LONG = _("This is too long: %(show_value)d characters. At most %(limit_value)d fit.")
FILL_IN = _("Fill this in.")
CHOOSE = _("Choose an answer.")
CHOOSE_DATE = _("Fill in a date, for example 16-11-2026.")
NO_SUCH_DATE = _("This date does not exist. Write day, month and year, for example 16-11-2026.")
NO_SUCH_TIME = _("This time does not exist. Write hours and minutes, for example 14:30.")
CHOOSE_FILE = _("Choose a file.")
TICK = _("Tick the box to go on.")


def refuse_control_characters(value: str) -> None:
    """A text may hold line breaks and tabs; NUL, other control characters and half characters it may not."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r" for sign in value):
        raise ValidationError(CANNOT_BE_KEPT, code="control_characters")


def refuse_line_breaks(value: str) -> None:
    """What is asked on one line stays on one line, so that it fits in a list, a subject or a heading."""
    if any(sign in value for sign in "\n\r\t"):
        raise ValidationError(ONE_LINE_ONLY, code="line_breaks")


class CalmBoundField(forms.BoundField):
    """A field that tells assistive technology its hint and errors, and swallows nothing that is typed."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes, without the ones that work against the person who types.

        `maxlength` cuts off a pasted text in silence, a placeholder disappears while one types; both go. A
        radio button cannot be invalid by itself: the group is (components/field.html).
        """
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        for unwanted in {"maxlength", "placeholder"} & widget.attrs.keys():
            attrs[unwanted] = False
        if isinstance(widget, forms.RadioSelect):
            attrs.pop("aria-invalid", None)
        return attrs


class CalmRenderer(TemplatesSetting):
    """Draws every form and field with the templates of the portal."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = CalmBoundField


class LineField(forms.CharField):
    """Text on one line, at most 200 characters unless said otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LINE_LENGTH)
        super().__init__(**kwargs)


class TextField(forms.CharField):
    """Text of more lines, at most 5000 characters unless said otherwise; a line break counts for one."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", TEXT_LENGTH)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class DateInput(forms.DateInput):
    """The browser's own date field, picked or typed; what is no date stays as it was typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _ISO_DAY.match(shown):
            context["widget"]["type"] = "text"  # a date field would throw it away
        return context


class TimeInput(forms.TimeInput):
    """The browser's own time field; what is no time stays as it was typed."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _ISO_TIME.match(shown):
            context["widget"]["type"] = "text"
        return context


class DateAndTimeInput(forms.MultiWidget):
    """A date and a time beside each other."""

    template_name = "components/widgets/date_and_time.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([DateInput(), TimeInput()], attrs)

    def decompress(self, value: datetime | None) -> list[date | time | None]:
        if not value:
            return [None, None]
        local = clock.local(value)
        return [local.date(), local.time().replace(second=0, microsecond=0)]


class DateField(forms.DateField):
    """A day; gives a `date`. Takes what the browser's field sends and what a person types by hand."""

    widget = DateInput
    default_error_messages = {"required": CHOOSE_DATE, "invalid": NO_SUCH_DATE}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        super().__init__(**kwargs)


class DateTimeField(forms.MultiValueField):
    """A day and a time on Dutch clocks; gives an aware datetime."""

    widget = DateAndTimeInput
    default_error_messages = {"required": _("Fill in the date and the time.")}

    def __init__(self, **kwargs: Any) -> None:
        hour = forms.TimeField(input_formats=TIME_FORMATS, error_messages={"invalid": NO_SUCH_TIME})
        super().__init__((DateField(), hour), **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list:
            return None
        day, hour = data_list
        if day in self.empty_values or hour in self.empty_values:
            raise ValidationError(self.error_messages["required"], code="incomplete")
        return clock.at(day, hour)


def _required_sentence(field: forms.Field) -> Any:
    """What to do about a field that was left open."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return TICK
    if isinstance(field, forms.FileField):
        return CHOOSE_FILE
    return CHOOSE if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else FILL_IN


def _calm_text(field: forms.CharField) -> None:
    """Give a text field its longest length and its refusals, each as a sentence of our own."""
    many_lines = isinstance(field.widget, forms.Textarea)
    if field.max_length is None:
        field.max_length = TEXT_LENGTH if many_lines else LINE_LENGTH
    field.validators = [
        check
        for check in field.validators
        if not isinstance(check, MaxLengthValidator | ProhibitNullCharactersValidator)
    ]
    field.validators.append(MaxLengthValidator(field.max_length, TOO_LONG))
    field.validators.append(refuse_control_characters)
    if not many_lines:
        field.validators.append(refuse_line_breaks)


def _calm(field: forms.Field) -> None:
    """Plain sentences instead of Django's, unless the form has its own."""
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required_sentence(field)
    if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField | forms.JSONField):
        _calm_text(field)


class CalmMixin:
    """What CalmForm and CalmModelForm add to Django's."""

    mark_optional = True  # a field that may stay open says so beside its label

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            _calm(field)

    def refuse(self, broken: RuleBroken) -> None:
        """Put a refused rule beside the field it belongs to, or above the form; nothing typed is lost."""
        text = broken.message
        if broken.source:
            text = _("%(message)s (%(source)s)") % {"message": broken.message, "source": broken.source}
        known = broken.field if broken.field in self.fields else None  # type: ignore[attr-defined]
        self.add_error(known, ValidationError(text, code="rule"))  # type: ignore[attr-defined]


class CalmForm(CalmMixin, forms.Form):
    """The base of every form of ours."""


class CalmModelForm(CalmMixin, forms.ModelForm):
    """The base of every form of ours that fills a model."""
