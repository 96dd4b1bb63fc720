"""Names that are nearly the same, by the pairs of neighbouring characters they share: one statement, however many.

Two names are alike by Dice's measure: twice the pairs in common, divided by the pairs of both. Only names that share
one of their rarest pairs are compared at all: whoever is as alike as asked must share one of so many of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

NEAR = 0.75  # of 1, the same name
_NO_OTHERS = "SELECT NULL::text AS ref, NULL::text AS name WHERE false"
_SIGNS = "，。、；：！？（）()《》〈〉“”‘’【】[]·-—,.;: \u3000\t\n"
_NEAR = """
WITH every AS MATERIALIZED (
    SELECT row_number() OVER () AS n, ref, name, mine, lower(translate(name, %(signs)s, '')) AS plain
    FROM (SELECT ref, name, true AS mine FROM unnest(%(refs)s::text[], %(names)s::text[]) AS own(ref, name)
          UNION ALL SELECT ref, name, false FROM ({others}) AS others) AS both_of_them
), grams AS MATERIALIZED (
    SELECT DISTINCT n, mine, substr(plain, place, 2) AS gram
    FROM every, generate_series(1, greatest(length(plain) - 1, 1)) AS place
), ranked AS MATERIALIZED (
    SELECT n, mine, gram, row_number() OVER (PARTITION BY n ORDER BY uses, gram) AS rank, count(*) OVER (PARTITION BY n) AS size
    FROM grams JOIN (SELECT gram, count(*) AS uses FROM grams GROUP BY gram) AS used USING (gram)
), rare AS MATERIALIZED (
    SELECT * FROM ranked WHERE rank <= size - ceil(size * %(least)s / (2 - %(least)s)) + 1
), sets AS MATERIALIZED (
    SELECT n, array_agg(gram) AS grams FROM grams GROUP BY n
), pairs AS MATERIALIZED (
    SELECT DISTINCT a.n AS one, b.n AS other, a.size AS one_size, b.size AS other_size
    FROM rare AS a JOIN rare AS b USING (gram)
    WHERE a.mine AND (NOT b.mine OR a.n < b.n) AND 2.0 * least(a.size, b.size) / (a.size + b.size) >= %(least)s
), measured AS (
    SELECT one, other, 2.0 * (SELECT count(*) FROM unnest(a.grams) AS gram WHERE gram = ANY(b.grams))
        / (one_size + other_size) AS alike
    FROM pairs JOIN sets AS a ON a.n = one JOIN sets AS b ON b.n = other
)
SELECT a.ref, a.name, b.ref, b.name, b.mine, alike
FROM measured JOIN every AS a ON a.n = one JOIN every AS b ON b.n = other
WHERE alike >= %(least)s ORDER BY alike DESC, one, other LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are alike: `other` is one of the same list where `within`, else a row of the database."""

    ref: str
    name: str
    other: str
    other_name: str
    within: bool
    alike: float


def near(
    names: Sequence[tuple[str, str]],
    others: str = _NO_OTHERS,
    values: dict[str, Any] | None = None,
    *,
    least: float = NEAR,
    most: int = 1000,
) -> list[Pair]:
    """Pairs of alike names, the most alike first: among `names` (reference and name), and of them with the rows of
    `others`, a SELECT of `ref` and `name` as text with its own named `values`. One statement.
    """
    statement = _NEAR.format(others=others)
    given = {
        **(values or {}), "signs": _SIGNS, "refs": [ref for ref, _ in names], "names": [name for _, name in names],
        "least": least, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [
            Pair(ref, name, other, other_name, within, float(alike))
            for ref, name, other, other_name, within, alike in cursor.fetchall()
        ]


__all__ = ["NEAR", "Pair", "near"]
