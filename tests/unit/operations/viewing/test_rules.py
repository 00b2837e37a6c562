"""Legal bases, the dated policy, which cameras open by themselves, and for whom somebody of an agency works."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.operations.viewing import GrantBasis
from city.contracts.operations.viewlog import LegalBasis
from city.kernel.errors import Rejected
from city.operations.viewing.automatic import CameraNear, automatic_id, choose_cameras, open_by_themselves
from city.operations.viewing.basis import BASES, CITY, require_basis
from city.operations.viewing.errors import (
    AskedOneself,
    BasisNotForOthers,
    BasisUnknown,
    CannotDecideOneself,
    DocumentMissing,
    NeedsSupervisor,
    PersonDecidedBefore,
    PersonProposedBefore,
)
from city.operations.viewing.grants import IncidentStanding
from city.operations.viewing.people import AgencyPerson, PersonState, decide, end, organisations_of, propose
from city.operations.viewing.policy import POLICIES, policy_on

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
POLICY = POLICIES[-1][1]


def test_the_log_of_views_knows_every_basis_by_the_same_word() -> None:
    assert {basis.value for basis in GrantBasis} < {basis.value for basis in LegalBasis}


def test_every_basis_has_its_article_and_no_other_is_taken() -> None:
    assert set(BASES) == set(GrantBasis)
    assert require_basis("urgent_danger", "112", None) is GrantBasis.URGENT_DANGER
    assert {basis.value for basis, rule in BASES.items() if rule.needs_document} == {
        "commission_decision",
        "investigation",
        "court",
    }
    for unknown in ("", "consent", "person_seen", "URGENT_DANGER"):
        with pytest.raises(BasisUnknown):
            require_basis(unknown, "112", "1")


def test_an_investigation_needs_its_document_and_only_the_city_looks_for_its_own_purpose() -> None:
    with pytest.raises(DocumentMissing):
        require_basis("investigation", "112", "  ")
    with pytest.raises(BasisNotForOthers):
        require_basis("own_purpose", "112", None)
    assert require_basis("own_purpose", CITY, None) is GrantBasis.OWN_PURPOSE


def test_a_policy_holds_from_its_day_on() -> None:
    newer = (date(2027, 3, 1), POLICY)
    assert policy_on(date(2027, 2, 28), (*POLICIES, newer)) is POLICIES[0][1]
    with pytest.raises(LookupError):
        policy_on(date(2025, 12, 31))


@given(
    st.lists(
        st.builds(
            CameraNear,
            st.integers(0, 99).map(str),
            st.floats(0, 2_000),
            st.sampled_from(["sees", "may_see", "near"]),
        ),
        unique_by=lambda camera: camera.id,
        max_size=60,
    )
)
def test_all_that_see_within_the_radius_or_the_nearest_five(near: list[CameraNear]) -> None:
    chosen = choose_cameras(near, POLICY)

    seeing = [camera for camera in near if camera.verdict != "near" and camera.distance_m <= 500]
    assert len(chosen) == min(40, max(len(seeing), min(5, len(near))))
    left = [camera for camera in seeing if camera not in chosen]
    if left:
        assert len(chosen) == 40
        assert min(each.distance_m for each in left) >= max(each.distance_m for each in chosen)
    if len(seeing) < 5:
        others = [camera for camera in chosen if camera not in seeing]
        nearest = sorted((each.distance_m, each.id) for each in near if each not in seeing)[: len(others)]
        assert sorted((each.distance_m, each.id) for each in others) == nearest


def test_two_calls_of_one_incident_open_one_grant_for_each_body() -> None:
    incident = IncidentStanding("i-1", open=True)
    opened = list(open_by_themselves(incident, ("agency.112", "agency.119", "crosswalk"), (), POLICY, NOW))

    assert [each.id for each in opened] == [automatic_id("i-1", body) for body in ("112", "119", "city")]
    assert {each.ends_at for each in opened} == {NOW + timedelta(hours=2)}
    assert list(open_by_themselves(incident, ("crosswalk", "cap.kma"), (), POLICY, NOW)) == []


def test_a_body_whose_part_was_over_is_opened_another_grant_and_no_other_body_is() -> None:
    incident = IncidentStanding("i-1", open=True, ended_for={"112": 1})
    opened = list(open_by_themselves(incident, ("agency.112", "agency.119"), (), POLICY, NOW))

    assert [each.id for each in opened] == [
        automatic_id("i-1", "112", 1),
        *(automatic_id("i-1", b) for b in ("119", CITY)),
    ]


def _person(**changes: object) -> AgencyPerson:
    return AgencyPerson(**{"id": "p", "name": None, "state": PersonState.SEEN, "seen_at": NOW, **changes})  # type: ignore[arg-type]


def test_two_people_say_where_somebody_works_and_neither_is_they() -> None:
    proposed = propose(_person(), "112", "r", "a", NOW, supervises=True)
    assert propose(proposed, "112", "r", "a", NOW, supervises=True) is proposed

    for refusal, act in (
        (CannotDecideOneself, lambda: propose(_person(), "112", "r", "p", NOW, supervises=True)),
        (CannotDecideOneself, lambda: decide(proposed, True, "p", "r", NOW, supervises=True)),
        (AskedOneself, lambda: decide(proposed, True, "a", "r", NOW, supervises=True)),
        (PersonProposedBefore, lambda: propose(proposed, "119", "r", "b", NOW, supervises=True)),
        (PersonDecidedBefore, lambda: decide(_person(), True, "b", "r", NOW, supervises=True)),
    ):
        with pytest.raises(refusal):
            act()
    active = decide(proposed, True, "b", "r", NOW, supervises=False)
    assert organisations_of(frozenset({"agency"}), active) == {"112"}
    assert organisations_of(frozenset({"agency"}), end(active, "c", "r", NOW)) == frozenset()
    with pytest.raises(NeedsSupervisor):
        decide(propose(_person(), "112", "r", "a", NOW, supervises=False), True, "b", "r", NOW, supervises=False)


def test_a_place_in_an_agency_counts_only_with_its_role() -> None:
    active = _person(state=PersonState.ACTIVE, organisation="112")

    assert organisations_of(frozenset({"operator"}), active) == {"city"}
    assert organisations_of(frozenset({"auditor"}), active) == frozenset()


def test_every_refusal_speaks_both_languages() -> None:
    from city.operations.viewing import errors

    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Rejected)]
    own = [each for each in kinds if each.__module__ == errors.__name__]
    assert len(own) > 20
    assert all(each.message_ko != Rejected.message_ko and each.message_en != Rejected.message_en for each in own)
