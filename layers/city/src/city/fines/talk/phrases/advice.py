"""Advice without a case, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "payment_methods": {
        KO: "가상계좌 이체, 서울시 이택스(ETAX·STAX), 은행 창구·ATM(고지서 지참), 신용카드(이택스)로 내실 수 있습니다. 20% 감경 기간에도 "
        '같습니다. 가상계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "You can pay by transfer to a virtual account, with Seoul ETAX/STAX (also by card), or at a bank or ATM with "
        'the notice. For a virtual account, reply "account" with the plate.',
        ZH: "可用虛擬帳號匯款、首爾市ETAX·STAX(可用信用card)、銀行窓口·ATM(携帶通知書)支付。20%減免期間也一樣。"
        '虛擬帳號請將"帳號"與車牌號一起發送。',
        VI: "Co the chuyen khoan vao tai khoan ao, nop qua Seoul ETAX/STAX (ca the tin dung), hoac tai ngan hang, ATM "
        '(mang theo thong bao). Trong thoi gian giam 20% cung vay. De lay tai khoan ao, tra loi "tai khoan" kem '
        "bien so xe.",
    },
    "reduction": {
        KO: "사전통지의 의견제출 기한 안에 내시면 20% 감경됩니다. 기초생활수급자, 한부모가족 보호대상자, 장애의 정도가 심한 장애인, 국가유공자 "
        "상이 1~3급, 미성년자는 같은 기간에 신청하시면 50%까지 감경되고 20%와 함께 적용됩니다. 체납된 과태료가 있으면 제외됩니다. 증명서를 준비해 "
        '"상담원"이라고 보내 주세요. {warning}',
        EN: "Paying inside the opinion period takes 20% off. Recipients of basic livelihood support, protected single "
        "parents, the severely disabled, veterans of injury grades 1-3 and minors may get up to 50% if they apply in the "
        'same period and have no overdue fines; both apply together. With a certificate at hand, reply "agent". {warning}',
        ZH: "在事前通知的意見提交期限內付款, 減免20%。基礎生活保障對象、受保護單親家庭、重度殘疾人、"
        "國家有功者(傷殘1~3級)、未成年人如同期申請, 最多減免50%, 可與20%疊加。有拖欠罰款者除外。請備好證明, "
        '發送"人工"。{warning}',
        VI: "Nop trong han nop y kien cua thong bao truoc duoc giam 20%. Nguoi nhan tro cap sinh hoat co ban, gia "
        "dinh don than duoc bao tro, nguoi khuyet tat nang, nguoi co cong bi thuong hang 1-3 va nguoi chua thanh "
        "nien, neu xin trong thoi han do, duoc giam den 50%, ap dung cung voi 20%. Tru nguoi con no tien phat. "
        'Xin chuan bi giay chung nhan va tra loi "nhan vien". {warning}',
    },
    "installment": {
        KO: "한 번에 내기 어려우시면 분할납부나 징수유예를 신청하실 수 있습니다(수급자·차상위, 재난·질병·실직 등, 9개월까지, 한 번 3개월 연장). "
        '결정까지 20일 이내이며 그동안 가산금은 붙지 않습니다. 신청은 "상담원"이라고 보내 주시거나 {phone}으로 전화해 주세요.',
        EN: "If you cannot pay at once you may apply to pay in instalments or later (low income, disaster, illness, job "
        "loss; up to 9 months, extended once by 3). A decision takes 20 days at most and no surcharge is added meanwhile. "
        'To apply, reply "agent" or call {phone}.',
        ZH: "難以一次付完時, 可申請分期或延期付款(低保·低收入、災難、疾病、失業等, 9個月以內, 可延長一次3個月)。"
        '20日內決定, 期間不加滯納金。申請請發送"人工"或致電{phone}。',
        VI: "Neu kho nop mot lan, co the xin nop nhieu lan hoac hoan nop (nguoi nhan tro cap, can ngheo, thien tai, "
        "benh tat, mat viec...; den 9 thang, gia han mot lan 3 thang). Quyet dinh trong 20 ngay, trong luc do "
        'khong cong tien cham nop. De xin, tra loi "nhan vien" hoac goi {phone}.',
    },
    "seizure": {
        KO: "압류는 체납 과태료를 모두 내시면 풀립니다. 입금이 확인되면 압류해제를 촉탁하며, 영치된 번호판은 바로 돌려드립니다. 다른 기관의 "
        '압류는 그 기관에 내셔야 합니다. 금액과 계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "A seizure is lifted once every overdue fine is paid; we then ask the registry to release it, and a plate "
        "that was taken is returned at once. Seizures of other offices are theirs to lift. For the amount, reply "
        '"account" with the plate.',
        ZH: "付完全部拖欠罰款, 卽可解除査封。確認到帳後委託解除, 被收走的車牌立刻歸還。其他機關的査封須向該機關支付。"
        '金額和帳號請將"帳號"與車牌號一起發送。',
        VI: "Nop het tien phat qua han thi ke bien duoc giai toa. Khi xac nhan da nop, chung toi de nghi giai toa ke "
        "bien; bien so bi thu giu duoc tra lai ngay. Ke bien cua co quan khac phai nop cho co quan do. De biet so "
        'tien va tai khoan, tra loi "tai khoan" kem bien so xe.',
    },
    "ownership": {
        KO: "과태료는 위반한 날의 소유자에게 부과됩니다. 그 전에 파신 차는 이전 날짜가 적힌 등록원부나 양도증명서를, 렌트·리스 차는 임대차계약서를 "
        '의견제출 기한 안에 내 주세요. 도난은 도난확인서가 필요합니다. 접수는 차량번호와 함께 "의견"이라고 보내 주세요. 상담: {phone}',
        EN: "The fine goes to whoever owned the car on the day. If you had sold it, send the registry extract or transfer "
        "deed; for a rental or lease, the contract; for a theft, the police report, within the opinion period. To file "
        'it, reply "opinion" with the plate. Questions: {phone}',
        ZH: "罰款由違規當日的車主承擔。此前已賣的車請提交寫明過戶日期的登記原簿或轉讓證明, 租賃車提交租賃合同, "
        '被盜車提交被盜證明, 均須在意見提交期限內。提交請將"意見"與車牌號一起發送。咨詢: {phone}',
        VI: "Tien phat do chu xe vao ngay vi pham nop. Xe da ban truoc do: nop so dang ky xe hoac giay chuyen nhuong "
        "co ghi ngay; xe thue: hop dong thue; xe mat cap: giay xac nhan mat cap, trong han nop y kien. De nop, "
        'tra loi "y kien" kem bien so xe. Lien he: {phone}',
    },
    "photo": {
        KO: "단속 사진은 개인정보여서 문자로 보내 드리지 않습니다. 서울시 교통위반 단속조회 서비스에서 본인확인 뒤 보실 수 있고, 신분증을 지참해 "
        "방문하셔도 됩니다. 문의: {phone}",
        EN: "Photos are personal data, so we do not send them by text. See them in Seoul's traffic violation service "
        "after identity verification, or visit us with an ID. Questions: {phone}",
        ZH: "違規照片屬個人信息, 不用短信發送。可在首爾市交通違規査詢服務經本人認證後査看, 或携帶身分證來訪。咨詢: "
        "{phone}",
        VI: "Anh vi pham la thong tin ca nhan nen khong gui qua tin nhan. Co the xem o dich vu tra cuu vi pham giao "
        "thong cua Seoul sau khi xac minh danh tinh, hoac mang giay to tuy than den. Lien he: {phone}",
    },
}
