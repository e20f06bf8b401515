from collections.abc import Sequence
from typing import Any

from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.customers import permissions, queries
from zhike.customers.models import Contact, Preference
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.links import address_of
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.state import FirstView
from zhike.kit.screens import Screen


class PeopleScreen(Screen):
    """A list alone: its rows are changed on the page of their customer."""

    see, export = permissions.SEE, permissions.EXPORT

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [pattern for pattern in super().urls() if pattern.name != "card"]


def _name(contact: Contact) -> SafeString:
    return format_html('<a href="{}">{}</a>', address_of("customers:person", contact.person_id), contact)


def _part(contact: Contact) -> SafeString:
    return cells.badge(contact.get_part_display(), contact.part_tone) if contact.part else cells.NOTHING


def _part_words(contact: Contact) -> str:
    return str(contact.get_part_display()) if contact.part else ""


def _attitude(contact: Contact) -> SafeString:
    if not contact.attitude:
        return cells.NOTHING
    return cells.badge(contact.get_attitude_display(), contact.attitude_tone)


def _attitude_words(contact: Contact) -> str:
    return str(contact.get_attitude_display()) if contact.attitude else ""


class ContactScreen(PeopleScreen):
    """Who speaks for the customers a user may see, and the file that brings contacts back in."""

    model = Contact
    title = _("Contacts")
    empty = _("No contacts here yet")
    advice = _("Add them on the page of a customer, or import a file of them.")
    namespace = "contacts"
    rows, exported = queries.contacts, queries.exported_contacts
    views = (
        FirstView("all", _("All")),
        FirstView("deciders", _("Deciders"), Group("all", (Condition("part", "in", ("decider",)),))),
    )
    columns = (
        Column(
            "name",
            _("Contact"),
            cell=_name,
            kind="text",
            lookup="person__name",
            exports="person.name",
            reads=("person.name",),
        ),
        Column(
            "customer",
            _("Customer name"),
            "customer",
            cells.link,
            kind="text",
            lookup="customer__party__name",
            exports="customer.party.name",
            reads=("customer.number", "customer.party.name"),
        ),
        Column("customer_number", _("Customer number"), "customer.number", kind="text", lookup="customer__number"),
        Column("phone", _("Phone"), "person.phone", cells.phone, right=permissions.PHONE),
        Column("title", _("Job title"), "title", kind="text"),
        Column("salutation", _("Form of address"), "salutation", kind="text"),
        Column(
            "part",
            _("Part in buying"),
            cell=_part,
            kind="choice",
            lookup="part",
            choices=Contact.Part.choices,
            plain_value=_part_words,
            reads=("part",),
        ),
        Column("influence", _("Influence"), "influence", cells.number, is_number=True, kind="number"),
        Column(
            "attitude",
            _("Attitude"),
            cell=_attitude,
            kind="choice",
            lookup="attitude",
            choices=[(str(value), words) for value, words in Contact.Attitude.choices],
            plain_value=_attitude_words,
            reads=("attitude",),
        ),
        Column("email", _("E-mail"), "person.email", cells.email, right=permissions.EMAIL, is_optional=True),
        Column("birthday", _("Birthday"), "person.birthday", is_optional=True),
        Column("birth_year", _("Year of birth"), "person.birth_year", right=permissions.SENSITIVE, is_optional=True),
    )


def _find_cards(rows: Sequence[Any]) -> None:
    """Let each preference know on which of the cards a user may see it stands."""
    cards = queries.cards({row.card_id for row in rows})
    for row in rows:
        row.card = cards[row.card_id]


def _contact_name(preference: Any) -> str:
    return "" if preference.card.party_id == preference.party_id else str(preference.party)


def _contact_words(preference: Any) -> SafeString:
    return cells.text(_contact_name(preference))


class PreferenceScreen(PeopleScreen):
    """What customers and their people like or avoid, and the file that brings preferences back in."""

    model = Preference
    title = _("Preferences")
    empty = _("No preferences here yet")
    advice = _("Note them on the page of a customer, or import a file of them.")
    namespace = "preferences"
    rows, exported = queries.preferences, queries.exported_preferences
    views = (FirstView("all", _("All")),)
    columns = (
        Column("customer", _("Customer name"), "card", cells.link, exports="card.party.name", prepare=_find_cards),
        Column("customer_number", _("Customer number"), "card.number", prepare=_find_cards),
        Column("contact", _("Contact"), cell=_contact_words, plain_value=_contact_name, prepare=_find_cards),
        Column("subject", _("Kind of preference"), "subject", kind="text"),
        Column("text", _("What is liked or avoided"), "text", kind="text"),
        Column("source", _("Seen at"), "source", kind="text"),
        Column("times", _("Times seen"), "times_seen", cells.number, is_number=True, kind="number"),
        Column("seen", _("Last time"), "last_seen_on", cells.day, kind="date"),
    )
