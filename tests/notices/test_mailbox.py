import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from notices import delivery
from notices.mail import linked
from notices.models import SentMail

pytestmark = pytest.mark.django_db
BACKEND = "notices.backends.DemoMailbox"


@pytest.fixture
def demo(settings: object) -> object:
    settings.DEMO = True
    settings.EMAIL_BACKEND = BACKEND
    return settings


def mail(to: str = "ouder@demo.example", body: str = "Er is een vraag.") -> SentMail:
    return SentMail.objects.create(to=to, subject="Een vraag van school", body=body, message_id="<a@b>")


def test_a_notice_ends_in_the_mailbox(demo: object, ask: object) -> None:
    notice = ask()
    assert delivery.deliver_due() == 1
    kept = SentMail.objects.get()
    assert (kept.to, kept.subject, kept.message_id) == (
        "fatima.elamrani@example.org",
        "Een vraag van school",
        notice.message_id,
    )
    assert "/consent/answer/s3cret/" in kept.body


def test_a_mail_of_another_package_ends_there_too(demo: object) -> None:
    EmailMessage("Uw code", "ABC-DEF", to=["a@demo.example", "b@demo.example"]).send()
    assert set(SentMail.objects.values_list("to", flat=True)) == {"a@demo.example", "b@demo.example"}


def test_outside_the_demo_the_mailbox_does_not_take_mail(settings: object) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        get_connection(BACKEND)


def test_outside_the_demo_the_pages_do_not_exist(client: Client, settings: object) -> None:
    settings.DEMO = False
    assert client.get("/demo/mails/").status_code == 404
    assert client.get(f"/demo/mails/{mail().pk}/").status_code == 404


def test_the_mails_are_listed_without_signing_in(demo: object, client: Client) -> None:
    first = mail()
    page = client.get("/demo/mails/").content.decode()
    assert f"/demo/mails/{first.pk}/" in page
    assert "Verstuurde mails" in page


def test_an_empty_mailbox_says_so(demo: object, client: Client) -> None:
    assert "Geen mails" in client.get("/demo/mails/").content.decode()


def test_the_newest_mail_stands_first_and_the_rest_on_a_next_page(demo: object, client: Client) -> None:
    for number in range(30):
        mail(to=f"ouder{number}@demo.example")
    assert client.get("/demo/mails/").context["page"].object_list[0].to == "ouder29@demo.example"
    assert len(client.get("/demo/mails/?page=2").context["page"]) == 5


def test_mails_are_found_by_address(demo: object, client: Client) -> None:
    mail(to="ouder@demo.example")
    mail(to="juf@demo.example")
    found = client.get("/demo/mails/", {"address": "OUDER"}).context["page"]
    assert [row.to for row in found] == ["ouder@demo.example"]


@pytest.mark.parametrize("address", ["a\x00b", "a" * 300])
def test_a_search_that_cannot_be_kept_gets_a_sentence(demo: object, client: Client, address: str) -> None:
    response = client.get("/demo/mails/", {"address": address})
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "\x00"])
def test_a_page_that_is_not_there_shows_one_that_is(demo: object, client: Client, page: str) -> None:
    mail()
    assert client.get("/demo/mails/", {"page": page}).status_code == 200


def test_a_mail_shows_its_link_as_a_local_link(demo: object, client: Client) -> None:
    sent = mail(body=f"Kijk:\n\n{demo.SITE_URL}/consent/answer/s3cret/\n")
    page = client.get(f"/demo/mails/{sent.pk}/").content.decode()
    assert '<a href="/consent/answer/s3cret/">' in page


def test_opening_a_mail_follows_nothing_and_changes_nothing(demo: object, client: Client) -> None:
    sent = mail()
    assert client.post(f"/demo/mails/{sent.pk}/").status_code == 405


def test_what_a_mail_says_cannot_become_markup(settings: object) -> None:
    body = f'<script>x</script> {settings.SITE_URL}/a"onclick="x <b>'
    assert linked(body) == (
        f'&lt;script&gt;x&lt;/script&gt; <a href="/a">{settings.SITE_URL}/a</a>&quot;onclick=&quot;x &lt;b&gt;'
    )


@pytest.mark.parametrize(
    "tail", ["https://evil.example/", "{site}//evil.example/", "{site}.evil.example/", "javascript:x"]
)
def test_only_links_to_this_site_are_links(tail: str, settings: object) -> None:
    assert "<a" not in linked(tail.format(site=settings.SITE_URL))
