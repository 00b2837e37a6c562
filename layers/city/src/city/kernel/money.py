"""Money is an int of won; only its printing and its rounding live here."""


def drop_below_ten_won(amount_krw: int) -> int:
    """Local revenue drops the part under 10 won (지방회계법 §55, 국고금관리법 §47)."""
    return amount_krw - amount_krw % 10


def won_ko(amount_krw: int) -> str:
    return f"{amount_krw:,}원"


def won_en(amount_krw: int) -> str:
    return f"{amount_krw:,} won"
