"""Fleet provisioning signs a device's own certificate request (`create-from-csr`).

The cloud answers requests for a key pair only, and a device's private key would leave the broker instead of never
leaving the device.
"""

import json
import time
from typing import Any


def answer_signing_requests() -> None:
    from ministack.services import iot

    topic_of, reply = iot._parse_fleet_provisioning_topic, iot._fleet_provisioning_reply

    def topic_or_request(topic: str) -> Any:
        return ("sign", None) if topic == "$aws/certificates/create-from-csr/json" else topic_of(topic)

    async def reply_or_sign(account: str, region: str, operation: str, template: Any, payload: bytes, link: Any) -> Any:
        if operation != "sign":
            return await reply(account, region, operation, template, payload, link)
        try:
            authority, key = iot._ensure_ca()
            asked = json.loads(payload)["certificateSigningRequest"]
            certificate = iot.sign_certificate_request(authority, key, asked)
        except (KeyError, TypeError, ValueError):
            return iot._fleet_rejected("InvalidCertificateSigningRequest", "CSR violates constraints")
        name, token = iot.get_certificate_id(certificate), iot.secrets.token_urlsafe(48)
        with iot.request_scope(account, region):
            iot._certificates[name] = iot._certificate_record(name, certificate, "PENDING_ACTIVATION")
            expires = time.time() + iot._OWNERSHIP_TOKEN_SECONDS
            iot._ownership_tokens[token] = {"certificateId": name, "expiration": expires}
        signed = {"certificateId": name, "certificatePem": certificate, "certificateOwnershipToken": token}
        return "accepted", signed

    iot._parse_fleet_provisioning_topic, iot._fleet_provisioning_reply = topic_or_request, reply_or_sign
