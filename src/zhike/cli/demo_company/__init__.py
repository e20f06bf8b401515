"""The demo company: an invented trader in rice, oil and cleaning goods, brought in by the ordinary import."""

import csv
import json
import random
import secrets
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from zhike.cli.banner import Login
from zhike.cli.demo_company import story, talks
from zhike.cli.demo_company.bonds import note_what_keeps_them
from zhike.cli.demo_company.knowledge import note_what_is_known
from zhike.core.access import operations as access
from zhike.core.accounts import operations as accounts
from zhike.core.accounts import queries as colleagues
from zhike.core.accounts.models import User
from zhike.core.fields import operations as fields
from zhike.core.jobs import worker
from zhike.exchange import operations as exchange
from zhike.exchange import queries as imports

PEOPLE = (
    ("周敏", "zhoumin", "owner", "老板"),
    ("李强", "liqiang", "rep", "业务员"),
    ("王芳", "wangfang", "rep", "业务员"),
)
LOGINS = "logins.json"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def ensure(directory: Path, *, on: date) -> list[Login]:
    """Make the demo company on the first start; answer the logins, which every start prints."""
    place = directory / LOGINS
    if not place.exists():
        logins = _make_people()
        _write_private(place, json.dumps([vars(login) for login in logins], ensure_ascii=False))
    logins = [Login(**login) for login in json.loads(place.read_text(encoding="utf-8"))]
    if not imports.import_runs(for_user=None).filter(is_demo=True, kind="follow_ups", state="done").exists():
        _bring_in(on)
    return logins


def foreign_rows() -> dict[str, int]:
    """Count, by kind, the rows that the demo did not make."""
    strangers = colleagues.everybody().exclude(username__in=[username for _, username, _, _ in PEOPLE]).count()
    return imports.rows_of_others() | ({str(User._meta.verbose_name): strangers} if strangers else {})


@transaction.atomic
def _make_people() -> list[Login]:
    """Add the three colleagues with passwords nobody else has."""
    access.seed_roles()
    fields.seed_fields()
    logins = []
    for name, username, role, title in PEOPLE:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        user = colleagues.user_named(username)
        if user is None:
            user = accounts.add_user(username=username, name=name, password=password)
        else:  # a first start that was killed before the logins were written down
            user.set_password(password)
            user.save()
        access.give_role(user=user, role=role)
        logins.append(Login(name=name, username=username, password=password, role=title))
    return logins


def _bring_in(on: date) -> None:
    """Write the company's two files and import them as anybody would; a killed start does it again."""
    chance = random.Random(story.SEED)  # noqa: S311 - a story, not a secret
    talking = random.Random(story.SEED)  # noqa: S311 - its own, so that the rest of the story stays the same
    customers = story.buyers(chance)
    owners = [name for name, _, role, _ in PEOPLE if role == "rep"]
    with tempfile.TemporaryDirectory() as folder:
        files = (
            ("customers", "演示客户.csv", story.CUSTOMER_HEADS, story.customer_rows(chance, customers, owners)),
            ("orders", "演示订单.csv", story.ORDER_HEADS, story.order_rows(chance, customers, on)),
            ("follow_ups", "演示跟进.csv", talks.HEADS, talks.follow_up_rows(talking, customers, owners, on=on)),
        )
        for kind, filename, heads, rows in files:
            path = _write(Path(folder) / filename, heads, rows)
            exchange.import_file(kind=kind, path=path, by=None, at=timezone.now(), is_demo=True)
    owner = colleagues.user_named(PEOPLE[0][1])
    if owner is not None:
        note_what_is_known([buyer.number for buyer in customers], by=owner, on=on)
        note_what_keeps_them([buyer.number for buyer in customers], by=owner, on=on)
    worker.run_all()


def _write(path: Path, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
