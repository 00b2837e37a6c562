"""What happened, as citizens tell it: the circumstance their words speak of, its ground, and what proves it. Pure.

Which documents prove a circumstance is a district's practice, here that of 부산 중구; the grounds are those of
도로교통법 §160④ 1호 and 시행규칙 §142. A guess is a proposal to the citizen and the clerk, never a decision.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from city.fines.law.procedure.grounds import Ground
from city.kernel.text import unaccented


class Circumstance(StrEnum):
    """Told as an excuse, or as the reason why the fine is wrong. The first whose words are there is guessed."""

    MAKING_WAY = "making_way"
    EMERGENCY = "emergency"
    DISABLED_BOARDING = "disabled_boarding"
    FIRE_OPERATION = "fire_operation"
    DISASTER = "disaster"
    ROAD_WORKS = "road_works"
    THEFT = "theft"
    POLICE_WORK = "police_work"
    ACCIDENT = "accident"
    POLICE_ORDER = "police_order"
    POLICE_CALLED = "police_called"
    FLAT_TYRE = "flat_tyre"
    BREAKDOWN = "breakdown"
    MOVING = "moving"
    DELIVERY = "delivery"
    SOLD = "sold"
    RENTED = "rented"
    ANOTHER_CAR = "another_car"
    PERMITTED = "permitted"
    NO_SIGN = "no_sign"
    PASSENGER = "passenger"
    ILLNESS = "illness"


# What is not here says that the fine is wrong, or is no ground: the clerk decides.
GROUND_OF: Mapping[Circumstance, Ground] = {
    Circumstance.MAKING_WAY: Ground.OTHER_SUBSTANTIAL,
    Circumstance.EMERGENCY: Ground.EMERGENCY_PATIENT,
    Circumstance.DISABLED_BOARDING: Ground.DISABLED_BOARDING,
    Circumstance.FIRE_OPERATION: Ground.DISASTER_RESCUE,
    Circumstance.DISASTER: Ground.DISASTER_RESCUE,
    Circumstance.ROAD_WORKS: Ground.ROAD_WORKS,
    Circumstance.POLICE_WORK: Ground.CRIME_OR_ACCIDENT,
    Circumstance.ACCIDENT: Ground.OTHER_SUBSTANTIAL,
    Circumstance.POLICE_ORDER: Ground.ROAD_WORKS,
    Circumstance.POLICE_CALLED: Ground.CRIME_OR_ACCIDENT,
    Circumstance.THEFT: Ground.OTHER_SUBSTANTIAL,
    Circumstance.FLAT_TYRE: Ground.OTHER_SUBSTANTIAL,
    Circumstance.BREAKDOWN: Ground.OTHER_SUBSTANTIAL,
    Circumstance.MOVING: Ground.OTHER_SUBSTANTIAL,
    Circumstance.DELIVERY: Ground.OTHER_SUBSTANTIAL,
}

# What must not read as a cue: "not an emergency", and the bay that is kept for the disabled.
_NO_CUES = re.compile(
    r"응급(?:실|상황|환자|진료)?(?:은|는|이|가|도)?\s?아니|\b(?:not|no)\s(?:an\s)?emergency|不是急[诊救診]"
    r"|장애인\s?(?:전용)?\s?(?:주차)?\s?(?:구역|자리|칸|표지)|\bdisabled\s(?:parking|bay|spot|space|zone)|실시간|응급처치교육"
)

# Hangul and Chinese cues are looked for without spaces, the others unaccented at the start of a word; no cue may arise
# where two other words meet ("10분만 세웠", "물건을 사고 나와", "현재 해당"). A visit to a hospital or a pharmacy is no
# ground: only an emergency is (부산 중구: 병원내원 및 방문, 약국 제외).
_CUES: tuple[tuple[Circumstance, re.Pattern[str]], ...] = tuple(
    (circumstance, re.compile(cues, re.VERBOSE | re.MULTILINE))
    for circumstance, cues in (
        (
            Circumstance.MAKING_WAY,
            r"""(?:구급차|앰뷸런스|엠뷸런스|소방차|사이렌|경찰차|긴급차)[^.]{0,12}(?:길을?|비켜|비키|양보|터주|터드|피해|피하|지나가|빠져나)
            |\b(?:make|made|making|give|gave|giving)\sway|\b(?:let|letting)\s(?:an?|the)\s(?:ambulance|fire)
            |\b(?:ambulance|fire\s(?:truck|engine))[^.]{0,20}(?:pass|through|by)\b|让(?:救护车|消防车|路给)|讓(?:救護車|消防車)
            |\bnhuong\sduong""",
        ),
        (
            Circumstance.EMERGENCY,
            r"""응급|구급차|구급대|구급상황|위급|위독|심정지|심근경색|심장마비|뇌졸중|뇌출혈|의식을잃|의식이없|(?<!나무가)쓰러[져지졌짔]|너머[져지졌]|호흡곤란
            |숨을?(?:못|몬|안|잘못)쉬|숨이(?:안|막|가[빠쁘])|(?<!분)실신|기절|졸도|경련|발작|경기를?(?:해|하|일으)|하혈|피를(?:토|흘|많이)
            |산통|진통이?[와오시왔]|양수가?터|분만실|분만이?임박|출산(?:이|하러|직전|임박)|119(?:를|에|가|부르|불러|불렀)|일일구
            |코드블루|병원[^.]{0,6}실려|질식|열이(?:펄펄|40|39)|코피|가슴이(?:답답|아[파프]|조)|천식|(?:크게|많이|심하게)다쳐|다쳐서|다쳤
            |\bemergency|\bambulance|\bheart\sattack|\bcardiac|\bstroke|\bunconscious|\bcollapsed?\b|\bin\slabou?r|\bgiving\sbirth|\b(?:trouble|difficulty)\sbreathing|\bseizure\b(?=.*\b(?:child|son|daughter|kid|baby|epilep|hospital))
            |\bfainted|\basthma|\bconvulsion|\bcould(?:n\st|\snot)\sbreathe|\bbleeding
            |急救|急诊|急診|抢救|搶救|救护车|救護車|晕倒|暈倒|昏倒|孕妇|孕婦|临产|抽搐|\bcap\scuu|\bngat\b|\bco\sgiat|\bsap\ssinh|\bchuyen\sda""",
        ),
        (
            Circumstance.DISABLED_BOARDING,
            r"""^(?=.*(?:장애인|장애가?있|장애아|지체장애|휠체어|거동이?불편|\bdisabled|\bdisability|\bwheelchair|残疾|轮椅|殘疾|輪椅
            |\bkhuyet\stat|\bxe\slan))
            (?=.*(?:승차|하차|승하차|승·하차|내려드|내려주|내리시|내리는걸|내리는것|내리느라|안아서내|태우|태워|부축
            |\bboard|\balight|\bget\s(?:out|in)|\bdrop|下车|上车|下車|上車|\b(?:xuong|len)\sxe))
            |복지카드""",
        ),
        (
            Circumstance.FIRE_OPERATION,
            r"""소방호스|소방관|화재진압|소방(?:작전|활동|훈련)|\bfire\s?hose|\bfirefight|消防(?:水管|员|車|车)|\bvoi\schua\schay|\blinh\scuu\shoa""",
        ),
        (
            Circumstance.DISASTER,
            r"""(?<![영전])화재|불이나서|불이?났|불을끄|산불|(?<!접)수해|침수|차가잠[기겨]|홍수|폭우|폭설|빙판|눈이?(?:너무|많이)(?:와|쌓)|태풍|산사태|지진
            |재해(?:복구|현장|지역|로)|재난|구난|구조작업|인명구조|대피하
            |\bflood|\bdisaster|\brescue|\bhouse\sfire|\bon\sfire|\bfire\sbroke\sout|\btyphoon|\bsnowstorm|\bheavy\ssnow
            |火灾|火災|洪水|水灾|救灾|暴雨|暴雪|台风|\bhoa\shoan|\blu\slut|\bcuu\sho|\bbao\slon|\bngap\snuoc""",
        ),
        (
            Circumstance.ROAD_WORKS,
            r"""도로공사|포장공사|굴착|공사차량|하수도공사|도로보수|교통지도|교통정리|교통통제|단속업무|공사(?:한다고|한다꼬|하느라|때문|중이라|구간)
            |길을?막아놔
            |\broad\s?works?|\broad\sconstruction|\broad\srepair|\btraffic\sguid|道路施工|修路|\blam\sduong|\bsua\sduong""",
        ),
        (
            Circumstance.THEFT,
            r"""도난|도둑맞|훔쳐[가간갔]|차를?뺏|\bstolen|\btheft|被盗|被偷|被盜|\bmat\scap|\btrom\sxe""",
        ),
        (
            Circumstance.POLICE_WORK,
            r"""범죄(?!자)|(?<!초)범인|체포|검거|현행범|수사중|수사차|잠복|사고조사|사건조사|순찰(?!차)
            |\bcrime|\bcriminal|\barrest|\binvestigat|犯罪|抓小偷|\btoi\spham""",
        ),
        (
            Circumstance.ACCIDENT,
            r"""교통사고|접촉사고|사고가[나났]|사고났|사고나(?:서|고|는|자|가지고)(?!와)|사고처리|사고현장|사고접수|추돌|뒤차가|들이받|차가?박[았아]|박아서|뺑소니
            |\baccident\b|\bcollision|\brear\s?ended|\bhit\smy\scar|交通事故|车祸|車禍|追尾|\btai\snan""",
        ),
        (
            Circumstance.POLICE_ORDER,
            r"""(?:경찰|순찰차|교통순경|단속반|모범운전|수신호)[^.]{0,12}(?:대라|대라고|세우라|세우래|세워라|정차하라|지시|손짓|비키라|시켜서|시켰|허용|유도|말듣)
            |\b(?:police|officer)\w*\s(?:told|asked|ordered|made|signal|waved)|警察(?:让|叫|要我)|\bcanh\ssat\s(?:bao|yeu\scau|ra\shieu)""",
        ),
        (
            Circumstance.POLICE_CALLED,
            r"""(?:112|경찰)(?:에|을|를|서에|한테)?[^.]{0,6}(?:신고하|신고해|신고했|신고후|부르고|불러|불렀|부르느)[^.]{0,24}|경찰(?:이|을|관을|관이)?(?:올때까지|오기를|오기까지|기다)
            |싸움이?(?:나|났|벌어)|시비가?붙|폭행|칼을|강도
            |\b(?:called|call|waited?\sfor|waiting\sfor)\s(?:the\s)?police|\ba\sfight\b|报警|報警|等警察|\bgoi\s(?:canh\ssat|cong\san)|\b(?:cho|doi)\scanh\ssat""",
        ),
        (
            Circumstance.FLAT_TYRE,
            r"""펑크|빵구|(?:타이어|타이야|바퀴|다이야)[^.]{0,4}(?:터[져졌지진짔]|찢|바람|주저|빠[져졌진]|나가)|\bflat\st[iy]re|\bpuncture|\bburst\st[iy]re|\bt[iy]re\s(?:blew|burst|went)
            |爆胎|轮胎|輪胎|\bno\slop|\bthung\slop|\bxit\slop|\bthung\sbanh|\bno\sbanh""",
        ),
        (
            Circumstance.BREAKDOWN,
            r"""(?<![예경보])(?<!기계가)(?<!기계)(?<!등이)고장(?!소|애)|시동[이을도]?(?:안|꺼|나가|멈|갑자기)|방전|퍼[져졌]서?|퍼진|엔진|경고등|오버히트|과열
            |브레이크|긴급출동|보험(?:사|회사)?(?:에|를|을)?(?:출동|기사|불[러렀]|부르|부른|기다)|(?:렉카|레카|렉커)(?:차)?(?:를|가|기사)?[^.]{0,6}(?:기다|부르|불[러렀]|올때|오기|오는|온다)|견인(?:차|기사)?(?:를|을|가|이|차를)?(?:기다|부르|불[러렀]|올때|오기|오는)
            |정비차|출동기사|연기가(?:나|났|올라)|기름이?(?:떨어|다떨|없어)|연료가떨|배터리|밧데리|빳데리|냉각수|라디에이터|클러치
            |차가(?:갑자기)?(?:멈|섰|서버|안움직|안나가|주저)|(?:차|스마트)키[^.]{0,6}(?:안에|잃|잠|고장)|못움직|차문이?잠[겨기]|꼼짝(?:을)?(?:도)?(?:못|몬)|수리하느
            |\b(?:broke|broken)\sdown|\bbreakdown|\b(?:dead|flat)\sbattery|\bengine\b|\boverheat|\b(?:would|did)(?:n\st|\snot)\sstart|\btow\struck|\broadside
            |\b(?:ran\s)?out\sof\s(?:gas|fuel|petrol)|\bbrakes?\b(?!\sdown)|\block(?:ed)?\s(?:my\skeys|out\sof\smy)
            |抛锚|拋錨|故障|[车車](?:坏|壞)|(?:坏|壞)在|熄火|打不着|没电|沒電|等拖车|等拖車
            |\bhong\sxe|\bxe\s(?:toi\s)?(?:bi\s)?hong|\bchet\smay|\bhet\sxang|\bhet\s(?:binh|dien)|\bcho\sxe\skeo|\bxe\scuu\sho|\bdong\sco""",
        ),
        (
            Circumstance.MOVING,
            r"""이삿짐|이사짐|이사계약|이사중|이사하[느는다던]|이사를?하고있|이사날|이사차|사다리차|\bmoving\s(?:house|home|out|in\b)|\bmovers\b|搬家|\bchuyen\snha\b""",
        ),
        (
            Circumstance.DELIVERY,
            r"""운송장|택배(?:차|기사|배달|물건|상하차|일|를?내리|하느|하는|중|짐|때문)|(?<!재)배송(?:중|하느|하다|기사인데|하러|때문)|하역|상하차|(?<!대)상차(?:중|하느|작업|때문)|납품|탁송|짐을?(?:내리|내려|내린|싣|실|옮|나르|부리)|물건을?(?:내리|내려|내린|싣|실[어었느]|나르|옮기|전달|갖다)
            |화물을?(?:내|싣|실|하차)|상품(?:을)?(?:내리|내려|싣)|배달(?:중|하느|하다|하려|하고|갔다|가서|을하)|채소(?:를)?내|화환(?:을)?(?:내|싣)|자재(?:를)?내리|물건을?받느
            |\bunload|\bloading|\bdeliver(?:y|ing|ed)\b|卸货|卸貨|送货|送貨|送外卖|装货|卸菜|\bgiao\shang|\bboc\shang|\bdo\shang|\bdo\shang""",
        ),
        (
            Circumstance.SOLD,
            r"""팔(?:았|앗|린차|은차|아[버부뿌삐삔]|고나서)|판차|차판지|차를?판|매도[한했]|양도[한했]|매매(?:했|상사에)|넘긴차|차(?:를|는)?[^.]{0,8}넘[겼긴]|(?:명의이전|이전등록)(?:을|이)?(?:다|이미)?(?:끝|완료|했|마쳤)
            |폐차(?:한|했|된|시켰|시킨)|수출말소|말소한|전차주|남의차입|중고로판|처분[했한]|예전차주
            |\bsold\b[^.]{0,20}(?:car|it\b|vehicle)|(?:car|vehicle)[^.]{0,16}\bsold\b|卖掉|卖了|賣掉|賣了|过户|過戶
            |\b(?:da|toi)\sban\s(?:xe|no|chiec|roi)|\bban\sxe\snay|\bxe\snay\s(?:toi\s)?(?:da\s)?ban|\bsang\sten""",
        ),
        (
            Circumstance.RENTED,
            r"""렌트|렌터카|렌탈|리스(?:차|한|차량|사|이용)|임차인|임대차|쏘카|그린카|빌려(?:간|타|탄|탔|준|줬)|빌린사람|빌려갔
            |\brental\b|\brented|\brenter|\bleased|\bborrowed\b|\blent\b|租车|租車|租的|借给|借給|借的车|\bthue\sxe\b|\bxe\sthue\b|\bmuon\sxe\b""",
        ),
        (
            Circumstance.ANOTHER_CAR,
            r"""(?:내|제|저희|우리)차(?:번호)?(?:가|도|는)?(?:절대)?(?:아니|아닌|아닙|아녀|아이[다라])|번호(?:판)?(?:가|이|를|을)?(?:다르|달라(?!고|는|니)|다릅|틀리|틀려|잘못|오인|오독|도용|위조|복제)
            |오인식|오단속|잘못(?:찍|나온|나왔|단속|부과|인식|읽)|(?:다른|남의)차(?:를|가|량)?(?:찍|착각|번호)|거기(?:에|를)?(?:안갔|간적이?없|간적도|가본적|있지않)
            |그(?:날|시간|때|시각)(?:에|엔|에는|은)?[^.]{0,20}(?:있었(?!는데)|안갔|간적|집에|부산|출장|없었)|간적(?:이|도)?(?:없|업)|주차한(?:적|사실)(?:이|도)?없|세운적(?:이|도)?없|대포차|쌍둥이번호|명의도용
            |\bnot\smy\s(?:car|plate|vehicle)|\bwrong\s(?:car|plate|number\splate|vehicle)|\b(?:was|were)(?:n\st|\snot|\snever)\s(?:even\s)?(?:there|in\sseoul)|\bnever\s(?:been|parked|went)\b
            |\bdifferent\s(?:car|plate)|\bmisread|不是我的车|不是我的車|没去过|沒去過|不在那|拍错|拍錯|认错|车牌(?:错|不对)|車牌(?:錯|不對)
            |\bkhong\sphai\sxe\s(?:toi|cua\stoi|em)|\bnham\sxe|\bkhong\s(?:co\s)?o\sdo|\bchua\s(?:bao\sgio\s)?(?:den|dau|do)\s|\bsai\sbien""",
        ),
        (
            Circumstance.PERMITTED,
            r"""(?:거주자)?우선주차|사유지|(?:주차|촬영|점용|도로점용|정차)?허가(?:를|증|서|받)|협조공문|공무(?:수행|로|중|상)|주차(?:가|를)?(?:가능|허용)(?:한)?(?:구역|시간|자리|곳|으로|이라|이었|했)
            |단속유예|유예시간|점심시간(?:이라|인데|에는|엔|단속|엔단속|에)[^.]{0,10}(?:봐|유예|허용|단속|괜찮|된다)|주차선(?:안|에|안에)|주차(?:표지|증)가?있|허용구간|허용시간|흰색(?:실선|점선)|선도흰색
            |\bpermit\b|\bprivate\s(?:land|property)|\ballowed\sto\spark|\bparking\s(?:was|is)\sallowed|私人(?:土地|用地)|许可证|許可證|可以停的|\bgiay\sphep|\bduoc\sphep\s(?:do|dau)""",
        ),
        (
            Circumstance.NO_SIGN,
            r"""(?:표지|표지판|안내판|표시|팻말|노면표시|황색선|노란선|주차선|금지선|실선)(?:이|가|도|는|은)?[^.]{0,14}(?:없[었는던다고습어네]|업[섯었]|안보|안뵈|못봤|몬봤|가려|가리|지워|흐[려릿]|뵈야|안써|안적)
            |안보이게해놓
            |\bno\s(?:\w+\s)?sign|\bbien\sbao\s(?:bi|khuat)|\bsigns?\b[^.]{0,24}(?:hidden|missing|covered|not\svisible|unclear|wasn\st|no\b)|\bno\s(?:marking|notice|yellow\sline)|\b(?:did|could)(?:n\st|\snot)\ssee\s(?:a|any|the)\s(?:sign|line|marking)
            |没有(?:标志|标识|牌子|标线|任何标)|沒有(?:標誌|標示|牌子|標線)|(?:标志|牌子|路牌|标线|標誌|牌)[^.]{0,12}看不|看不(?:懂|清|到|见|見)(?:标|牌|路|那个|標)|\bkhong\s(?:co\s|thay\s)?(?:bien\sbao|bien\scam|vach)""",
        ),
        (
            Circumstance.PASSENGER,
            r"""(?:손님|승객|아이|애|애들|아이들|어르신|노모|어머니|아버지|할머니|할아버지|아기|딸|아들|학생|부모님|장모님|임산부|고객|가족|일행)(?:을|를|들을|이|들|가)?(?:잠깐|잠시|급히)?
            (?:내려주|내려드|내려준|내리게|내리시|내리는|내리느|하차|승하차|태우|태워|업고|모시|부축|안아|등원|하원)|하차시키|승하차|등하원|어린이집|등원|하원
            |\b(?:drop(?:ped|ping)?|pick(?:ed|ing)?)\s(?:off|up|my|a|the|him|her|them)\b|\bpassenger|接孩子|送孩子|接送|\bdon\s(?:con|khach|me|bo)|\bcho\scon\sxuong""",
        ),
        (
            Circumstance.ILLNESS,
            r"""토해|토하|구토|멀미|어지러|어지럽|현기증|배가(?:너무)?아[파프]|배탈|설사|화장실|저혈당|몸이(?:너무|갑자기)?(?:안좋|아[파프])|아[파프]서|열이나|병원(?:에)?(?:가|갔|앞|진료|다녀|들)|소아과|산부인과|약국|약(?:을)?사러|치과
            |젖병|분유|임신|임산부|\bsick\b|\bvomit|\bthrew\sup|\bhospital|\bdoctor|\bpharmacy|\bbathroom|\btoilet|\bdizzy|\bpregnant|生病|呕吐|嘔吐|厕所|廁所|医院|醫院|看病|\bbenh\svien|\bbi\som|\bchong\smat|\bnon\b|\bdau\sbung""",
        ),
    )
)


def guess_circumstance(text: str) -> Circumstance | None:
    """What a citizen's words tell of; None where no cue speaks. Korean is read whatever its spacing."""
    folded = unicodedata.normalize("NFKC", text).lower()
    words = " ".join(re.sub(r"[’'`]", " ", unaccented(folded)).split())
    spaced = _NO_CUES.sub(" ", words)
    solid = _NO_CUES.sub(" ", words.replace(" ", "").replace(",", ""))
    return next((found for found, cues in _CUES if cues.search(f"{spaced}\n{solid}")), None)


def guess_ground(text: str) -> Ground | None:
    """The ground of 시행규칙 §142 that a citizen's words speak of; None where none does."""
    told = guess_circumstance(text)
    return GROUND_OF.get(told) if told else None
