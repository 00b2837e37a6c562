"""That something is told: what happened, who writes, thanks, a promise. Pure."""

import re

from city.fines.talk.cues.cue import ENDS_IN_B, cue

# Something that was, and why.
NARRATES = cue(
    korean=(
        r"[았었였했갔왔섰댔됐웠렸졌쳤났혔켰꼈뺐놨뒀랐탔줬](?:습|어|는|던|고|으|지|다|음|네|심|슈|구|거|기|을|더|소|당|제|응)",
        r"[았었였했갔왔섰댔됐웠렸졌쳤났]$",
        r"[은는던인](?:겁니다|거예요|거에요|거요|건데|것입니다|것이|거라)",
        rf"(?<![{ENDS_IN_B}])니까|느라|혀서|[랑당]께|드라고|더라고|는디|때문|바람에|[래라]서|[아어여해]서|[하느]이끼|아이라|중이[었라]",
        r"억울|부당|잘못(?:된|됐|했|보|읽)|따지",
    ),
    chinese=(r"了.{2,}|因[为為]|[当當][时時]|那天|不公|冤",),
    english=(
        r"\w+ (?:was|were|wasnt|werent|had|hadnt|didnt|couldnt|lent|told|took|left|went|came|sold|bought|broke|died)\b",
        r"let (?:my|him|her|the)\b|(?:i|we) got (?!it)|passed away|not my car",
        r"(?:i|we) (?:\w+ )?(?:stopped|parked|waited|could|did|have been|am (?:not|still))\b|ive been|im (?:not|still)\b",
        r"because\b|my (?:car|son|wife|husband|mother|father|child|kids?|tire|tyre|engine) (?:was|had|has|got|broke)",
        r"my (?:son|daughter|wife|husband|mother|father|child|baby) is\b",
        r"(?:previous|former) owner|unfair|not fair|wrong",
    ),
    vietnamese=(
        r"(?:vi|luc|khi do|hom (?:do|ay)|dang|bi|da phai|phai (?:dung|dua|cho|dau)) [a-z]{2,}",
        r"(?:toi|em|minh|xe|no|chong|vo|nguoi) da (?!nop|chuyen|tra)[a-z]{2,}",
        r"(?:khong|chua|co) (?:thay|co|nguoi)\b|toi (?:cho|dua|thay)\b|vua\b",
    ),
)
# Of money, of what was sent or received: a story of another kind.
OF_MONEY = cue(
    korean=(
        r"입금|이체|송금|납부|결제|부쳤|부친|보낸돈|보냈|냈|낸|넣었|환급|영수증|계좌|문자(?:를|가)?(?:받|왔|드렸)",
        r"(?:숫자|금액|0|공|동그라미|영)(?:을|를|이|가)?(?:하나)?(?:더|덜|잘못)(?:누|눌|쳤|썼|붙)|잘못(?:눌|쏴|쐈|부쳤)|두번(?:눌|나[갔가])",
        r"(?:딱지|고지서|통지서|문자|과태료)(?:가|이)?(?:날[라아]|나왔|왔)|날[라아]왔|전화(?:를)?(?:했|드렸|안받)",
    ),
    chinese=(r"(?:[付汇匯交]|[转轉])了",),
    english=(r"paid\b|payments?\b|transfer|refund|sent (?:the|it|you|\d)|wired|typed (?:an )?(?:extra|one)",),
    vietnamese=(r"da (?:nop|chuyen|tra)\b",),
)
# Of paying in so many words, and of papers: both are sent somewhere.
OF_PAYING = cue(
    korean=(r"낼[게께테래]|내겠|(?<!얼)돈|입금|송금|이체|납부|과태료|벌금|얼마|만원",),
    chinese=(r"[钱錢款付交]",),
    english=(r"(?:pay|money|fine|amount|transfer)\b",),
    vietnamese=(r"(?:tien|nop phat|chuyen khoan)\b",),
)
OF_PAPERS = cue(
    korean=(r"서류|증빙|자료|증거|증명|진단서|확인서|확인원|사진|영수증|의견서|신청서|사본|복지카드|계약서",),
    chinese=(r"文件|[证證]明|材料|照片|[单單]据|收据",),
    english=(r"(?:documents?|papers?|proof|evidence|certificates?|photos?|pictures?|receipts?|letter)\b",),
    vietnamese=(r"(?:giay to|giay|bang chung|chung tu|hinh|anh)\b",),
)
# That it was sent, in so many words.
SENT = cue(
    korean=(
        r"(?:부친|보낸|넣은|입금한|이체한|송금한)(?:거|것|건|돈|금액|\d|[일이삼사오육칠팔구십]+[만천])|(?:부쳤|부칬|보냈|넣었|입금(?:했|하였|을했)|이체(?:했|를했)|송금(?:했|을했)|냈(?!다는|던))",
    ),
    chinese=(r"(?:[付汇匯交]|[转轉])(?:[过過])?了|已[经經]?(?:[付汇匯交]|[转轉])",),
    english=(r"(?:i|we)(?: ve| have| already| just| did)* (?:paid|sent|transferred|wired)\b",),
    vietnamese=(r"da (?:nop|chuyen|tra|gui tien)\b",),
)
ADDS = cue(
    korean=(
        r"추가(?:로|해|할|하|합|내용|의견)|덧붙|보충|참고로|한가지더|하나더|빠뜨|빼먹|깜빡한|그리고또|아까(?:말씀|못|빠)",
    ),
    chinese=(r"[补補]充|另外|[还還]有",),
    english=(r"also\b|in addition|furthermore|one more",),
    vietnamese=(r"bo sung|them nua|ngoai ra",),
)
COURTESY = cue(
    korean=(
        r"^(?:아+|오+|음+|네|넵|넹|넴|예|옙|응|어|암|그래|그럼|좋아|좋습|오케|오키|ㅇㅋ|ㅇㅇ|ㄳ|ㄱㅅ|ㅎㅎ)"
        r"(?:요|네|네요|어요|이|이요|습니다)?[.,!~^ㅎㅋㅠ]*$",
        r"감사|고맙|고마|수고|알[겠았것]|아랐|기다[리릴]|확인했|받았|잘됐|다행|안녕히|들어가",
    ),
    chinese=(r"^[好嗯行][.,!~。！]*$|[谢謝]|知道了|明白|了解|等|收到",),
    english=(
        r"^(?:ok|okay|yes|yep|sure|fine|great|good)[ .,!]*$",
        r"thank|thx|got it|understood|will wait|ill wait|i see\b|see you|appreciate",
    ),
    vietnamese=(r"^(?:vang|da|u|duoc)[ .,!]*$", r"cam on|hieu roi|duoc roi|toi se cho|toi doi|biet\b"),
)
PROMISES = cue(
    korean=(
        r"(?:이따|있다가|나중|조금|잠시|저녁|오후|내일|모레|주말|월요일|다음주|퇴근|도착|끝나고|확인하고|상의)"
        r".{0,16}(?:할게|할께|드릴|드리겠|하겠|보낼|보내겠|연락|답할|답하|문자|접수)",
    ),
    chinese=(r"稍[后後]|等[会會]|明天|晚[点點]",),
    english=(r"(?:later|tomorrow|tonight|soon)\b",),
    vietnamese=(r"(?:lat nua|toi nay|ngay mai|de toi)\b",),
)
OF_A_FINE = cue(
    korean=(r"딱지|과태료|고지서|벌금|단속",),
    chinese=(r"[罚罰]款|[罚罰][单單]",),
    english=(r"(?:fines?|fined|tickets?|ticketed)\b",),
    vietnamese=(r"phat\b",),
)
# The car or the case that was spoken of before another.
SPOKEN_OF_BEFORE = cue(
    korean=(
        r"(?:앞에?|아까|먼저|처음|그전에?)(?:에)?(?:말한|말씀드린|얘기한|이야기한|보낸|접수한|의견(?:낸|냈던|접수한)|그|의)?(?:차|건|거|것)",
    ),
    chinese=(r"(?:前面|刚才|剛才|第一)(?:那)?(?:辆|輛|张|張|个|個)",),
    english=(r"(?:first|earlier|previous|other) (?:car|one|case|ticket|fine)",),
    vietnamese=(r"(?:xe|cai) (?:dau tien|truoc|kia)",),
)
OF_ARREARS = cue(
    korean=(r"밀린|체납|연체|미납|[안못]낸",),
    chinese=(r"欠",),
    english=(r"arrears|overdue|unpaid",),
    vietnamese=(r"no than|qua han|con no",),
)
# Who writes, and how one greets: no story yet. Taken out of a text without spaces.
INTRODUCES = re.compile(
    r"안녕하?(?:세요|십니까|하세여|)|반갑습니다|여보세요|수고[하많][가-힣]{0,6}"
    r"|(?:저는|제가|나는)?(?:[가-힣]{0,6}(?:차주|소유자|주인|본인|명의자))"
    r"(?:인데요?|입니다|이에요|예요|에요|이고요?|되는[가-힣]{0,6})?"
    r"|(?:제|내|저희)?(?:차|차량|차번호|번호|이름|성함|연락처)(?:는|은|이|가)?(?:이고|고|입니다|인데요?|이에요|예요)"
    r"|[가-힣]{0,12}(?:때문에|땜에|땜시|관련(?:해서|하여|으로)?|건으로|일로)(?:문자|연락|톡)(?:드[려렸립]|했|혔|해|남[겨겼])[가-힣]{0,4}"
    r"|(?:어제|아까|저번에|지난번에)?문자드렸던(?:사람|분)?(?:입니다|인데요?)"
    r"|(?:hello|hi|hey|goodmorning|dear(?:sir|madam|officer))[,.!]?|你好|您好|xinchao"
)
