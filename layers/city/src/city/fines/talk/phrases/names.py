"""How topics, zones and banks are named where a citizen reads them, in every language. Pure."""

from city.fines.law.language import Language
from city.fines.talk.phrases.languages import EN, KO, VI, ZH
from city.fines.talk.understanding import Intent

# How a topic is named where the citizen chooses by number.
TOPIC_NAMES: dict[Intent, dict[Language, str]] = {
    Intent.FINE_LOOKUP: {KO: "금액·내역 확인", EN: "amount and details", ZH: "金额·明细", VI: "số tiền, chi tiết"},
    Intent.ACCOUNT_REQUEST: {KO: "가상계좌", EN: "account to pay into", ZH: "虚拟账号", VI: "tài khoản nộp tiền"},
    Intent.APPEAL: {KO: "의견제출·이의", EN: "object to the fine", ZH: "意见·异议", VI: "nộp ý kiến, khiếu nại"},
    Intent.HUMAN_AGENT: {KO: "상담원", EN: "a person", ZH: "人工服务", VI: "gặp nhân viên"},
    Intent.PAYMENT_CONFIRM: {KO: "납부 확인", EN: "whether my payment arrived", ZH: "付款确认", VI: "xác nhận đã nộp"},
    Intent.PAYMENT_METHODS: {KO: "납부 방법", EN: "ways to pay", ZH: "付款方法", VI: "cách nộp"},
    Intent.DUE_DATE: {KO: "납부 기한", EN: "due date", ZH: "付款期限", VI: "hạn nộp"},
    Intent.REDUCTION: {KO: "감경", EN: "reductions", ZH: "减免", VI: "giảm tiền phạt"},
    Intent.INSTALLMENT: {KO: "분할납부", EN: "instalments", ZH: "分期付款", VI: "nộp nhiều lần"},
    Intent.SEIZURE_RELEASE: {
        KO: "압류·영치 해제",
        EN: "lift a seizure",
        ZH: "解除查封·归还车牌",
        VI: "giải tỏa kê biên, trả biển số",
    },
    Intent.OWNERSHIP: {KO: "명의·렌트 차량", EN: "sold or rented car", ZH: "过户·租赁车", VI: "xe đã bán, xe thuê"},
    Intent.PHOTO: {KO: "단속 사진", EN: "photos", ZH: "违规照片", VI: "ảnh vi phạm"},
    Intent.NOTICE_RESEND: {
        KO: "고지서 다시 받기",
        EN: "send the notice again",
        ZH: "重寄通知书",
        VI: "gửi lại thông báo",
    },
    Intent.REFUND: {KO: "환급", EN: "refund", ZH: "退款", VI: "hoàn tiền"},
    Intent.TOWING: {KO: "견인", EN: "towed car", ZH: "拖车", VI: "xe bị kéo"},
    Intent.OTHER_OFFICE: {KO: "다른 기관 업무", EN: "another office", ZH: "其他机关业务", VI: "việc của cơ quan khác"},
    Intent.OPT_OUT: {KO: "알림 그만 받기", EN: "stop reminders", ZH: "停止提醒", VI: "ngưng nhắc nhở"},
}

ZONES: dict[str, dict[Language, str]] = {
    "general": {KO: "일반구역", EN: "general zone", ZH: "一般区域", VI: "khu vực thường"},
    "fire_facility": {KO: "소방시설", EN: "fire facility", ZH: "消防设施", VI: "thiết bị chữa cháy"},
    "senior_or_disabled": {
        KO: "노인·장애인보호구역",
        EN: "senior or disabled zone",
        ZH: "老人·残疾人保护区",
        VI: "khu bảo vệ người già, người khuyết tật",
    },
    "children": {KO: "어린이보호구역", EN: "children's zone", ZH: "儿童保护区", VI: "khu bảo vệ trẻ em"},
}

BANKS: dict[str, dict[Language, str]] = {
    "NH": {KO: "농협", EN: "NH Bank", ZH: "NH农协银行", VI: "NH Bank"},
    "KB": {KO: "국민", EN: "KB Bank", ZH: "KB国民银行", VI: "KB Bank"},
    "SHINHAN": {KO: "신한", EN: "Shinhan Bank", ZH: "新韩银行", VI: "Shinhan Bank"},
    "WOORI": {KO: "우리", EN: "Woori Bank", ZH: "友利银行", VI: "Woori Bank"},
    "HANA": {KO: "하나", EN: "Hana Bank", ZH: "韩亚银行", VI: "Hana Bank"},
    "IBK": {KO: "기업", EN: "IBK Bank", ZH: "IBK企业银行", VI: "IBK Bank"},
}
