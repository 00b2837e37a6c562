"""Fleet provisioning by claim: a box fresh from the workshop asks the city for a certificate of its own.

The private key is made here and stays here: the city signs a request for it (`create-from-csr`). Whenever the power goes, the next
start goes on: the last file written, the one with the name, says that everything before it is there.

Neither operation has a client token, so an answer is matched to its request by what it says: it came on the topic of the
step that is open, a certificate is for this box's own key, a registration names a device. Whatever else comes (late, twice,
misshapen, of an earlier try) is ignored, and the right answer is still waited for. What was meant for an earlier
connection never arrives, because the line's session ends with it (`SESSION_KEPT_S`).
"""

import json
import logging
import queue
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, TypeGuard, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from iot.device.files import replace_durably
from iot.device.line.link import Link, LinkBusy
from iot.device.line.pace import draw_wait_s

logger = logging.getLogger(__name__)
T = TypeVar("T")

_OWNER_ONLY: Final = 0o600
_ANSWER_S: Final = 30.0
_CREATE: Final = "$aws/certificates/create-from-csr/json"
# Of the line that provisioning goes over, in seconds: an answer to an earlier connection belongs to nobody any more.
SESSION_KEPT_S: Final = 0
# Six tries with growing waits are about three minutes; then whoever watches over the program starts it again.
TRIES: Final = 6
_LONGEST_WAIT_S: Final = 30.0

# The hook has five seconds, and a cold one may take longer.
_PASSING = frozenset(
    {"InvocationError", "InternalFailure", "ServiceUnavailable", "ThrottlingException", "TooManyRequests"}
)


class ProvisioningRefused(Exception):
    """The city does not let this device in, or not like this."""


class ProvisioningInterrupted(Exception):
    """No answer came; the next try goes on where this one ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the city's register names devices of one kind.

    - kind: names the file that holds the name, and its field.
    - pattern: what every name matches as a whole.
    """

    kind: str
    pattern: str

    @property
    def file(self) -> str:
        return f"{self.kind}.json"

    def is_name(self, name: object) -> TypeGuard[str]:
        return isinstance(name, str) and re.fullmatch(self.pattern, name) is not None


@dataclass(frozen=True, slots=True)
class Identity:
    """A device's own certificate and key, and the name it has in the city."""

    name: str
    certificate: Path
    private_key: Path


def find_identity(folder: Path, naming: Naming) -> Identity | None:
    """What an earlier provisioning left, if it came to its end: a name, and a certificate for the key beside it."""
    try:
        name = json.loads((folder / naming.file).read_bytes())[naming.kind]
        certificate = (folder / "certificate.pem").read_text()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    key = _read_key(folder / "private.key")
    if not naming.is_name(name) or key is None or not _is_for(certificate, key):
        return None
    return Identity(name, folder / "certificate.pem", folder / "private.key")


def try_until_provisioned(
    once: Callable[[], Identity], pause: Callable[[float], None], chance: Random, tries: int = TRIES
) -> Identity:
    """Runs `once` again after each interruption, with growing waits drawn by `chance` and kept by `pause` (seconds).

    Raises ProvisioningRefused at once, and the last ProvisioningInterrupted; OSError of the disk.
    """
    for attempt in range(tries - 1):
        try:
            return once()
        except ProvisioningInterrupted as interruption:
            wait_s = draw_wait_s(attempt, chance, longest_s=_LONGEST_WAIT_S)
            logger.info("%s; tried again in %.0f s", interruption, wait_s)
            pause(wait_s)
    return once()


class Provisioning:
    """Asks for an identity over a line that was opened with the claim certificate."""

    def __init__(
        self,
        link: Link,
        folder: Path,
        *,
        naming: Naming,
        template: str,
        serial: str,
        answer_s: float = _ANSWER_S,
        monotonic_s: Callable[[], float] = time.monotonic,
        write: Callable[[Path, bytes, int], None] = replace_durably,
    ) -> None:
        """`write` puts a file there whole or not at all: its path, content and mode."""
        self._link, self._folder, self._naming, self._serial = link, folder, naming, serial
        self._answer_s = answer_s
        self._monotonic_s, self._write = monotonic_s, write
        self._answers: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        # Refusals as they were heard, topic and payload: the same once more may be the broker's second delivery.
        self._refusals: set[tuple[str, bytes]] = set()
        self._connected: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._register = f"$aws/provisioning-templates/{template}/provision/json"
        for topic in (_CREATE, self._register):
            for outcome in ("accepted", "rejected"):
                link.listen(f"{topic}/{outcome}", lambda topic, payload: self._answers.put((topic, payload)))
        link.when_connected(lambda: self._connected.put(True))

    def run(self) -> Identity:
        """Returns the identity, the one there is already or a new one.

        Raises ProvisioningRefused, ProvisioningInterrupted, OSError.
        """
        identity = find_identity(self._folder, self._naming)
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

    def _read_pending(self) -> "_Certificate | None":
        """The certificate of an interrupted try, if it is for the key that is still here."""
        key = _read_key(self._folder / "private.key")
        try:
            pending = json.loads((self._folder / "pending.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return None if key is None else _read_certificate(pending, key)

    def _ask_certificate(self) -> "_Certificate":
        key = self._own_key()
        request = {"certificateSigningRequest": signing_request(key, self._serial)}
        certificate = self._ask(_CREATE, request, lambda answer: _read_certificate(answer, key))
        kept = {"certificatePem": certificate.pem, "certificateOwnershipToken": certificate.ownership_token}
        self._keep("pending.json", json.dumps(kept))
        return certificate

    def _own_key(self) -> ec.EllipticCurvePrivateKey:
        """The key of an interrupted try, or a new one: a power cut leaves no certificate without its key."""
        path = self._folder / "private.key"
        key = _read_key(path)
        if key is not None:
            return key
        new = ec.generate_private_key(ec.SECP256R1())
        pem = new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._keep("private.key", pem.decode())
        return new

    def _finish(self, certificate: "_Certificate") -> Identity:
        request = {
            "certificateOwnershipToken": certificate.ownership_token,
            # The device's name is the register's, by its serial number: the hook puts it in.
            "parameters": {"SerialNumber": self._serial},
        }
        name = self._ask(self._register, request, self._read_name)
        self._keep("certificate.pem", certificate.pem)
        self._keep(self._naming.file, json.dumps({self._naming.kind: name}))
        (self._folder / "pending.json").unlink(missing_ok=True)
        identity = find_identity(self._folder, self._naming)
        if identity is None:
            raise ProvisioningInterrupted("the disk did not keep the identity")
        return identity

    def _ask(self, topic: str, request: dict[str, Any], read: Callable[[Any], T | None]) -> T:
        """What `read` finds in the answer. Raises ProvisioningRefused, ProvisioningInterrupted."""
        # What came before the question is no answer to it.
        while not self._answers.empty():
            self._ignore(*self._answers.get_nowait())
        try:
            sent = self._link.publish(topic, json.dumps(request).encode(), urgent=True)
            sent.result(timeout=self._answer_s)
        except (LinkBusy, TimeoutError) as error:
            raise ProvisioningInterrupted(f"{topic} was not sent") from error
        except Exception as error:
            raise ProvisioningInterrupted(f"{topic}: {error}") from error
        repeated: bytes | None = None
        deadline_s = self._monotonic_s() + self._answer_s
        while True:
            try:
                heard_on, payload = self._answers.get(timeout=max(0.0, deadline_s - self._monotonic_s()))
            except queue.Empty:
                break
            if heard_on == f"{topic}/rejected":
                if (heard_on, payload) not in self._refusals:
                    self._refusals.add((heard_on, payload))
                    raise _refusal(payload)
                repeated = payload
            elif heard_on == f"{topic}/accepted" and (found := read(_parse(payload))) is not None:
                return found
            else:
                self._ignore(heard_on, payload)
        # Nothing else came, so the refusal that was heard before was this request's too.
        raise ProvisioningInterrupted(f"no answer on {topic}") if repeated is None else _refusal(repeated)

    def _read_name(self, answer: Any) -> str | None:
        """What RegisterThing answers: the name that the register has for this serial number."""
        name = answer.get("thingName") if isinstance(answer, dict) else None
        return name if self._naming.is_name(name) else None

    def _ignore(self, topic: str, payload: bytes) -> None:
        if topic.endswith("/rejected"):
            self._refusals.add((topic, payload))
        logger.info("an answer on %s is not the one that is waited for (%d bytes)", topic, len(payload))

    def _keep(self, name: str, text: str) -> None:
        self._write(self._folder / name, text.encode(), _OWNER_ONLY)


@dataclass(frozen=True, slots=True)
class _Certificate:
    """A certificate that the city signed and nobody registered yet."""

    pem: str
    ownership_token: str


def _parse(payload: bytes) -> Any:
    """A JSON document from the broker; None if it is none."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _read_certificate(answer: Any, key: ec.EllipticCurvePrivateKey) -> _Certificate | None:
    """What `create-from-csr` answers, if it is for this key."""
    if not isinstance(answer, dict):
        return None
    pem, token = answer.get("certificatePem"), answer.get("certificateOwnershipToken")
    if not isinstance(pem, str) or not isinstance(token, str) or not token or not _is_for(pem, key):
        return None
    return _Certificate(pem, token)


def _is_for(certificate_pem: str, key: ec.EllipticCurvePrivateKey) -> bool:
    try:
        return bool(x509.load_pem_x509_certificate(certificate_pem.encode()).public_key() == key.public_key())
    except (ValueError, UnsupportedAlgorithm):
        return False


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey | None:
    """The key on the disk; None if there is none, or none of ours."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _refusal(payload: bytes) -> ProvisioningRefused | ProvisioningInterrupted:
    """A refusal by its kind: interrupted where asking again may help, because the hook starts cold or the city is busy."""
    answer = _parse(payload)
    if not isinstance(answer, dict):
        return ProvisioningInterrupted("a refusal that nobody can read")
    code, status = str(answer.get("errorCode")), str(answer.get("statusCode", ""))
    reason = f"{code}: {answer.get('errorMessage')}"
    passing = code in _PASSING or status.startswith("5")
    return ProvisioningInterrupted(reason) if passing else ProvisioningRefused(reason)


def signing_request(key: ec.EllipticCurvePrivateKey, serial: str) -> str:
    """A certificate signing request for `key`, PEM."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, serial)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(Encoding.PEM).decode()


def claim_client_id(serial: str) -> str:
    """The claim certificate opens a line under a name that says what it is for."""
    return f"claim-{serial}"
