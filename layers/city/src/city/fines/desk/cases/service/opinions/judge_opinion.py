"""Deciding an opinion (질서위반행위규제법 §16③), and telling the citizen."""

from collections.abc import Sequence
from dataclasses import dataclass

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import DecideOpinion as OpinionRequest
from city.contracts.fines.staff.cases import OpinionLine
from city.fines.desk.cases.service.opinions.show_opinion import find_opinion
from city.fines.desk.cases.service.shown_cases import show_opinion
from city.fines.desk.errors import OpinionDecidedBefore
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import NoticeUnknown
from city.fines.law.language import Language
from city.fines.law.lifecycle import Move, State, after
from city.fines.law.privacy import Mask
from city.fines.law.procedure.opinions import GROUND_TERMS, Ground, OpinionDecision, check_decision
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.case_writes import answered, in_state
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.talk.clerks_words import check_text
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken
from city.kernel.clock import Clock, seoul_date


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOpinion:
    """Decides an opinion and texts the citizen."""

    connection: Connection
    cases: Cases
    desk: DeskEntries
    send_text: SendTextIfTaken
    replies: Replies
    clock: Clock

    def judge(self, number: str, given_at: str, request: OpinionRequest, by: str) -> OpinionLine:
        """Moves the case, records why and texts the citizen; once, however often it is asked for.

        Raises OpinionUnknown, OpinionDecidedBefore, AcceptanceNeedsGround, AcceptanceNeedsDocument,
        RejectionNeedsReason, TextHoldsLink, TextTooLong, CaseIsClosed and what else `after` raises, Transient.
        """
        ground = Ground(request.ground) if request.ground else None
        decision = check_decision(OpinionDecision(request.accepted, ground, request.documents_seen, request.reason))
        opinion, case = look_again(lambda: self._decided(number, given_at, decision, by))
        if opinion.phone is not None:
            text = self._text(opinion, case, decision)
            own = OwnText(
                holder=opinion.holder,
                phone=opinion.phone,
                text=text,
                key=f"opinion-{number}-{given_at}",
                language=Language(opinion.language),
                at=opinion.decided_at,
                by=opinion.decided_by,
            )
            self.send_text.send(own)
        return show_opinion(opinion, Mask())

    def _decided(
        self, number: str, given_at: str, decision: OpinionDecision, by: str
    ) -> tuple[OpinionRecord, NoticeRecord]:
        opinion, case = find_opinion(self.desk, number, given_at), self.cases.by_number(number)
        if case is None:
            raise NoticeUnknown
        if opinion.state != "pending":
            if _same(opinion, decision):
                return opinion, case
            raise OpinionDecidedBefore
        check_text(self._text(opinion, case, decision))
        others = [
            other
            for other in self.desk.on_notice(number)[1]
            if other.state == "pending" and other.entry != opinion.entry
        ]
        writes, now = Writes(), self.clock.now()
        # What is accepted for one opinion on a notice leaves nothing to decide on the others.
        for decided in [opinion, *others] if decision.accepted else [opinion]:
            _write_decision(writes, decided, decision, by)
            decided.decided_at = now
        self._move(writes, case, decision, others)
        add_history(writes, number, f"opinion {opinion.state}", by=by, at=now)
        write_all(writes, self.connection)
        count("OpinionDecided")
        logger().info("opinion decided", extra={"notice_number": number, "state": opinion.state, "by": by})
        return opinion, case

    def _move(
        self, writes: Writes, case: NoticeRecord, decision: OpinionDecision, others: Sequence[OpinionRecord]
    ) -> None:
        """Adds the move of the case. It is written even where it stays, so that of two decisions one sees the other."""
        state, issue = State(case.status), case.current_issue
        actions: list[Action] = []
        if decision.accepted:
            following = after(state, Move.ACCEPT_OPINION)
            if issue is not None:
                actions.append(NoticeRecord.issue.remove())
                revoke(writes, issue, self.clock.now())
        elif state is State.UNDER_REVIEW and not others:
            following = after(state, Move.REJECT_OPINION)
        else:
            # Another opinion is still open, or the case came to its end meanwhile: this one alone is laid to rest.
            following = state
        if decision.accepted:
            actions += in_state(following, case.to_notice(), seoul_date(self.clock.now()))
        else:
            actions += answered(case, following)
        writes.add("case", lambda transaction: transaction.update(case, actions=actions))

    def _text(self, opinion: OpinionRecord, case: NoticeRecord, decision: OpinionDecision) -> str:
        language, notice = Language(opinion.language), case.to_notice()
        if not decision.accepted and State(case.status) is State.CLOSED_FINAL:
            return self.replies.opinion_refused(language, notice, "opinion_after_payment")
        return self.replies.opinion_decided(language, notice, decision.accepted, _reason(decision, language))


def _reason(decision: OpinionDecision, language: Language) -> str:
    if decision.reason or decision.ground is None:
        return decision.reason
    terms = GROUND_TERMS[decision.ground]
    return terms.name_ko if language is Language.KOREAN else terms.name_en


def _write_decision(writes: Writes, opinion: OpinionRecord, decision: OpinionDecision, by: str) -> None:
    opinion.state = "accepted" if decision.accepted else "rejected"
    opinion.documents = list(decision.documents_seen)
    opinion.decided_by, opinion.decided_reason = by, decision.reason
    opinion.decided_ground = decision.ground.value if decision.ground else None
    opinion.worklist = opinion.since = None
    writes.add(f"opinion {opinion.entry}", lambda transaction: transaction.save(opinion))


def _same(opinion: OpinionRecord, decision: OpinionDecision) -> bool:
    known = (opinion.state == "accepted", opinion.decided_ground, tuple(opinion.documents), opinion.decided_reason)
    ground = decision.ground.value if decision.ground else None
    return known == (decision.accepted, ground, decision.documents_seen, decision.reason)
