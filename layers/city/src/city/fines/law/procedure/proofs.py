"""What each circumstance is called, and which documents prove it, in every language. Pure.

The documents are a district's practice, here that of 부산 중구; whatever shows what happened may be handed in.
Chinese is simplified and Vietnamese has its marks: what carriers cannot take is folded when a text is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from city.fines.law.language import Language
from city.fines.law.procedure.circumstances import Circumstance, guess_circumstance

_KO, _EN, _ZH, _VI = Language.KOREAN, Language.ENGLISH, Language.CHINESE, Language.VIETNAMESE


@dataclass(frozen=True, slots=True)
class Proof:
    """A circumstance as the citizen reads it; its documents are alternatives."""

    name: str
    documents: tuple[str, ...]


def _proof(name: str, *documents: str) -> Proof:
    return Proof(name, documents)


PROOFS: Mapping[Circumstance, Mapping[Language, Proof]] = {
    Circumstance.MAKING_WAY: {
        _KO: _proof("긴급자동차에 길을 비켜 준 것", "블랙박스 영상", "소방서·경찰서의 출동 확인서"),
        _EN: _proof("making way for an emergency vehicle", "dashcam video", "record of the fire station or police"),
        _ZH: _proof("给紧急车辆让路", "行车记录仪影像", "消防署或警察署的出动确认书"),
        _VI: _proof(
            "Nhường đường cho xe ưu tiên", "video camera hành trình", "giấy xác nhận của cứu hỏa hoặc cảnh sát"
        ),
    },
    Circumstance.EMERGENCY: {
        _KO: _proof("응급환자의 수송 또는 치료", "응급진료확인서", "입원확인서"),
        _EN: _proof(
            "transport or treatment of an emergency patient",
            "a certificate of emergency treatment",
            "a certificate of hospital admission",
        ),
        _ZH: _proof("运送或救治急救患者", "急诊确认书", "住院确认书"),
        _VI: _proof("Chở hoặc cứu chữa người bệnh cấp cứu", "giấy xác nhận cấp cứu", "giấy xác nhận nhập viện"),
    },
    Circumstance.DISABLED_BOARDING: {
        _KO: _proof("장애인의 승·하차를 도운 것", "장애인 복지카드 사본"),
        _EN: _proof("helping a person with a disability to board or alight", "a copy of the disability welfare card"),
        _ZH: _proof("协助残疾人上下车", "残疾人福利卡複印件"),
        _VI: _proof("Giúp người khuyết tật lên xuống xe", "bản sao thẻ phúc lợi người khuyết tật"),
    },
    Circumstance.FIRE_OPERATION: {
        _KO: _proof("화재 진압·소방 활동", "소방서의 화재·출동 확인서", "현장 사진"),
        _EN: _proof("a fire operation", "a record of the fire station", "photos of the scene"),
        _ZH: _proof("消防灭火", "消防署的火灾、出动确认书", "现场照片"),
        _VI: _proof("Hoạt động chữa cháy", "giấy xác nhận của cứu hỏa", "ảnh hiện trường"),
    },
    Circumstance.DISASTER: {
        _KO: _proof("화재·수해·재해와 구난작업", "관련 기관의 확인서", "피해나 구난작업을 보여 주는 사진"),
        _EN: _proof("a fire, flood or other disaster", "a letter of the authority", "photos of the damage or rescue"),
        _ZH: _proof("火灾、水灾等灾害和救援", "有关机关的确认书", "受灾或救援照片"),
        _VI: _proof("Hỏa hoạn, lũ lụt, thiên tai, cứu nạn", "giấy xác nhận của cơ quan", "ảnh thiệt hại hoặc cứu nạn"),
    },
    Circumstance.ROAD_WORKS: {
        _KO: _proof("도로공사 또는 교통지도단속", "관련 공문서", "공사계약서"),
        _EN: _proof("road works or traffic guidance", "an official letter of the authority", "the works contract"),
        _ZH: _proof("道路施工或交通指导", "有关公文", "施工合同"),
        _VI: _proof("Làm đường hoặc hướng dẫn giao thông", "công văn của cơ quan", "hợp đồng thi công"),
    },
    Circumstance.POLICE_WORK: {
        _KO: _proof("범죄의 예방·진압이나 사건·사고의 조사", "관련 공문서"),
        _EN: _proof("crime prevention, an arrest or an inquiry", "an official letter of the authority"),
        _ZH: _proof("预防、镇压犯罪或调查案件", "有关公文"),
        _VI: _proof("Phòng chống tội phạm hoặc điều tra", "công văn của cơ quan"),
    },
    Circumstance.ACCIDENT: {
        _KO: _proof("교통사고와 그 처리", "교통사고사실확인서", "보험사의 사고접수 확인서"),
        _EN: _proof("an accident and what followed", "the accident report", "the insurer's record of the accident"),
        _ZH: _proof("交通事故及其处理", "交通事故确认书", "保险公司的事故受理确认书"),
        _VI: _proof("Tai nạn giao thông", "giấy xác nhận tai nạn", "giấy tiếp nhận tai nạn của bảo hiểm"),
    },
    Circumstance.POLICE_ORDER: {
        _KO: _proof("경찰·단속 공무원의 지시에 따른 것", "경찰서 등의 확인서", "블랙박스 영상"),
        _EN: _proof("following an officer's order", "a letter of the police or authority", "dashcam video"),
        _ZH: _proof("按警察或执法人员指示停车", "警察署等的确认书", "行车记录仪影像"),
        _VI: _proof("Làm theo lệnh của cảnh sát", "giấy xác nhận của cảnh sát", "video camera hành trình"),
    },
    Circumstance.POLICE_CALLED: {
        _KO: _proof("사건을 신고하고 경찰을 기다린 것", "112 신고 내역", "경찰서의 사건사고사실확인원"),
        _EN: _proof("reporting an incident and waiting for the police", "the 112 call record", "the police report"),
        _ZH: _proof("报警后等待警察", "112报警记录", "警察署的事件事故确认书"),
        _VI: _proof("Báo và chờ cảnh sát", "lịch sử gọi 112", "giấy xác nhận vụ việc của cảnh sát"),
    },
    Circumstance.THEFT: {
        _KO: _proof("차량 도난", "경찰서의 도난확인서"),
        _EN: _proof("theft of the car", "the police report of the theft"),
        _ZH: _proof("车辆被盗", "警察署的被盗确认书"),
        _VI: _proof("Xe bị mất cắp", "giấy xác nhận mất cắp của cảnh sát"),
    },
    Circumstance.FLAT_TYRE: {
        _KO: _proof("타이어 펑크 등 차량 고장", "타이어 수리·교체 확인서", "보험사 긴급출동 확인서", "견인 확인서"),
        _EN: _proof(
            "a flat tyre", "the receipt for the tyre", "the insurer's record of roadside help", "the towing receipt"
        ),
        _ZH: _proof("爆胎等车辆故障", "轮胎修理、更换确认书", "保险公司紧急出动确认书", "拖车确认书"),
        _VI: _proof("Nổ lốp, hỏng xe", "giấy sửa, thay lốp", "giấy xác nhận cứu hộ của bảo hiểm", "giấy kéo xe"),
    },
    Circumstance.BREAKDOWN: {
        _KO: _proof("차량 고장", "정비·수리 확인서", "보험사 긴급출동 확인서", "견인 확인서"),
        _EN: _proof("a breakdown", "the repair receipt", "the insurer's record of roadside help", "the towing receipt"),
        _ZH: _proof("车辆故障", "修理确认书", "保险公司紧急出动确认书", "拖车确认书"),
        _VI: _proof("Xe hỏng", "giấy sửa chữa", "giấy xác nhận cứu hộ của bảo hiểm", "giấy kéo xe"),
    },
    Circumstance.MOVING: {
        _KO: _proof("이사", "이사계약서"),
        _EN: _proof("moving house", "the removal contract"),
        _ZH: _proof("搬家", "搬家合同"),
        _VI: _proof("Chuyển nhà", "hợp đồng chuyển nhà"),
    },
    Circumstance.DELIVERY: {
        _KO: _proof("화물을 싣고 내린 것", "운송장", "거래명세서"),
        _EN: _proof("loading, unloading or a delivery", "the waybill", "the delivery slip"),
        _ZH: _proof("装货、送货", "运单", "送货单"),
        _VI: _proof("Bốc dỡ, giao hàng", "vận đơn", "phiếu giao hàng"),
    },
    Circumstance.SOLD: {
        _KO: _proof("위반일 전의 양도·폐차", "자동차등록원부", "양도증명서(매매계약서)", "말소 사실을 보여 주는 서류"),
        _EN: _proof(
            "a sale or scrapping before that day",
            "the registry extract",
            "the transfer deed",
            "proof of deregistration",
        ),
        _ZH: _proof("违规日之前过户或报废", "汽车登记原簿", "转让证明(买卖合同)", "注销证明"),
        _VI: _proof("Đã bán hoặc hủy xe trước ngày đó", "sổ đăng ký xe", "giấy chuyển nhượng", "giấy xóa đăng ký"),
    },
    Circumstance.RENTED: {
        _KO: _proof("빌려준 차량", "위반일의 임대차계약서"),
        _EN: _proof("a rented or lent car", "the rental contract for that day"),
        _ZH: _proof("租赁、借出车辆", "违规当日的租赁合同"),
        _VI: _proof("Xe cho thuê, cho mượn", "hợp đồng thuê vào ngày đó"),
    },
    Circumstance.ANOTHER_CAR: {
        _KO: _proof("다른 차량이거나 차량번호 착오", "차량 사진", "그 시간에 다른 곳에 있었음을 보여 주는 자료"),
        _EN: _proof(
            "another car, or a plate read wrongly", "photos of your car", "what shows where it was at the time"
        ),
        _ZH: _proof("非本车或车牌识别错误", "车辆照片", "证明当时在别处的资料"),
        _VI: _proof("Xe khác hoặc đọc sai biển số", "ảnh xe", "giấy tờ cho thấy lúc đó xe ở nơi khác"),
    },
    Circumstance.PERMITTED: {
        _KO: _proof("허가되었거나 주차가 허용된 자리", "허가서나 공문", "현장 사진"),
        _EN: _proof("a permit, or a place where parking is allowed", "the permit or letter", "photos of the place"),
        _ZH: _proof("已获许可或可停车的位置", "许可证或公文", "现场照片"),
        _VI: _proof("Có giấy phép hoặc chỗ được phép đỗ", "giấy phép hoặc công văn", "ảnh hiện trường"),
    },
    Circumstance.NO_SIGN: {
        _KO: _proof("표지·노면표시가 없거나 보이지 않은 것", "현장 사진이나 영상"),
        _EN: _proof("a sign or marking that is missing or hidden", "photos or video of the place"),
        _ZH: _proof("没有标誌标线或看不见", "现场照片或影像"),
        _VI: _proof("Không có hoặc không thấy biển báo, vạch kẻ", "ảnh hoặc video hiện trường"),
    },
    Circumstance.PASSENGER: {
        _KO: _proof("사람을 태우고 내린 것", "블랙박스 영상 등 그때의 사정을 보여 주는 자료"),
        _EN: _proof("letting people in or out", "dashcam video or whatever shows it"),
        _ZH: _proof("上下乘客", "行车记录仪影像等资料"),
        _VI: _proof("Chở người lên xuống xe", "video camera hành trình hoặc giấy tờ cho thấy việc đó"),
    },
    Circumstance.ILLNESS: {
        _KO: _proof("갑작스러운 질병", "진료확인서 등 그때의 사정을 보여 주는 자료"),
        _EN: _proof("sudden illness", "a medical certificate or whatever shows it"),
        _ZH: _proof("突发疾病", "诊疗确认书等资料"),
        _VI: _proof("Bệnh đột ngột", "giấy khám bệnh hoặc giấy tờ cho thấy việc đó"),
    },
}


def proof_for(text: str, language: Language) -> Proof | None:
    """What would prove the circumstance that these words tell of; None where they tell of none we know."""
    told = guess_circumstance(text)
    return PROOFS[told][language] if told else None
