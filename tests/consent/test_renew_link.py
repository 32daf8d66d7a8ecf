"""A new link instead of an expired one, asked for by several browsers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from consent import answers, services
from documents.models import PersonalLink
from notices.models import Notice
from tests.cast import build_cast
from tests.consent.conftest import WEBSITE, Asked


@pytest.mark.django_db(transaction=True)
def test_five_browsers_at_once_bring_one_link(wednesday) -> None:
    cast = build_cast()
    services.set_up_school(actor=None, school=cast.school)
    campaign = services.ask_consent(
        actor=cast.director, school=cast.school, purpose=WEBSITE, class_groups=[cast.group]
    )
    asked = Asked(cast, campaign)
    token = asked.token(cast.mother)
    wednesday.shift(timedelta(days=61))
    start = Barrier(5)

    def ask(_turn: int) -> bool:
        start.wait()
        try:
            return answers.renew_link(token=token)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(ask, range(5))) == [False] * 4 + [True]
    assert PersonalLink.objects.filter(subject=asked.request(cast.mother).pk).count() == 2
    assert Notice.objects.filter(kind="consent.link").count() == 1
