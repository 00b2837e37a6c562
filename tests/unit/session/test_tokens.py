"""What a page is told of whoever is signed in at it."""

from city.session.tokens import Tokens, staff_token

CLAIMS = {
    "sub": "4a5b6c7d-0000-4000-8000-000000000001",
    "iss": "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Ab12Cd34E",
    "name": "김민지",
    "cognito:username": "District_minji",
    "iat": 1_796_000_000,
    "exp": 1_796_000_900,
    "auth_time": 1_796_000_000,
}


def groups(*of: str) -> tuple[str, ...]:
    return staff_token(Tokens("token", None, {**CLAIMS, "cognito:groups": list(of)})).groups


def test_the_group_that_the_pool_makes_of_an_identity_is_no_role() -> None:
    assert groups("ap-northeast-2_Ab12Cd34E_District") == ()
    assert groups("ap-northeast-2_Ab12Cd34E_District", "clerk", "auditor") == ("clerk", "auditor")


def test_whoever_is_in_no_group_has_no_role() -> None:
    told = staff_token(Tokens("token", None, CLAIMS))

    assert (told.groups, told.name, told.expires_in) == ((), "김민지", 900)
