"""What the protocol adds to somebody's dossier."""

from django.utils import translation

from policy.acknowledging import acknowledge, acknowledge_on_behalf
from policy.story import events_about
from tests.cast import Cast
from tests.protocol import changed_text, published


def test_each_version_that_was_read_is_one_event_in_dutch(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    second = published(cast, text=changed_text())
    acknowledge_on_behalf(
        actor=cast.administrator, person=cast.mother.person, version=second, note="formulier"
    )
    with translation.override("en"):
        events = events_about(cast.mother.person)
    assert [event.title for event in events] == [
        "Heeft gelezen: Social media protocol, versie 1",
        "Heeft gelezen: Social media protocol, versie 2",
    ]
    assert events[1].lines == ("Vastgelegd: op papier.", "formulier")
    assert events[1].data["text_sha256"] == second.text_hash


def test_who_has_read_nothing_has_no_story(cast: Cast):
    published(cast)
    assert events_about(cast.father.person) == []
