"""The shared cast of the tests and the few rows they need; everything is made by the product's own operations."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from zhike.catalog.models import Product
from zhike.core.access import operations as access
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
from zhike.customers.operations.making import NewContact, NewCustomer, make_contacts, make_customers
from zhike.sales.models import Order, OrderLine

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Cast:
    """Everybody the stories are about: who sees all, who sees her own, who sees nothing."""

    owner: User
    rep: User
    other_rep: User
    visitor: User


def cast() -> Cast:
    """Introduce 周敏 (owner), 李强 and 王芳 (sales reps) and 陈静, a colleague without any role."""
    return Cast(
        owner=add_user("周敏", username="zhoumin", role="owner"),
        rep=add_user("李强", username="liqiang", role="rep"),
        other_rep=add_user("王芳", username="wangfang", role="rep"),
        visitor=add_user("陈静", username="chenjing"),
    )


def add_user(name: str, *, username: str = "", role: str = "", is_active: bool = True) -> User:
    """Add a colleague who is signed in by the test client, not by a password."""
    user = User.objects.create(username=username or name, name=name, is_active=is_active)
    if role:
        give_role(user, role)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def give_role(user: User, role: str) -> None:
    access.seed_roles()
    access.give_role(user=user, role=role)


def customer(
    name: str, *, number: str = "", owner: User | None = None, phone: str = "", contact: tuple[str, str] | None = None
) -> Customer:
    """Add a customer with an optional contact, given as name and phone."""
    (made,) = make_customers([NewCustomer(name=name, number=number, phone=phone, owner_id=owner.pk if owner else None)])
    if contact:
        make_contacts([NewContact(made, *contact)])
    return Customer.objects.select_related("party").get(pk=made)


def product(code: str, name: str = "") -> Product:
    return Product.objects.create(code=code, name=name or code)


def order(
    buyer: Customer,
    *,
    number: str,
    on: date = TODAY,
    amount: int = 10_000,
    cost: int | None = None,
    of: Product | None = None,
) -> Order:
    """Submit an order of one line; money in 分."""
    made = Order.objects.create(number=number, customer=buyer, ordered_on=on, amount=amount, cost=cost)
    OrderLine.objects.create(order=made, position=1, product=of, amount=amount, cost=cost)
    return made
