"""The lists that the configuration gives to the engines lead to things that are there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils.module_loading import import_string

from zhike.config.environment import WEB_THREADS
from zhike.config.navigation import ACTIONS, NAVIGATION
from zhike.config.roles import ROLES
from zhike.core.access.rules import Scope
from zhike.exchange.kinds import kinds


def test_tests_keep_their_files_and_their_key_apart_from_the_users_own() -> None:
    folder = Path(os.environ["ZHIKE_DATA_DIR"])
    assert folder.name.startswith("zhike-tests-")
    assert Path(settings.MEDIA_ROOT).is_relative_to(folder)
    assert (folder / "secret_key").read_text() == settings.SECRET_KEY


@pytest.mark.parametrize("path", [*settings.ZHIKE_JOBS.values(), settings.ZHIKE_NAVIGATION, settings.ZHIKE_FIRST_ROLES])
def test_each_path_leads_to_something(path: str) -> None:
    assert import_string(path)


def test_what_recurs_or_follows_an_import_is_a_job_in_the_list() -> None:
    assert {*settings.ZHIKE_DAILY_JOBS, *settings.ZHIKE_AFTER_IMPORT} <= {*settings.ZHIKE_JOBS}
    assert all(0 <= hour <= 23 for hour in settings.ZHIKE_DAILY_JOBS.values())


def test_a_kind_of_file_is_known_by_its_own_name() -> None:
    assert all(kind.name == name for name, kind in kinds().items())


def test_the_menu_leads_to_pages() -> None:
    assert [reverse(entry.url_name) for entry in NAVIGATION]
    assert len({entry.url_name for entry in NAVIGATION}) == len(NAVIGATION)


def test_an_owner_reaches_everything_and_every_entry_of_the_menu_is_hers() -> None:
    owner = next(role for role in ROLES if role.code == "owner")
    assert set(owner.grants.values()) == {Scope.ALL}
    wanted = [entry.permission for entry in (*NAVIGATION, *ACTIONS)]
    assert {code for each in wanted for code in ((each,) if isinstance(each, str) else each)} <= {*owner.grants}
    assert all({*role.grants} <= {*owner.grants} for role in ROLES)


def test_nobody_may_change_what_she_may_not_see() -> None:
    for role in ROLES:
        for permission, reach in role.grants.items():
            if permission.endswith(".edit"):
                assert role.grants.get(permission.replace(".edit", ".see"), Scope.NONE) >= reach


def test_nobody_can_push_the_throttles_counters_out_of_the_cache() -> None:
    assert caches["default"]._max_entries >= 100_000


def test_some_threads_are_left_for_pages_while_bodies_arrive() -> None:
    assert 0 < settings.BODIES_AT_ONCE < WEB_THREADS


@pytest.mark.parametrize(("behind_proxy", "count"), [("0", "0"), ("1", "1")])
def test_behind_a_proxy_the_client_s_address_is_the_one_that_the_proxy_saw(behind_proxy: str, count: str) -> None:
    asked = "from zhike.config import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    environ = {**os.environ, "ZHIKE_BEHIND_PROXY": behind_proxy}
    done = subprocess.run([sys.executable, "-c", asked], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == count
