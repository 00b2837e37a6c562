"""A generated secret holds what its template allows: `ExcludePunctuation`, `ExcludeNumbers` and the like count.

ministack reads `ExcludeCharacters` alone. A secret that stands in a path, as the message hub's does, then holds a slash or
a `#` in most cities, and its door answers 401.
"""

import string
from typing import Any

from infra.local.cloud.hooks import require

_EXCLUDES = {
    "ExcludePunctuation": string.punctuation,
    "ExcludeNumbers": string.digits,
    "ExcludeUppercase": string.ascii_uppercase,
    "ExcludeLowercase": string.ascii_lowercase,
}


def generate_as_declared() -> None:
    from ministack.services.cloudformation import provisioners

    require(provisioners, "_sm_secret_string")
    generate = provisioners._sm_secret_string

    def generate_without(props: dict[str, Any]) -> str:
        declared = props.get("GenerateSecretString")
        if not declared:
            return str(generate(props))
        excluded = "".join(letters for name, letters in _EXCLUDES.items() if str(declared.get(name)).lower() == "true")
        characters = declared.get("ExcludeCharacters", "") + excluded
        return str(generate({**props, "GenerateSecretString": {**declared, "ExcludeCharacters": characters}}))

    provisioners._sm_secret_string = generate_without
