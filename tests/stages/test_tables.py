"""What says the words of boilerplate and belongs to the article: tables, menus in instructions, glossaries."""

from __future__ import annotations

import pytest

import cleaner

PARAGRAPH = (
    "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many."
)
OTHER = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one, or why."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "What readers did after the story, in per cent of 400\n\n"
            "Read more: 31\nShared it: 22\nCommented: 9\nClosed the page: 38\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="rows of a survey",
        ),
        pytest.param(
            "How people came to us, in per cent\n\n"
            "Share: 12 %\nSearch: 40 %\nNewsletter: 8 %\nDirect: 40 %\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="shares in per cent",
        ),
        pytest.param(
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Comments: 9\nLetters: 31\nCalls: 12\nShares: 4\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="counts of letters and calls",
        ),
        pytest.param(
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Read more: 31 per cent\nShared the story: 22 per cent\nLikes: 9 per cent\n",
            id="rows at the end",
        ),
        pytest.param(
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "| Share | 12 % |\n| Read more | 31 % |\n| Left | 57 % |\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="a table with bars",
        ),
        pytest.param(
            "Was die Leser taten, in Prozent\n\n"
            "Weiterlesen: 31\nTeilen: 22\nKommentare: 9\nSchließen: 38\n\n"
            "Die Anteile unterscheiden sich zwischen den Städten nicht, schreiben die Autoren in ihrem Bericht an den Rat.",
            id="rows in German",
        ),
        pytest.param(
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Read more – 31 %\nShared – 22 %\nClosed – 47 %\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="rows with dashes",
        ),
        pytest.param(
            "How to send a page\n\n"
            "Open the File menu. You see these entries:\n\n"
            "- Print\n- Save\n- Share\n\n"
            "Choose Share and enter the address of the person who should read the page, then press Return.",
            id="a menu with bullets",
        ),
        pytest.param(
            "How to send a page\n\n"
            "Tap the three dots at the top of the screen.\n\n"
            "- Print\n- Save\n- Share\n- Email\n\n"
            "Tap Share and choose the person who should read the page from the list, or enter an address by hand.",
            id="a menu between two instructions",
        ),
        pytest.param(
            "So verschicken Sie eine Seite\n\n"
            "Öffnen Sie das Menü. Dort finden Sie:\n\n"
            "- Drucken\n- Speichern\n- Teilen\n\n"
            "Tippen Sie auf Teilen und geben Sie die Adresse der Person ein, die die Seite lesen soll, und dann auf Senden.",
            id="a menu in German",
        ),
        pytest.param(
            "How to send a page\n\n"
            "Click the icon with the arrow, and a menu opens:\n\n"
            "1. Print\n2. Save\n3. Share\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="a menu with numbers",
        ),
        pytest.param(
            "Comment envoyer une page\n\n"
            "Ouvrez le menu Fichier. Il contient trois boutons :\n\n"
            "- Imprimer\n- Enregistrer\n- Partager\n\n"
            "Cliquez sur Partager et entrez l'adresse de la personne qui doit lire la page, puis validez votre choix.",
            id="a menu in French",
        ),
        pytest.param(
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "The menu has these entries:\n\n"
            "- Print\n- Save\n- Share\n",
            id="a menu at the end",
        ),
        pytest.param(
            "Sharing from the app\n\n"
            "Press the button with three lines and pick one:\n* Facebook\n* Twitter\n* Email\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="networks to pick from",
        ),
        pytest.param(
            "Words of the web\n\n"
            "Newsletter\n\n"
            "A letter that a site sends to those who asked for it.\n\n"
            "Tags\n\n"
            "Words that tell what a text is about.\n\n"
            "Comments\n\n"
            "What readers write below a text.\n\n"
            "Cookie\n\n"
            "A small file that a site leaves with its reader.\n",
            id="a glossary",
        ),
        pytest.param(
            "Newsletter\nA letter that a site sends to those who asked for it.\nShare\nA part of a company, or to pass on a text.\nLog in\nTo say who one is.\nMenu\nA list of what there is.\n",
            id="a glossary without blank lines",
        ),
        pytest.param(
            "Words of the web\n\n"
            "Newsletter\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Tags\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Subscribe\n\n"
            "The crew voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Advertisement\n\n"
            "The mayor voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="a glossary with paragraphs",
        ),
        pytest.param(
            "Kleines Lexikon\n\n"
            "Newsletter\n\n"
            "Ein Brief, den eine Seite an alle schickt, die ihn bestellt haben.\n\n"
            "Kommentar\n\n"
            "Was Leser unter einen Text schreiben.\n\n"
            "Anzeige\n\n"
            "Werbung, für die jemand bezahlt hat.\n\n"
            "Teilen\n\n"
            "Einen Text an andere weitergeben.\n",
            id="a glossary in German",
        ),
        pytest.param(
            "Newsletter: a letter that a site sends to those who asked for it.\nTags: words that tell what a text is about.\nAdvertisement: what somebody pays for.\nShare: a part of a company.\n",
            id="a glossary with colons",
        ),
        pytest.param(
            "Terms\n\n"
            "Read more\n\n"
            "A link that leads to the rest of a text.\n\n"
            "Related\n\n"
            "What belongs to the same subject.\n\n"
            "Trending\n\n"
            "What many people read at the same time.\n",
            id="a glossary of link boxes",
        ),
    ],
)
def test_rows_of_a_table_entries_of_a_menu_and_terms_of_a_glossary_stay(text):
    assert cleaner.clean(text).text == text


def test_counters_buttons_and_labels_that_are_no_table_menu_or_glossary_go():
    text = f"""{PARAGRAPH}

Comments: 9
Shares: 22

- Print
- Save
- Share

{OTHER}

Advertisement

{PARAGRAPH.replace("council", "crew")}

Advertisement

Tags
"""
    left = cleaner.clean(text).text
    assert [line for line in left.split("\n") if line] == [PARAGRAPH, OTHER, PARAGRAPH.replace("council", "crew")]
