"""Takes a card out of later rounds for somebody who came with it to the counter."""

from dataclasses import dataclass, field

from city.aws.observability import count
from city.contracts.dividend.citizens import OptOutByStaff
from city.dividend.rounds.pseudonym import opt_out_key
from city.dividend.rounds.tables.opt_outs import OptOuts
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutAtCounter:
    opt_outs: OptOuts
    opt_out_secret: bytes = field(repr=False)
    clock: Clock

    def opt_out(self, request: OptOutByStaff, by: str) -> None:
        """Who wrote it down and why stays on file."""
        card = opt_out_key(self.opt_out_secret, request.card_id)
        self.opt_outs.add(card, self.clock.now(), by, request.reason)
        count("OptedOut")
