"""The two themes of questions that offices ask, environments and access: each is answered, and found in the words of whoever asks.

The questions here are asked otherwise than the help asks them: in other words, without Polish letters, in haste.
"""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.base.folding import fold
from app.ui.help.pages import Page, load_pages
from app.ui.help.search import Finder, best_place, stems
from app.ui.main_window import MainWindow
from tests.ui.conftest import settle

ENVIRONMENTS = {
    "jakie sa srodowiska": "Jakie są środowiska KSeF i czym się różnią?",
    "czym się różni demo od produkcji": "Jakie są środowiska KSeF i czym się różnią?",
    "które środowisko mam wybrać": "Które środowisko wybrać?",
    "czy faktury testowe mają skutki prawne": "Czy faktura ze środowiska testowego albo DEMO ma skutki prawne?",
    "czy mogę użyć prawdziwych danych w testowym": "Czy w środowisku testowym mogę użyć prawdziwych danych?",
    "kto widzi faktury testowe": "Kto widzi faktury w środowisku TEST?",
    "czy token z demo działa na produkcji": "Czy token z DEMO działa w produkcji?",
    "jak się zalogować do demo": "Jak zalogować się do środowiska DEMO?",
    "jak się zalogować do środowiska test": "Jak zalogować się do środowiska TEST?",
    "czy szkoleniowe wymaga konta i internetu": "Czy do środowiska szkoleniowego potrzebne jest konto albo Internet?",
    "jak zmienić środowisko": "Jak zmienić środowisko w programie?",
    "czy faktury ze środowisk się pomieszają": "Czy faktury z różnych środowisk mogą się pomieszać?",
    "jeden klient w kilku środowiskach": "Czy jeden klient może być w kilku środowiskach?",
    "jak usunąć dane testowe": "Jak usunąć dane po testach?",
    "dlaczego test nie odpowiada": "Dlaczego środowisko TEST albo DEMO nie odpowiada?",
    "dawny adres ksef nie działa": "Dlaczego dawny adres KSeF nie działa?",
    "czy program coś wystawi w produkcji": "Czy program może coś wystawić albo zmienić w produkcji?",
    "jakie wzory faktur czyta program": "Jakie wzory faktur program czyta?",
    "faktury sprzed lutego 2026": "Co z fakturami z KSeF sprzed lutego 2026 r.?",
}

ACCESS = {
    "co to jest token": "Co to jest token KSeF?",
    "jak się uzyskuje token": "Jak uzyskać token?",
    "kto może wygenerować token": "Kto może wygenerować token?",
    "jakie uprawnienia zaznaczyć": "Jakie uprawnienia zaznaczyć przy tokenie?",
    "zgubiłam token, jak go odzyskać": "Zgubiłem token. Czy można go odzyskać?",
    "zmiana uprawnień tokena": "Czy można zmienić uprawnienia tokena?",
    "jak długo ważny jest token": "Jak długo token jest ważny?",
    "kiedy kończy się dostęp": "Kiedy kończy się dostęp klienta?",
    "jak unieważnić token": "Jak unieważnić token?",
    "token wyciekł": "Token wyciekł albo trafił do niewłaściwej osoby. Co robić?",
    "jak przekazać token biuru": "Jak klient ma przekazać token biuru?",
    "czy jeden token wystarczy na wielu klientów": "Czy jeden token wystarczy dla wielu klientów?",
    "token czy certyfikat": "Token czy certyfikat – co wybrać?",
    "dostęp biura bez tokena": "Jak dać biuru dostęp bez tokena?",
    "ile kosztuje certyfikat": "Co to jest certyfikat KSeF i ile kosztuje?",
    "wystąpić o certyfikat tokenem": "Czy tokenem można wystąpić o certyfikat?",
    "logowanie profilem zaufanym": "Czy mogę zalogować się w programie profilem zaufanym?",
    "spółka bez pieczęci kwalifikowanej": "Spółka nie ma pieczęci kwalifikowanej. Jak zacząć?",
    "zaw-fa": "Spółka nie ma pieczęci kwalifikowanej. Jak zacząć?",
    "osobny dostęp dla pracownika biura": "Czy pracownik biura potrzebuje osobnego dostępu?",
    "ten sam token na kilku komputerach": "Czy tego samego tokena można używać na kilku komputerach?",
    "gdzie program trzyma token": "Gdzie program trzyma token?",
    "zmieniam komputer": "Zmieniam komputer. Co z dostępem?",
    "ksef nie rozpoznaje tokenu": "Dlaczego KSeF nie rozpoznaje tokena?",
    "nowy token nieaktywny": "Nowy token jest nieaktywny. Dlaczego?",
    "czy działają tokeny z ksef 1.0": "Czy tokeny z KSeF 1.0 działają?",
    "program mówi brak uprawnień": "Program mówi: brak uprawnień. Co zrobić?",
    "czy klient widzi pobieranie": "Czy klient widzi, że biuro pobiera faktury?",
    "wystawić fakturę tokenem klienta": "Czy tokenem klienta można wystawić fakturę w jego imieniu?",
    "dostęp do faktur oddziału": "Jak uzyskać dostęp do faktur oddziału albo jednostki?",
    "klient odchodzi z biura": "Klient odchodzi z biura. Co z dostępem?",
    "magazyn haseł zablokowany": "Magazyn haseł jest zablokowany albo go nie ma. Co zrobić?",
}
THEMES = {"pytania-srodowiska": ENVIRONMENTS, "pytania-dostep": ACCESS}
ASKED = [(theme, asked, heading) for theme, questions in THEMES.items() for asked, heading in questions.items()]
_FIRST_SEEN = 8


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(load_pages())


def sections(page: Page) -> list[tuple[str, str]]:
    """The questions of a page with their answers."""
    parts = (part.partition("\n") for part in page.text.split("\n## ")[1:])
    return [(heading.strip(), answer.strip()) for heading, _line, answer in parts]


@pytest.mark.parametrize("theme", THEMES)
def test_every_question_of_the_theme_has_its_answer(finder: Finder, theme: str):
    (page,) = [page for page in finder.pages if page.id == theme]
    assert {heading for heading, _answer in sections(page)} == set(THEMES[theme].values())
    assert [heading for heading, answer in sections(page) if len(answer) < 60] == []


@pytest.mark.parametrize(("theme", "asked", "heading"), ASKED)
def test_the_answer_is_found_by_the_question(finder: Finder, theme: str, asked: str, heading: str):
    for words in (asked, fold(asked).upper()):
        found = [hit.page for hit in finder.search(words)]
        page = next(page for page in found[:_FIRST_SEEN] if page.id == theme)
        place = best_place(sections(page), words)
        assert place is not None
        assert sections(page)[place][0] == heading


def test_what_is_asked_about_is_left_of_a_question():
    assert stems("Czy mogę użyć tokena na dwóch komputerach?") == ["uzyc", "toke", "dwoc", "komputer"]
    assert stems("jak i czy") == []
    assert best_place([("Token", "Jest pokazywany raz.")], "") is None
    assert best_place([("Token", "Jest pokazywany raz.")], "pogoda na jutro w górach") is None


def test_a_question_typed_in_the_window_brings_its_answer_to_the_top(window: MainWindow, qtbot: QtBot):
    window.show_help("start")
    settle(window, qtbot)
    shown = window._help
    assert shown is not None
    shown.search.setText("zgubiłam token, jak go odzyskać")
    assert shown.topic == "pytania-dostep"
    assert shown.browser.verticalScrollBar().value() > 0
    assert shown.browser.cursorForPosition(QPoint(40, 20)).block().text() == "Zgubiłem token. Czy można go odzyskać?"
