"""An expression of DynamoDB is read once, not once for each item that it is asked of.

ministack splits and parses the key condition again for every item of the partition: a query for what is new among twelve
thousand changes took half a second, in which the one process of the local cloud did nothing else.
"""

from functools import lru_cache
from typing import Any

from infra.local.cloud.hooks import require

# Programs write a few dozen; whoever puts values into them writes many.
_KEPT = 1_000


def read_once() -> None:
    from ministack.services import dynamodb

    require(
        dynamodb, "_tokenize", "_condition_syntax_error", "_check_redundant_parens", "_check_reserved_keyword_usage"
    )
    split = dynamodb._tokenize

    @lru_cache(_KEPT)
    def tokens_of(expression: str) -> tuple[Any, ...]:
        return tuple(split(expression))

    # A list of its own for each: what reads it may take from it.
    dynamodb._tokenize = lambda expression: list(tokens_of(expression))
    dynamodb._condition_syntax_error = lru_cache(_KEPT)(dynamodb._condition_syntax_error)
    for name in ("_check_redundant_parens", "_check_reserved_keyword_usage"):
        setattr(dynamodb, name, _of_tokens(getattr(dynamodb, name)))


def _of_tokens(check: Any) -> Any:
    @lru_cache(_KEPT)
    def checked(tokens: tuple[Any, ...], *more: Any) -> Any:
        return check(list(tokens), *more)

    return lambda tokens, *more: checked(tuple(tokens), *more)
