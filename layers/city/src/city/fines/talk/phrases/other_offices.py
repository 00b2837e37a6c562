"""Who is responsible for what this office does not do, beside police and other districts, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "toll": {
        KO: "고속도로·하이패스 통행료는 한국도로공사(1588-2504) 소관이고, 남산 혼잡통행료는 다산콜 120으로 "
        "문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Expressway and Hi-Pass tolls belong to the Korea Expressway Corporation (1588-2504); for the Namsan "
        "congestion charge call 120. For parking fines, text us here.",
        ZH: "高速公路、Hi-Pass通行费由韩国道路公社(1588-2504)管辖, 南山拥堵费请致电120。停车罚款请向本号码发短信。",
        VI: "Phí cao tốc, Hi-Pass thuộc Korea Expressway Corporation (1588-2504); phí ùn tắc Namsan, xin gọi "
        "120. Về tiền phạt đỗ xe, xin nhắn tin đến số này.",
    },
    "licence": {
        KO: "운전면허와 벌점은 경찰청과 한국도로교통공단 소관입니다. 경찰민원콜센터 182로 문의해 주세요. 주정차 "
        "과태료는 여기로 문자하시면 됩니다.",
        EN: "Driving licences and penalty points belong to the police and the Road Traffic Authority: call 182. "
        "For parking fines, text us here.",
        ZH: "驾照和违规记份由警察厅和韩国道路交通公团管辖, 请致电182。停车罚款请向本号码发短信。",
        VI: "Bằng lái và điểm phạt thuộc cảnh sát và Cơ quan giao thông đường bộ: gọi 182. Về tiền phạt đỗ xe, "
        "xin nhắn tin đến số này.",
    },
    "national_tax": {
        KO: "국세는 국세청 소관입니다. 국세상담센터 126으로 문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "National taxes belong to the National Tax Service: call 126. For parking fines, text us here.",
        ZH: "国税由国税厅管辖, 请致电126。停车罚款请向本号码发短信。",
        VI: "Thuế quốc gia thuộc Tổng cục Thuế: gọi 126. Về tiền phạt đỗ xe, xin nhắn tin đến số này.",
    },
    "local_tax": {
        KO: "자동차세·재산세 등 지방세는 구청 세무 부서 소관입니다. 구청 대표전화 {switchboard}로 문의하시거나 "
        "서울시 이택스(ETAX)에서 보실 수 있습니다. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Car, property and other local taxes belong to the district's tax department: call {switchboard}, or "
        "see Seoul ETAX. For parking fines, text us here.",
        ZH: "汽车税、财产税等地方税由区厅税务部门管辖, "
        "请致电{switchboard}或在首尔市ETAX查看。停车罚款请向本号码发短信。",
        VI: "Thuế ô tô, thuế tài sản và thuế địa phương thuộc phòng thuế của quận: gọi {switchboard} hoặc xem "
        "Seoul ETAX. Về tiền phạt đỗ xe, xin nhắn tin đến số này.",
    },
    "vehicle_duties": {
        KO: "자동차 검사·의무보험·버스전용차로·운행제한 등의 과태료는 저희 소관이 아닙니다. 고지서에 적힌 부서나 "
        "구청 대표전화 {switchboard}, 다산콜 120으로 문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Fines on inspection, compulsory insurance, bus lanes or driving bans are not ours: ask the "
        "department named on the notice, the district's switchboard {switchboard}, or 120. For parking fines, "
        "text us here.",
        ZH: "车辆检查、义务保险、公交专用道、限行等罚款不属本科管辖, 请咨询通知书上的部门, "
        "或致电区厅总机{switchboard}、120。停车罚款请向本号码发短信。",
        VI: "Tiền phạt về kiểm định, bảo hiểm bắt buộc, làn xe buýt, hạn chế lưu thông không thuộc chúng tôi: "
        "xin hỏi phòng ghi trên thông báo, tổng đài của quận {switchboard} hoặc 120. Về tiền phạt đỗ xe, xin "
        "nhắn tin đến số này.",
    },
}
