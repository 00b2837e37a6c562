"""Whether a text objects, or tells what happened: words that must not be lost (질서위반행위규제법 §16②, 시행령 §3③). Pure.

It decides whether words are kept, so it reads for recall. A question about the procedure, a wish to pay or to look up,
a refund, a seizure and a towed car are none. What proves what was told is in `proofs`.
"""

import re
import unicodedata

from city.fines.law.procedure.circumstances import Circumstance, guess_circumstance
from city.kernel.text import unaccented

# Hangul and Chinese are looked for without spaces, Latin words unaccented. Said against the fine, whatever else is said:
_OBJECTS = re.compile(
    r"""억울(?!한게아니)|부당(?:하|한|합|해|함)|불복(?:합|함|한다|하고자|해)|이의(?:가|도)?있(?!나)|이의요|이의(?:를)?(?:제기|신청)?(?:합니다|함$|할거|할겁|할게|할래|하겠|한다(?!면))
    |(?:인정|수긍|승복)(?:을|은|이)?(?:못|몬|안|할수(?:가)?없|하지않)|납득(?:이|을)?(?:안|못|몬|할수(?:가)?없|불가|가지않)|못받아들|받아들일수(?:가)?없|동의(?:못|하지않|할수없)
    |없던(?:걸|일|거)로|정상참작|과잉단속|표적단속|함정단속|불공평|형평(?:성|에)|위법(?:하|한|합)|위반(?:을)?(?:한적|안했|하지않|한사실|아니|아닌|이라니|이에요왜)
    |못내겠(?!.*(?:한번|한꺼번|한목|나눠|쪼개))|몬내겠|못내겄(?!.*(?:한번|한꺼번|한목|나눠|쪼개|찔끔))|몬내것|내가와내|왜내가(?:내|냅)|왜(?:제가|내가)(?:내|냅|물|무)|제책임이아니|(?:단속|과태료|벌금|딱지)(?:이)?라니
    |잘못(?:단속|찍|끊|매겨)|잘못(?:이)?없|제잘못이아니|오단속|의견(?:을|은)?(?:있습니다|있어요|드립니다|드려요|제출합니다|제출함|냅니다|올립니다)|소명(?:합니다|드립니다|하겠|하고싶)|반박하|반론
    |왜위반|재고(?:해|바|부탁)|눈감아|이건아니잖|끊는게어딨|끊는법이|(?:취소|철회)(?:를|을)?(?:요구|요청|구합|원합)|못받아들이|하나는취소|하나(?:로)?쳐|원통
    |冤枉|不公平|不合理|不服|不同意|不接受|不认|不認|没有违|沒有違|罚错|罰錯|罚得不对|罰得不對|开错|撤销|撤銷|凭什么罚|憑什麼罰
    |\bunfair|\bunjust|\bwrongly|\bwrongful|\bnot\s(?:guilty|fair|right|my\sfault)|\b(?:i|we)\s(?:disagree|object|dispute|contest|protest|refuse|do\snot\sagree|don\st\sagree)
    |\b(?:want|wish|like)\sto\s(?:dispute|contest|object|appeal|challenge)|\b(?:ticket|fine|it|this)\s(?:is|was)\sa\smistake|\bdid(?:n\st|\snot)\s(?:do|violate|break|park)
    |\bbi\s(?:phat\s)?oan\b|\boan\s(?:qua|lam|uc)|\bla\soan\b|\bkhong\sdong\sy|\bko\sdong\sy|\bbat\scong|\bvo\sly\b|\bkhong\scong\sbang|\bkhong\svi\spham|\bphat\ssai
    |\bmuon\skhieu\snai|\bnever\s(?:at|in)\sthat\splace|\bgiving\sbirth|\bgave\sbirth""",
    re.VERBOSE,
)

# Said against the fine only if nothing else is spoken of: "빼주세요" may mean a telephone on a list.
_PLEADS = re.compile(
    r"""(?:취소|철회)(?:해|시켜|바랍|부탁|요청|처리|되|돼)|무효|빼(?:주[세시이십라쇼는]|줘|달라)|봐(?:주[세시이십라쇼소나는]|줘|달라|줍|주면|줄수)|선처|용서|참작|감안|재심|재검토|다시(?:심사|판단|검토)|면제
    |항의|따지(?:고싶|겠|려고)|정정|바로잡|안낼(?:거|라|란)|안내고싶|구제|사정(?:이|을|얘기)
    |取消|免(?:罚|除|罰)|能不能免|求情|\bcancel|\bwaive|\bdismiss|\bthrown\sout|\bappeal\b|\bxin\s(?:huy|mien|bo|xem\sxet)|\bhuy\b|\bmien\b""",
    re.VERBOSE,
)
_THE_FINE = re.compile(
    r"찍[혔힌었]|단속|딱지|끊[겼긴어었]|과태료|벌금|위반|부과|처분|느라|때문|중이[었라에여거]|급해|몰[랐라]|모르고|한번만|이것도|이런것도|심사|罚|罰|贴单|\bfine[ds]?\b|\bticket|\bphat\b"
)

# Whose fine it is: sold, lent, driven by somebody else, never owned.
_WHOSE = re.compile(
    r"""(?:나|저|제|내|우리|지|본인)(?:한테|헌티|한티|에게|앞으로|이름(?:으로|에)|쪽으로)(?:는|만)?[^.]{0,8}(?:왜|오[나는고죠지네던냐]|와[요유]|왔|온[다대]|옵|옴|보내[지시면]|나오|나온|날아|부과)
    |왜[^.]{0,12}(?:나|저|내|제|지)(?:한테|헌티|한티|신디|앞으로|이름)
    |(?:차주|주인|소유자|소유주)(?:는|가|은|이)?(?:제가|내가|저는)?(?:아니|아님|아닙|따로|바뀌|바뀐|변경됐|변경되)|(?:내|제|저희|우리)(?:꺼|거|것)(?:이)?아(?:니|닌|님|이[다라])
    |(?:사람|주인|차주|이용자|운전자|회사|상사|업체|매수인|매도인|양수인|임차인|소유자|직원|기사|고객|남편|아내|동생|형|누나|아들|딸|사위|며느리|친구|후배|동료|삼촌|시누이|조카|협회|법인|쪽|놈|그쪽|걔)(?:한테|헌티|한티|에게|앞으로|쪽으로|으로|이름으로|로|보고)
    (?:다시|직접)?(?:보내|부과|청구|물리|바꿔|바꾸|돌려|돌릴|고지|변경|이전해|받아|받으|매겨|넘길)
    |(?:부과|납부|처분|고지)(?:의무자|대상자|대상)(?:를|을)?(?:변경|정정|고쳐|바꾸|바꿔)|명의(?:만|는|를)(?:제|빌려|도용|아직)|(?:이|그)?차(?:를|는)?모(?:르|릅)|모르는차|등록된차(?:가)?아니|그런차(?:가)?(?:없|가진)|차가?없는데
    |(?:전|옛|이전|예전)(?:차주|주인|소유)|(?:사기전|산지|산건)[^.]{0,14}(?:위반|날짜|걸린|왔|다음)|인수(?:하기전|한날)|(?:명의|등록)(?:도|를)?(?:다)?(?:바꿨|옮겼|안바꿨|안옮)|(?:차|차량)(?:를|은|는)?[^.]{0,10}(?:줬[어거는소다]|줘분|주고등록|증여|처분했|매각|가져갔|반납)
    |(?:이|가|은|는)?(?:타던|모는|몰던|몰고다니|타는|타고다니|운전했|운전한)(?:차|사람|건|으니|거|는데)|몰다(?:가)?찍|타다(?:가)?걸|빌려준|팔아[분버먹]|폴아|말소[된증]|양도일|이전등록|딴사람이몰|딴사람임|나아님|저아니에요|저아님
    |(?:렌트|렌터|리스|쏘카|빌린)[^.]{0,12}(?:손님|고객|그날|반납|탔)|(?:아들|딸|남편|아내|동생|형|누나|친구|직원|기사|사위|며느리)(?:이|가)?(?:몰[았고]|운전했|탔|타고나)|제가운전(?:을)?(?:안|하지)|우선주차[^.]{0,6}(?:제|내|우리)자리
    |발렛|대리기사|정비소에맡|카센터사장|车主不是|車主不是|开车的(?:不)?是|开的车|新车主|新車主|前车主|不该写我|改成他|\bnot\smine|\b(?:new|previous|former|current)\sowner|\bbill\shim|\bput\son\shis|\btransfer\s(?:the\s)?(?:ticket|fine)
    |\b(?:was|were)\s(?:using|driving)\s(?:the|my)\scar|\bdriver\swas|\b(?:somebody|someone)\selse\s(?:was|drove)|\blent\s(?:him|her|it|the)|车是我|不是我开|\bnguoi\slai\sla|\bdrives\sthat\scar|\bhanded\sback|\bchu\smoi|\bcua\ssep|\bnguoi\slai|\bkhong\sphai\scua\stoi|\bdoi\sten\snguoi|\bban\scho\snguoi""",
    re.VERBOSE,
)

# The car stood there: what an account of circumstances is about.
_STOOD = re.compile(
    r"""세[웠워운]|세우고|세우느|새[웠워]|신호대기|정체(?:로|때문|구간)|차가막혀서|세아놨|세아|주차(?:했|한(?!번)|하게|해놨|해둔|하고|할수밖에|가아니)|정차(?:했|한|하|였|중)|[대댔댄세]놨|[^가-힣]댔|댔[어다는던더고슈심습지]|세았|둘수밖에|놔두고갔|서있을수밖에|정차한적|주차한적|댄(?:건|거|것|겁|긴)|대놨|대놓|서있[었던]|섰[어던다는습슈]|선거|선건|선것|설수밖에
    |멈[췄춘]|멈춰|잠깐(?:선|섰|대|댄|정차|주차)|차를?(?:못|몬)(?:빼|뺐|뺀|움직)|못뺐|뺄수(?:가)?없|빼질못|못움직|움직일수(?:가)?없|차를?두[고었]|세울수밖에|갓길|길가에|인도쪽|비상등|비상깜|깜빡이켜|비켜준|비켜주
    |停[了在着著]|没有停|没停|停车(?:是|的|时)|停車(?:是|的|時)|\b(?:parked|stopped|pulled\sover|left\s(?:the|my)\scar|stood)\b|(?<!phat\s)\b(?:dung|dau|do)\s(?:xe|lai|o|tam|truoc|vi|mot)\b|\bphai\s(?:dung|do|dau)\b""",
    re.VERBOSE,
)
_REASON = re.compile(
    r"""느라|니라|[하느]라고|려고|려다|러(?:간|갔|들어)|어서|아서|해서|여서|와서|가서|라서|져서|나서|때문|중이[었라에여거]|중에|동안|어쩔(?:수|도리)|부득이|급[해하히했]|잠깐|잠시|금방|겨우|\d+분(?:도|만|간|정도|쯤)?|[한두일이삼오십]+분(?:도|만|간)?|기다리|대라(?:고|해|캐)
    |몰[랐라]|모르고|초행|처음이라|네비|타고있|앉아있|차(?:에|안에)(?:사람|제가|내가|있었)|신호대기|차가막혀|줄(?:을)?서|정체|공사|뿐(?:인데|이)|건데|거예요|겁니다|거였|거거든|것입니다|것뿐|아니에요
    |因为|因為|当时|當時|为了|為了|正在|等(?:人|拖)|只(?:停|有)|不得不|\b(?:because|since|waiting|helping|only|just|while|had\sto|for\s(?:a|an|two|three|five|ten|\d+)\s?(?:minute|second|moment)s?|due\sto|as\si|when\smy|couldn\st|could\snot|didn\st\sknow)\b
    |\b(?:vi|do|tai|nen|khi|luc|chi|de)\b""",
    re.VERBOSE,
)

# Why the car was there, or why it was thought right: enough without a word of standing, unless it tells why one paid late.
_CAUSE = re.compile(
    r"""느라|하니라|수밖에|(?<!광고인)(?<!문의인)(?<!귀신인)(?<!감경된)줄(?:로)?(?:알았|알고)|(?<!금액)(?<!얼만지)(?<!얼마인지)몰랐|(?:었|았|했|인|을)뿐(?:입|이|인)|못(?:나가|나갔|움직|뺐|빼|지나가)|오도가도|(?:동안|중에|사이에|때)(?:에)?(?:찍|단속|끊|걸)
    |아파(?:서|가|가꼬|갖고)|다쳐|치여|넘어지|미끄러[져졌]|막혀서|막고있|(?:통제|집회)(?:때문|로|하느)|대라고해|(?:된다고|괜찮다고|허용된다고)(?:써|적)|(?:숫자|번호|색|색깔|차종)(?:이|가|은|는)?(?:다른|다르|달라)|잘못온|오류(?:아니|같|인|로)
    |지나갔을뿐|(?:은색|흰색|검은색|회색|파란색|빨간색)(?:인데|이에요|입니다)|낼게아닌|몰고나갔|남의차|걸린겁|예고(?:문자)?도없이|\bgiup\snguoi|\bbien\sbao\s(?:bi|khuat)|\bbi\s(?:cay\s)?che""",
    re.VERBOSE,
)
_PAID_LATE = re.compile(r"못냈|못내|안냈|연체|기한|늦|깜빡|우편|고지서|납부|입금|이체")

# Enough when told of itself. The others need that the car stood there, or the fine.
_NEEDS_MORE = frozenset(
    {Circumstance.DELIVERY, Circumstance.PASSENGER, Circumstance.ILLNESS, Circumstance.PERMITTED, Circumstance.RENTED}
)

# The same words in the service of something else.
_SOMETHING_ELSE = re.compile(
    r"""(?:문자|알림)[^.]{0,6}보내지(?:마|말|않)|번호(?:를)?(?:삭제|지워)|수신(?:동의)?(?:를|을)?철회|다달이|\bno\slonger\swant\sto\sappeal
    |견인(?:됐|되[어었]|된|당|보관|비|료|장|할때)|보관소|끌려|끌고|끌어가|실려(?:갔|갔어|간)|차가(?:없어|사라|안보)|차사라|온데간데|(?:레카|렉카)(?:가|차|로|비)?[^.]{0,10}(?:갔|옮|달고|매달|영수증)|^레카$|키가없어도|안찾아가
    |분할|분납|할부|나눠(?:서)?(?:내|낼)|쪼개|조금씩|(?<!단속)유예(?!시간)|늦춰|연기(?:를)?신청|수입이|환급|환불|되돌려|돌려받|(?<!으로)돌려(?:주[시세면]|줘)|두번(?:냈|입금|결제)|중복(?:결제|으로|입금)|이중(?:납부|입금)|결제|승인|카드|이체|잘못(?:들어간|냈|결제)|낸돈|돈빼|제돈|두번냈
    |압류|영치|번호판(?:을|이)?(?:떼|뗐|없)|고지서(?:를|가)?[^.]{0,10}(?:다시|못받|잃|분실|버렸|안보|새로|트렁크)|우편물|송달지|주소가|새주소|알림|수신(?!호)|명단|목록|발송|연락처|번호(?:를|좀)?빼|문자(?:를|는|가|방)?[^.]{0,8}(?:끊|그만|오지|안오|자꾸|오면)|^빼줘요?$
    |계좌(?:번호)?(?:를|좀|나|만)?(?:주|알려|보내|던|요|불러|달라)|걍낼게|제가내고말|어디로(?:부치|입금)|납부|입금|냈(?:다|는|어|대|으)|부[쳤첬]|넣었|들어(?:왔|갔)(?:나|는지|는가)|(?:돈|입금)[^.]{0,6}들어|드갔|처리됐|가산금
    |(?:사진|그림|장면|이미지)[^.]{0,10}(?:보|봅|까|내놔|확인|제공|좋|송부)|신고(?:하려|하고싶|합니다|하세요)|보험처리|교통통제|따릉이|신호등|에어컨|나무가|분실신고|우선주차(?:신청|배정(?!받)|대기)|어디서냅|어디다내|신청하려|예약|다시봐|좀봐주[시세쇼]|태그|들여다
    |\btowed\b|\bimpound|\bpick\sup\b|\brefund|\bpaid\b|\btwice\b|\binstal?lment|\bmonthly|\bphoto|\bpicture|\baccount\s(?:number|please)|\bsubscri|\bmy\snumber|\bhow\smuch|退款|分期|扣押|查封|车牌被|账号|帳號|照片|寄|查一下|记录|多少|收据|发了|再发
    |\bbi\s(?:cau|keo)|\bhoan\stien|\btra\s(?:gop|lai)|\bso\stai\skhoan|\bke\sbien|\bhinh\b|\bhan\scuoi|\bgui\slai""",
    re.VERBOSE,
)


# Asked, not told: is there one, was I caught, how much.
_LOOKS_UP = re.compile(
    r"""(?:감경|감면|할인)(?:되|돼|받|가능|대상)|(?:조회|확인)(?:해|부탁|바랍|하고싶|만|을)|(?:찍[혔힌혓힜]|걸[렸린]|떴|나왔|붙었)(?:을까|나|는지|는가|능가|음$)|있(?:나|는지|능가|는가|을까)|걸[렸린](?:거|것)|알아봐|내야(?:헐|할)것|을마|얼마|빨리내면|초범|보훈
    |알고싶|궁금|없겠죠|없나|맞나요|받아주나|했더니|알려만|알려줘|查一下|有没有|多少""",
    re.VERBOSE,
)
_ASKS_MERCY = re.compile(
    r"(?:취소|철회)(?:해|시켜|바랍|부탁|요청|처리)|선처|용서|재심|재검토|정상참작|cancel (?:the|this|my|that)"
)


def tells_what_happened(text: str) -> bool:
    """Whether the text has words of objection, or an account of circumstances."""
    both = _read(text)
    if _OBJECTS.search(both):
        return True
    if _SOMETHING_ELSE.search(both):
        return False
    told, stood = guess_circumstance(text), _STOOD.search(both) is not None
    reason, fine = _REASON.search(both) is not None, _THE_FINE.search(both) is not None
    if told is not None and told not in _NEEDS_MORE and (reason or fine):
        return True
    if _LOOKS_UP.search(both):
        return False
    if told is not None and (stood or fine or reason or told not in _NEEDS_MORE):
        return True
    pleads = _PLEADS.search(both) is not None
    if _WHOSE.search(both) or (pleads and (told or stood or fine or _ASKS_MERCY.search(both))):
        return True
    if _CAUSE.search(both) and not _PAID_LATE.search(both):
        return True
    return stood and reason


def speaks_of_something_else(text: str) -> bool:
    """Whether a rule names another matter: money paid, a tow, a seizure, a question whether there is a fine."""
    both = _read(text)
    return any(cues.search(both) is not None for cues in (_SOMETHING_ELSE, _LOOKS_UP, _PAID_LATE))


def _read(text: str) -> str:
    """Latin words unaccented, and below them the text without spaces."""
    folded = unicodedata.normalize("NFKC", text).lower()
    words = re.sub(r"[^a-z0-9.]+", " ", unaccented(folded))
    return words + "\n" + re.sub(r"[^\w.]+", "", folded)
