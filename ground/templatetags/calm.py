"""What the templates of a form ask: which shape a field has, and its summary of errors, once."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.html import strip_tags

register = template.Library()


@register.filter
def kind(field: BoundField) -> str:
    """ "hidden", "checkbox" (one box), "options" (boxes or radios), "parts" (more inputs), or "line"."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "options"
    return "parts" if field.use_fieldset else "line"


@register.filter
def is_radio(field: BoundField) -> bool:
    """Whether one of the options is chosen, rather than several."""
    return isinstance(field.field.widget, RadioSelect) and not isinstance(
        field.field.widget, CheckboxSelectMultiple
    )


@register.filter
def long_options(field: BoundField) -> bool:
    """Whether the options are sentences that want a line each, rather than words in columns."""
    return any(len(strip_tags(str(option.choice_label))) > 24 for option in field)


@register.filter
def target(field: BoundField) -> str:
    """The id that a link in the error summary jumps to: the first input of the field."""
    if kind(field) == "options":
        return next((option.id_for_label for option in field), field.auto_id)
    return f"{field.auto_id}_0" if kind(field) == "parts" else (field.id_for_label or field.auto_id)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """The errors of a form as links to its fields.

    The page shows it on top for the form that it calls `form`; any other form shows it itself. Each form
    shows it once, whoever asks first.
    """
    if form is None or not getattr(form, "is_bound", False) or getattr(form, "errors_summed_up", False):
        return {"lines": []}
    form.errors_summed_up = True  # type: ignore[attr-defined]
    lines: list[dict[str, Any]] = [
        {"target": "", "label": "", "text": text} for text in form.non_field_errors()
    ]
    for field in form:
        label = "" if field.is_hidden else str(field.label)
        where = "" if field.is_hidden else target(field)
        lines += [{"target": where, "label": label, "text": text} for text in field.errors]
    return {"lines": lines, "form": form}
