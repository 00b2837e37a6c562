"""Signing in at the local cloud: what Cognito does and ministack alone does not."""

import time

import pytest

from infra.local.cloud.sign_in.lockout import LONGEST_S, Lockout
from tests.infra.local_cloud.sign_in.signing_in import PASSWORD, Browser, Pool, claims_of, totp


@pytest.fixture
def browser(cloud) -> Browser:
    return Browser(f"http://localhost:{cloud.port}")


def test_a_refreshed_token_keeps_the_groups_and_the_time_of_the_sign_in(cloud, browser):
    pool = Pool.made(cloud, "refreshing", IdTokenValidity=15, AccessTokenValidity=15, TokenValidityUnits={
        "IdToken": "minutes", "AccessToken": "minutes"})  # fmt: skip
    pool.person("kim", "clerk")
    signed_in = pool.exchange(browser, pool.sign_in(browser, "kim").query["code"]).json
    first = claims_of(signed_in["id_token"])
    while time.time() < first["auth_time"] + 1:
        time.sleep(0.05)

    refreshed = pool.refresh(browser, signed_in["refresh_token"]).json

    for kind in ("id_token", "access_token"):
        claims = claims_of(refreshed[kind])
        assert claims["cognito:groups"] == ["clerk"]
        assert claims["auth_time"] == first["auth_time"] < claims["iat"]
    assert refreshed["expires_in"] == 900


def test_groups_given_after_the_sign_in_are_in_the_next_token(cloud, browser):
    pool = Pool.made(cloud, "promoted")
    pool.person("lee")
    signed_in = pool.exchange(browser, pool.sign_in(browser, "lee").query["code"]).json
    cognito = cloud.client("cognito-idp")
    cognito.create_group(UserPoolId=pool.pool_id, GroupName="manager")
    cognito.admin_add_user_to_group(UserPoolId=pool.pool_id, Username="lee", GroupName="manager")

    assert claims_of(pool.refresh(browser, signed_in["refresh_token"]).json["id_token"])["cognito:groups"] == [
        "manager"
    ]


def test_a_revoked_or_signed_out_session_refreshes_no_more(cloud, browser):
    pool = Pool.made(cloud, "ending")
    pool.person("park")
    cognito = cloud.client("cognito-idp")
    revoked, other = (pool.exchange(browser, pool.sign_in(browser, "park").query["code"]).json for _ in range(2))

    cognito.revoke_token(Token=revoked["refresh_token"], ClientId=pool.client_id)
    assert pool.refresh(browser, revoked["refresh_token"]).status == 400
    assert pool.refresh(browser, other["refresh_token"]).status == 200

    cognito.admin_user_global_sign_out(UserPoolId=pool.pool_id, Username="park")
    assert pool.refresh(browser, other["refresh_token"]).status == 400


@pytest.mark.parametrize("way", ["page", "api"])
def test_five_wrong_passwords_lock_one_person_and_nobody_else(cloud, browser, way):
    pool = Pool.made(cloud, f"guessed-{way}")
    pool.person("choi")
    pool.person("jung")
    for _ in range(9):  # from the sixth on some are refused unread, and count for nothing
        if way == "page":
            assert pool.sign_in(browser, "choi", "wrong").status == 200
        else:
            assert pool.try_password("choi", "wrong") != "in"

    assert pool.try_password("choi", PASSWORD) == "Password attempts exceeded"
    assert pool.sign_in(browser, "choi").status == 200
    assert pool.try_password("jung", PASSWORD) == "in"


def test_the_wait_doubles_and_ends_and_is_forgotten():
    moment = [1_000_000.0]
    lockout, user = Lockout(lambda: moment[0]), dict[str, object]()

    def wait_after(failures: int) -> float:
        for _ in range(failures):
            lockout.failed(user)
        began = moment[0]
        while lockout.is_locked(user):
            moment[0] += 0.5
        return moment[0] - began

    assert [wait_after(4), *(wait_after(1) for _ in range(4))] == [0, 1, 2, 4, 8]
    assert wait_after(20) <= LONGEST_S
    lockout.succeeded(user)
    assert wait_after(4) == 0
    lockout.failed(user)
    moment[0] += LONGEST_S
    assert [lockout.is_locked(user), wait_after(4)] == [False, 0]


def test_a_second_factor_is_asked_for_and_a_wrong_code_refused(cloud, browser):
    pool = Pool.made(cloud, "two-factors")
    pool.person("han")
    cognito = cloud.client("cognito-idp")
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool.pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    access = cognito.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=pool.client_id,
        AuthParameters={"USERNAME": "han", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]["AccessToken"]
    secret = cognito.associate_software_token(AccessToken=access)["SecretCode"]
    cognito.verify_software_token(AccessToken=access, UserCode=totp(secret, time.time()))

    asked = pool.sign_in(browser, "han")
    assert (asked.status, asked.headers["Location"]) == (200, None)
    wrong = browser.post("/login", **asked.fields(), code="000000")
    assert (wrong.status, wrong.headers["Location"]) == (200, None)
    right = browser.post("/login", **wrong.fields(), code=totp(secret, time.time()))
    assert pool.exchange(browser, right.query["code"]).status == 200


def test_no_code_passes_for_who_registered_no_authenticator(cloud):
    pool = Pool.made(cloud, "no-authenticator")
    pool.person("yoon")
    cognito = cloud.client("cognito-idp")
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool.pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    cognito.admin_set_user_mfa_preference(
        UserPoolId=pool.pool_id, Username="yoon", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    asked = cognito.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=pool.client_id,
        AuthParameters={"USERNAME": "yoon", "PASSWORD": PASSWORD},
    )

    with pytest.raises(cognito.exceptions.CodeMismatchException):
        cognito.respond_to_auth_challenge(
            ClientId=pool.client_id,
            ChallengeName=asked["ChallengeName"],
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": "yoon", "SOFTWARE_TOKEN_MFA_CODE": "123456"},
        )


def test_a_browser_is_not_asked_twice_in_an_hour_unless_the_application_wants_it(cloud, browser):
    pool = Pool.made(cloud, "remembered")
    pool.person("seo")
    first = pool.exchange(browser, pool.sign_in(browser, "seo").query["code"]).json
    began = claims_of(first["id_token"])["auth_time"]
    while time.time() < began + 1.1:
        time.sleep(0.05)

    again = pool.ask(browser)
    assert again.status == 302
    claims = claims_of(pool.exchange(browser, again.query["code"]).json["id_token"])
    assert began <= claims["auth_time"] < claims["iat"]
    assert pool.ask(browser, prompt="login").status == 200
    assert pool.ask(Browser(browser.base)).status == 200

    browser.get("/logout", client_id=pool.client_id, logout_uri="http://localhost:8000/")
    assert pool.ask(browser).status == 200


def federated(cloud, name: str) -> tuple[Pool, Pool]:
    """The city's pool, whose template names a second pool as the identity of the district."""
    base = f"http://localhost:{cloud.port}"
    district = Pool.made(cloud, f"{name}-district", f"{base}/oauth2/idpresponse", GenerateSecret=True)
    described = cloud.client("cognito-idp").describe_user_pool_client(
        UserPoolId=district.pool_id, ClientId=district.client_id
    )["UserPoolClient"]
    city = Pool.made(cloud, f"{name}-city")
    provider = {
        "Type": "AWS::Cognito::UserPoolIdentityProvider",
        "Properties": {
            "UserPoolId": city.pool_id,
            "ProviderName": "District",
            "ProviderType": "OIDC",
            "ProviderDetails": {
                "client_id": district.client_id,
                "client_secret": described["ClientSecret"],
                "authorize_scopes": "openid profile",
                "attributes_request_method": "GET",
                "oidc_issuer": f"{base}/{district.pool_id}",
                "authorize_url": f"{base}/oauth2/authorize",
                "token_url": f"{base}/oauth2/token",
                "attributes_url": f"{base}/oauth2/userInfo",
                "jwks_uri": f"{base}/{district.pool_id}/.well-known/jwks.json",
            },
            "AttributeMapping": {"username": "sub"},
        },
    }
    assert cloud.deploy(name, District=provider) == "CREATE_COMPLETE", cloud.reasons(name)
    return city, district


def sign_in_by_district(city: Pool, district: Pool, browser: Browser) -> str:
    """The code with which the application gets its tokens."""
    sent_on = city.ask(browser, identity_provider="District")
    form = browser.get(sent_on.headers["Location"])
    back = browser.post("/login", **form.fields(), username="na", password=PASSWORD)
    assert district.client_id in sent_on.headers["Location"]
    return browser.get(back.headers["Location"]).query["code"]


def test_who_the_district_knows_signs_in_by_its_identity_and_proves_the_verifier(cloud, browser):
    city, district = federated(cloud, "federated")
    district.person("na")

    code = sign_in_by_district(city, district, browser)
    assert city.exchange(browser, code, verifier="x" * 64).status == 400
    tokens = city.exchange(browser, sign_in_by_district(city, district, Browser(browser.base))).json

    claims = claims_of(tokens["id_token"])
    assert claims["cognito:username"].startswith("District_")
    cognito = cloud.client("cognito-idp")
    cognito.create_group(UserPoolId=city.pool_id, GroupName="clerk")
    cognito.admin_add_user_to_group(UserPoolId=city.pool_id, Username=claims["cognito:username"], GroupName="clerk")
    refreshed = claims_of(city.refresh(browser, tokens["refresh_token"]).json["id_token"])
    assert "clerk" in refreshed["cognito:groups"]


def test_an_identity_provider_is_changed_and_goes_with_its_template(cloud):
    city, _ = federated(cloud, "changed")
    cognito = cloud.client("cognito-idp")
    saml = {
        "Type": "AWS::Cognito::UserPoolIdentityProvider",
        "Properties": {
            "UserPoolId": city.pool_id,
            "ProviderName": "District",
            "ProviderType": "SAML",
            "ProviderDetails": {"MetadataURL": "https://district.example/metadata"},
        },
    }
    other = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "other", "Type": "String", "Value": "x"}}

    assert cloud.deploy("changed", update=True, District=saml, Other=other) == "UPDATE_COMPLETE"
    described = cognito.describe_identity_provider(UserPoolId=city.pool_id, ProviderName="District")
    assert described["IdentityProvider"]["ProviderType"] == "SAML"

    cloud.deploy("changed", update=True, Other=other)
    assert cognito.list_identity_providers(UserPoolId=city.pool_id)["Providers"] == []


def test_the_sign_in_page_speaks_korean_first_and_says_why_a_password_was_refused(cloud, browser):
    pool = Pool.made(cloud, "speaking")
    pool.person("jung")

    page = pool.ask(browser, prompt="login")
    refused = pool.sign_in(browser, "jung", password="wrong")

    assert '<html lang="ko">' in page.text
    assert "아이디" in page.text
    assert "로그인" in page.text
    assert "Username" not in page.text
    assert 'role="alert">아이디나 비밀번호가 맞지 않습니다.' in refused.text
