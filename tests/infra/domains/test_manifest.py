"""What a manifest may say, and the sentence with which it is refused."""

from pathlib import Path

import pytest

from infra.manifest import Command, ManifestError, Names, Page, groups_of, read_manifest, read_manifests, staff_of

NAMES = 'names = { ko = "공원", en = "parks" }\n'
PARKS = f'name = "parks"\n{NAMES}'


def written(infra: Path, **manifests: str) -> Path:
    """A folder `infra` with these manifests."""
    for domain, text in manifests.items():
        (infra / domain).mkdir()
        (infra / domain / "domain.toml").write_text(text)
    return infra


def test_a_manifest_of_two_lines_is_one(tmp_path: Path) -> None:
    (manifest,) = read_manifests(written(tmp_path, parks=PARKS)).values()

    assert (manifest.name, manifest.names, manifest.stack) == ("parks", Names(ko="공원", en="parks"), "Parks")
    assert (manifest.areas, manifest.pages, manifest.staff, manifest.outputs) == ((), (), {}, {})


def test_everything_it_says_is_read(tmp_path: Path) -> None:
    text = (
        f'{PARKS}place = 2\nareas = ["desk", "trees"]\nneeds = []\nstory = "infra.parks.story"\nseed = "infra.parks.seed"\n'
        '[staff]\ngardener = "gardener"\n[groups]\ngardener = { ko = "정원사", en = "gardener" }\n[first]\ngardener = { ko = "물", en = "water" }\n'
        '[[pages]]\npath = "/desk"\nnames = { ko = "업무", en = "desk" }\nwho = ["gardener"]\nicon = "M5 4h14"\n'
        '[[commands]]\nline = "make rain"\nnames = { ko = "비", en = "rain" }\n'
        '[layers]\nPagesOnly = ["deps", "pages"]\n[live.topics]\n"parks.trees" = ["gardener"]\n[outputs]\nParksApiId = "ApiId"\n'
    )

    (manifest,) = read_manifests(written(tmp_path, parks=text)).values()

    assert manifest.areas == ("desk", "trees")
    assert (manifest.place, manifest.first) == (2, {"gardener": Names(ko="물", en="water")})
    assert (manifest.story, manifest.seed) == ("infra.parks.story", "infra.parks.seed")
    assert manifest.pages == (Page(path="/desk", names=Names(ko="업무", en="desk"), who=("gardener",), icon="M5 4h14"),)
    assert manifest.commands == (Command(line="make rain", names=Names(ko="비", en="rain")),)
    assert manifest.layers == {"PagesOnly": ("deps", "pages")}
    assert manifest.outputs == {"ParksApiId": "ApiId"}
    assert manifest.live == {"parks.trees": ("gardener",)}
    assert staff_of([manifest]) == {"gardener": "gardener"}
    assert groups_of([manifest]) == {"gardener": Names(ko="정원사", en="gardener")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "parks/domain.toml: Invalid value"),
        (f'{PARKS}[live]\ntopic = "trees"\n', "live has no topic; there are topics"),
        (f'{PARKS}[live.topics]\n"trees.all" = ["gardener"]\n', "the topic trees.all is to be named parks.…"),
        (f'{PARKS}[live.topics]\n"parks.trees" = []\n', "nobody may watch the topic parks.trees"),
        (f'name = "trees"\n{NAMES}', "name is 'trees', and the folder 'parks'"),
        ('name = "parks"\n', "parks/domain.toml: ko is to be a text"),
        (f'{PARKS}colour = "green"\n', "it has no colour; there are areas, commands"),
        (f'{PARKS}areas = "desk"\n', "areas is to be a list of texts"),
        (f'{PARKS}areas = ["desk", "desk"]\n', "areas names desk twice"),
        (f"{PARKS}story = 3\n", "story is to be a text"),
        (f"{PARKS}pages = 3\n", "pages is to be a list of tables"),
        (f"{PARKS}staff = 3\n", "staff is to be a table"),
        (f'{PARKS}place = "first"\n', "place is to be a whole number"),
        (f'{PARKS}[first]\ngardener = {{ ko = "물" }}\n', "en is to be a text"),
        (
            f'{PARKS}[[pages]]\npath = "desk"\n{NAMES}who = ["everybody"]\n',
            "path is to be a path such as /fines/desk, and not 'desk'",
        ),
        (f'{PARKS}[[pages]]\npath = "/desk"\n{NAMES}who = []\n', "/desk: who is a list of groups, or"),
        (f'{PARKS}[[pages]]\npath = "/a"\n{NAMES}who = ["everybody", "clerk"]\n', "/a: who is a list of groups"),
        (f'{PARKS}[[pages]]\npath = "/a/"\n{NAMES}who = ["everybody"]\n', "such as /fines/desk, and not '/a/'"),
        (f'{PARKS}[[pages]]\npath = "/a"\n{NAMES}who = ["everybody"]\nmap = 1\n', "/a: map is to be true or false"),
        (
            f'{PARKS}[[pages]]\npath = "/a"\n{NAMES}who = ["everybody"]\nicon = "<svg>"\n',
            "/a: icon is to be the path of an SVG",
        ),
        (f'{PARKS}[groups]\ngardener = "정원사"\n', "gardener is to be a table"),
        (f'{PARKS}uploads = ["Pond"]\n[outputs]\nLake = "Lake"\n', "uploads names Pond, which is no output"),
        (f'{PARKS}shows = ["Pond"]\n[outputs]\nLake = "Lake"\n', "shows names Pond, which is no output"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    written(tmp_path, parks=text)

    with pytest.raises(ManifestError) as refused:
        read_manifest(tmp_path / "parks" / "domain.toml")

    assert sentence in str(refused.value)


def trees(more: str) -> str:
    return f'name = "trees"\nnames = {{ ko = "나무", en = "trees" }}\n{more}'


@pytest.mark.parametrize(
    ("parks", "other", "sentence"),
    [
        (
            '[staff]\nkim = "gardener"\n',
            '[staff]\nkim = "clerk"\n',
            "kim is in the group gardener and, says trees, in clerk",
        ),
        (
            '[groups]\ngardener = { ko = "정원사", en = "gardener" }\n',
            '[groups]\ngardener = { ko = "조경사", en = "gardener" }\n',
            r"gardener is called 정원사 \(gardener\) and, says trees, 조경사 \(gardener\)",
        ),
        ('[outputs]\nPond = "A"\n', '[outputs]\nPond = "B"\n', "parks and trees both offer the output Pond"),
        ('needs = ["lawns"]\n', "", "parks needs lawns, which has no manifest"),
        ('needs = ["trees"]\n', 'needs = ["parks"]\n', "domains need one another in a circle: parks, trees, parks"),
        (
            f'[[pages]]\npath = "/trees/a"\n{NAMES}who = ["everybody"]\n',
            "",
            "parks, /trees/a: what begins with /trees are pages of trees",
        ),
        (
            f'[[pages]]\npath = "/a"\n{NAMES}who = ["everybody"]\n',
            f'[[pages]]\npath = "/a"\n{NAMES}who = ["everybody"]\n',
            "parks and trees both have the page /a",
        ),
        (
            f'[outputs]\nParksApiId = "A"\n[[pages]]\npath = "/a"\n{NAMES}who = ["diver"]\n',
            "",
            "parks, /a: nobody is in the group diver",
        ),
        ('[live.topics]\n"parks.trees" = ["diver"]\n', "", "parks, parks.trees: nobody is in the group diver"),
        ('[first]\ndiver = { ko = "물", en = "water" }\n', "", "parks, first: nobody is in the group diver"),
    ],
)
def test_what_contradicts_another_is_refused(tmp_path: Path, parks: str, other: str, sentence: str) -> None:
    infra = written(tmp_path, parks=PARKS + parks, trees=trees(other))

    with pytest.raises(ManifestError, match=sentence):
        read_manifests(infra)


def test_who_needs_another_comes_after_it(tmp_path: Path) -> None:
    infra = written(tmp_path, parks=PARKS + 'needs = ["trees"]\n', trees=trees(""))

    assert list(read_manifests(infra)) == ["trees", "parks"]


def test_who_needs_every_other_comes_last(tmp_path: Path) -> None:
    infra = written(tmp_path, parks=PARKS + 'needs = ["*"]\n', trees=trees(""), zoo=trees("").replace("trees", "zoo"))

    manifests = read_manifests(infra)

    assert list(manifests) == ["trees", "zoo", "parks"]
    assert manifests["parks"].needs == ("trees", "zoo")


def test_every_group_of_staff_is_called_something_in_both_languages() -> None:
    manifests = read_manifests().values()

    assert set(staff_of(manifests).values()) - groups_of(manifests).keys() == set()
