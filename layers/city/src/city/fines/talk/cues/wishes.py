"""What people wish of the desk, in so many words. Pure.

The model reads the wish of a whole text; these are looked for beside it, because a text holds more than one.
"""

import re

from city.fines.talk.cues.cue import cue
from city.fines.talk.understanding import Intent

ASKS_ACCOUNT = cue(
    korean=(
        r"[계게]좌|통장번호|가상번호|입금번호|번호주(?:세|십|시|셔|이)",
        r"(?:입금할|이체할|보낼)(?:곳|데)|(?:입금할|이체할)번호",
        r"어디로(?:입금|이체|송금|보내|부치)",
        r"(?<!의견)(?<!의견을)(?:납부|송금|이체|입금)(?:하려|하고싶|하고자|할게|할께|하겠|할래)",
        r"(?:어디|무슨|어느|어떤)은행(?:이|으로|인|계좌|꺼|거|[?]|$)|은행(?:은|이)(?:어디|어느|뭐|무슨)",
        r"대신(?:내|납부)|대납|낼[게께]요?(?:$|계좌|번호|얼마)|내려[고구](?:요|합니다|하는데)",
    ),
    chinese=(r"[帳账帐賬][號号]|(?:哪|什[么麼])[个個家]?[银銀]行|我?想[付交缴繳](?!吗|嗎)",),
    english=(
        r"(?:want to|like to|me to|need to|going to|help to) pay\b",
        r"pay (?:it |this |that )?for (?:him|her|them|my|a)\b",
        r"where (?:do|should|can|shall) i (?:send|pay|transfer)",
        r"i(?:ll| will| d rather|d rather)(?: just)? pay\b",
        r"how do i pay|accounts?\b|which bank",
        r"(?:rather|prefer|want|like|going)(?: to)?(?: do| make| use| pay by)?(?: a)? (?:bank )?transfer\b",
    ),
    vietnamese=(r"tai khoan|stk\b|muon nop (?:tien )?phat|ngan hang nao",),
)
# "The account for my refund", "I paid into that account", "whose name is on the account": no wish for one.
NOT_OUR_ACCOUNT = cue(
    korean=(
        r"환급.{0,6}계좌",
        r"계좌(?:로|에)(?:이미|방금|아까|어제|오늘|그제|[0-9만천원,]+|돈|다)?"
        r".{0,8}(?:보냈|냈|입금했|이체했|넣었|부쳤|송금했|쐈)",
        r"(?:계좌|이체)(?:이체)?(?:말고|없이|필요없)|(?:제|내|우리)계좌|계좌주인?이?누구",
    ),
    chinese=(r"退款.{0,4}[帳账帐]",),
    english=(
        r"refund.{0,16}account",
        r"send (?:you )?(?:a |an |the |my |in )*(?:copy|certificate|card|proof|photo|picture|document|paper|invoice|receipt|letter|statement|evidence)",
    ),
)
EVERY_CASE = cue(
    korean=(
        r"[둘셋넷]다|[두세네2-9](?:건|대|개|장)(?:다|모두|전부|분|의?계좌|거)",
        r"모두|전부|전체|몽땅|싹다|다주(?:세|십|셔|이)|다보내|다낼|각각",
    ),
    chinese=(r"全部|都(?:要|[给給]|付|[请請]|[发發])|[两兩][^,，。]{0,6}都|[两兩][个個張张辆輛]都",),
    english=(
        r"each\b|both\b|all of|^all$|all (?:the |these |those |my |three |four |five )?(?:accounts?|numbers|fines|tickets|cases)\b",
    ),
    vietnamese=(r"tat ca|ca hai",),
)
ASKS_TO_RECORD = cue(
    korean=(
        r"(?:접수|기록|제출|등록|남겨)(?:을|를|나|부터|만)?"
        r"(?:해|하|부탁|바랍|바라|합니다|할게|할께|드립|드려|진행|시켜|요$|$)",
        r"(?:올려|넣어|남겨|적어)(?:주|달)",
    ),
    chinese=(r"提交|受理|登[记記]",),
    english=(r"(?:record|file|submit)(?: (?:it|this|my|an? opinion)\b|[ .!]*$)",),
    vietnamese=(r"gui y kien|ghi nhan",),
)
# The others, after one was spoken of.
THE_REST = cue(
    korean=(r"나머지|남은(?:거|것|건|한건)|다른(?:거|것|건|한건)(?:도|은|는|요|계좌)",),
    chinese=(r"剩下|其[余餘他]|另[外一](?:个|個|张|張|笔|筆)",),
    english=(r"(?:the )?(?:rest|other (?:one|fine|ticket|case)|remaining)\b",),
    vietnamese=(r"con lai|cai kia",),
)
ASKS_REFUND = cue(
    korean=(
        r"(?<!번호판)(?<!번호판을)(?<!번호판은)(?<!표)(?:돌려|되돌려)(?:받(?!은차|았)|줘|주|달)|환급|환불|반환|도로(?:보내|넣어|주[세시십]|줘|달)",
    ),
    chinese=(r"退[款钱錢还還回]|[还還](?:给|給)我|[还還]我[钱錢]",),
    english=(
        r"refund|money back|(?:give|send|pay|transfer)(?: me| us)?(?: it| that| my| the)?[^.]{0,20}\bback\b|return (?:my |the |that )?(?:money|\d)",
    ),
    vietnamese=(r"hoan (?:tien|lai)|tra lai (?:tien|cho)|(?:lay|nhan) lai tien",),
)
# Nothing is to be sent or paid, whatever account is spoken of.
WILL_NOT_PAY = cue(korean=(r"안(?:보낼|보내|낼(?!까)|내(?!면|고도|려))|못(?:보내|내겠)|보내라(?:고|니)|내라(?:고|니)",))
# The recording and nothing else: "I said file it", "agreed".
FILES_IT = cue(
    korean=(
        r"(?:접수|제출|기록|등록)(?:을|를)?"
        r"(?:하라고|해달라고|하라니까|해달라니까|하랬|하는바|하고[^.]{0,4}(?:증빙|서류|자료|증거|사진|확인서))",
        r"^(?:네|예)?(?:수락|동의|승낙)(?:합니다|해요|함|한다|할게)",
    ),
)
NOT_FILING = cue(korean=(r"말[아고래]|않|안(?:하|해|할|함)|취소|철회|그만",))
# "Enough of that", at the head of a text.
ENOUGH = cue(korean=(r"^(?:아|어|그래|뭐)*(?:됐고|됬고|됐으니|암튼|아무튼|여튼)",))
ASKS_FOR_REMINDER = cue(
    korean=(
        r"(?:전날|며칠전|하루전|되기전|전에|전엔|다가오|임박|가까워|잊|까먹|깜빡|미리|때되면|때맞춰)"
        r".{0,14}(?:알려주|알림|문자(?:로|한번|하나|한통|만|좀)*(?:해)?(?:주|보내|넣어|쏴)|연락주|리마인드)",
        r"(?:알려|문자|연락)[^.]{0,12}(?:기한|마감|납기|만료)(?:되기)?전에",
        r"(?:다시|또)알림$|알림다시(?:$|요|부탁|받|신청)",
        r"(?:알림|알리미)(?:문자|서비스)?(?:을|를|도|좀|은|는)?(?:다시|또|꼭|계속)?(?:받(?!기싫|지않|았)|신청|설정|켜|보내(?!지)|주(?!지)|해(?!지))",
    ),
    chinese=(r"提醒我|[请請]提醒|(?:到期|截止|期限)前?[^,，。]{0,4}(?:通知|[发發]短信)",),
    english=(r"remind (?:me|us)|reminder|(?:text|message|notify|tell|alert) me (?:a day |a few days )?before",),
    vietnamese=(r"nhac (?:toi|nho|minh)",),
)
ASKS_TO_STOP = cue(
    korean=(
        r"(?:알림|알리미|문자|안내)(?:을|를|은|는|이|도|좀|서비스)?"
        r"(?:이제|더는|더이상|다시는|앞으로)?(?:그만|필요없|안와도|취소|중지|해지|꺼|끄|거부|안받|받기싫|받지않|보내지|사절|스톱|stop)",
        r"수신거부|그만보내",
    ),
    chinese=(r"(?:[别別]|不要|不用|不必|停止|取消).{0,4}(?:提醒|[发發]短信|短信|通知)",),
    english=(
        r"stop (?:sending|texting|messag|remind|the\b|all\b)|stop[ .!]*$|unsubscribe",
        r"(?:no more|no need (?:for|to)|dont need(?: the| any)?) (?:reminder|remind|text|message)|(?:dont|do not) (?:text|remind|message)",
    ),
    vietnamese=(r"(?:ngung|dung|huy|thoi) (?:gui(?! y kien)|nhac|tin nhan)|(?:khong can|khoi) (?:nhac|tin nhan)",),
)
# How that is done, some day: nothing is to be stopped yet.
ASKS_HOW_TO_STOP = cue(
    korean=(
        r"(?:안받|받기싫|그만받|그만보내|해지|취소|끄|꺼|중단)[^.]{0,8}(?:어떻게|어찌|우예|어디|방법|어케)",
        r"(?:안받|받기싫|그만받|해지|취소|끄)(?:고싶)?(?:으)?면(?:요|은요)?[?]*$",
    ),
    chinese=(r"(?:怎[么麼样樣]|如何)(?:取消|停止|退[订訂])",),
    english=(r"how (?:do|can|would) i (?:stop|cancel|unsubscribe|turn)",),
    vietnamese=(r"(?:huy|tat|dung) (?:nhac|thong bao|tin nhan)[^.]{0,12}(?:the nao|lam sao|cach nao)",),
)
# "This one too": the wish before, for another car.
THE_SAME_TOO = cue(
    korean=(
        r"(?:거|것|차|건|대|이거|이것|요거|번)도(?:$|요|마저|같이|함께|좀|주|보내|알려|부탁|해주|계좌|다)|마저(?:주|보내|알려|부탁)",
    ),
    chinese=(r"[这這那]?(?:辆|輛|张|張|个|個)?也(?:要|[给給]|[请請]|[发發])",),
    english=(r"(?:this|that|the other|another) one (?:too|as well)|(?:and )?(?:for )?(?:this|that) (?:car )?too\b",),
    vietnamese=(r"(?:xe|cai) (?:nay|kia) (?:nua|luon)",),
)
# All of it, not by instalments.
ALL_AT_ONCE = cue(
    korean=(
        r"(?:한번|한꺼번|한방|일시불)(?:에|로|으로)?(?:다)?(?:낼[게께래]|내겠|납부할|납부하|보낼[게께]|갚을[게께]|처리할)",
    ),
    chinese=(r"(?<!不能)(?<!没法)一次(?:性)?(?:付|交|[缴繳])",),
    english=(r"(?:ill|will|can|d rather|want to|going to) pay[^.,]{0,20}(?:at once|in one go|in full)\b",),
    vietnamese=(r"(?:nop|tra) (?:het )?mot lan",),
)
# What becomes of what was handed to a person: an answer, in writing, by telephone.
ABOUT_THE_ANSWER = cue(
    korean=(r"담당자|상담[원사]|답(?:변|장|을|은|이|도|글|신)|회신|연락|전화|글로|문자로|직원|사람",),
    chinese=(r"回[复覆答]|答[复覆]|[联聯][系繫]|[电電][话話]|人工|[负負][责責]人",),
    english=(
        r"answer|reply|replies|call(?:s|ed|ing)?\b|contact|person\b|somebody|someone|in writing|hear (?:back|from)",
    ),
    vietnamese=(r"tra loi|goi (?:lai|cho|toi)|lien lac|nhan vien",),
)
APPLIES = cue(
    korean=(
        r"신청(?:합니다|해요|할게|할께|하고싶|하려|할래|하겠|부탁|드립|해주|이요|요[.!~\"'”’」]*$|[.!~\"'”’」]*$|좀|서)",
        r"(?:카드|증명서|진단서|수급자|증빙)(?:가|도|는)?(?:있어|있습|가지고|첨부|보내)",
    ),
    chinese=(r"申[请請]",),
    english=(r"appl(?:y|ication)\b",),
    vietnamese=(r"xin nop|dang ky",),
)
ASKS_PHOTO = cue(
    korean=(
        r"(?:단속|찍힌|찍은|위반|적발|주차)(?:된|한|당시|하는)?(?:사진|장면|영상|화면|모습|증거)",
        r"사진(?:을|좀|도|은)?(?:볼수|보고싶|보내주실|보내줄|확인하|보여|받아?볼)",
    ),
    chinese=(r"照片|[图圖]片",),
    english=(
        r"(?:see|send|show|text|email|have)(?: me)?(?: the| a| my| any)? (?:photo|picture|image)",
        r"(?:photo|picture|image)s? (?:your|the) camera",
    ),
    vietnamese=(r"hinh anh|anh chup|anh vi pham",),
)
OFFERS_PHOTO = cue(
    korean=(
        r"(?:사진|영상|캡처|캡쳐|영수증|확인서)(?:을|도|은|좀)?(?:같이|함께|지금|곧|여기로)?"
        r"(?:보내(?:드|겠|려|ㄹ|요$)|보낼게|보낼께|보냅|보냈|첨부|올릴|올려드)",
    ),
    english=(r"(?:will|am|can|ill|im)(?: now)? send(?:ing)?(?: you)?(?: a| the| my)? (?:photo|picture)",),
)
ASKS_PERSON = cue(
    korean=(
        r"(?:담당자|담당|상담원|상담사|직원|공무원|사람|책임자|윗사람|팀장)(?:님|분)?"
        r"(?:이|가|을|를|한테|에게|께|좀|하고|이랑|랑|과|와)?"
        r".{0,6}(?:바꿔|바꾸|바까|나오라|나와라|불러|연결|통화|전화|연락|말(?:씀)?(?:좀)?(?:남|전|드|하고싶|나누)"
        r"|남겨|전달|전해|봐주|봐줘|얘기|이야기|상담)",
    ),
    chinese=(r"人工|[找跟和](?:[负負][责責]人|人|工作人[员員])",),
    english=(
        r"(?:talk|speak) (?:to|with) (?:an? |some)?(?:human|person|one|body|agent|officer|staff)",
        r"(?:real|human) person",
    ),
    vietnamese=(r"gap nhan vien|noi chuyen voi",),
)
TICKET = re.compile(r"(?<![\d\-])2\d(?:0[1-9]|1[0-2])-\d{4}(?![\d\-])")

# Matters named in so many words; read only where the model is unsure.
TOPICS = (
    (
        Intent.SEIZURE_RELEASE,
        cue(
            korean=(r"압류|영치|번호판.{0,6}(?:떼|뗐|뺏|가져|없어|돌려|찾)",),
            chinese=(r"扣押|[查査]封",),
            english=(r"seiz|impound(?:ed)? plate",),
            vietnamese=(r"ke bien|giai toa|tich bien|tich thu",),
        ),
    ),
    (
        Intent.INSTALLMENT,
        cue(
            korean=(r"분납|분할|나눠(?:서)?[내낼]|할부",),
            chinese=(r"分期",),
            english=(r"instal+ment",),
            vietnamese=(r"tra gop|nhieu (?:lan|ky)",),
        ),
    ),
    (
        Intent.APPEAL,
        cue(
            korean=(r"이의(?:신청|제기|를)|불복|(?:동의|인정|수긍)(?:을)?(?:안|못|하지)",),
            chinese=(r"[异異][议議]|申[诉訴]|不同意",),
            english=(r"(?:dont|do not|not) agree|disagree|dispute|contest\b|appeal\b|object\b",),
            vietnamese=(r"khieu nai|khong dong y",),
        ),
    ),
    (
        Intent.REDUCTION,
        cue(
            korean=(r"감경|감면|할인|깎아|반값|(?:절반|반)만(?:내|납부)|절반만",),
            chinese=(r"[减減]免|打折",),
            english=(r"reduc|discount",),
            vietnamese=(r"duoc giam|mien giam|giam tien",),
        ),
    ),
)
