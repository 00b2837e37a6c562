"""Builds what staff do with cases."""

from dataclasses import dataclass

from city.fines.desk.cases.service import (
    apply_move,
    case_stories,
    change_owner_phone,
    grant_reduction,
    search_cases,
    show_case,
    text_moved,
)
from city.fines.desk.cases.service.apply_move import ApplyMove
from city.fines.desk.cases.service.change_owner_phone import ChangeOwnerPhone
from city.fines.desk.cases.service.corrections import (
    carry_out,
    decide_correction,
    judge_correction,
    list_corrections,
    propose_correction,
    text_corrected,
)
from city.fines.desk.cases.service.corrections.decide_correction import DecideCorrection
from city.fines.desk.cases.service.corrections.list_corrections import ListCorrections
from city.fines.desk.cases.service.corrections.propose_correction import ProposeCorrection
from city.fines.desk.cases.service.grant_reduction import GrantReduction
from city.fines.desk.cases.service.instalments import (
    decide_instalments,
    extend_plan,
    grant_plan,
    preview_instalments,
    revoke_plan,
)
from city.fines.desk.cases.service.instalments.extend_plan import ExtendPlan
from city.fines.desk.cases.service.instalments.grant_plan import GrantPlan
from city.fines.desk.cases.service.instalments.preview_instalments import PreviewInstalments
from city.fines.desk.cases.service.instalments.revoke_plan import RevokePlan
from city.fines.desk.cases.service.opinions import judge_opinion, list_opinions, show_opinion
from city.fines.desk.cases.service.opinions.judge_opinion import JudgeOpinion
from city.fines.desk.cases.service.opinions.list_opinions import ListOpinions
from city.fines.desk.cases.service.opinions.show_opinion import ShowOpinion
from city.fines.desk.cases.service.search_cases import SearchCases
from city.fines.desk.cases.service.show_case import DiscloseCase, ShowCase
from city.fines.desk.service.staff_parts import StaffParts
from city.fines.law.bootstrap import open_accounts
from city.fines.money.service.send_receipts import TextReceivers
from city.fines.money.service.tell_release import TellRelease
from city.fines.money.texts import MoneyTexts
from city.fines.talk.service.send_text import SendTextIfTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUseCases:
    """What staff do with cases."""

    search_cases: SearchCases
    show_case: ShowCase
    disclose_case: DiscloseCase
    apply_move: ApplyMove
    grant_reduction: GrantReduction
    preview_instalments: PreviewInstalments
    grant_plan: GrantPlan
    extend_plan: ExtendPlan
    revoke_plan: RevokePlan
    change_owner_phone: ChangeOwnerPhone
    list_opinions: ListOpinions
    show_opinion: ShowOpinion
    judge_opinion: JudgeOpinion
    propose_correction: ProposeCorrection
    decide_correction: DecideCorrection
    list_corrections: ListCorrections


def build_cases(parts: StaffParts) -> CaseUseCases:
    connection, cases, desk, clock = parts.connection, parts.cases, parts.desk, parts.clock
    stories = case_stories.CaseStories(cases=cases, desk=desk, deposits=parts.deposits, clock=clock)
    decide = decide_instalments.DecideInstalments(connection=connection, cases=cases, desk=desk, clock=clock)
    send_text = SendTextIfTaken(parts.send_once)
    text_owner = decide_instalments.TextOwner(
        cases=cases, desk=desk, send_text=send_text, replies=parts.replies, clock=clock
    )
    judging = judge_correction.JudgeCorrection(cases)
    carrying_out = carry_out.CarryOut(
        cases=cases,
        judge_correction=judging,
        desk=desk,
        deposits=parts.deposits,
        tickets=parts.tickets,
        hashed=parts.hashed,
    )
    text_owner_before = text_corrected.TextCorrected(cases=cases, send_text=send_text, replies=parts.replies)
    texting_of_moves = text_moved.TextMoved(
        cases=cases,
        send_text=send_text,
        replies=parts.replies,
        tell_release=TellRelease(
            cases=cases,
            deposits=parts.deposits,
            text_receivers=TextReceivers(send_text),
            texts=MoneyTexts(parts.replies),
        ),
    )
    return CaseUseCases(
        search_cases=search_cases.SearchCases(cases=cases, clock=clock, hashed=parts.hashed),
        show_case=show_case.ShowCase(stories=stories),
        disclose_case=show_case.DiscloseCase(stories=stories, desk=desk, clock=clock),
        apply_move=apply_move.ApplyMove(
            connection=connection, cases=cases, desk=desk, text_moved=texting_of_moves, clock=clock
        ),
        grant_reduction=grant_reduction.GrantReduction(connection=connection, cases=cases, desk=desk, clock=clock),
        preview_instalments=preview_instalments.PreviewInstalments(connection=connection, cases=cases, clock=clock),
        grant_plan=grant_plan.GrantPlan(decide_instalments=decide, text_owner=text_owner, clock=clock),
        extend_plan=extend_plan.ExtendPlan(decide_instalments=decide, text_owner=text_owner),
        revoke_plan=revoke_plan.RevokePlan(decide_instalments=decide, text_owner=text_owner),
        change_owner_phone=change_owner_phone.ChangeOwnerPhone(
            connection=connection, cases=cases, accounts=open_accounts(connection), clock=clock, hashed=parts.hashed
        ),
        list_opinions=list_opinions.ListOpinions(desk=desk),
        show_opinion=show_opinion.ShowOpinion(desk=desk),
        judge_opinion=judge_opinion.JudgeOpinion(
            connection=connection,
            cases=cases,
            desk=desk,
            send_text=send_text,
            replies=parts.replies,
            clock=clock,
        ),
        propose_correction=propose_correction.ProposeCorrection(
            connection=connection,
            cases=cases,
            judge_correction=judging,
            carry_out=carrying_out,
            text_corrected=text_owner_before,
            clock=clock,
        ),
        decide_correction=decide_correction.DecideCorrection(
            connection=connection,
            cases=cases,
            carry_out=carrying_out,
            text_corrected=text_owner_before,
            clock=clock,
        ),
        list_corrections=list_corrections.ListCorrections(desk=desk),
    )
