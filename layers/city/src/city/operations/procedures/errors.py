"""Refusals of procedures and shifts."""

from city.kernel.errors import Conflict, Invalid, NotFound, Transient


class ProcedureUnknown(NotFound):
    message_ko = "이 절차를 찾을 수 없습니다."
    message_en = "There is no such procedure."


class ProcedureFaulty(Invalid):
    """`detail` names the faults, with commas between."""

    message_ko = "절차에 고칠 곳이 있어 시행할 수 없습니다."
    message_en = "The procedure has faults and cannot be put in force."


class ProcedureChanged(Conflict):
    message_ko = "다른 사람이 먼저 이 절차를 고쳤습니다. 새로 읽은 뒤 다시 고쳐 주세요."
    message_en = "Somebody else changed the procedure first. Read it again, then change it."


class IncidentEnded(Conflict):
    message_ko = "이미 끝난 사건입니다."
    message_en = "The incident is over."


class RunUnknown(NotFound):
    message_ko = "진행 중인 절차를 찾을 수 없습니다."
    message_en = "There is no such run."


class StepNotAsked(Conflict):
    """It was answered by somebody else, or its time is over."""

    message_ko = "이 단계는 이미 처리되었거나 시간이 지났습니다."
    message_en = "This step was answered already, or its time is over."


class StepAskedOfOthers(Conflict):
    message_ko = "이 단계는 다른 담당에게 요청되었습니다."
    message_en = "This step is asked of somebody else."


class StepNotRefusable(Conflict):
    message_ko = "이 단계는 거부할 수 없습니다."
    message_en = "This step cannot be refused."


class ReasonMissing(Invalid):
    message_ko = "거부하는 까닭을 적어 주세요."
    message_en = "Say why you refuse."


class HandOverUnknown(NotFound):
    message_ko = "이 인수인계를 찾을 수 없습니다."
    message_en = "There is no such hand-over."


class SameWhoHandsOver(Conflict):
    message_ko = "인계한 사람은 인수 서명을 할 수 없습니다."
    message_en = "Whoever hands over cannot sign for who takes over."


class HandOverDecided(Conflict):
    message_ko = "이미 서명되었거나 철회된 인수인계입니다."
    message_en = "This hand-over was signed or withdrawn already."


class HandOverOfAnotherList(Conflict):
    message_ko = "그사이 열린 사건이 바뀌었습니다. 새 목록을 확인하고 서명해 주세요."
    message_en = "What is open has changed since. Look at the list as it is now, then sign."


class MachineNotReached(Transient):
    """Step Functions cannot be reached, or refuses."""
