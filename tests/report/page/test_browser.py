"""The page in a real browser: whatever a person does on it, by mouse or by keyboard alone."""

from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest

pytest.importorskip("selenium", reason="no selenium: pip install selenium to drive the page")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import cleaner
from cleaner.evaluation.gold import read_gold
from cleaner.report.page.render import html
from support.reports import HARBOUR, HEBREW, HOSTILE, HOSTILE_TITLE, MILL, PLAIN, collection_of, entry_of, page_of

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all


def press(browser, *keys: str) -> None:
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def find(browser, css: str):
    return browser.find_element(By.CSS_SELECTOR, css)


def texts(browser, css: str) -> list[str]:
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].filter((e) => e.offsetParent).map((e) => e.innerText.trim())",
        css,
    )


def listed(browser) -> list[str]:
    return texts(browser, "#results tbody th a")


def offered(browser) -> str:
    return find(browser, "dialog textarea").get_attribute("value")


def test_the_text_is_shown_clean_marked_and_original(look):
    browser = look(page_of(HARBOUR))
    shown = texts(browser, "#text")[0]
    assert "READ MORE" in shown
    assert texts(browser, "#text del.cut")[:2] == ["READ MORE: Who paid for the new pier?", "Advertisement"]
    find(browser, "[data-mode=clean]").click()
    shown = texts(browser, "#text")[0]
    assert [line for line in shown.split("\n") if line] == [
        line for line in cleaner.clean(HARBOUR).text.split("\n") if line
    ]
    blank = "return [...document.querySelectorAll('#text p')].filter((p) => p.offsetParent && !p.innerText.trim()).length"
    assert browser.execute_script(blank) == cleaner.clean(HARBOUR).text.removesuffix("\n").split("\n").count("")
    press(browser, "3")
    assert "READ MORE" in texts(browser, "#text")[0]
    assert (
        browser.execute_script("return getComputedStyle(document.querySelector('.cut')).textDecorationLine")
        == "none"
    )
    press(browser, "2")
    assert (
        browser.execute_script("return getComputedStyle(document.querySelector('.cut')).textDecorationLine")
        == "line-through"
    )


def test_keys_walk_the_removals_and_each_tells_its_rule_reason_and_confidence(look):
    browser = look(page_of(HARBOUR, MILL), "#doc=0")
    walked = []
    for _ in range(5):
        press(browser, "j")
        walked.append((browser.switch_to.active_element.text, find(browser, "#tip").text))
    assert [text for text, _ in walked] == [
        "READ MORE: Who paid for the new pier?",
        "Advertisement",
        "READ MORE: Who paid for the new pier?",
        "Share this article",
        "Advertisement",
    ]
    assert walked[0][1].startswith("related/read-more-line\n")
    assert "confidence 9" in walked[0][1]
    assert "doc=1" in browser.current_url
    press(browser, "k")
    assert "doc=0" in browser.current_url
    assert browser.switch_to.active_element.get_attribute("aria-describedby") == "tip"


def test_search_filters_and_sort_narrow_the_list(look):
    entries = [
        entry_of(HARBOUR, "harbour.txt", url="https://www.harbour.example/1", language="en"),
        entry_of(MILL, "mill.txt", url="https://mill.example/2", language="en"),
        entry_of(PLAIN, "plain.txt"),
    ]
    browser = look(html(collection_of(entries), "Three"))
    assert listed(browser) == ["harbour.txt", "mill.txt", "plain.txt"]
    find(browser, "#q").send_keys("new pier")
    assert listed(browser) == ["harbour.txt"]
    assert "q=new+pier" in browser.current_url
    find(browser, "#q").clear()
    find(browser, "#q").send_keys("mill")
    assert listed(browser) == ["mill.txt"]
    browser.get(browser.own + "#sort=name")
    browser.refresh()
    assert listed(browser) == ["harbour.txt", "mill.txt", "plain.txt"]
    for key, value, left in (
        ("site", "mill.example", ["mill.txt"]),
        ("lang", "?", ["plain.txt"]),
        ("flag", "untouched", ["plain.txt"]),
        ("rule", "share/share-line", ["harbour.txt"]),
    ):
        browser.get(browser.own + f"#{key}={value}")
        browser.refresh()
        assert listed(browser) == left, key
    browser.get(browser.own + "#sort=lowest")
    browser.refresh()
    assert find(browser, "[data-key=sort]").get_attribute("value") == "lowest"


def test_a_link_opens_the_same_view_and_back_returns(look):
    browser = look(page_of(HARBOUR, MILL))
    find(browser, "#results tbody th a").click()
    press(browser, "j", "j")
    link = browser.current_url
    chosen = texts(browser, ".chosen")
    assert chosen == ["Advertisement"]
    browser.get("about:blank")
    browser.get(link)
    assert texts(browser, ".chosen") == chosen
    browser.get(browser.own)
    find(browser, "#results tbody th a").click()
    browser.back()
    assert not find(browser, "#article").is_displayed()


def test_from_a_number_to_the_examples_behind_it(look):
    browser = look(page_of(HARBOUR, MILL, PLAIN), "#view=rules")
    row = next(
        row
        for row in browser.find_elements(By.CSS_SELECTOR, "#rules tbody tr")
        if "advert/advert-label" in row.text
    )
    assert [cell.text for cell in row.find_elements(By.TAG_NAME, "td")][:3] == ["26", "2", "2"]
    row.find_element(By.TAG_NAME, "a").click()
    assert listed(browser) == ["a0.txt", "a1.txt"] or listed(browser) == ["a1.txt", "a0.txt"]
    browser.get(browser.own + "#view=lines")
    browser.refresh()
    find(browser, "#lines tbody a").click()
    assert listed(browser)


def test_decisions_are_taken_undone_and_survive_a_reload(look):
    browser = look(page_of(HARBOUR), "#doc=0")
    press(browser, "j", "a", "j", "r")
    assert len(texts(browser, ".accepted")) == 1
    assert texts(browser, ".rejected") == ["Advertisement"]
    browser.refresh()
    assert texts(browser, ".rejected") == ["Advertisement"]
    press(browser, "u")
    assert texts(browser, ".rejected") == []
    press(browser, "j", "u")
    assert texts(browser, ".accepted") == []


def test_capitals_decide_all_alike_in_every_document_and_one_undo_takes_it_back(look):
    browser = look(page_of(HARBOUR, MILL), "#doc=1")
    press(browser, "j", "A")
    assert "2 removals" in until(lambda: find(browser, "#status").get_attribute("textContent"))
    press(browser, "[")
    assert texts(browser, ".accepted") == ["Advertisement"]
    press(browser, "u")
    assert texts(browser, ".accepted") == []


def until(read):
    for _ in range(50):
        if found := read():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing came")


def test_decisions_export_as_labelled_articles_that_eval_reads(look, tmp_path):
    browser = look(page_of(HARBOUR), "#doc=0")
    press(browser, "j", "a", "j", "r")
    mark_missed(browser)
    press(browser, "e")
    exported = until(lambda: list(browser.downloads.glob("labelled*.jsonl")))[0]
    assert until(lambda: exported.read_text(encoding="utf-8")) == offered(browser)
    target = tmp_path / "labelled.jsonl"
    exported.rename(target)
    (article,) = read_gold([str(target)])
    assert article.text == HARBOUR
    removed = [(HARBOUR[label.start : label.end], label.kind) for label in article.remove]
    assert removed == [
        ("READ MORE: Who paid for the new pier?", "related"),
        ("The Harbour Gazette costs two crowns on Sundays.", "missed"),
    ]
    assert [HARBOUR[start:end] for start, end in article.optional] == [
        "READ MORE: Who paid for the new pier?",
        "Share this article",
    ]


def mark_missed(browser) -> None:
    """Mark the line about the Gazette, by keys."""
    for _ in range(20):
        press(browser, "p")
    for _ in range(20):
        press(browser, "n")
        if "Gazette" in browser.switch_to.active_element.text:
            break
    press(browser, "x")
    assert texts(browser, ".missed") == ["The Harbour Gazette costs two crowns on Sundays."]


def test_offsets_of_an_export_count_characters_beyond_the_basic_plane(look):
    text = "Rain 🎉🎉 fell on the harbour all day, and nobody on the pier minded it at all.\n\nAdvertisement\n\nThe boats 🚤 stayed in, and the band played on under the roof of the fish hall.\n"
    browser = look(page_of(text), "#doc=0")
    press(browser, "j", "a", "e")
    article = json.loads(offered(browser))
    ((start, end, _),) = article["remove"]
    assert article["text"][start:end] == "Advertisement"


def test_a_fixture_a_card_and_a_setting_can_be_copied(look, tmp_path, run):
    entry = entry_of(HARBOUR, "harbour.txt", title="Ferry to run all year", url="https://harbour.example/1")
    browser = look(html(collection_of([entry]), "One"), "#doc=0")
    press(browser, "j", "j", "r")
    mark_missed(browser)
    press(browser, "f")
    (tmp_path / "fixture.txt").write_text(offered(browser), encoding="utf-8")
    (marked,) = read_gold([str(tmp_path / "fixture.txt")])
    assert (marked.title, marked.text) == ("Ferry to run all year", HARBOUR)
    assert "The Harbour Gazette costs two crowns on Sundays." in [
        HARBOUR[label.start : label.end] for label in marked.remove
    ]
    assert "Advertisement" not in [HARBOUR[label.start : label.end] for label in marked.remove]
    press(browser, Keys.ESCAPE, "c")
    (tmp_path / "own.toml").write_text(offered(browser), encoding="utf-8")
    assert "Gazette" in offered(browser)
    done = run("test-rules", "own.toml")
    assert done.code == 0, done
    press(browser, Keys.ESCAPE, "j", "i")
    (tmp_path / "cleaner.toml").write_text(offered(browser), encoding="utf-8")
    assert '[sites."harbour.example"]' in offered(browser)
    assert run("config", "--url", "https://harbour.example/2").code == 0


def test_an_article_full_of_markup_adds_no_element_no_attribute_and_no_request(look):
    entry = entry_of(
        HOSTILE, 'x"><script>alert(6)</script>.txt', title=HOSTILE_TITLE, url="https://example.org/<script>"
    )
    browser = look(html(collection_of([entry]), HOSTILE_TITLE), "#doc=0")
    press(browser, "j", "f", Keys.ESCAPE, "c", Keys.ESCAPE, "e", Keys.ESCAPE)
    for view in ("documents", "rules", "places", "lines"):
        browser.get(f"{browser.own}#view={view}&doc=0")
        assert browser.execute_script(
            "return [document.querySelectorAll('script').length, document.querySelectorAll('img, iframe, b[onclick], svg[onload]').length]"
        ) == [2, 0]
    handlers = "return [...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on') || n === 'src')"
    assert browser.execute_script(handlers) == []
    assert (
        browser.execute_script(
            "return [...document.querySelectorAll('a')].filter((a) => !a.getAttribute('href').startsWith('#')).length"
        )
        == 0
    )
    assert browser.execute_script("return parent.hacked") is None
    assert "hacked" not in browser.title
    assert "<script>parent.hacked = 1</script>" in texts(browser, "#text")[0]
    assert "U+202E" in texts(browser, "#text .control")


def test_an_article_from_right_to_left_is_set_so(look):
    browser = look(page_of(HEBREW), "#doc=0")
    directions = browser.execute_script(
        "return [...document.querySelectorAll('#text p')].filter((p) => p.innerText.trim()).map((p) => getComputedStyle(p).direction + ' ' + (p.firstElementChild.getBoundingClientRect().right > p.getBoundingClientRect().right - 2))"
    )
    assert directions[:2] == ["rtl true", "rtl true"]
    assert directions[-1].startswith("ltr")


def test_two_ledgers_are_compared_in_place(look):
    old = entry_of(HARBOUR, settings={"select": ["advert", "share"]})[0]
    now = entry_of(HARBOUR, settings={"select": ["advert", "related"]})
    browser = look(html(collection_of([now], against=[old]), "Compared"), "#doc=0")
    assert texts(browser, ".cut.new") == ["READ MORE: Who paid for the new pier?"] * 2
    assert texts(browser, "ins.back") == ["Share this article"]
    browser.get(browser.own + "#view=changes")
    browser.refresh()
    assert "related/read-more-line" in texts(browser, "#goes")[0]
    assert "share/share-line" in texts(browser, "#stays")[0]


def test_help_opens_and_closes_by_key(look):
    browser = look(page_of(HARBOUR))
    press(browser, "?")
    assert "next and previous removal" in find(browser, "dialog").text
    press(browser, Keys.ESCAPE)
    assert not find(browser, "dialog").is_displayed()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier_and_nothing_is_wider_than_the_screen(look, width, scheme):
    entries = [
        entry_of(HARBOUR, "harbour.txt"),
        entry_of(MILL, "mill.txt", language="en"),
        entry_of(HEBREW, "ספינה.txt"),
    ]
    browser = look(
        html(
            collection_of(entries, against=[entry_of(HARBOUR, "harbour.txt", settings={"select": ["share"]})[0]]),
            "Three",
        )
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    axe = files("axe_selenium_python").joinpath("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    try:
        for fragment in (
            "#view=documents",
            "#doc=0&at=1",
            "#view=rules",
            "#view=places",
            "#view=lines",
            "#view=changes",
        ):
            browser.get(browser.own + fragment)
            browser.refresh()
            browser.execute_script(axe)
            found = browser.execute_async_script(
                "axe.run({iframes: false}).then((r) => arguments[0](r.violations.map((v) => [v.id, v.impact, v.nodes[0].html, v.nodes[0].failureSummary])))"
            )
            assert [one for one in found if one[1] in ("serious", "critical")] == [], fragment
            shown = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            assert shown[0] <= shown[1] == width, fragment
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
