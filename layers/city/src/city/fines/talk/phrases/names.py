"""How topics, zones and banks are named where a citizen reads them, in every language. Pure."""

from city.fines.law.language import Language
from city.fines.talk.phrases.languages import EN, KO, VI, ZH
from city.fines.talk.understanding import Intent

# How a topic is named where the citizen chooses by number.
TOPIC_NAMES: dict[Intent, dict[Language, str]] = {
    Intent.FINE_LOOKUP: {KO: "금액·내역 확인", EN: "amount and details", ZH: "金額·明細", VI: "so tien, chi tiet"},
    Intent.ACCOUNT_REQUEST: {KO: "가상계좌", EN: "account to pay into", ZH: "虛擬帳號", VI: "tai khoan nop tien"},
    Intent.APPEAL: {KO: "의견제출·이의", EN: "object to the fine", ZH: "意見·異議", VI: "nop y kien, khieu nai"},
    Intent.HUMAN_AGENT: {KO: "상담원", EN: "a person", ZH: "人工服務", VI: "gap nhan vien"},
    Intent.PAYMENT_CONFIRM: {KO: "납부 확인", EN: "whether my payment arrived", ZH: "付款確認", VI: "xac nhan da nop"},
    Intent.PAYMENT_METHODS: {KO: "납부 방법", EN: "ways to pay", ZH: "付款方法", VI: "cach nop"},
    Intent.DUE_DATE: {KO: "납부 기한", EN: "due date", ZH: "付款期限", VI: "han nop"},
    Intent.REDUCTION: {KO: "감경", EN: "reductions", ZH: "減免", VI: "giam tien phat"},
    Intent.INSTALLMENT: {KO: "분할납부", EN: "instalments", ZH: "分期付款", VI: "nop nhieu lan"},
    Intent.SEIZURE_RELEASE: {
        KO: "압류·영치 해제",
        EN: "lift a seizure",
        ZH: "解除査封·歸還車牌",
        VI: "giai toa ke bien, tra bien so",
    },
    Intent.OWNERSHIP: {KO: "명의·렌트 차량", EN: "sold or rented car", ZH: "過戶·租賃車", VI: "xe da ban, xe thue"},
    Intent.PHOTO: {KO: "단속 사진", EN: "photos", ZH: "違規照片", VI: "anh vi pham"},
    Intent.NOTICE_RESEND: {
        KO: "고지서 다시 받기",
        EN: "send the notice again",
        ZH: "重寄通知書",
        VI: "gui lai thong bao",
    },
    Intent.REFUND: {KO: "환급", EN: "refund", ZH: "退款", VI: "hoan tien"},
    Intent.TOWING: {KO: "견인", EN: "towed car", ZH: "拖車", VI: "xe bi keo"},
    Intent.OTHER_OFFICE: {KO: "다른 기관 업무", EN: "another office", ZH: "其他機關業務", VI: "viec cua co quan khac"},
    Intent.OPT_OUT: {KO: "알림 그만 받기", EN: "stop reminders", ZH: "停止提醒", VI: "ngung nhac nho"},
}

ZONES: dict[str, dict[Language, str]] = {
    "general": {KO: "일반구역", EN: "general zone", ZH: "一般區域", VI: "khu vuc thuong"},
    "fire_facility": {KO: "소방시설", EN: "fire facility", ZH: "消防設施", VI: "thiet bi chua chay"},
    "senior_or_disabled": {
        KO: "노인·장애인보호구역",
        EN: "senior or disabled zone",
        ZH: "老人·殘疾人保護區",
        VI: "khu bao ve nguoi gia, nguoi khuyet tat",
    },
    "children": {KO: "어린이보호구역", EN: "children's zone", ZH: "兒童保護區", VI: "khu bao ve tre em"},
}

BANKS: dict[str, dict[Language, str]] = {
    "NH": {KO: "농협", EN: "NH Bank", ZH: "NH農協銀行", VI: "NH Bank"},
    "KB": {KO: "국민", EN: "KB Bank", ZH: "KB國民銀行", VI: "KB Bank"},
    "SHINHAN": {KO: "신한", EN: "Shinhan Bank", ZH: "新韓銀行", VI: "Shinhan Bank"},
    "WOORI": {KO: "우리", EN: "Woori Bank", ZH: "友利銀行", VI: "Woori Bank"},
    "HANA": {KO: "하나", EN: "Hana Bank", ZH: "韓亞銀行", VI: "Hana Bank"},
    "IBK": {KO: "기업", EN: "IBK Bank", ZH: "IBK企業銀行", VI: "IBK Bank"},
}
