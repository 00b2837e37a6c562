"""The function behind /api/session, called as API Gateway calls it, at a pool of the local cloud that its templates made."""

import json
from dataclasses import dataclass, field
from typing import Any

from city.session.bootstrap import build_session
from functions.session.sign_in.app import make_app
from infra.templates import ROOT, read_template
from tests.infra.local_cloud.running import RunningCloud
from tests.infra.local_cloud.sign_in.signing_in import PASSWORD, Browser, Page
from tests.integration.moto_city import Context, FixedClock, gateway_event

ORIGIN = "http://localhost:8000"


@dataclass
class Answered:
    """An answer of the function, as a browser sees it."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class SessionAtCloud:
    cloud: RunningCloud
    stage: str
    pool_id: str
    client_id: str
    clock: FixedClock = field(default_factory=FixedClock)

    @classmethod
    def deployed(cls, cloud: RunningCloud, stage: str) -> "SessionAtCloud":
        """The door's own template of the sign-in, over a pool with a clerk and a manager."""
        cognito, secrets = cloud.client("cognito-idp"), cloud.client("secretsmanager")
        pool_id = cognito.create_user_pool(PoolName=stage)["UserPool"]["Id"]
        for who, group in (("clerk", "clerk"), ("manager", "manager")):
            cognito.admin_create_user(UserPoolId=pool_id, Username=who, MessageAction="SUPPRESS")
            cognito.admin_set_user_password(UserPoolId=pool_id, Username=who, Password=PASSWORD, Permanent=True)
            cognito.create_group(UserPoolId=pool_id, GroupName=group)
            cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=who, GroupName=group)
        secrets.create_secret(Name=f"cookies-{stage}", SecretString="k" * 64)
        bucket, template = f"session-{stage}", read_template(ROOT / "infra/door/sign_in.yaml")
        s3 = cloud.client("s3")
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
        s3.put_object(Bucket=bucket, Key="template", Body=json.dumps(template))
        values = {"Stage": stage, "Origin": ORIGIN, "StaffPoolId": pool_id, "SignInPages": "", "DistrictIdentity": ""}
        child = {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": f"http://localhost:{cloud.port}/{bucket}/template", "Parameters": values},
        }
        assert cloud.deploy(f"door-{stage}", SignIn=child) == "CREATE_COMPLETE", cloud.reasons(f"door-{stage}")
        written = cloud.client("ssm").get_parameter(Name=f"/dongne/{stage}/session")["Parameter"]["Value"]
        return cls(cloud, stage, pool_id, json.loads(written)["client_id"])

    def __post_init__(self) -> None:
        use_cases = build_session(
            {
                "STAGE": "local",
                "AWS_REGION": "ap-northeast-2",
                "AWS_ENDPOINT_URL": f"http://localhost:{self.cloud.port}",
                "SIGN_IN_PARAMETER": f"/dongne/{self.stage}/session",
                "COOKIE_SECRET": f"cookies-{self.stage}",  # pragma: allowlist secret
                "STAFF_POOL_ID": self.pool_id,
            },
            self.clock,
        )
        self._app = make_app(lambda: use_cases)

    def get(self, path: str, browser: Browser | None = None, **query: str) -> Answered:
        return self._call("GET", path, browser, query, {}, None)

    def post(self, path: str, browser: Browser | None = None, body: str = "{}", **headers: str | None) -> Answered:
        """Asked as the shell's pages ask; a header that is None is left out."""
        said = {"Origin": ORIGIN, "X-Requested-With": "dongne", "Sec-Fetch-Site": "same-origin", **headers}
        sent = {name: value for name, value in said.items() if value is not None}
        return self._call("POST", path, browser, {}, sent, body)

    def form(self, browser: Browser, **query: str) -> Page:
        """The sign-in page to which `start` sends the browser."""
        begun = self.get("/start", browser, **query)
        assert begun.status == 302
        asked = begun.headers["Location"]
        assert asked.startswith(f"{ORIGIN}/oauth2/authorize?")
        return browser.get(asked.removeprefix(ORIGIN))

    def submit(self, browser: Browser, form: Page, who: str = "clerk", password: str = PASSWORD) -> dict[str, str]:
        """What the pool sends back by way of the browser: code and state."""
        return browser.post("/login", **form.fields(), username=who, password=password).query

    def sign_in(self, browser: Browser, who: str = "clerk", **query: str) -> Answered:
        return self.get("/callback", browser, **self.submit(browser, self.form(browser, **query), who))

    def _call(
        self, method: str, path: str, browser: Browser | None, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Answered:
        cookies = "; ".join(f"{name}={value}" for name, value in (browser.cookies if browser else {}).items())
        sent = {**headers, **({"Cookie": cookies} if cookies else {})}
        event = gateway_event(method, path, resource=path, body=body, query=query, headers=sent)
        answer = self._app(event, Context())
        set_cookies = (answer.get("multiValueHeaders") or {}).get("Set-Cookie", [])
        if browser:
            for line in set_cookies:
                browser.take(line)
        return Answered(answer["statusCode"], answer["headers"], set_cookies, answer["body"])
