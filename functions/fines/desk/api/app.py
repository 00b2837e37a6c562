"""The staff's API. Auditors read, clerks work, managers approve."""

from collections.abc import Callable
from typing import TypeVar

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, read_limit, read_query, require_group
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.fines import staff
from city.fines.bootstrap import Counter, counter_from_env

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)
ONLY_MANAGERS_MOVE = {"bar"}

_Asked = TypeVar("_Asked", bound=staff.Ask)


def make_app(counter: Callable[[], Counter] = counter_from_env) -> CityApp:
    app = CityApp("fines")

    def allow(groups: tuple[str, ...]) -> str:
        return require_group(app.request, groups)

    def read(kind: type[_Asked]) -> _Asked:
        return kind.model_validate_json(read_body(app.request, staff.MAX_BODY_BYTES))

    def query(name: str) -> str | None:
        return read_query(app.request, name)

    def paging(most: int) -> tuple[int, str | None]:
        return read_limit(app.request, default=min(20, most), most=most), query("page")

    def told(answer: Contract) -> Response:
        return Response(body=answer.model_dump(mode="json"))

    # --- cases ---

    @app.route("/cases", methods=["GET"])
    def search_cases() -> Response:
        allow(READERS)
        search = counter().search_cases
        return told(search.search(query("plate"), query("number"), query("phone"), *paging(search.MOST)))

    @app.route("/cases/{number}", methods=["GET"])
    def show_case(number: str) -> Response:
        allow(READERS)
        return told(counter().show_notice.show(number))

    @app.route("/cases/{number}/disclosure", methods=["POST"])
    def disclose_case(number: str) -> Response:
        by = allow(READERS)
        return told(counter().show_notice.disclose(number, read(staff.Disclose).reason, by))

    @app.route("/cases/{number}/moves", methods=["POST"])
    def move_case(number: str) -> Response:
        allow(WORKERS)
        body = read(staff.MoveCase)
        by = allow(MANAGERS if body.move in ONLY_MANAGERS_MOVE else WORKERS)
        return told(counter().move_case.move(number, body, by))

    @app.route("/cases/{number}/social-claim", methods=["POST"])
    def grant_reduction(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().grant_reduction.grant(number, read(staff.ClaimReduction), by))

    @app.route("/cases/{number}/instalments", methods=["POST"])
    def preview_instalments(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().preview_instalments.preview(number, read(staff.PlanInstalments), by))

    @app.route("/cases/{number}/plan", methods=["POST"])
    def grant_instalments(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().agree_instalments.grant(number, read(staff.GrantInstalments), by))

    @app.route("/cases/{number}/plan/extension", methods=["POST"])
    def extend_instalments(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().agree_instalments.extend(number, read(staff.ExtendInstalments), by))

    @app.route("/cases/{number}/plan/revocation", methods=["POST"])
    def revoke_instalments(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().agree_instalments.revoke(number, read(staff.RevokeInstalments), by))

    @app.route("/cases/{number}/owner", methods=["POST"])
    def change_owner_phone(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().change_owner_phone.change(number, read(staff.ChangeOwner).phone, by))

    # --- talks and tickets ---

    @app.route("/talks/{holder}", methods=["GET"])
    def show_talk(holder: str) -> Response:
        allow(READERS)
        talk = counter().show_talk
        return told(talk.show(holder, read_limit(app.request, default=20, most=talk.MOST)))

    @app.route("/talks/{holder}/disclosure", methods=["POST"])
    def disclose_talk(holder: str) -> Response:
        by = allow(READERS)
        return told(counter().show_talk.disclose(holder, read(staff.Disclose).reason, by))

    @app.route("/tickets", methods=["GET"])
    def list_tickets() -> Response:
        allow(READERS)
        return told(counter().work_tickets.list(*paging(counter().work_tickets.MOST)))

    @app.route("/tickets/{number}", methods=["GET"])
    def show_ticket(number: str) -> Response:
        allow(READERS)
        return told(counter().work_tickets.show(number))

    @app.route("/tickets/{number}/answer", methods=["POST"])
    def answer_ticket(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().work_tickets.answer(number, read(staff.AnswerTicket).words, by))

    @app.route("/tickets/{number}/close", methods=["POST"])
    def close_ticket(number: str) -> Response:
        by = allow(WORKERS)
        return told(counter().work_tickets.close(number, read(staff.CloseTicket).reason, by))

    # --- opinions ---

    @app.route("/opinions", methods=["GET"])
    def list_opinions() -> Response:
        allow(READERS)
        return told(counter().decide_opinion.list(*paging(counter().decide_opinion.MOST)))

    @app.route("/opinions/{number}/{given_at}", methods=["GET"])
    def show_opinion(number: str, given_at: str) -> Response:
        allow(READERS)
        return told(counter().decide_opinion.show(number, given_at))

    @app.route("/opinions/{number}/{given_at}/decision", methods=["POST"])
    def decide_opinion(number: str, given_at: str) -> Response:
        by = allow(WORKERS)
        return told(counter().decide_opinion.decide(number, given_at, read(staff.DecideOpinion), by))

    # --- money ---

    @app.route("/deposits/{deposit_key}", methods=["GET"])
    def show_deposit(deposit_key: str) -> Response:
        allow(READERS)
        return told(counter().show_deposits.show(deposit_key))

    @app.route("/deposits/{deposit_key}/disclosure", methods=["POST"])
    def disclose_deposit(deposit_key: str) -> Response:
        by = allow(READERS)
        return told(counter().show_deposits.disclose(deposit_key, read(staff.Disclose).reason, by))

    @app.route("/suspense", methods=["GET"])
    def list_suspense() -> Response:
        allow(READERS)
        return told(counter().show_deposits.list_suspense(*paging(counter().show_deposits.MOST)))

    @app.route("/suspense/{deposit_key}/proposal", methods=["POST"])
    def propose_decision(deposit_key: str) -> Response:
        by = allow(WORKERS)
        return told(counter().resolve_suspense.propose(deposit_key, read(staff.ProposeDecision), by))

    @app.route("/suspense/{deposit_key}/approval", methods=["POST"])
    def decide_proposal(deposit_key: str) -> Response:
        by = allow(MANAGERS)
        return told(counter().resolve_suspense.decide(deposit_key, read(staff.DecideProposal).approve, by))

    @app.route("/proposals", methods=["GET"])
    def list_proposals() -> Response:
        allow(READERS)
        return told(counter().show_deposits.list_proposals(*paging(counter().show_deposits.MOST)))

    @app.route("/refunds", methods=["GET"])
    def list_refunds() -> Response:
        allow(READERS)
        return told(counter().show_deposits.list_refunds(*paging(counter().show_deposits.MOST)))

    @app.route("/refunds/{deposit_key}/paid", methods=["POST"])
    def confirm_refund(deposit_key: str) -> Response:
        by = allow(WORKERS)
        return told(
            counter().resolve_suspense.confirm_refund(deposit_key, read(staff.ConfirmRefund).bank_reference, by)
        )

    # --- oversight ---

    @app.route("/views", methods=["GET"])
    def list_views() -> Response:
        allow(AUDITORS)
        return told(counter().show_views.list(query("subject"), *paging(counter().show_views.MOST)))

    @app.route("/reports", methods=["GET"])
    def list_reports() -> Response:
        allow(READERS)
        return told(counter().show_reports.list(*paging(counter().show_reports.MOST)))

    @app.route("/report", methods=["GET"])
    def show_report() -> Response:
        # The key in the query: its slashes would not come through a path everywhere.
        allow(READERS)
        return Response(body=counter().show_reports.show(query("key") or ""))

    @app.route("/statistics", methods=["GET"])
    def show_statistics() -> Response:
        allow(READERS)
        return told(counter().show_statistics.show(query("from"), query("to")))

    return app


app = make_app()
handler = observed(app)
