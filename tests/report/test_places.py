"""Anchors and links within a report."""

from __future__ import annotations

from harness.report.places import Anchors, Place, from_page, on_one_page


def test_anchors_tell_equal_titles_apart() -> None:
    anchors = Anchors()
    given = [
        anchors.of("A lost phone", title) for title in ("Bob's, again!", "Bob's, again", "Bobs again 2", "…")
    ]
    assert given == [
        "a-lost-phone--bobs-again",
        "a-lost-phone--bobs-again-2",
        "a-lost-phone--bobs-again-2-2",
        "a-lost-phone",
    ]


def test_an_anchor_leaves_the_pages_their_own_ids() -> None:
    assert Anchors().of("Contents") == "contents-2"


def test_links_are_seen_from_the_page_they_stand_on() -> None:
    from_chapter, from_index = from_page("chapters/a.html"), from_page("index.html")
    assert from_chapter(Place("chapters/a.html", "x")) == "#x"
    assert from_chapter(Place("chapters/b.html", "x")) == "b.html#x"
    assert from_chapter(Place("index.html")) == "../index.html"
    assert from_index(Place("chapters/a.html", "x")) == "chapters/a.html#x"
    assert from_index(Place("chapters/über-uns.html")) == "chapters/%C3%BCber-uns.html"


def test_links_on_one_page_lead_to_anchors_or_parts() -> None:
    assert on_one_page(Place("chapters/a.html", "x")) == "#x"
    assert on_one_page(Place("chapters/a.html")) == "#page-a"
