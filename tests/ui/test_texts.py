"""Texts in another language: collected, compiled, shown; the catalogue is current."""

import importlib.util
from pathlib import Path

import pytest

from w12studio.domain.errors import AudioError
from w12studio.service import data_dir
from w12studio.ui import texts
from w12studio.ui.actions import Actions
from w12studio.ui.settings import Settings
from w12studio.ui.texts import error_text, plural, tr, translated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "scripts" / "update_translations.py")
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def speak(qapp, script):
    """Installs a language made of translations by text; English again in the end."""

    def install(code, known):
        folder = data_dir() / "i18n"
        folder.mkdir(parents=True, exist_ok=True)
        catalogue = script.Catalogue()
        for source, forms in known.items():
            catalogue.add(source, "x.py", one="one" if len(forms) > 1 else "")
        by_key = {(s, ""): list(f) for s, f in known.items()}
        ts = folder / f"w12studio_{code}.ts"
        ts.write_text(script.rendered(catalogue, code, by_key), encoding="utf-8")
        script.compile_ts(ts, ts.with_suffix(".qm"))
        assert texts.install(code) == code

    yield install
    texts.install(texts.ENGLISH)


def test_the_catalogue_is_current(script):
    assert script.check() == []


def test_english_needs_no_file(qapp):
    assert texts.install(texts.ENGLISH) == "en"
    assert tr("Saved {name}.", name="a") == "Saved a."
    assert plural("{n} place", "{n} places", 1) == "1 place"
    assert plural("{n} place", "{n} places", 0) == "0 places"
    assert translated("Beats") == "Beats"


def test_a_language_is_spoken(speak):
    speak("de", {"Saved {name}.": ["{name} ist gesichert."], "{n} places": ["{n} Stelle", "{n} Stellen"]})
    assert tr("Saved {name}.", name="a") == "a ist gesichert."
    assert plural("{n} place", "{n} places", 1) == "1 Stelle"
    assert plural("{n} place", "{n} places", 7) == "7 Stellen"
    assert tr("Not translated {n}", n=3) == "Not translated 3"
    assert plural("{n} other", "{n} others", 1) == "1 other"
    assert texts.languages()["de"] == "Deutsch"


def test_a_translation_with_a_wrong_field_gives_way_to_english(speak):
    speak("de", {"Saved {name}.": ["{nam} ist gesichert."]})
    assert tr("Saved {name}.", name="a") == "Saved a."


def test_texts_of_other_rooms_are_found_by_their_pattern(speak):
    speak(
        "de",
        {
            "there is no layer {0}": ["es gibt keine Ebene {0}"],
            "Beats": ["Schläge"],
            "Please report this.": ["Bitte melden."],
        },
    )
    assert translated("Beats") == "Schläge"
    assert translated("there is no layer Beats") == "es gibt keine Ebene Schläge"
    error = AudioError("there is no layer x", "song.wav", "Please report this.")
    assert error_text(error) == "song.wav: es gibt keine Ebene x. Bitte melden."
    assert translated("whatever else") == "whatever else"


def test_an_error_reads_as_before_in_english(qapp):
    for error in (AudioError("it holds no audio", "a.wav", "Choose another."), AudioError("nothing")):
        assert error_text(error) == str(error)


def test_unknown_languages_are_english(qapp):
    assert texts.install("xx") == "en"


def test_the_pseudo_language_reaches_menus_and_tooltips(qapp, qtbot, script):
    from PySide6.QtWidgets import QMainWindow

    script.compile_pseudo(data_dir() / "i18n")
    try:
        assert texts.install("qps") == "qps"
        host = QMainWindow()
        qtbot.addWidget(host)
        actions = Actions(Settings(), host)
        menus = actions.fill_menus(host.menuBar())
        assert all(m.title().startswith("[") for m in menus.values())
        for name in actions.specs:
            assert actions[name].text().startswith("["), name
            assert actions[name].toolTip().startswith("["), name
    finally:
        texts.install(texts.ENGLISH)


def test_fields_must_stay(script, tmp_path):
    file = tmp_path / "w12studio_de.ts"
    catalogue = script.Catalogue()
    catalogue.add("Saved {name}.", "x.py")
    file.write_text(script.rendered(catalogue, "de", {("Saved {name}.", ""): ["Gesichert."]}), encoding="utf-8")
    assert len(script.lost_fields(file)) == 1


def test_a_language_is_chosen_in_the_menu(make_window, script):
    assert "Language" not in [a.text().replace("&", "") for a in make_window().menus.view.actions()]
    script.compile_pseudo(data_dir() / "i18n")
    window = make_window()
    menu = next(a.menu() for a in window.menus.view.actions() if a.text().replace("&", "") == "Language")
    names = [a.text().replace("&", "") for a in menu.actions()]
    assert names == ["As the system", "English", "qps"]
    assert [a.isChecked() for a in menu.actions()] == [True, False, False]
    menu.actions()[2].trigger()
    assert window.settings.text("language") == "qps"
