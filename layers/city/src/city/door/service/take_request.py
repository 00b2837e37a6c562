"""Does what a stack asks of its pages, and answers it whatever happens: a stack that is not answered waits for an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from city.aws.observability import count
from city.door.model import stack_answer

if TYPE_CHECKING:
    from city.door.service.publish_pages import PublishPages


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """`put`: an address, and what is put there."""

    publisher: Callable[[], PublishPages]
    put: Callable[[str, bytes], None]

    def take(self, request: dict[str, Any]) -> None:
        """Create, Update and Delete as CloudFormation sends them. Raises what publishing raised, once the stack knows."""
        url = str(request["ResponseURL"])
        count("PublicationAsked")
        if request["RequestType"] == "Delete":
            # The bucket outlives the stack, and so do the pages in it.
            self.put(url, stack_answer(request, {}))
            return
        try:
            digest = self.publisher().publish()
        except Exception as error:
            self.put(url, stack_answer(request, {}, failure=f"{type(error).__name__}: {error}"))
            raise
        self.put(url, stack_answer(request, {"Digest": digest}))
