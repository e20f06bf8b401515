"""Every text for people has its Chinese."""

from babel.messages.catalog import Catalog

from scripts import messages


def catalogue(**pairs: str) -> Catalog:
    made = Catalog(locale="zh_Hans")
    for text, translation in pairs.items():
        made.add(text, translation)
    return made


def test_every_text_is_translated_and_none_is_left_over() -> None:
    assert list(messages.faults(messages.collect(), messages.read())) == []


def test_a_text_without_translation_is_named() -> None:
    assert list(messages.faults(catalogue(order=""), catalogue(order=""))) == ["not translated: 'order'"]


def test_a_text_that_the_catalogue_lacks_and_one_that_it_keeps_for_nothing_are_named() -> None:
    missing, left = messages.faults(catalogue(order=""), catalogue(quote="报价"))
    assert missing.endswith("'order'")
    assert left.endswith("'quote'")


def test_a_translation_that_loses_a_placeholder_is_named() -> None:
    text = "Row %(row)s is empty."
    wrong = messages.faults(catalogue(**{text: ""}), catalogue(**{text: "此行为空。"}))
    assert list(wrong) == [f"other placeholders in the translation: {text!r}"]


def test_filling_keeps_the_translation_that_is_there_and_names_what_is_not_wanted() -> None:
    wanted = catalogue(order="订单", line="")
    assert messages.fill(wanted, catalogue(order="定单", line="行", quote="报价")) == [messages.Key("quote", None)]
    assert {message.id: message.string for message in wanted if message.id} == {"order": "订单", "line": "行"}
