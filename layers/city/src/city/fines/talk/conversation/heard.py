"""All that one text holds, read once: intent, cars, numbers, an answer, a reason, the details asked beside it. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from city.fines.law.procedure.circumstances import guess_ground
from city.fines.talk.assent import Assent, assent_of
from city.fines.talk.details import Detail, details_of
from city.fines.talk.dialogue import OPINION_CHARACTERS_AT_LEAST
from city.fines.talk.other_offices import named_office
from city.fines.talk.reading.telling import tells_what_happened
from city.fines.talk.understanding import Intent, Understood, Word
from city.kernel.plate import without_plates


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One text, and what it says in itself."""

    text: str
    received_at: datetime
    said: Understood
    # As an answer to "shall we record this?".
    assent: Assent
    # What happened, or why the fine is wrong: words that may be an opinion.
    tells: bool
    circumstance: bool  # one that the law or the desk knows
    promises: bool  # to come back to it later
    asks_particulars: bool  # when, where, how
    narrates: bool  # tells something that was, whatever it is
    details: tuple[Detail, ...]
    asks: bool  # a question, or a wish put as one
    of_money: bool  # of money that was sent, or should have come
    asks_account: bool
    every_case: bool
    asks_to_record: bool
    asks_for_reminder: bool
    asks_to_stop: bool
    applies: bool
    of_a_fine: bool
    asks_total: bool
    topic: Intent | None  # a matter that is named in so many words: a seizure, a reduction, instalments
    adds: bool  # "furthermore": more of what was told before
    requests: bool  # "tell me", "send me", how much, when
    courteous: bool  # thanks, "all right", "I will wait"
    of_arrears: bool
    if_granted: bool  # "and if I get it?"
    offers_photo: bool
    asks_person: bool
    asks_photo: bool
    office: str | None  # the phrase of another office whose matter it is
    tickets: tuple[str, ...]  # numbers of tickets in it
    has_photo: bool = False

    @property
    def names_a_case(self) -> bool:
        return bool(self.said.plates or self.said.notice_numbers or self.said.last_four)

    @property
    def is_statement(self) -> bool:
        """Neither a question nor a wish nor a courtesy: something that is told."""
        no_wish = self.said.intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.COMPLAINT, Intent.OWNERSHIP)
        told = self.assent is Assent.ELSE and not self.asks and not self.details and self.said.word is None
        return no_wish and told and not self.said.numbers and len(self.text.strip()) >= OPINION_CHARACTERS_AT_LEAST


def hear(said: Understood, text: str, received_at: datetime, *, has_photo: bool = False) -> Heard:
    """Reads a text for all it contains."""
    solid = _solid(text)
    circumstance = guess_ground(text) is not None
    story = _tells_something(solid, circumstance=circumstance)
    return Heard(
        text=text,
        received_at=received_at,
        said=said,
        assent=_assent(text, solid),
        tells=_tells_a_reason(text, solid, story=story),
        circumstance=circumstance,
        promises=_PROMISES.search(solid) is not None,
        asks_particulars=_PARTICULARS.search(solid) is not None,
        narrates=story,
        details=details_of(text),
        asks=_QUESTION.search(solid) is not None or _ENGLISH_QUESTION.search(text.lower()) is not None,
        of_money=_OF_MONEY.search(solid) is not None,
        asks_account=_ACCOUNT.search(solid) is not None and _NOT_OUR_ACCOUNT.search(solid) is None,
        every_case=_EVERY.search(solid) is not None,
        asks_to_record=_RECORD.search(solid) is not None,
        asks_for_reminder=_REMINDER.search(solid) is not None,
        asks_to_stop=said.word is Word.STOP or _STOP.search(solid) is not None,
        applies=_APPLIES.search(solid.strip("\"'“”‘’「」.!~")) is not None,
        adds=_ADDS.search(solid) is not None and _ASKS_ADDED.search(solid) is None and len(solid) >= _TOLD_AT_LEAST + 4,
        of_a_fine=_OF_A_FINE.search(solid) is not None,
        asks_total=_TOTAL.search(solid) is not None,
        topic=next((topic for topic, cues in _TOPICS if cues.search(solid)), None),
        courteous=_COURTESY.search(solid) is not None and _REQUESTS.search(solid) is None,
        requests=_REQUESTS.search(solid) is not None,
        offers_photo=_OFFERS_PHOTO.search(solid) is not None,
        asks_person=_PERSON.search(solid) is not None,
        asks_photo=not has_photo and _PHOTO.search(solid) is not None,
        if_granted=_IF_GRANTED.search(solid) is not None,
        of_arrears=_ARREARS.search(solid) is not None,
        office=named_office(text),
        tickets=tuple(_TICKET.findall(text)),
        has_photo=has_photo,
    )


def _tells_a_reason(text: str, solid: str, *, story: bool) -> bool:
    rest = _INTRODUCES.sub("", solid)
    if len(rest) < _TOLD_AT_LEAST or _ASKS_LEAVE.fullmatch(solid):
        return False
    # "Is there really a fine on my car?": a question without a circumstance is no story.
    short = len(rest) < _QUESTION_AT_MOST and _QUESTION.search(solid)
    bare_question = short and not story
    return not bare_question and tells_what_happened(text)


def _tells_something(solid: str, *, circumstance: bool) -> bool:
    rest = _INTRODUCES.sub("", solid)
    if len(rest) < _TOLD_AT_LEAST or _ASKS_LEAVE.fullmatch(solid) or _OF_MONEY.search(rest) or _REQUESTS.search(rest):
        return False
    return circumstance or _NARRATES.search(rest) is not None


def _assent(text: str, solid: str) -> Assent:
    """As it is read, but for what files it in so many words: "enough of that, just file it", "I said file it"."""
    read = assent_of(text)
    if _NOT_FILING.search(solid) is not None:
        return read
    enough = read is Assent.NO and _ENOUGH.match(solid) and _RECORD.search(solid)
    insists = read in (Assent.ELSE, Assent.LATER, Assent.UNCLEAR) and _FILES_IT.search(solid)
    return Assent.YES if enough or insists else read


def _solid(text: str) -> str:
    """Folded, without plates and spaces: Korean is cut into words as people please."""
    folded = unicodedata.normalize("NFKC", without_plates(text)).lower()
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not 0x300 <= ord(c) <= 0x36F)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", plain).replace("đ", "d"))


_QUESTION = re.compile(
    r"[?？]|[까나죠요냐]\?|(?:나요|까요|가요|는지요?|습니까|ㅂ니까|입니까|합니까|됩니까|되나|되죠|하죠|할까|어떻게|얼마|언제|어디|무엇|며칠|누구|누가|어느|어떤)(?:요|죠|임|인지)?"
    r"|(?:는|은|능|됩니|합니|습니)교$|(?:는|은|인|던)가$|어째|우째|우짜|워쩌|어쩌[까지면]|것소$|당가$|능교$|다요$|몇(?:시|일|월|원|퍼|프로|건|까지)|(?:왜|뭐|뭘).{0,12}(?:요|죠|지|나|냐)$|吗|嗎|怎么|怎麼|多少|哪|什么|什麼|几|幾"
    r"|baonhieu|baogio|khinao|odau|lamsao|the?nao|khong$"
)
_ENGLISH_QUESTION = re.compile(
    r"(?:^|[.!,?]\s*)(?:so |and |but |then )?(?:how|when|where|what|who|whose|why|which|can|could|do|does|did|is|are|may|will|would|should)\s"
)
_ACCOUNT = re.compile(
    r"계좌|게좌|통장번호|입금할(?:곳|데|번호)|이체할(?:곳|데|번호)|보낼(?:곳|데)|어디로(?:입금|이체|송금|보내|부치)|가상번호|입금번호|번호주(?:세|십|시|셔|이)"
    r"|(?<!의견)(?<!의견을)(?:납부|송금|이체|입금)(?:하려|하고싶|하고자|할게|할께|하겠|할래)|대신(?:내|납부)|대납|낼게요?(?:$|계좌|번호)|(?:내려고|내려구)(?:요|합니다|하는데)"
    r"|(?:wantto|liketo|meto|needto|goingto|helpto)pay|payfor(?:him|her|them|my|a)"
    r"|where(?:do|should|can|shall)i(?:send|pay|transfer)|howdoipay|account|帳號|账号|帐号|賬號|taikhoan|stk"
)
# "The account for my refund", "I paid into that account", "whose name is on the account": no wish for one.
_NOT_OUR_ACCOUNT = re.compile(
    r"환급.{0,6}계좌|계좌(?:로|에)(?:이미|방금|아까|어제|오늘|그제|[0-9만천원,]+|돈|다)?.{0,8}(?:보냈|냈|입금했|이체했|넣었|부쳤|송금했|쐈)|계좌(?:말고|없이|필요없)"
    r"|(?:제|내|우리)계좌|계좌주인?이?누구|refund.{0,12}account|退款.{0,4}[帳账帐]"
)
_EVERY = re.compile(
    r"둘다|셋다|넷다|[두세네2-9](?:건|대|개|장)(?:다|모두|전부|분|의?계좌|거)|모두|전부|전체|몽땅|싹다|다주(?:세|십|셔|이)|다보내|다낼|각각|each|both|allof|^all$|全部|都(?:要|给|給|付|请|請|发|發)|[两兩][^,，。]{0,6}都|两[个張张辆輛]都"
    r"|tatca|cahai"
)
_RECORD = re.compile(
    r"(?:접수|기록|제출|등록|남겨)(?:을|를|나|부터|만)?(?:해|하|부탁|바랍|바라|합니다|할게|할께|드립|드려|진행|시켜|요$|$)|(?:올려|넣어|남겨|적어)(?:주|달)"
    r"|(?:please)?(?:record|file|submit)(?:it|this|my|an?opinion|$)|(?:请|請)?(?:提交|受理|登记|登記)|(?:xin|hay)?guiykien|ghinhan"
)
_REMINDER = re.compile(
    r"(?:전날|며칠전|하루전|되기전|전에|전엔|다가오|임박|가까워|잊|까먹|깜빡|미리|때되면|때맞춰).{0,14}(?:알려주|알림|문자(?:로|한번|하나|한통)*(?:주|보내|넣어|쏴)|연락주|리마인드)|알림(?:을)?(?:받|신청|설정|켜|보내|주|해)"
    r"|remind(?:me|us|er)|提醒我|(?:请|請)提醒|nhac(?:toi|nho|minh)"
)
_STOP = re.compile(
    r"(?:알림|알리미|문자|안내)(?:을|를|은|는|이|도|좀|서비스)?(?:그만|취소|중지|해지|꺼|끄|거부|안받|받기싫|받지않|보내지|사절|스톱|stop)|수신거부|그만보내"
    r"|stop(?:sending|texting|messag|remind|the|all|$)|unsubscribe|nomore(?:reminder|text|message)|(?:don't|dont|donot)(?:text|remind|message)"
    r"|(?:别|別|不要|停止|取消).{0,4}(?:提醒|发短信|發短信|短信|通知)|(?:ngung|dung|huy|thoi)(?:gui|nhac|tinnhan)"
)
_APPLIES = re.compile(
    r"신청(?:합니다|해요|할게|할께|하고싶|하려|할래|하겠|부탁|드립|해주|이요|요$|$|좀|서)|(?:카드|증명서|진단서|수급자|증빙)(?:가|도|는)?(?:있어|있습|가지고|첨부|보내)|apply|application|申请|申請|xinnop|dangky"
)
_ADDS = re.compile(
    r"추가(?:로|해|할|하|합|내용|의견)|덧붙|보충|참고로|한가지더|하나더|빠뜨|빼먹|깜빡한|그리고또|아까(?:말씀|못|빠)|also|inaddition|furthermore|onemore|补充|補充|另外|还有|還有|bosung|themnua|ngoaira"
)
_ASKS_ADDED = re.compile(r"추가(?:로)?(?:금|요금|비용|납부|내야)|\?$|？$|나요$|까요$")
_COURTESY = re.compile(
    r"^(?:아+|오+|음+|네|넵|넹|넴|예|옙|응|어|암|그래|그럼|좋아|좋습|오케|오키|ㅇㅋ|ㅇㅇ|ㄳ|ㄱㅅ|ㅎㅎ|ok|okay|yes|yep|sure|fine|great|good|好|嗯|行|vang|da|u|duoc)(?:요|네|네요|어요|이|이요|습니다)?[.,!~^ㅎㅋㅠ]*$"
    r"|감사|고맙|고마|수고|알겠|알았|알것|아랐|기다리|기다릴|확인했|받았|잘됐|다행|안녕히|들어가|thank|thx|gotit|understood|willwait|see|appreciate"
    r"|谢|謝|知道了|明白|了解|等|收到|camon|hieuroi|duocroi|toisecho|toidoi|biet"
)
_TOLD_AT_LEAST = 10
_QUESTION_AT_MOST = 26
_NARRATES = re.compile(
    r"[았었였했갔왔섰댔됐웠렸졌쳤났혔켰꼈뺐놨뒀랐탔줬](?:습|어|는|던|고|으|지|다|음|네|심|슈|구|거|기|을|더|소|당|제|응)|[았었였했갔왔섰댔됐웠렸졌쳤났]$|(?:은|는|던|인)(?:겁니다|거예요|거에요|거요|건데|것입니다|것이|거라)"
    r"|느라|혀서|랑께|당께|드라고|더라고|는디|때문|바람에|래서|라서|(?:아|어|여|해)서|(?:으)?니까|(?:하|느)이끼|아이라|중이[었라]|억울|부당|잘못(?:된|됐|했|보|읽)|따지"
    r"|i(?:sold|was|had|stopped|parked|couldn|could|did|got|waited|didn|havebeen|am(?:not|still))|because|my(?:car|son|wife|husband|mother|father|child|kid|tire|tyre|engine)|wasnot|wasn|unfair|notfair|wrong"
    r"|了.{2,}|因为|因為|当时|當時|那天|不公|冤|(?:vi|luc|khido|hom(?:do|ay)|dang|bi|daphai|phaidung)[a-z]{2,}"
)
# Of money, of what was sent or received: a story of another kind.
_OF_MONEY = re.compile(
    r"(?:입금|이체|송금|납부|결제|부쳤|보냈|냈|낸|넣었|환급|영수증|계좌|문자(?:를|가)?(?:받|왔|드렸)|(?:딱지|고지서|통지서|문자|과태료)(?:가|이)?(?:날[라아]|나왔|왔)|날[라아]왔|전화(?:를)?(?:했|드렸|안받))|paid|payments?|transfer|refund|sentthe|付了|汇了|匯了|转了|轉了|交了|danop|dachuyen|datra"
)
_REQUESTS = re.compile(
    r"(?:알려|말해|말씀해|보내|가르쳐|갈쳐|불러|적어|찾아|확인해)(?:주|달|줘)|얼마|금액|언제|어디|어떻게|궁금|싶|tellme|sendme|please(?:send|tell|give)|告诉|告訴|发给|發給|chotoi(?:biet|xin)|chobiet"
)
_PHOTO = re.compile(
    r"(?:단속|찍힌|찍은|위반|적발|주차)(?:된|한|당시|하는)?(?:사진|장면|영상|화면|모습|증거)|사진(?:을|좀|도|은)?(?:볼수|보고싶|보내주실|보내줄|확인하|보여|받아?볼)|(?:see|send|show|have)(?:me)?(?:the|a|my|any)?(?:photo|picture|image)|照片|图片|hinhanh|anhchup|anhvipham"
)
_ARREARS = re.compile(r"밀린|체납|연체|미납|안낸|못낸|arrears|overdue|unpaid|拖欠|欠|nothan|quahan|conno")
_TICKET = re.compile(r"(?<![\d\-])2\d(?:0[1-9]|1[0-2])-\d{4}(?![\d\-])")
_PERSON = re.compile(
    r"(?:담당자|담당|상담원|상담사|직원|공무원|사람|책임자|윗사람|팀장)(?:님|분)?(?:이|가|을|를|한테|에게|께|좀|하고|이랑|랑|과|와)?.{0,6}(?:바꿔|바꾸|연결|통화|전화|연락|말(?:씀)?(?:좀)?(?:남|전|드|하고싶|나누)|남겨|전달|전해|봐주|봐줘|얘기|이야기|상담)"
    r"|(?:talk|speak)(?:to|with)(?:a|an|some)?(?:human|person|someone|somebody|one|agent|officer|staff)|(?:real|human)person|人工|(?:找|跟|和)(?:负责人|負責人|人|工作人员)|gapnhanvien|noichuyenvoi"
)
_OFFERS_PHOTO = re.compile(
    r"(?:사진|영상|캡처|캡쳐|영수증|확인서)(?:을|도|은|좀)?(?:같이|함께|지금|곧|여기로)?(?:보내(?:드|겠|려|ㄹ|요$)|보낼게|보낼께|보냅|보냈|첨부|올릴|올려드)|(?:will|am|can)(?:now)?send(?:ing)?(?:you)?(?:a|the|my)?(?:photo|picture)"
)
# "I have a question": nothing is told yet.
_ASKS_LEAVE = re.compile(
    r".{0,14}(?:여쭤|여쭙|물어|질문|문의|궁금).{0,16}|(?:hello|hi|hey|excuseme)?[,.!]?(?:ihave|canihave|may?iask|cani ?ask|quick|ijusthave)?a?(?:few)?questions?.{0,30}|(?:你好|您好)?[,，]?(?:我)?(?:想问|想咨询|請問|请问|有问题|有問題).{0,10}|(?:xinchao|chao).{0,6}(?:cho)?toi(?:xin|muon)?hoi.{0,16}"
)
_TOTAL = re.compile(
    r"(?:더하|합하|합치|합해|합쳐|합계|총액|전부해|다해|모두해|다합)(?:면|믄|모|서|액|가)?.{0,6}(?:얼마|얼만|을마|몇|금액|\?|$)|총얼마|총을마|altogether|intotal|total|合计|合計|一共|总共|總共|tongcong|tatcala"
)
# Read only where the model is unsure.
_TOPICS = (
    (
        Intent.SEIZURE_RELEASE,
        re.compile(
            r"압류|영치|번호판(?:을|이|은|도)?(?:떼|뗐|뺏|가져|없어|돌려|찾)|seiz|impound(?:ed)?plate|扣押|查封|査封|kebien|giaitoa|tichbien|tichthu"
        ),
    ),
    (
        Intent.INSTALLMENT,
        re.compile(r"분납|분할|나눠(?:서)?[내낼]|할부|instal+ment|分期|tragop|nhieulan|nhieuky"),
    ),
    (
        Intent.REDUCTION,
        re.compile(r"감경|감면|할인|깎아|반값|절반만|reduc|discount|减免|減免|打折|duocgiam|miengiam|giamtien"),
    ),
)
_IF_GRANTED = re.compile(r"되면|돼면|받으면|깎이|적용|인정|if|的话|的話|neu")
_ENOUGH = re.compile(r"(?:아|어|그래|뭐)*(?:됐고|됬고|됐으니|암튼|아무튼|여튼)")
_NOT_FILING = re.compile(r"말[아고래]|않|안(?:하|해|할|함)|취소|철회|그만")
# Who writes, and how one greets: no story yet.
_INTRODUCES = re.compile(
    r"안녕하?(?:세요|십니까|하세여|)|반갑습니다|여보세요|수고(?:하|많)[가-힣]{0,6}|(?:저는|제가|나는)?(?:[가-힣]{0,6}(?:차주|소유자|주인|본인|명의자))(?:인데요?|입니다|이에요|예요|에요|이고요?|되는[가-힣]{0,6})?"
    r"|(?:제|내|저희)?(?:차|차량|차번호|번호|이름|성함|연락처)(?:는|은|이|가)?(?:이고|고|입니다|인데요?|이에요|예요)|(?:어제|아까|저번에|지난번에)?문자드렸던(?:사람|분)?(?:입니다|인데요?)|(?:hello|hi|hey|goodmorning|dear(?:sir|madam|officer))[,.!]?|你好|您好|xinchao"
)
_PROMISES = re.compile(
    r"(?:이따|있다가|나중|조금|잠시|저녁|오후|내일|모레|주말|월요일|다음주|퇴근|도착|끝나고|확인하고|상의).{0,16}(?:할게|할께|드릴|드리겠|하겠|보낼|보내겠|연락|답할|답하|문자|접수)|(?:later|tomorrow|tonight|soon).{0,20}|(?:稍后|稍後|等会|等會|明天|晚点|晚點).{0,12}|(?:lat nua|latnua|toinay|ngaymai|de?toi).{0,16}"
)
_PARTICULARS = re.compile(
    r"언제|어디|어떻게|무엇|뭐가|뭘|什么时候|什麼時候|哪|怎么|怎麼|when|where|how|which|khinao|odau|lamsao|nhuthenao"
)
_OF_A_FINE = re.compile(r"딱지|과태료|고지서|벌금|단속|fine|ticket|罚款|罰款|罚单|phat")
_FILES_IT = re.compile(
    r"(?:접수|제출|기록|등록)(?:을|를)?(?:하라고|해달라고|하라니까|해달라니까|하랬|하는바|하고[^.]{0,4}(?:증빙|서류|자료|증거|사진|확인서))|^(?:네|예)?(?:수락|동의|승낙)(?:합니다|해요|함|한다|할게)"
)
