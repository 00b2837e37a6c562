"""Words that many people use for one thing, and whether the message wants it or waves it away."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

# Looked for in the normalised text without its spaces, where a run of digits stands as one 0. These are hints for the
# linear model, which learns what each one and each pair of them is worth; none decides alone.
_WORDS = {
    "account": "계좌 게좌 계조 통장번호 입금할 입금하려 입금하게 입금처 이체할 이체처 송금할 송금하려 부칠 어디로입금 "
    "어디로송금 어디로이체 어디로보내 보낼곳 보낼데 보낼디 넣어야 쏠게 account wire banktransfer 账号 账户 "
    "汇款 转账 tàikhoản chuyểnkhoản 이체번호 가상번호 입금번호 수취 예금주 쏴드 쏘게 부치면 부쳐드 이체하게 "
    "돈보낼 sendthe transferto 帐号 打到 打给 户名 收款 sốtk stk",
    "paid": "냈 낸거 낸건 낸돈 넣었 보냄 입금했 입금하였 입금완 입금함 입금을했 입금은했 입금햇 이체했 이체하였 이체완 "
    "이체함 이체을했 이체은했 이체햇 송금했 송금하였 송금완 송금함 송금을했 송금은했 송금햇 납부했 납부하였 "
    "납부완 납부함 납부을했 납부은했 납부햇 결제했 결제하였 결제완 결제함 결제을했 결제은했 결제햇 부쳤 완납 "
    "들어왔 들어갔 빠져나 빠졌 출금 승인문자 ipaid havepaid alreadypaid mypayment 已经付 付了 缴费成功 到账 "
    "đãnộp đãchuyển đãtrả 낸기록 낸내역 낸사람 결제마 나갔 넣은 부친 긁혔 결제됐 받으셨 받았어 낸과태료 "
    "내수다 내버 gonethrough 转了 付款了 đãnhận 납입 수납 긁었 내부렀 승인났 remit credited transferred 汇了 "
    "交了 交过 缴了 đóngrồi",
    "confirm": "확인 처리됐 처리되 처리된 반영 영수증 증명서 confirm receipt received 确认 xácnhận nhậnđược 잘갔 "
    "도착했 잡혔 전산 기록남 조회되 처리완 입금됐 wentthrough certificate 入账 收据 收到 证明 biênlai",
    "twice": "두번 0번 이중 중복 겹쳐 겹친 또냈 또내 곱 더낸 더냈 더보냈 더들어 더나간 과오납 과납 잘못보 잘못낸 잘못냈 "
    "착오 차액 overpaid twice wrongamount 重复 多付 多交 hailần nhầm nộpthừa 둘다 각각 하나는 한번더 배로 "
    "초과 남의 다른사람걸 실수로 이미낸걸 버렸 sameticket chuyểnthừa 거듭 같은건을 같은걸 한번만나 배를 多了 "
    "两次 更多 extra double dư",
    "refund": "환불 환급 환굽 돌려주 돌려받 돌려줘 돌리도 돌려드 반환 물러 도로넣 결제취소 입금취소 카드취소 refund "
    "moneyback 退款 退钱 hoàntiền hoànlại 되돌 되찾 받을수있 취소부탁 취소되 취소하 내돈 남는돈 退给 "
    "trảlại 돌려보내 도로줘 도로받 뱉어 게워 롤백 returnit giveback 退回 还给 lạitiền",
    "means": "카드 페이 편의점 은행 창구 현금 atm 자동화기기 앱 인터넷 위택스 이택스 지로 큐알 qr 수수료 자동이체 "
    "우체국 포인트 ars creditcard cash online website 信用卡 刷卡 支付宝 微信 现金 thẻ tiềnmặt 직접가 방문 "
    "수납 무통장 visa store 便利店 网上 quamạng 세븐일레븐 gs0 cu에 씨유 토스 네이버 카카오 주민센터 "
    "납부사이트 스마트폰 폰으로 우편환 전자납부 가상자산 계좌말고 신용 代收 app 银联 ngânhàng vídiệntử",
    "how": "어떻게 어케 우째 우예 어찌 방법 하는법 내는법 절차 어디서 어디다 어디에 어데 순서 how where 怎么 如何 "
    "哪里 làmsao cáchnào ởđâu 우찌 방식 메뉴 어느 되능교 options 어떤식 무슨수로 어떵 어트케 어뜨케 어떡 수단 "
    "경로로 whatmode whatothermode nhưthếnào 怎样 哪儿 哪个",
    "pay": "납부 결제 내나 내요 내야 낼 내고싶 내려 pay 缴 交 付 nộp trả 바치 물라 물어야 물어내 치르 납입 해치우 "
    "settle clearit đóng",
    "due": "언제까지 언제꺼 원제 은제 기한 납기 마감 며칠까지 몇일까지 날짜까지 며칠남 deadline duedate bywhen 截止 "
    "最晚 期限 hạn khinào 며칟날 몇월며칠 월요일에 다음달 담달 다음주 월말 연말 내일내 모레 기간안 기간이얼마 "
    "nextmonth 下个月 thángsau 몇일남 며칠안 데드라인 디데이 dday d-day 만료 유효기간 시한 막날 끝나는날 "
    "lastday howlong expire 几天 哪天 到期 mấyngày baolâu",
    "late": "늦 연체 가산 이자 지났 지나면 넘기면 넘겨 안내면 미납시 불이익 불어 독촉 시효 overdue late afterthedue "
    "dontpay 逾期 滞纳 quáhạn trễ 늘었 불었 추가로 추가금 더해지 미루면 버티 더붙 붙어요 goup penalty 涨 "
    "nộpmuộn 밀리 밀린 밀렸 묵힌 묵혔 안내고 커지 과징 interest grow 利息 晚交 晚缴 多罚 lãi chậm",
    "discount": "할인 감경 감면 깎 0% 0프로 0퍼 퍼센트 반값 혜택 경감 싸게 덜내 에누리 discount reduc %off lower 优惠 减 "
    "打折 giảm 줄여 줄이 덜받 덜어 낮춰 내려주 빼주 빼준 네고 반띵 절반 퉁 탕감 일찍내 빨리내 미리내 서둘러 "
    "후딱내 조기납 이할 concession cheaper break 早付 早交 便宜 少交 bớt",
    "eligible": "수급 차상위 장애 유공자 상이 한부모 보훈 경로 미성년 임산부 다자녀 저소득 첫위반 처음걸 disab livelihood "
    "lowincome 低保 残疾 khuyếttật hộnghèo 기초생활 국가유공 북한이탈 탈북 참전 고령 노인 복지카드 의료급여 "
    "veteran pension 退伍 老人 ngườigià",
    "appeal": "이의 의의신청 의견 소명 억울 취소해 취소되 취소요청 취소를 취소부탁 면제 구제 부당 인정못 인정할수없 불복 "
    "재심 재판 비송 봐주 봐줄 appeal contest objection dispute cancelthe 申诉 异议 取消 khiếunại đượcmiễn "
    "선처 참작 용서 사유 심사 심의 재검토 납득 다투 반박 진술 감안 기각 소송 위법 무효 위반한사실이없 빼주 "
    "mistake 免罚 罚得不对 khôngđồngý xemxét 따지 항변 반론 정정 불수용 없던일 무르 사정을 하소연 이유서 "
    "이으신청 argue challenge waive fight 不服 申辩 撤销 理由 phảnđối kháng",
    "excuse": "응급 병원 구급 경련 쓰러 고장 펑크 사고 이사 짐내 하차 내려드 급해 급한 화장실 표지판 표지가 잠깐 정차 "
    "임산부태 emergency hospital nosign dropping 急诊 病人 cấpcứu 시동 퍼져 막혀 신호대기 태우 내려주 내린 "
    "세운 세웠 서있 댄건 블박 블랙박스 보험 진료 진단서 구조 폭설 배달 택배차 stuck traffic brokedown 车坏 "
    "xehỏng 하역 물건내 물건싣 타이어 퍼졌 손님내 애내 아이내 토하 아파서 가려져 가려서 안보였 지워져 지워진 "
    "몰랐 공사중 flattire hidden unload ambulance 卸货 装货 爆胎 hưxe",
    "photo": "사진 찍힌 찍은 cctv 시시티 영상 증거 화면 이미지 짤 photo picture evidence image footage 照片 证据 录像 "
    "ảnh hình bằngchứng 그림 스샷 컬러 까봐 보여주 보여줘 보고싶 열람 카메라 snap camera proof video 拍的 "
    "图片 看一下 chụp",
    "split": "나눠 나누 분납 분할 분활 할부 쪼개 조금씩 쪼매씩 째깐 매달 매월 달마다 다달이 일부만 반만 유예 미뤄 "
    "일시불 한꺼번에 한번에 한방에 갚 0회 installment monthly postpone defer allatonce 分期 分几次 延期 "
    "trảgóp nhiềulần từngphần 반은 여러번 몇차례 감당 eachmonth halfnow 每个月 회차 분기 월급날 보류 연기 "
    "늦춰 미루 기다려 나눌 쪼갤 형편 실직 백수 알바비 extend extension inparts bitbybit 先付 一半 缓 hoãn chia",
    "seizure": "압류 암류 영치 번호판 원부 말소 해제 묶 seiz licenseplate platewas lifted releasethe 扣押 查封 车牌被 "
    "kêbiên biểnsố 통장이막 계좌풀 통장왜막 hold plates 冻结 解除 앞판 뒷판 넘버 떼가 떼갔 떼어 띠갔 저당 "
    "잡혀 잡구 걸어놨 걸려있어 풀어 풀리 풀려 못팔 못쓰 lien frozen unfreeze unlock 被冻 解封 tịchthu gỡ "
    "mởkhoá",
    "tow": "견인 레카 렉카 끌려 끌고 보관소 보관료 차가없 차없어 차가사라 차가안보 차찾 차어디 차를찾 tow impound "
    "拖车 拖走 被拖 cẩu bãi kéoxe 차를어디 차어딨 차가지러 取车 lấyxe 온데간데 사라졌 사라진 가져갔 끌구 "
    "끌어가 실려 들려갔 싣고갔 어디갔 어디감 보관중 출고 gone taken carismissing wheremycar whereismycar 吊走 "
    "拖吊 车不见 不见了 mấtxe giữxe baixe",
    "notice": "고지서 독촉장 우편 등기 주소 재발급 재발송 재발행 종이 notice bymail bypost letter address 通知书 通知单 "
    "寄 giấy địachỉ 납부서 고지문 통지 송부 팩스 출력 인쇄 봉투 이메일 용지 쪽지 bill copy envelope 单子 "
    "邮件 bảnsao thôngbáo",
    "lost": "잃어 분실 버렸 찢 못받 안왔 안와 안오 반송 다시보내 다시부 재발 lost again resend 丢 再寄 gửilại "
    "làmmất 못봤 안보 젖 부재중 안열 지워 never 없어져 사라져 안들어 누락 다시한번 새로 도로보내 못찾 훼손 "
    "번져 새거 misplaced another reprint 补发 补寄 khônnhậnđược khôngnhậnđược",
    "owner": "팔았 판차 판지 팔아 팔린 매도 매각 명의 차주 주인 소유자 소유가 렌트 렌터 리스 임차 폐차 양도 양수 빌린 "
    "빌려 운전자 운전한 내차아 내차가아 제차아 제차가아 저희차아 저희차가아 몰던 넘겼 sold rental renter owner "
    "notmine isnotmy 卖掉 租车 车主 bánxe chủ khôngphảicủatôi 넘긴 구매자 매수자 매입 예전차 없앤 이전등록 "
    "돌아가신 고인 사망 상속 반납 대여 대리기사 발렛 정비소 카센터 퇴사 몰고 타는차 타다가 앞으로해 앞으로돌려 "
    "앞으로변경 앞으로바꿔 앞으로왔 그런차 모르는차 모릅니다 borrow exhusband boughtthe 借的 mượn thuê 판매 "
    "처분 이전했 매매 위탁 법인 회사차 대포차 도용 도난 복제 쌍둥이 넘어간 물려받 남의차 우리차아 notmycar "
    "neverowned dontown donthavecar donthaveacar company 过户 卖了 不是我 đổitên",
    "human": "상담 상당원 담당 직원 사람 통화 전화 연락주 연락부탁 팀장 과장 책임자 주무관 콜백 면담 유선 agent human "
    "officer someone staff callme callback speak talkto 人工 工作人员 打电话 nhânviên gọi tổngđài 내선 직통 "
    "누가 아무나 말로 operator 客服 负责人 phụtrách 인간 기계 챗봇 자동응답 바꿔 연결 말귀 공일공 real person "
    "真人 机器人 接线 gặpngười",
    "stop": "그만 수신거 거부 보내지 보네지 차단 해지 탈퇴 빼주 빼줘 제외 중단 끊어 끄는 꺼주 안받을 받기싫 안오게 "
    "삭제 지워주 stop unsub optout remove donttext notmessage 退订 不要再 别再 取消短信 đừng hủynhận 끊고 "
    "빼요 지우 꺼줘 꺼라 치워 귀찮 연락하지 안받음 안받아 오지않 losemy quit nomore xóa dừng 不想收 别发",
    "texting": "문자 알림 톡 메시지 메세지 스팸 광고 명단 sms texting message spam 短信 tinnhắn",
    "elsewhere": "속도 과속 신호위반 중앙선 벌점 범칙금 이파인 면허 경찰 하이패스 통행료 자동차세 재산세 주민세 지방세 "
    "연금신 여권 등본 증명발급 전입 출생 혼인 쓰레기 흡연 담배 소음 가로등 거주자 공영주차 마트 검사 보험 "
    "등록사업소 보건소 지원금 신고하 단속해주 날씨 맛집 택배 강남 종로 수원 인천 speeding redlight licence "
    "license visa passport 超速 闯红灯 驾照 签证 quátốcđộ đènđỏ giahạn hộchiếu 신호등 안전벨트 갓길 음주 "
    "출석요구 검찰 법원벌금 수도 전기요금 전기세 충전 가스요금 취득세 소득세 서초 마포 성동 부산 경기도 다른구 "
    "민방위 예비군 선거 수영 체육 보육 어린이집 기초연금 경로당 일자리 취업 채용 실업 병원어 약국 하수구 맨홀 "
    "벌집 방역 정전 노점 간판 건축 철거 정화조 재개발 사업자등록 영업신고 위생 영화 기차 비행기 버스 지하철 "
    "따릉이 몇시야 며칠이야 주가 주식 노래 번역 숙제 환율 로또 치킨 짜장 피자 와이파이 비밀번호 휴대폰요금 "
    "핸드폰요금 인터넷설치 임시번호판 조기폐차 등급 세무과 복지과 반려견 고양이 유기견 현수막 이행강제금 "
    "꼬리물기 끼어들기 장애인구역 장애인주차 재활용 음식물 폐기물 library garbage insurance foreigner 天气 "
    "外国人 登记 tạmtrú 수당 미세먼지 접종 층간 윗집 보도블 종소세 종합소득 세무서 킥보드 월세 매트리스 "
    "폐가구 가구버 과적 국도 데이터 행사 안장 장례 화장장 상속세 출입국 체류 비자 등록증 국적 학교 급식 놀이터 "
    "공원 산책로 가로수 나무가 쥐가 바퀴벌레 모기 하천 침수 제설 눈치우 염화 자전거 주차장정기 정기권 월주차 "
    "주차권 주차요금 청년 신혼 인감 가족관계 주민등록 교통카드 택시 카풀 부동산 공시지가 토지 동대문구 용산 "
    "은평 노원 관악 송파 영등포 대구 광주 대전 울산 제주시 분당 일산 recycl mattress vaccin weather bulky tax "
    "school apostille waterbill electric 垃圾 疫苗 水费 电费 税 护照 身份证 学校 换钱 rác thuế căncước tiêm "
    "nước",
    "lookup": "조회 얼마 올매 을마 몇건 나왔 나온 미납 체납 걸렸 걸린 찍혔 단속됐 단속된 딱지 밀린 있는지 있나 금액 "
    "howmuch anyfine unpaid check 多少 查 有没有 baonhiêu kiểmtra tracứu 내역 장소 일시 무슨위반 무슨건 몇번 "
    "합계 액수 단속떴 owe amount violation 违停 bịphạt 총액 총얼 몇개 몇방 몇장 얼매 월매 을매 여부 떴나 "
    "뜬거 붙어있 올라간 걸려있 남은거 남은건 물린 찍힌게 찍힌거 날아온 howmany whatfor outstanding pending 欠 "
    "几张 哪里违 什么罚 mấycái lỗigì nợ",
    "fine": "과태료 과태로 벌금 딱지 위반 fine ticket 罚款 罚单 phạt",
    "angry": "짜증 열받 너무하 너무허 한심 도둑 장난하 미친 최악 실망 쓸모 엉터리 불친절 답답 어이없 어이가 뜯어 융통성 "
    "철밥통 화가나 괘씸 ㅅㅂ 불쾌 개판 공무원 구청장 신고할 제보 항의 따위 따구 ridiculous worst rude useless "
    "terrible 太差 过分 tệ thấtvọng thôlỗ 싸가지 욕 바보 멍청 호구 양심 부끄 창피 반성 사과 속터 환장 천불 "
    "빡 기가막 꼴보기 헛소리 형평 과잉 과도 분노 유감 함정 불공평 삿대질 반말 비웃 말투 떠넘 등골 서민 시민을 "
    "말이됩니까 말이돼 세금이 thief thieves disappoint nosense 抢钱 没用 quáđáng 지긋지긋 더러워 더럽 지친 "
    "지칩니다 질렸 열불 환멸 비꼬 빈정 등쳐 털어 벌어먹 돈벌이 실적 갑질 나몰라 어쩌라 웃기 웃긴 헐 대박이네 "
    "박수 잘돌아간 장사 뻔뻔 무능 무성의 복붙 똑같은말 unbelievable shame joke scam racis 态度 坑 欺负 无语 "
    "bựcmình chán ăncướp",
    "courtesy": "감사 고맙 고마 ㄱㅅ 수고 안녕 반갑 땡큐 알겠 알것 알았 ㅋㅋ ㅎㅎ ㅇㅋ 오케 좋은 thank hello bye ok 谢谢 "
    "你好 好的 cảmơn xinchào vâng 응 그래 넵 네네 고생 굿 굳 최고 나이스 시험 테스트 죄송 미안 잘못눌 "
    "여보세요 저기요 계세요 辛苦 再见 chúc dạ ᆪ ㅇㅇ ㄴㄴ 명절 추석 설날 새해 복많이 잠시만 잠깐만 이따 "
    "나중에 잘못보냈 오타 morning night sorry welcome nice haha 早上好 晚安 不好意思 打错 nhầmsố",
    "please": "부탁 주세요 주셔요 주십시오 바랍니다 해줘 주이소 주쇼 줘유 줍서 ㅈㅂ please 请 xin giúp",
    "question": "나요 까요 가요 는지 될까 되나 죠 ? 인교 능교 남유 당가 쿠과 할수있 ㄱㄴ 吗 không",
}
_WAVED_AWAY = re.compile(
    r".{0,4}?(?:말고|말구|필요없|필요는없|필요도없|됐고|됐으|됐어|아니고|아니라|아닌|없이|안주|안보내|괜찮고|괜찮은|싫|은알|는알|도알|봤고|받았고|안할|대신)"
)


def _by_first_letter() -> dict[str, list[tuple[str, str]]]:
    """Word and family, under the letter that the word begins with; the longest word first."""
    table = defaultdict(list)
    for name, words in _WORDS.items():
        for word in unicodedata.normalize("NFKC", words).lower().split():
            table[word[0]].append((word, name))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return dict(table)


_WORDS_FROM = _by_first_letter()


def concepts(solid: str) -> Iterator[str]:
    """What is spoken of in a text without spaces: each once, whether waved away, in pairs, and what came last."""
    wanted: list[tuple[int, str]] = []
    for start, name, end in _found(solid):
        if _WAVED_AWAY.match(solid, end):
            yield f"not:{name}"
        else:
            wanted.append((start, name))
    names = sorted({name for _, name in wanted})
    yield from names
    for index, first in enumerate(names):
        for second in names[index + 1 :]:
            yield f"{first}+{second}"
    if wanted:
        yield f"last:{max(wanted)[1]}"
    else:
        yield "nothing"


def _found(solid: str) -> Iterator[tuple[int, str, int]]:
    for start, letter in enumerate(solid):
        for word, name in _WORDS_FROM.get(letter, ()):
            if solid.startswith(word, start):
                yield start, name, start + len(word)
