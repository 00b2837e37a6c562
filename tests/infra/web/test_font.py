"""The typeface: small files that hold every syllable the pages say."""

from pathlib import Path

import pytest

from infra.pages.fonts import FONTS, MOST_BYTES, SYLLABLES, WEB, common_syllables, letters_of, ranges_of, syllables_of

FIRST = ("pretendard-gov-regular.woff2", "pretendard-gov-bold.woff2")


@pytest.mark.parametrize("name", FIRST)
def test_a_file_that_every_page_fetches_is_small(name: str) -> None:
    assert (FONTS / name).stat().st_size <= MOST_BYTES


def test_every_syllable_of_the_pages_is_in_a_font() -> None:
    held = letters_of(FONTS / FIRST[0]) | letters_of(FONTS / "pretendard-gov-more.woff2")

    missing = sorted(chr(syllable) for syllable in syllables_of() if syllable not in held)

    assert missing == [], "python -m infra.pages.fonts"


def test_nearly_every_syllable_of_the_pages_is_in_the_files_that_come_first() -> None:
    # What is said seldom may come from the third file, which is fetched where it is shown; not what is said often.
    said = syllables_of()
    for name in FIRST:
        late = {chr(syllable): times for syllable, times in said.items() if syllable not in letters_of(FONTS / name)}

        assert sum(late.values()) <= sum(said.values()) / 200, ("python -m infra.pages.fonts", late)


def test_the_third_file_holds_what_names_are_written_with() -> None:
    held = letters_of(FONTS / "pretendard-gov-more.woff2") | letters_of(FONTS / FIRST[0])

    assert common_syllables() - held == set()


def test_the_sheet_asks_for_a_file_only_where_it_has_the_letter() -> None:
    sheet = (FONTS / "fonts.css").read_text()

    for name in FIRST:
        (stated,) = (part for part in sheet.split("@font-face") if name in part)
        ranges = set(
            stated.partition("unicode-range:")[2].partition(";")[0].replace("\n", " ").replace(" ", "").split(",")
        )
        assert ranges == set(ranges_of(letters_of(FONTS / name)))


def test_syllables_are_counted_in_words_and_not_in_others_code(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/lit.js").write_text("뷁")
    (tmp_path / "page.js").write_text("가 각 가 abc")

    assert syllables_of(tmp_path) == {ord("가"): 2, ord("각"): 1}
    assert ord("가") in SYLLABLES
    assert WEB.is_dir()


def test_a_page_that_has_to_be_light_fetches_no_bold_file() -> None:
    faces = (FONTS / "fonts.css").read_text().split("@font-face")
    light = (FONTS / "regular.css").read_text().split("@font-face")

    assert light == [face for face in faces if "pretendard-gov-bold" not in face]
    assert len(light) == len(faces) - 1
