"""Whose a request is: read along with the session, and nobody's as soon as anything is in doubt."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from zhike.core.accounts.models import Session, User
from zhike.core.accounts.tests.people import is_signed_in


@pytest.fixture
def here(user: User, client: Client) -> Client:
    client.force_login(user)
    return client


def test_the_session_and_whose_it_is_are_one_question(
    here: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here.get(reverse("health"))
    with django_assert_num_queries(2):  # and what the page itself asks
        assert here.get(reverse("health")).wsgi_request.user.is_authenticated


def test_who_may_not_sign_in_any_more_is_nobody_though_her_session_is_there(here: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_signed_in(here)


def test_a_password_that_has_changed_unnoticed_ends_the_session(here: Client, user: User) -> None:
    user.set_password("quite another one")
    User.objects.filter(pk=user.pk).update(password=user.password)
    assert not is_signed_in(here)
    assert not Session.objects.filter(user=user).exists()


def test_a_session_does_not_become_that_of_whom_its_row_names(here: Client, user: User) -> None:
    other = User.objects.create(username="other", name="别人")
    Session.objects.filter(user=user).update(user=other)
    assert here.get(reverse("health")).wsgi_request.user == user


def test_a_session_that_has_expired_is_none(here: Client, user: User) -> None:
    Session.objects.filter(user=user).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(here)


def test_a_session_whose_row_is_gone_is_none(here: Client) -> None:
    assert is_signed_in(here)
    Session.objects.all().delete()
    assert not is_signed_in(here)
