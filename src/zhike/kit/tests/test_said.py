"""Words are looked up once, in the language of the moment, and never taken for other words."""

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from tests.factories.pages import words
from zhike.kit import said as saying
from zhike.kit.said import said

CUSTOMERS = gettext_lazy("Customers")


def test_words_are_those_of_the_language_of_the_moment() -> None:
    for _ in range(2):
        with translation.override("zh-hans"):
            assert said(CUSTOMERS) == "客户"
        with translation.override("en"):
            assert said(CUSTOMERS) == "Customers"


def test_text_stays_as_it_is() -> None:
    assert said("Customers") == "Customers"


def test_words_made_anew_each_time_fill_no_memory_and_keep_their_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "MOST", 3)
    with translation.override("zh-hans"):
        for _ in range(50):
            assert (said(gettext_lazy("Customers")), said(gettext_lazy("Number"))) == ("客户", "编号")
    assert len(saying._known) <= 3


@pytest.mark.django_db
def test_a_page_speaks_chinese_in_the_companys_zone_whatever_the_thread_spoke_before(owner: Client) -> None:
    translation.deactivate()
    timezone.deactivate()
    assert "客户" in words(owner.get("/customers/"))
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"
