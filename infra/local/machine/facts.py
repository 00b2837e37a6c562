"""What is known about a city from one command to the next: pid, ports, outputs of the stack, passwords."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Kept in one file of the city's folder, which nobody else reads."""

    home: Path

    def read(self) -> dict[str, Any]:
        """Empty where nothing is known."""
        try:
            facts: dict[str, Any] = json.loads((self.home / "city.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return facts

    def write(self, facts: dict[str, Any]) -> None:
        """Whole at every moment: another command reads it meanwhile."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.home / f"city.json.{os.getpid()}"
        unfinished.touch(mode=0o600)  # it holds the staff's passwords
        unfinished.write_text(json.dumps(facts, indent=1, ensure_ascii=False))
        unfinished.replace(self.home / "city.json")
