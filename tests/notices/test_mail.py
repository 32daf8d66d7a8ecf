from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage

from notices import mail
from notices.kinds import Kind, register
from notices.models import Notice

Ask = Callable[..., Notice]
pytestmark = pytest.mark.django_db


def test_a_mail_has_one_sentence_a_link_and_the_school(ask: Ask, settings: object) -> None:
    message = mail.build(ask())
    assert message.body == (
        "De school heeft een vraag voor u.\n\n"
        f"{settings.SITE_URL}/consent/answer/s3cret/\n\n"
        f"{settings.SITE_NAME}\n\n"
        "Dit bericht is automatisch verstuurd. Antwoorden op dit adres worden niet gelezen.\n"
    )


def test_a_mail_without_a_path_has_no_link(ask: Ask) -> None:
    assert "http" not in mail.build(ask(path="")).body


def test_a_mail_carries_an_address_and_no_name(ask: Ask) -> None:
    message = mail.build(ask())
    assert message.to == ["fatima.elamrani@example.org"]
    text = message.message().as_string().replace("fatima.elamrani@example.org", "").lower()
    assert "fatima" not in text
    assert "amrani" not in text


def test_a_mail_goes_to_the_address_that_the_user_has_now(ask: Ask, mother: object) -> None:
    notice = ask(address="oud@example.org")
    mother.email = "nieuw@example.org"
    mother.save()
    assert mail.build(Notice.objects.get(pk=notice.pk)).to == ["nieuw@example.org"]


def test_who_has_no_sign_in_gets_it_at_the_address(ask: Ask) -> None:
    assert mail.build(ask(user=None, address="opa@example.org")).to == ["opa@example.org"]


def headers(message: EmailMessage) -> dict[str, str]:
    return dict(message.message().items())


def test_a_mail_says_that_a_machine_sent_it(ask: Ask) -> None:
    assert headers(mail.build(ask()))["Auto-Submitted"] == "auto-generated"


def test_only_an_urgent_mail_is_marked_important(ask: Ask) -> None:
    assert "Importance" not in headers(mail.build(ask()))
    assert headers(mail.build(ask(key="b", kind="tests.alarm")))["Importance"] == "high"


def test_every_attempt_builds_the_same_mail(ask: Ask) -> None:
    notice = ask()
    assert headers(mail.build(notice)) == headers(mail.build(notice))
    assert headers(mail.build(notice))["Message-ID"] == notice.message_id


def test_two_notices_have_two_message_ids(ask: Ask) -> None:
    assert ask(key="a").message_id != ask(key="b").message_id


def test_a_mail_is_written_in_the_language_of_its_reader(ask: Ask) -> None:
    assert "sent automatically" in mail.build(ask(language="en")).body


def test_two_kinds_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="registered already"):
        register(Kind(name="tests.ask", subject="Iets anders", body="Iets anders."))


def test_registering_the_same_kind_again_changes_nothing() -> None:
    register(Kind(name="tests.ask", subject="Een vraag van school", body="De school heeft een vraag voor u."))
