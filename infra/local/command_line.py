"""What every command of the Makefile does around its work."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from rich.console import Console
from rich.markup import escape

from city.kernel.errors import CityError, Rejected
from infra.local.city import City
from infra.local.machine.environment import CREDENTIALS
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import in_one_sentence


def stay_on_this_machine() -> None:
    """Tools of the laptop talk to the laptop's cloud, whatever account the shell is signed in to."""
    os.environ.update(CREDENTIALS)
    os.environ.pop("AWS_PROFILE", None)


def perform(command: Callable[[], int]) -> NoReturn:
    """Ends the program with the command's status; whatever may be expected to go wrong is one sentence, never a trace."""
    try:
        with in_one_sentence(City()):
            sys.exit(command())
    except Rejected as refusal:
        complain(f"{refusal.message_ko} {refusal.message_en}")
    except (CityTrouble, CityError) as trouble:
        complain(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


def complain(sentence: str) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"[red]{escape(sentence)}[/]", soft_wrap=True)
    sys.exit(1)
