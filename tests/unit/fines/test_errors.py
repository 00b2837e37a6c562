import re

from city.fines.desk import errors as desk
from city.fines.law import errors as law
from city.fines.money import errors as money
from city.fines.talk import errors as talk
from city.kernel.errors import Rejected


def test_every_refusal_speaks_korean_and_english() -> None:
    refusals = [
        named
        for errors in (desk, law, money, talk)
        for named in vars(errors).values()
        if isinstance(named, type) and issubclass(named, Rejected) and named.__module__ == errors.__name__
    ]

    assert len(refusals) > 40
    for refusal in refusals:
        assert re.search("[가-힣]", refusal.message_ko), refusal
        assert refusal.message_en.isascii(), refusal
