"""Fleet provisioning by claim: a box fresh from the workshop asks the city for a certificate of its own.

The private key is made here and stays here: the city signs a request for it (`create-from-csr`). Whenever the power goes, the next
start goes on: the last file written, `unit.json`, says that everything before it is there.
"""

import json
import logging
import queue
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from iot.crosswalk_unit.files import replace_durably
from iot.crosswalk_unit.link import Link, LinkBusy

logger = logging.getLogger(__name__)

_OWN_EYES: Final = 0o600
_ANSWER_S: Final = 30.0
_CREATE: Final = "$aws/certificates/create-from-csr/json"

# The hook has five seconds, and a cold one may take longer.
_PASSING = frozenset(
    {"InvocationError", "InternalFailure", "ServiceUnavailable", "ThrottlingException", "TooManyRequests"}
)


class ProvisioningRefused(Exception):
    """The city does not let this unit in, or not like this."""


class ProvisioningInterrupted(Exception):
    """No answer came; the next try goes on where this one ended."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A unit's own certificate and key, and the name it has in the city."""

    unit: str
    certificate: Path
    private_key: Path


def find_identity(folder: Path) -> Identity | None:
    """What an earlier provisioning left, if it came to its end."""
    try:
        unit = json.loads((folder / "unit.json").read_bytes())["unit"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    identity = Identity(str(unit), folder / "certificate.pem", folder / "private.key")
    return identity if identity.certificate.exists() and identity.private_key.exists() else None


class Provisioning:
    """Asks for an identity over a line that was opened with the claim certificate."""

    def __init__(
        self,
        link: Link,
        folder: Path,
        *,
        template: str,
        serial: str,
        answer_s: float = _ANSWER_S,
    ) -> None:
        self._link, self._folder, self._serial = link, folder, serial
        self._answer_s = answer_s
        self._answers: queue.SimpleQueue[tuple[str, dict[str, Any]]] = queue.SimpleQueue()
        self._connected: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._register = f"$aws/provisioning-templates/{template}/provision/json"
        for topic in (_CREATE, self._register):
            for outcome in ("accepted", "rejected"):
                link.listen(f"{topic}/{outcome}", self._on_answer)
        link.when_connected(lambda: self._connected.put(True))

    def _on_answer(self, topic: str, payload: bytes) -> None:
        try:
            answer = json.loads(payload)
        except ValueError:
            return
        self._answers.put((topic, answer if isinstance(answer, dict) else {}))

    def run(self) -> Identity:
        """Returns the identity, the one there is already or a new one.

        Raises ProvisioningRefused, ProvisioningInterrupted, OSError.
        """
        identity = find_identity(self._folder)
        if identity is not None:
            return identity
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._link.start()
        try:
            try:
                self._connected.get(timeout=self._answer_s)
            except queue.Empty as error:
                raise ProvisioningInterrupted("no connection with the claim certificate") from error
            return self._provision()
        finally:
            self._link.stop()

    def _provision(self) -> Identity:
        pending = self._read_pending()
        if pending is not None:
            try:
                return self._finish(pending)
            except ProvisioningRefused as refusal:
                # The token lives an hour; a longer interruption starts over.
                logger.info("the interrupted provisioning is begun anew: %s", refusal)
        return self._finish(self._ask_certificate())

    def _read_pending(self) -> dict[str, str] | None:
        try:
            pending = json.loads((self._folder / "pending.json").read_bytes())
            return {name: str(pending[name]) for name in ("certificatePem", "certificateOwnershipToken")}
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _ask_certificate(self) -> dict[str, str]:
        answer = self._ask(_CREATE, {"certificateSigningRequest": signing_request(self._own_key(), self._serial)})
        pending = {name: str(answer[name]) for name in ("certificatePem", "certificateOwnershipToken")}
        self._keep("pending.json", json.dumps(pending))
        return pending

    def _own_key(self) -> ec.EllipticCurvePrivateKey:
        """The key of an interrupted try, or a new one: a power cut leaves no certificate without its key."""
        path = self._folder / "private.key"
        try:
            key = load_pem_private_key(path.read_bytes(), None)
            if isinstance(key, ec.EllipticCurvePrivateKey):
                return key
        except (OSError, ValueError):
            pass
        new = ec.generate_private_key(ec.SECP256R1())
        pem = new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._keep("private.key", pem.decode())
        return new

    def _finish(self, pending: dict[str, str]) -> Identity:
        answer = self._ask(
            self._register,
            {
                "certificateOwnershipToken": pending["certificateOwnershipToken"],
                # The unit's name is the register's, by its serial number: the hook puts it in.
                "parameters": {"SerialNumber": self._serial},
            },
        )
        self._keep("certificate.pem", pending["certificatePem"])
        self._keep("unit.json", json.dumps({"unit": answer["thingName"]}))
        (self._folder / "pending.json").unlink(missing_ok=True)
        identity = find_identity(self._folder)
        if identity is None:
            raise ProvisioningInterrupted("the disk did not keep the identity")
        return identity

    def _ask(self, topic: str, request: dict[str, Any]) -> dict[str, Any]:
        """Raises ProvisioningRefused, ProvisioningInterrupted."""
        try:
            sent = self._link.publish(topic, json.dumps(request).encode(), urgent=True)
            sent.result(timeout=self._answer_s)
            answered_on, answer = self._answers.get(timeout=self._answer_s)
        except (LinkBusy, queue.Empty, TimeoutError) as error:
            raise ProvisioningInterrupted(f"no answer on {topic}") from error
        except Exception as error:
            raise ProvisioningInterrupted(f"{topic}: {error}") from error
        if answered_on.endswith("/rejected"):
            told = f"{answer.get('errorCode')}: {answer.get('errorMessage')}"
            if _is_the_citys_trouble(answer):
                raise ProvisioningInterrupted(told)
            raise ProvisioningRefused(told)
        return answer

    def _keep(self, name: str, text: str) -> None:
        replace_durably(self._folder / name, text.encode(), _OWN_EYES)


def _is_the_citys_trouble(answer: dict[str, Any]) -> bool:
    """Whether a refusal says that asking again may help: the hook starts cold, or the city is busy."""
    return answer.get("errorCode") in _PASSING or str(answer.get("statusCode", "")).startswith("5")


def signing_request(key: ec.EllipticCurvePrivateKey, serial: str) -> str:
    """A certificate signing request for `key`, PEM."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, serial)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(Encoding.PEM).decode()


def claim_client_id(serial: str) -> str:
    """The claim certificate opens a line under a name that says what it is for."""
    return f"claim-{serial}"
