"""Each sees her own notices only, and chooses how she is told."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast
from tests.factories.files import AT
from tests.factories.pages import words
from zhike.core.accounts.models import User
from zhike.core.notices import operations, queries
from zhike.core.notices.models import Notice, Way
from zhike.core.notices.secrets import opened
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
WAYS = {"mail": "daily", "robot": "wecom", "pace": "soon", "address": ROBOT, "secret": ""}


def tell(user: User, key: str, text: str = "The export is ready", url: str = "/customers/") -> Notice:
    operations.tell([user], Phrase(text), key=key, at=AT, url=url)
    return Notice.objects.get(user=user, key=key)


def test_a_notice_leads_where_it_says_and_is_read_then(rep: Client, people: Cast) -> None:
    notice = tell(people.rep, "a")
    answer = rep.post(reverse("notices:follow", args=[notice.pk]))
    assert answer.headers["location"] == "/customers/"
    assert queries.unread(people.rep).count() == 0


def test_anothers_notice_is_not_there(rep: Client, people: Cast) -> None:
    foreign = tell(people.other_rep, "a", "A word to somebody else")
    assert "A word to somebody else" not in words(rep.get(reverse("notices:list")))
    assert rep.post(reverse("notices:follow", args=[foreign.pk])).status_code == 404
    rep.post(reverse("notices:read"), {"up_to": foreign.pk})
    assert queries.unread(people.other_rep).count() == 1


@pytest.mark.parametrize("told", ["", "x", "9" * 30, "-1"])
def test_a_forged_number_reads_nothing(rep: Client, people: Cast, told: str) -> None:
    tell(people.rep, "a")
    assert rep.post(reverse("notices:read"), {"up_to": told}).status_code == 302
    assert queries.unread(people.rep).count() == 1


def test_ways_are_chosen_and_the_robots_address_is_not_shown_again(rep: Client, people: Cast) -> None:
    rep.post(reverse("notices:ways"), WAYS)
    chosen = queries.ways(people.rep)
    assert (chosen["mail"].pace, chosen["wecom"].pace, opened(chosen["wecom"].secret)) == ("daily", "soon", ROBOT)
    assert "key=1" not in words(rep.get(reverse("notices:ways")))
    rep.post(reverse("notices:ways"), WAYS | {"address": "", "pace": "daily"})
    assert opened(queries.ways(people.rep)["wecom"].secret) == ROBOT
    rep.post(reverse("notices:ways"), WAYS | {"robot": "", "address": ""})
    assert queries.ways(people.rep)["wecom"].pace == Way.Pace.NEVER


def test_another_robot_needs_an_address_of_its_own(rep: Client) -> None:
    rep.post(reverse("notices:ways"), WAYS)
    answer = rep.post(reverse("notices:ways"), WAYS | {"robot": "feishu", "address": ""})
    assert answer.context["form"].errors.keys() == {"address"}


@pytest.mark.parametrize("told", [{"address": "https://example.cn/robot"}, {"address": ""}, {"pace": "hourly"}])
def test_what_cannot_be_is_said_beside_its_field_and_stays_typed(rep: Client, told: dict[str, str]) -> None:
    answer = rep.post(reverse("notices:ways"), WAYS | told)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == told.keys()
    assert not Way.objects.exists()
