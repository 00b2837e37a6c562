"""Another identity may stand in a template, and who signs in by it proves the verifier as everybody does.

ministack has identity providers by the API, refuses `AWS::Cognito::UserPoolIdentityProvider` in a template, and forgets
the PKCE challenge of whoever is sent on to another identity: their code is taken without the verifier. It also lets the
other identity write claims that are Cognito's own, such as the name and the groups.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.local.cloud.hooks import require
from infra.local.cloud.sign_in.second_factor import code_of

_TYPE = "AWS::Cognito::UserPoolIdentityProvider"
_DECLARED = ("ProviderName", "ProviderType", "ProviderDetails", "AttributeMapping", "IdpIdentifiers")
# Beside those that ministack reserves.
_OWN_CLAIMS = (
    "cognito:username",
    "cognito:groups",
    "cognito:roles",
    "identities",
    "token_use",
    "origin_jti",
    "username",
)
_CHALLENGE = ("code_challenge", "code_challenge_method")


def federate_as_declared() -> None:
    _let_templates_have_providers()
    _keep_the_challenge()
    _keep_claims_that_are_the_pool_s_own()


def _let_templates_have_providers() -> None:
    from ministack.services import cognito
    from ministack.services.cloudformation import provisioners

    require(cognito, "_create_identity_provider", "_update_identity_provider", "_delete_identity_provider")
    if _TYPE in provisioners._RESOURCE_HANDLERS:
        raise AttributeError(f"ministack takes {_TYPE} by itself now")

    def request(properties: dict[str, Any]) -> dict[str, Any]:
        return {name: properties[name] for name in ("UserPoolId", *_DECLARED) if name in properties}

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:  # noqa: ARG001
        _answer(cognito._create_identity_provider(request(properties)))
        return str(properties["ProviderName"]), {}

    def update(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:
        if any(old.get(fixed) != new.get(fixed) for fixed in ("UserPoolId", "ProviderName", "ProviderType")):
            delete(physical_id, old)
            return create(physical_id, new, stack)
        _answer(cognito._update_identity_provider(request(new)))
        return physical_id, {}

    def delete(physical_id: str, properties: dict[str, Any]) -> None:
        cognito._delete_identity_provider({"UserPoolId": properties.get("UserPoolId"), "ProviderName": physical_id})

    provisioners._RESOURCE_HANDLERS[_TYPE] = {"create": create, "update": update, "delete": delete}


def _answer(response: tuple[Any, ...]) -> None:
    """Raises ValueError, which fails the stack, for what the service refuses."""
    if response[0] >= 400:
        raise ValueError(f"{_TYPE}: {response[2]!r}")


def _keep_the_challenge() -> None:
    from ministack.services import cognito

    require(cognito, "_auth_codes", "_verify_pkce", "_oauth2_error", "_pkce_error_redirect")
    send_on, come_back, come_back_by_saml, exchange = (
        cognito._oauth2_authorize_federation,
        cognito._oauth2_idp_response,
        cognito._saml2_idp_response,
        cognito._oauth2_token,
    )

    def send_on_with_challenge(query: dict[str, Any]) -> Any:
        challenge = {name: cognito._qp(query, name) for name in _CHALLENGE}
        response = send_on(query)
        sent = parse_qs(urlsplit(response[1].get("Location", "")).query) if response[0] == 302 else {}
        relay = cognito._auth_codes.get((sent.get("RelayState") or sent.get("state") or [""])[0])
        if relay is not None and (challenge["code_challenge"] or challenge["code_challenge_method"]):
            wrong = cognito._pkce_error_redirect(relay["redirect_uri"], *challenge.values(), relay["state"])
            if wrong:
                return wrong
            relay.update(challenge)
        return response

    def with_challenge(relay: dict[str, Any] | None, response: Any) -> Any:
        grant = cognito._auth_codes.get(code_of(response))
        if grant is not None and relay is not None:
            grant.update({name: relay[name] for name in _CHALLENGE if name in relay})
        return response

    def come_back_with_challenge(method: str, body: bytes, query: Any) -> Any:
        relay = cognito._auth_codes.get(cognito._qp(query, "state") or _field(body, "state"))
        return with_challenge(relay, come_back(method, body, query))

    def come_back_by_saml_with_challenge(body: bytes, query: Any) -> Any:
        relay = cognito._auth_codes.get(_field(body, "RelayState") or cognito._qp(query, "RelayState"))
        return with_challenge(relay, come_back_by_saml(body, query))

    def exchange_for_the_verifier(data: Any, query: Any, raw_body: bytes = b"", headers: Any = None) -> Any:
        grant = cognito._auth_codes.get(_field(raw_body, "code")) or {}
        if grant.get("code_challenge"):
            verifier = _field(raw_body, "code_verifier")
            if not verifier or not cognito._verify_pkce(verifier, grant["code_challenge"], "S256"):
                return cognito._oauth2_error("invalid_grant", "PKCE verification failed.")
        return exchange(data, query, raw_body, headers)

    cognito._oauth2_authorize_federation = send_on_with_challenge
    cognito._oauth2_idp_response = come_back_with_challenge
    cognito._saml2_idp_response = come_back_by_saml_with_challenge
    cognito._oauth2_token = exchange_for_the_verifier


def _keep_claims_that_are_the_pool_s_own() -> None:
    from ministack.services import cognito

    cognito._FEDERATION_RESERVED_CLAIMS = cognito._FEDERATION_RESERVED_CLAIMS.union(_OWN_CLAIMS)


def _field(body: bytes, name: str) -> str:
    return parse_qs((body or b"").decode(errors="replace")).get(name, [""])[0]
