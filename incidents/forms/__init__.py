"""What is asked in a case: as little as possible at the report, the reasons at every judgement."""

from incidents.forms.case import (
    AssessForm,
    DecideForm,
    FilterForm,
    InviteForm,
    JudgeForm,
    LetterForm,
    OpenForm,
    PersonForm,
    ProposeForm,
    RecordForm,
    TextForm,
    WaiveForm,
)
from incidents.forms.common import attempt
from incidents.forms.report import OffenceForm, ReportForm

__all__ = [
    "AssessForm",
    "DecideForm",
    "FilterForm",
    "InviteForm",
    "JudgeForm",
    "LetterForm",
    "OffenceForm",
    "OpenForm",
    "PersonForm",
    "ProposeForm",
    "RecordForm",
    "ReportForm",
    "TextForm",
    "WaiveForm",
    "attempt",
]
