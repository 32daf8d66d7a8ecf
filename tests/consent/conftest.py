"""Consent on the stage: the website was asked of group 6A, and everyone has a link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent import answers, services
from consent.models import Campaign, Decision, Request
from documents import links
from documents.models import PersonalLink
from ground.crypto import open_sealed
from notices.models import Notice
from people.models import Person, User
from tests.cast import Cast

WEBSITE = "school_website"
YES3 = {"photo": "yes", "film": "yes", "sound": "yes"}


@dataclass
class Asked:
    """The campaign, and how its people answer."""

    cast: Cast
    campaign: Campaign

    def request(self, user: User, pupil: Person | None = None) -> Request:
        """The question that was put to a guardian."""
        rows = self.campaign.requests.filter(person=user.person)
        return (rows.filter(subject=pupil) if pupil else rows).get()

    def link(self, user: User) -> PersonalLink:
        return PersonalLink.objects.get(subject=self.request(user).pk)

    def token(self, user: User) -> str:
        """The token as it stands in the mail."""
        notice = Notice.objects.get(key=f"consent.asked:{self.request(user).pk}")
        path = open_sealed(notice.path, context=notice.link_context).decode()
        return path.rsplit("/", 1)[1]

    def shown(self, user: User) -> str:
        request = self.request(user)
        texts = services.current_texts(request.campaign.school_id, request.campaign.purpose)
        said = answers.current_answers(request)
        return answers.hash_of_page(texts, request.subject.first_name, said)

    def says(self, user: User, signed_name: str = "", **by_medium: str) -> list[Decision]:
        """Sign by link; `says(mother)` is yes to everything."""
        link = self.link(user)
        return answers.answer(
            link=link,
            nonce=links.issue_nonce(link),
            answers=by_medium or YES3,
            signed_name=signed_name or user.person.name,
            shown=self.shown(user),
        )

    def withdraws(self, user: User, medium: str = "all") -> list[Decision]:
        link = self.link(user)
        return answers.withdraw(link=link, nonce=links.issue_nonce(link), medium=medium)

    def opens(self, user: User) -> "Visit":
        """A browser in which the guardian has opened the mailed link."""
        browser = Client()
        answer = browser.get(reverse("consent:link", kwargs={"token": self.token(user)}))
        return Visit(browser, self.request(user), answer)


@dataclass
class Visit:
    """A browser before one question."""

    browser: Client
    question: Request
    landing: Any

    def address(self, page: str) -> str:
        return reverse(f"consent:{page}", kwargs={"pk": self.question.pk})

    def get(self, page: str) -> Any:
        return self.browser.get(self.address(page))

    def post(self, page: str, **data: str) -> Any:
        return self.browser.post(self.address(page), data)

    def hidden(self) -> dict[str, str]:
        """What the page to sign carries along."""
        return dict(self.get("check").context["form"].initial)


@pytest.fixture
def asked(cast: Cast) -> Asked:
    services.set_up_school(actor=None, school=cast.school)
    campaign = services.ask_consent(
        actor=cast.director, school=cast.school, purpose=WEBSITE, class_groups=[cast.group]
    )
    return Asked(cast, campaign)


@pytest.fixture
def ledger() -> Callable[[], list[tuple[str, str, str]]]:
    """The ledger in short: who, medium, answer, in the order of recording."""

    def read() -> list[tuple[str, str, str]]:
        rows = Decision.objects.order_by("recorded_at", "person__first_name", "item__medium", "number")
        return list(rows.values_list("person__first_name", "item__medium", "answer"))

    return read
