"""That something is asked, or told to be told: "how much", "where", "tell me". Pure."""

from city.fines.talk.cues.cue import ENDS_IN_B, cue

# In English a question word asks where a sentence begins: "when I parked" tells.
_BEGINS = r"(?:^|(?<=[.!,?])|(?<=[.!,?] ))(?:(?:so|and|but|then) )?"

ASKS = cue(
    korean=(
        rf"[?？]|[까나죠요냐]\?|[{ENDS_IN_B}]니까\W*$",
        r"(?:나요|까요|가요|는지요?|습니까|ㅂ니까|입니까|합니까|됩니까|되나|되죠|하죠|할까)(?:요|죠|임|인지)?",
        r"(?:어떻게|얼마|얼만|을만|언제|어디|무엇|며칠|누구|누가|어느|어떤)(?:요|죠|임|인지)?",
        r"(?:는|은|능|됩니|합니|습니)교$",
        r"(?:는|은|인|던)가$",
        r"어째|우째|우짜|워쩌|어쩌[까지면]|것소$|당가$|능교$|다요$",
        r"몇(?:시|일|월|원|퍼|프로|건|까지)",
        r"(?:왜|뭐|뭘).{0,12}(?:요|죠|지|나|냐)$",
    ),
    chinese=(r"[吗嗎哪几幾]|怎[么麼]|多少|什[么麼]",),
    vietnamese=(r"bao nhieu|bao gio|khi nao|o dau|lam sao|the nao|khong$",),
)
# Apart, since "how can this be a violation" objects: in English the order of words alone makes no question.
ASKS_IN_ENGLISH = cue(
    english=(
        _BEGINS + r"(?:how|when|where|what|who|whose|why|which|can|could|do|does|did|is|are|may|will|would|should) \w",
    ),
)
ASKS_PARTICULARS = cue(
    korean=(r"언제|어디|어떻게|무엇|뭐가|뭘",),
    chinese=(r"什[么麼]时候|什麼時候|哪|怎[么麼]",),
    english=(r"(?:when|where|how|which)\b",),
    vietnamese=(r"(?:khi nao|o dau|lam sao|nhu the nao)\b",),
)
REQUESTS = cue(
    korean=(
        r"(?:알려|말해|말씀해|보내|가르쳐|갈쳐|불러|적어|찾아|확인해)(?:주|달|줘)",
        r"얼마|얼만|금액|언제|어디|어떻게|궁금|싶",
    ),
    chinese=(r"告[诉訴]|[发發][给給]",),
    english=(r"tell me|send me|please (?:send|tell|give)",),
    vietnamese=(r"cho toi (?:biet|xin)|cho biet",),
)
ASKS_HOW_LONG = cue(
    korean=(r"며칠|몇일|얼마나(?:걸|오래)|얼마만에|언제(?!까지)|오래걸|바로(?:되|돼|풀|처리)|당일",),
    chinese=(r"多久|[几幾]天|什[么麼][时時]候",),
    english=(r"(?:how (?:long|many days|soon|fast)|when)\b",),
    vietnamese=(r"(?:bao lau|may ngay|khi nao|bao gio)\b",),
)
ASKS_HOW_MUCH = cue(
    korean=(r"얼마(?!나(?:걸|오래)|만에)|얼만|을마|금액|몇(?:만|천)?원",),
    chinese=(r"多少|[几幾][块塊]",),
    english=(r"how much|what (?:is|would be|s) the (?:amount|price)",),
    vietnamese=(r"bao nhieu",),
)
ASKS_WHY_SO_MUCH = cue(
    korean=(r"왜.{0,8}(?:[그이]돈|[그이]금액|비싸|비싼|많[이은아지]|더나[오왔]|올[랐라]|늘[었어])|[었왔]는데왜\d",),
    chinese=(r"[为為]什[么麼].{0,4}(?:[这這][么麼]多|[贵貴]|多了)",),
    english=(r"why (?:is |did |has |so |it |that |the amount |get |got |gone )*(?:much|more|high|up|expensive)",),
    vietnamese=(r"sao (?:lai )?(?:nhieu|cao|tang)",),
)
ASKS_WHY = cue(
    korean=(r"왜",),
    chinese=(r"[为為]什[么麼]|[怎]么还|怎麼還|[凭憑]什[么麼]",),
    english=(r"(?:why|how come)\b",),
    vietnamese=(r"(?:sao|tai sao|vi sao)\b",),
)
WHAT_NOW = cue(
    korean=(r"(?:어떻게|어떡|어찌|우예|우째)(?:해|하|되|돼|된|합|할)|어쩌[면죠지나]",),
    chinese=(r"怎[么麼][办辦样樣]",),
    english=(r"what (?:should|do|can|happens|will happen)\b",),
    vietnamese=(r"(?:phai )?lam (?:sao|gi|the nao)|thi sao\b",),
)
# "I have a question": nothing is told yet.
ASKS_LEAVE = cue(
    korean=(r"^.{0,14}(?:여쭤|여쭙|물어|질문|문의|궁금).{0,16}$",),
    chinese=(r"^(?:你好|您好)?[,，]?我?(?:想问|想咨询|[請请][問问]|有[問问][题題]).{0,10}$",),
    english=(
        r"^(?:(?:hello|hi|hey|excuse me)[,.!]? ?)?(?:i (?:just )?have|can i have|may i ask|can i ask|quick)? ?"
        r"(?:a )?(?:few )?questions?.{0,36}$",
    ),
    vietnamese=(r"^(?:xin )?chao.{0,8}(?:cho )?toi (?:xin |muon )?hoi.{0,20}$",),
)
# An extra charge is no addition to what was told, and neither is a question.
ASKS_ADDED = cue(korean=(r"추가(?:로)?(?:금|요금|비용|납부|내야)", r"[?？]$|나요$|까요$"))
OF_A_TOTAL = cue(
    korean=(
        r"(?:더하|합하|합치|합해|합쳐|합계|총액|전부해|다해|모두해|다합)(?:면|믄|모|서|액|가)?"
        r".{0,6}(?:얼마|얼만|을마|몇|금액|\?|$)",
        r"총얼마|총을마|[두세네]대.{0,4}(?:얼마|을마)",
    ),
    chinese=(r"合[计計]|一共|[总總]共",),
    english=(r"altogether|in total|total\b",),
    vietnamese=(r"tong cong|tat ca la",),
)
OF_BOTH_CARS = cue(
    korean=(r"[두세네]대|두차|차둘",),
    chinese=(r"[两兩][辆輛]",),
    english=(r"both (?:cars|vehicles)|(?:two|three) cars|all (?:my|the) cars",),
    vietnamese=(r"ca hai xe|hai (?:chiec )?xe",),
)
# Seeing something, or coming for it: after an answer on the photo it is the photo.
SEES_OR_COMES = cue(
    korean=(r"봐[요도야]|[볼봅봤봄]|보[나러는려]|보여|가도|가면|들러|방문|몇시|시간에",),
    chinese=(r"看|去|来|[几幾]点",),
    english=(r"(?:see|view|look|come|visit|go|open|hours)\b",),
    vietnamese=(r"(?:xem|den|toi do|may gio)\b",),
)
IF_GRANTED = cue(
    korean=(r"[되돼]면|받으면|깎이|적용|인정",),
    chinese=(r"的[话話]",),
    english=(
        r"if (?:i|we|he|she|they|it|that|this)? ?(?:do |does |is |am |are )?(?:get|got|granted|accepted|approved|qualif|eligible|reduced|applie)",
    ),
    vietnamese=(r"neu (?:duoc|dat|co)\b",),
)
