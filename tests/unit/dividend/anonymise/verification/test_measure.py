"""What a released file keeps is measured from the file alone, and a broken promise is named."""

import ast
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from city.dividend.anonymise import verification
from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.verification.claims import ReleaseClaims, SensitiveClaim
from city.dividend.anonymise.verification.measure import measure
from city.dividend.anonymise.verification.refusal import refuse_broken

FOLDER = Path(verification.__file__).parent


@pytest.mark.parametrize("module", sorted(path.name for path in FOLDER.glob("*.py")))
def test_verification_shares_no_code_with_what_it_verifies(module: str) -> None:
    tree = ast.parse((FOLDER / module).read_text(encoding="utf-8"))

    imported = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    ours = {name for name in imported if name and name.startswith("city")}
    assert all(
        name == "city.dividend.anonymise.errors" or name.startswith("city.dividend.anonymise.verification.")
        for name in ours
    )


@pytest.fixture
def leaky_file(tmp_path: Path) -> Path:
    """One class of two rows with one value, one of three rows with three."""
    path = tmp_path / "leaky.parquet"
    pq.write_table(pa.table({"q": ["a", "a", "b", "b", "b"], "s": ["x", "x", "x", "y", "z"]}), path)
    return path


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (ReleaseClaims(("q",), 3), "k: 2"),
        (ReleaseClaims(("q",), 2, average_risk=0.3), "average risk"),
        (ReleaseClaims(("q", "s"), 1, uniqueness=0.1), "uniqueness"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", distinct_l=2),)), "distinct l"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", entropy_l=1.5),)), "entropy l"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", recursive_c=5, recursive_l=2),)), "recursive c"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", equal_t=0.3),)), "equal t"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", ordered_t=0.2, order=("x", "y", "z")),)), "ordered t"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", basic_beta=0.5),)), "β"),
        (ReleaseClaims(("q",), 2, sensitive=(SensitiveClaim("s", enhanced_beta=0.5),)), "enhanced β"),
    ],
)
def test_a_file_that_breaks_a_promise_is_refused_by_name(leaky_file: Path, claims: ReleaseClaims, named: str) -> None:
    with pytest.raises(VerificationFailed, match=named) as refusal:
        refuse_broken(measure(leaky_file, claims), claims)
    assert "아무것도 내보내지 않았습니다" in refusal.value.message_ko


def test_what_is_measured_can_be_checked_by_hand(leaky_file: Path) -> None:
    tree = (("x", "xy", "*"), ("y", "xy", "*"), ("z", "z", "*"))
    claim = SensitiveClaim("s", order=("x", "y", "z"), tree=tree)

    found = measure(leaky_file, ReleaseClaims(("q",), 2, sensitive=(claim,)))

    assert (found.rows, found.classes, found.k, found.unique_rows) == (5, 2, 2, 0)
    assert found.average_risk == pytest.approx(0.4)
    s = found.sensitive[0]
    # The table is x 3/5, y 1/5, z 1/5; the class of a is x alone.
    assert s.equal_t == pytest.approx(0.4)
    assert s.ordered_t == pytest.approx((0.4 + 0.2) / 2)
    # One fifth moves from y to x below their node, one fifth from z over the top.
    assert s.hierarchical_t == pytest.approx(0.2 * 0.5 + 0.2)
    assert s.basic_beta == pytest.approx(2 / 3)
    assert (s.distinct_l, s.entropy_l) == (1, pytest.approx(1.0))
