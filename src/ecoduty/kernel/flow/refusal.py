"""Why an act did not happen: a stable code, a Chinese sentence, the field concerned."""

from __future__ import annotations

from dataclasses import dataclass

from ecoduty.kernel.rulebook import store as rulebooks


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was entered: `field` is the name of the field, empty for the whole."""

    field: str
    code: str
    sentence: str


class Refused(Exception):  # noqa: N818 -- a refusal is an answer of the gate, not a failure of it
    """The gate's no. `status` is the HTTP status a door answers with. Nothing was written.

    `clause` is the platform's own number of the duty it rests on; `of_plan` clauses of the city's plan, where it rests on
    what the rulebook itself says.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        status: int = 409,
        problems: tuple[Problem, ...] = (),
        clause: str = "",
        of_plan: tuple[str, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.status = status
        self.problems = problems
        self.clause = clause
        self.of_plan = of_plan

    def cited(self, *, under: str = "") -> str:
        """The clauses of the city's plan that it rests on, as 9.1 or 3.1、4.2; empty where its plan has none for it.

        `under` is the version that the matter was opened under, without it the plan in force.
        """
        found = self.of_plan or (rulebooks.cited((self.clause,), under=under) if self.clause else ())
        return "、".join(found)


# The gate's own codes and sentences; guards bring theirs. Listed in docs/codes.lock, never renamed.
SENTENCES = {
    "unknown_act": "没有“{act}”这个动作。",
    "not_found": "没有这个办件，或您无权查看。",
    "fresh_factor": "{act}须由本人核对动态口令：请填入手机上现在显示的六位数字。",
    "wrong_state": "现在是“{state}”，还不能{act}：须先到“{wanted}”。",
    "wrong_level": "{act}不适用于这一级的办件。",
    "not_permitted": "{act}由{who}办理，您现在的岗位是“{title}”。",
    "stale_page": "您打开页面之后，{name}于{when}已办“{done}”。您填的内容没有丢，请看过最新情况再办。",
    "occurred_in_future": "发生时间{moment}还没有到，不能登记将来的事。",
    "occurred_before_previous": "发生时间{moment}早于上一个动作（{previous}），次序不对。",
    "late_needs_reason": "发生时间距今已超过{tolerance}，属补录，须写明原因并注明凭证。",
    "bad_data": "有{count}处没有填好。",
    "key_reused": "同一个办理凭据已用于另一次不同的办理，请刷新页面后重办。",
    "busy": "另一个人正在办理此件，请稍候再试一次。您填的内容没有丢。",
    "database_gone": "数据库连接中断，这次办理没有完成，什么也没有写入。请稍候再试一次，您填的内容没有丢。",
    "commit_unconfirmed": "数据库在提交时断开，不能确定是否已办成。请打开此件核对；原样再交一次也不会重复办理。",
}
STATUSES = {"unknown_act": 404, "not_found": 404, "not_permitted": 403, "fresh_factor": 428, "bad_data": 422, "busy": 503, "database_gone": 503,
            "commit_unconfirmed": 503}  # fmt: skip


def refuse(code: str, **words: str) -> Refused:
    """A refusal with one of the gate's own codes."""
    return Refused(code, SENTENCES[code].format(**words), status=STATUSES.get(code, 409))


def wrong(field: str, code: str, sentence: str, *, clause: str = "", status: int = 422) -> Refused:
    """What was entered in a field cannot be. `sentence` ends with a full stop; beside its field it stands without."""
    problem = Problem(field, code, sentence.rstrip("。"))
    return Refused(code, sentence, status=status, clause=clause, problems=(problem,))
