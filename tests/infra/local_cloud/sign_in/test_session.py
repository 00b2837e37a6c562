"""One sign-in for every page, at the pool of the local cloud: the whole way, and what an attacker tries on it."""

import pytest

from city.aws.clients import open_session
from tests.infra.local_cloud.sign_in.session_at_cloud import ORIGIN, SessionAtCloud
from tests.infra.local_cloud.sign_in.signing_in import PASSWORD, Browser, claims_of


@pytest.fixture(scope="module")
def environment(cloud):
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://localhost:{cloud.port}",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",  # pragma: allowlist secret
            "AWS_DEFAULT_REGION": "ap-northeast-2",
            "POWERTOOLS_SERVICE_NAME": "session",
            "POWERTOOLS_TRACE_DISABLED": "true",
        }.items():
            patched.setenv(name, value)
        open_session.cache_clear()
        yield
        open_session.cache_clear()


@pytest.fixture(scope="module")
def session(cloud, environment) -> SessionAtCloud:
    return SessionAtCloud.deployed(cloud, "sessions")


@pytest.fixture
def browser(cloud) -> Browser:
    return Browser(f"http://localhost:{cloud.port}")


def test_staff_sign_in_once_get_tokens_and_sign_out(session, browser):
    back = session.sign_in(browser, return_to="/fines/desk?tab=money")
    assert (back.status, back.headers["Location"]) == (303, f"{ORIGIN}/fines/desk?tab=money")
    assert "dongne_sign_in" not in " ".join(browser.cookies)

    first, second = (session.post("/token", browser).json for _ in range(2))
    assert set(first) == {"token", "expires_in", "staff_id", "name", "groups", "signed_in_at"}
    assert (first["name"], first["groups"], first["expires_in"]) == ("clerk", ["clerk"], 900)
    assert claims_of(second["token"])["cognito:groups"] == ["clerk"]
    assert first["signed_in_at"] == second["signed_in_at"]

    ended = session.post("/end", browser, '{"everywhere": false}')
    assert ended.json == {
        "go": f"{ORIGIN}/logout?client_id={session.client_id}&logout_uri=http%3A%2F%2Flocalhost%3A8000%2F"
    }
    assert "dongne_session" not in browser.cookies
    refused = session.post("/token", browser)
    assert (refused.status, refused.json["error"]) == (401, "signed_out")


def test_a_copied_cookie_is_good_for_nothing_after_its_owner_signed_out(session, browser):
    session.sign_in(browser)
    thief = Browser(browser.base, dict(browser.cookies))
    assert session.post("/token", thief).status == 200

    session.post("/end", browser)

    refused = session.post("/token", thief)
    assert (refused.status, "dongne_session" in thief.cookies) == (401, False)


def test_signing_out_here_leaves_the_other_browser_and_everywhere_leaves_none(session, browser):
    other, somebody_else = Browser(browser.base), Browser(browser.base)
    session.sign_in(browser)
    session.sign_in(other)
    session.sign_in(somebody_else, "manager")

    session.post("/end", browser)
    assert session.post("/token", other).status == 200

    session.sign_in(browser)
    assert session.post("/end", browser, '{"everywhere": true}').status == 200
    assert session.post("/token", other).status == 401
    assert session.post("/token", somebody_else).status == 200
    assert session.form(other).status == 200  # asked for the password again


def test_signing_out_without_a_session_is_no_error(session, browser):
    assert session.post("/end", browser).status == 200
    browser.cookies["dongne_session"] = "a.b.c"
    assert session.post("/end", browser, '{"everywhere": true}').status == 200


def test_the_password_is_asked_for_at_every_sign_in(session, browser):
    session.sign_in(browser)

    assert session.form(browser, again="1").status == 200


def test_several_windows_of_one_browser_sign_in_at_once(session, browser):
    sessions = [session.form(browser, return_to=f"/fines/desk?window={number}") for number in range(2)]
    states = {form.fields()["state"][0] for form in sessions}

    backs = [session.get("/callback", browser, **session.submit(browser, form)) for form in sessions]

    # Two that fell into one cookie: the older is told to begin again.
    assert [back.status for back in backs] == ([303, 303] if len(states) == 2 else [400, 303])


def test_many_beginnings_fill_no_browser(session, browser):
    for _ in range(40):
        session.get("/start", browser)

    assert len(browser.cookies) <= 4


@pytest.mark.parametrize("state", ["", "0" + "x" * 43, "9", "x" * 5000])
def test_a_forged_state_ends_on_a_page_with_words(session, browser, state):
    code = session.submit(browser, session.form(browser))["code"]

    refused = session.get("/callback", browser, code=code, state=state)

    assert refused.status == 400
    assert "다시 로그인해 주세요" in refused.body
    assert "Please sign in again" in refused.body
    assert "<script" not in refused.body
    assert refused.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "dongne_session" not in browser.cookies


def test_an_answer_brought_to_another_browser_signs_nobody_in(session, browser):
    """Whoever makes a victim open their own way back would have the victim work in their name."""
    answer = session.submit(browser, session.form(browser))
    victim = Browser(browser.base)

    assert session.get("/callback", victim, **answer).status == 400
    session.form(victim)  # who has a way of their own under way is no more to be had
    assert session.get("/callback", victim, **answer).status == 400
    assert "dongne_session" not in victim.cookies


def test_a_code_is_good_once(session, browser):
    answer = session.submit(browser, session.form(browser))
    kept = dict(browser.cookies)
    assert session.get("/callback", browser, **answer).status == 303

    again = session.get("/callback", Browser(browser.base, kept), **answer)

    assert (again.status, "로그인하지 못했습니다" in again.body) == (401, True)


def test_a_code_of_another_attempt_is_refused_by_its_verifier(session, browser):
    attacker = Browser(browser.base)
    stolen = session.submit(attacker, session.form(attacker))["code"]
    own = session.submit(browser, session.form(browser))

    assert session.get("/callback", browser, code=stolen, state=own["state"]).status == 401


def test_an_attempt_is_over_after_ten_minutes(session, browser):
    answer = session.submit(browser, session.form(browser))
    session.clock.move(minutes=11)

    assert session.get("/callback", browser, **answer).status == 400


def test_a_refusal_of_the_pool_ends_on_a_page_with_words(session, browser):
    state = session.form(browser).fields()["state"]

    refused = session.get("/callback", browser, error="access_denied", error_description="<b>x</b>", state=state)

    assert (refused.status, "<b>" in refused.body) == (401, False)


def test_a_wrong_password_gives_no_code(session, browser):
    form = session.form(browser)

    wrong = {"username": "clerk", "password": "wrong"}  # pragma: allowlist secret
    assert browser.post("/login", **form.fields(), **wrong).status == 200


@pytest.mark.parametrize("path", ["/token", "/end"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": None},
        {"Origin": "null"},
        {"X-Requested-With": None},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_cookie_works_for_no_page_of_another_origin(session, browser, path, headers):
    session.sign_in(browser)

    refused = session.post(path, browser, **headers)

    assert (refused.status, refused.json["error"]) == (403, "foreign_page")
    assert session.post("/token", browser).status == 200


@pytest.mark.parametrize("body", ["", "[]", '{"everywhere": "perhaps"}', '{"who": "manager"}', "{" * 2000])
def test_a_body_that_is_none_ends_nothing(session, browser, body):
    session.sign_in(browser)

    assert session.post("/end", browser, body).status in (400, 413)
    assert session.post("/token", browser).status == 200


@pytest.mark.parametrize("token", ["x" * 3000, "a.b.c", "e30.e30.e30", "한글", "a" * 100_000])
def test_an_oversized_or_senseless_cookie_is_a_session_that_ended(session, token):
    forged = Browser("", {"dongne_session": token})

    assert session.post("/token", forged).status == 401


def test_a_token_of_another_client_opens_no_session(session, cloud):
    cognito = cloud.client("cognito-idp")
    client = cognito.create_user_pool_client(
        UserPoolId=session.pool_id, ClientName="scripts", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    other = cognito.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=client,
        AuthParameters={"USERNAME": "clerk", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]["RefreshToken"]

    assert session.post("/token", Browser("", {"dongne_session": other})).status == 401


@pytest.mark.parametrize("return_to", ["//evil.example", "https://evil.example", "/\\evil.example", "x" * 5000])
def test_nobody_is_sent_away_after_signing_in(session, browser, return_to):
    assert session.sign_in(browser, return_to=return_to).headers["Location"] == f"{ORIGIN}/"


def test_as_long_as_there_is_no_door_people_are_told_to_come_back(cloud, environment, browser):
    nowhere = SessionAtCloud(cloud, "nowhere", "pool", "client")

    assert (nowhere.get("/start").status, nowhere.post("/token", browser).status) == (503, 503)
