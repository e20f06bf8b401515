"""A new entity's pages cost forty lines, and do what every page of the product does."""

import inspect
import re
from pathlib import Path

from django.test import Client

from tests.example import screens
from tests.example.models import Book

MOST_LINES = 40


def names(client: Client, address: str) -> list[str]:
    """Answer the names of the books that a list shows, in its order."""
    page = client.get(address).content.decode()
    return re.findall(r'href="/books/\d+/">([^<]+)</a>', page)


def test_the_pages_are_declared_in_forty_lines() -> None:
    assert len(Path(inspect.getfile(screens)).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_a_list_shows_the_newest_first(reader: Client, books: list[Book]) -> None:
    assert names(reader, "/books/") == ["三体", "活着", "红楼梦", "史记", "论语"]


def test_a_list_is_sorted_by_the_column_asked_for(reader: Client, books: list[Book]) -> None:
    assert names(reader, "/books/?sort=price") == ["活着", "论语", "红楼梦", "三体", "史记"]
    assert names(reader, "/books/?sort=-price") == ["史记", "三体", "红楼梦", "论语", "活着"]


def test_a_column_that_cannot_be_sorted_by_is_no_order(reader: Client, books: list[Book]) -> None:
    assert names(reader, "/books/?sort=shelf") == names(reader, "/books/?sort=version") == names(reader, "/books/")


def test_a_head_leads_to_the_other_direction_and_keeps_the_filter(reader: Client, books: list[Book]) -> None:
    page = reader.get("/books/", {"shelf": "B", "sort": "-price", "page": "1"}).content.decode()
    assert 'aria-sort="descending"><a href="?shelf=B&amp;sort=price">' in page
    assert 'aria-sort="none"><a href="?shelf=B&amp;sort=name">' in page


def test_the_first_click_on_a_price_shows_the_dearest_first(reader: Client, books: list[Book]) -> None:
    assert 'aria-sort="none"><a href="/books/?sort=-price">' in reader.get("/books/").content.decode()


def test_a_list_is_filtered_and_says_so(reader: Client, books: list[Book]) -> None:
    assert names(reader, "/books/?shelf=A&sort=name") == ["史记", "论语"]
    assert 'name="shelf" value="A"' in reader.get("/books/?shelf=A").content.decode()


def test_an_empty_list_says_that_nothing_is_here_yet(reader: Client) -> None:
    assert "No books here yet" in reader.get("/books/").content.decode()


def test_a_list_has_numbered_pages(reader: Client, books: list[Book]) -> None:
    Book.objects.bulk_create([Book(name=f"第{n}卷", shelf="C", price=n) for n in range(1, 8)])
    assert names(reader, "/books/?page=2&sort=-price") == ["第7卷", "第6卷", "第5卷", "第4卷", "第3卷"]
    page = reader.get("/books/?page=2&sort=-price").content.decode()
    assert 'href="?sort=-price&amp;page=3"' in page
    assert re.search(r'aria-current="page">2<', page)


def test_a_page_beyond_the_last_is_not_found(reader: Client, books: list[Book]) -> None:
    assert reader.get("/books/?page=9").status_code == 404


def test_a_card_shows_what_is_known(reader: Client, books: list[Book]) -> None:
    page = reader.get(f"/books/{books[1].pk}/").content.decode()
    assert "史记" in page
    assert "¥128.00" in page


def test_an_address_that_no_record_has_is_not_found(librarian: Client, books: list[Book]) -> None:
    for address in ("/books/999999/", "/books/none/", "/books/edit/none/", "/books/9999999999999999999999/"):
        assert librarian.get(address).status_code == 404


def test_a_new_record_is_saved_and_its_card_shown(librarian: Client) -> None:
    typed = {"name": "围城", "shelf": "B", "price": "39.80"}
    answer = librarian.post("/books/new/", typed, follow=True)
    book = Book.objects.get()
    assert (book.name, book.price) == ("围城", 3980)
    assert answer.redirect_chain == [(f"/books/{book.pk}/", 302)]


def test_wrong_input_is_kept_and_explained_beside_its_field(librarian: Client) -> None:
    answer = librarian.post("/books/new/", {"name": "围城", "shelf": "", "price": "很贵"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="围城"' in page
    assert 'value="很贵"' in page
    assert re.search(r'name="price"[^>]*aria-invalid="true"[^>]*aria-describedby="id_price_error"', page)
    assert page.index('name="price"') < page.index('id="id_price_error"')
    assert not Book.objects.exists()


def test_what_the_operation_refuses_is_said_beside_its_field(librarian: Client, books: list[Book]) -> None:
    answer = librarian.post("/books/new/", {"name": "三体", "shelf": "A", "price": "1"})
    assert answer.status_code == 422
    assert "“三体” is on a shelf already" in answer.content.decode()


def test_a_record_is_changed(librarian: Client, books: list[Book]) -> None:
    address = f"/books/edit/{books[0].pk}/"
    assert 'value="32.00"' in librarian.get(address).content.decode()
    librarian.post(address, {"name": "论语", "shelf": "C", "price": "33", "version": "1"})
    book = Book.objects.get(pk=books[0].pk)
    assert (book.shelf, book.price, book.version) == ("C", 3300, 2)


def test_a_stale_save_is_refused_and_shows_both_values(librarian: Client, books: list[Book]) -> None:
    address, typed = f"/books/edit/{books[0].pk}/", {"name": "论语", "shelf": "我的书架", "price": "32", "version": "1"}
    Book.objects.filter(pk=books[0].pk).update(shelf="别人的书架", version=2)
    answer = librarian.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>别人的书架</td><td>我的书架</td>" in page
    assert 'value="我的书架"' in page
    assert Book.objects.get(pk=books[0].pk).shelf == "别人的书架"


def test_after_a_stale_save_the_user_may_insist(librarian: Client, books: list[Book]) -> None:
    address, typed = f"/books/edit/{books[0].pk}/", {"name": "论语", "shelf": "我的书架", "price": "32", "version": "1"}
    Book.objects.filter(pk=books[0].pk).update(shelf="别人的书架", version=2)
    page = librarian.post(address, typed).content.decode()
    assert 'name="version" value="2"' in page
    librarian.post(address, typed | {"version": "2"})
    assert Book.objects.get(pk=books[0].pk).shelf == "我的书架"


def test_a_reader_neither_sees_nor_uses_the_forms(reader: Client, books: list[Book]) -> None:
    edit = f"/books/edit/{books[0].pk}/"
    assert "/books/new/" not in reader.get("/books/").content.decode()
    assert edit not in reader.get(f"/books/{books[0].pk}/").content.decode()
    for address in ("/books/new/", edit):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"name": "x", "shelf": "x", "price": "1", "version": "1"}).status_code == 403


def test_a_visitor_without_permission_sees_nothing(visitor: Client, books: list[Book]) -> None:
    assert visitor.get("/books/").status_code == 403
    assert visitor.get(f"/books/{books[0].pk}/").status_code == 403


def test_somebody_unknown_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/books/")["Location"] == "/sign-in/?next=/books/"


def test_a_template_of_our_own_is_found_first(reader: Client, books: list[Book]) -> None:
    assert "A card of our own." in reader.get(f"/books/{books[0].pk}/").content.decode()


def test_a_view_of_our_own_listed_before_wins(reader: Client) -> None:
    assert reader.get("/books/newest/").content == b"a page of our own"
