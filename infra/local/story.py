"""A story that is played against the running city: it tells what happens and counts what differs."""

from rich.markup import escape
from rich.panel import Panel

from infra.local.city import City


class Story:
    """One domain's part of the demo."""

    def __init__(self, city: City) -> None:
        self.city, self.differences = city, 0

    def tell(self, ko: str, en: str) -> None:
        self.city.console.print(f"\n[bold]{ko}[/]\n[dim]{en}[/]")

    def says(self, who: str, words: str) -> None:
        self.city.console.print(Panel(escape(words), title=who, title_align="left", width=76))

    def check(self, holds: bool, ko: str, en: str) -> None:
        mark = "[green]✓[/]" if holds else "[red]✗[/]"
        self.differences += not holds
        self.city.console.print(f"  {mark} {ko} [dim]· {en}[/]")

    def finish(self) -> int:
        """Says whether anything differed. Returns 1 if so."""
        if self.differences:
            self.city.console.print(f"\n[red]다른 점 {self.differences}가지[/] · {self.differences} steps differed")
            return 1
        self.city.console.print("\n[green]모두 그대로입니다[/] · everything is as it should be")
        return 0
