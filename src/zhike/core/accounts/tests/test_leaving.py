"""Leaving: everything ends at once, and comes back only by being let in."""

import pytest
from django.test import Client

from zhike.core.accounts import operations, queries
from zhike.core.accounts.models import SignIn, User
from zhike.core.accounts.tests.people import AT, Clock, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers(user: User) -> list[Client]:
    opened = [Client() for _ in range(3)]
    for client in opened:
        sign_in(client, "LiQiang")
    return opened


def test_who_leaves_is_out_of_every_browser_at_the_next_click(user: User, boss: User, browsers: list[Client]) -> None:
    assert operations.end_access(user=user, by=boss, at=AT) == 3
    assert not any(is_signed_in(client) for client in browsers)
    assert not queries.sessions_of(user).exists()
    assert sign_in(Client(), "LiQiang").status_code == 200
    assert user.left_at == AT
    assert user.has_left
    assert list(queries.users_who_left()) == [user]
    assert user not in queries.active_users()


def test_a_session_of_somebody_else_stays(user: User, boss: User, client: Client) -> None:
    client.force_login(boss)
    operations.end_access(user=user, by=boss, at=AT)
    assert is_signed_in(client)


def test_who_is_let_back_in_signs_in_as_before_but_old_sessions_stay_ended(
    user: User, boss: User, browsers: list[Client]
) -> None:
    operations.end_access(user=user, by=boss, at=AT)
    operations.let_back_in(user=user, by=boss, at=AT)
    assert (user.is_active, user.left_at, user.has_left) == (True, None, False)
    assert not any(is_signed_in(client) for client in browsers)
    assert sign_in(browsers[0], "LiQiang").status_code == 302


def test_a_link_that_was_out_stays_closed_after_coming_back(user: User, boss: User, clock: Clock) -> None:
    awaited = operations.invite(username="wangfang", name="王芳", by=boss, at=clock.at)
    forgotten = operations.renew_invitation(user=user, at=clock.at, by=boss)
    clock.wait(minutes=1)
    for colleague in (awaited.user, user):
        operations.end_access(user=colleague, by=boss, at=clock.at)
        operations.let_back_in(user=colleague, by=boss, at=clock.at)
    assert queries.invited(token=awaited.link_token, at=clock.at) is None
    assert queries.invited(token=forgotten, at=clock.at) is None
    assert awaited.user.is_awaited
    assert user.is_active
    renewed = operations.renew_invitation(user=awaited.user, at=clock.at, by=boss)
    assert queries.invited(token=renewed, at=clock.at) == awaited.user


def test_who_was_switched_off_before_there_were_invitations_has_left(user: User) -> None:
    User.objects.update(is_active=False)
    user.refresh_from_db()
    assert user.has_left
    assert list(queries.users_who_left()) == [user]


def test_coming_and_going_is_written_down(user: User, boss: User) -> None:
    operations.end_access(user=user, by=boss, at=AT)
    operations.let_back_in(user=user, by=None, at=AT)
    assert [(event.kind, event.by) for event in queries.sign_ins_of(user)] == [
        (SignIn.Kind.BACK, None),
        (SignIn.Kind.LEFT, boss),
    ]
