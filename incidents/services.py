"""Everything that can be done in a case: one door to the acts, which stand in files by subject.

Each act checks who may (403 in a sentence), its rule and its turn (RuleBroken), then changes, writes the
story and the trail, and lays the notices, in one transaction.
"""

from incidents.closing import close_case, close_without_measure, reopen_case
from incidents.handling import (
    add_note,
    add_person,
    assess_case,
    judge_person,
    open_to,
    release_messages,
    take_case,
)
from incidents.hearings import give_view, invite_to_hearing, record_hearing, waive_hearing
from incidents.letters import preview_letter, send_letter, write_letter
from incidents.measures import decide_measure, propose_measure
from incidents.reports import report_incident, report_sexual_offence_suspicion

__all__ = [
    "add_note",
    "add_person",
    "assess_case",
    "close_case",
    "close_without_measure",
    "decide_measure",
    "give_view",
    "invite_to_hearing",
    "judge_person",
    "open_to",
    "preview_letter",
    "propose_measure",
    "record_hearing",
    "release_messages",
    "reopen_case",
    "report_incident",
    "report_sexual_offence_suspicion",
    "send_letter",
    "take_case",
    "waive_hearing",
    "write_letter",
]
