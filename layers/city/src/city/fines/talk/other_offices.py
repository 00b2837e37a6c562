"""Which office does what this one does not. Pure.

A cue names the matter, never only a place or a person: whoever lives in Dongdaemun or called the police asks us.
"""

import re
import unicodedata

from city.kernel.plate import without_plates
from city.kernel.text import unaccented

_CAUGHT = r"(?:찍[혔힌히힜]|끊[겼긴]|단속|걸[렸린]|적발|딱지|온(?:거|건|것|과태료|고지서)|날아온|날라온|보낸|고지서|과태료|주차위반|불법주차|벌금|견인)"
# 중구 itself is ours, and Dongdaemun's market and plaza lie in it: there only the district's own name counts.
_DISTRICTS = (
    r"(?:강남|서초|송파|강동|종로|용산|마포|성동|광진|중랑|성북|강북|도봉|노원|은평|서대문|양천|강서|(?<!중)구로|금천|영등포|동작|관악)구?"
    r"|동대문구"
)
_CITIES = (
    r"부산|대구|인천|광주|대전|울산|세종시|(?<!불)경기도?|수원|성남|고양시|용인시|부천|안산|안양|평택|의정부|하남|김포|강원도?|춘천|원주|충[북남주](?!이)"
    r"|청주|천안|전[북남주](?!인|이|은|에)|군산|목포|여수|순천|경[북남주]|포항|창원|김해|제주도?"
)

# Hangul and Chinese without spaces, Latin words unaccented. The first office with a cue is told.
_OFFICES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (phrase, re.compile(cues, re.VERBOSE))
    for phrase, cues in (
        (
            "disabled_bay",
            r"""장애인(?:전용)?(?:주차)?(?:구역|자리|칸|면|주차장|공간)(?!.{0,3}보호)|장애인(?:전용|주차)(?!증|표지|가능|스티커)
            |\b(?:disabled|handicap\w*)\s(?:person\ss?\s)?(?:bay|parking|spot|space|zone|place)|(?:残疾人|殘疾人|残障)(?:专用|專用)?(?:车位|車位|停车|停車)
            |\bcho\s(?:(?:do|dau)\s)?(?:xe\s)?(?:danh\scho\s|cua\s)?nguoi\skhuyet\stat""",
        ),
        (
            "toll",
            r"""하이패스|통행료|톨게이트|톨비|\btolls?\b|\bhi\s?pass\b|过路费|過路費|通行费|通行費|高速费|\bphi\s(?:cau\sduong|cao\stoc|duong\sbo)""",
        ),
        (
            "licence",
            r"""(?:운전)?면허(?:증)?(?:갱신|정지|취소|재발급|시험|따|잃|분실|벌점|적성)|국제운전면허|국제면허|적성검사
            |\bdriv(?:er\ss?|ing)\slicen[sc]e|\blicen[sc]e\srenew|驾照|駕照|驾驶证|駕駛執照|\bbang\slai""",
        ),
        (
            "police",
            rf"""신호(?:를)?위반|신호등[^.]{{0,14}}(?:지나|찍)|속도(?:를)?(?:위반|카메라|단속|초과)|과속(?!방지)|벌점|이파인|\befine\b|범칙금|중앙선(?:침범|넘)
            |음주(?:운전)?(?:으로|벌금|단속에?걸|적발|면허)|안전벨트|안전띠|끼어들기|꼬리물기|난폭운전|스쿨존[^.]{{0,10}}(?:시속|속도|과속|달)|고속도로[^.]{{0,12}}(?:찍|카메라)
            |(?:교통)?경찰(?:서|청|관)?(?:에서|한테|에게|에|이)[^.]{{0,6}}(?:온|왔|보낸|보내|발부|끊|날아|받은|뗀|출석|{_CAUGHT})|출석요구서
            |\bspeeding|\bspeed\s(?:camera|limit|ticket)|\bred\slight\b(?!.*\bpark)|\brunning\sa\sred|\bpolice\s(?:ticket|fine|citation)|\b(?:ticket|fine)\b[^.]{{0,14}}\b(?:from|by)\s(?:the\s)?police
            |\bpenalty\spoints|\bseat\s?belt|超速|闯红灯|闖紅燈|扣分|警察(?:局)?(?:开|開|寄|罚|罰)|\bqua\stoc\sdo|\btoc\sdo\b|\bvuot\sden|\bden\sdo\b
            |\b(?:canh\ssat|cong\san)\s(?:giao\sthong\s)?(?:phat|gui)""",
        ),
        (
            "national_tax",
            r"""국세|소득세|부가세|부가가치세|종소세|종합소득|연말정산|세무서|양도세|상속세|증여세|\bincome\stax|\bnational\stax|国税|所得税|\bthue\sthu\snhap""",
        ),
        (
            "local_tax",
            r"""자동차세|재산세|주민세|취득세|지방세|등록면허세|\b(?:car|vehicle|property|resident|local)\stax|汽车税|汽車稅|财产税|\bthue\s(?:o\sto|tai\ssan)\b""",
        ),
        (
            "vehicle_duties",
            r"""(?:정기|자동차|종합)검사|검사(?:를)?(?:안받|지연|늦)|자동차보험만기|녹색교통|의무보험|책임보험|보험미가입|5등급|오등급|운행제한|조기폐차|매연|배출가스|버스전용|전용차로|과적|전기차충전|충전구역|충전방해
            |\bbus\slane|\b(?:car|vehicle)\sinspection|\bcompulsory\sinsurance|公交车道|公車專用道|年检""",
        ),
        (
            "another_district",
            rf"""(?:{_DISTRICTS}|{_CITIES}|다른구|딴구|타구|옆구|다른시|딴동네|다른동네|다른지역|타지역)(?:[가-힣]{{1,3}}구)?(?:청|시청|군청)?(?:에서|서|에|의|한테)?[^.]{{0,6}}{_CAUGHT}
            |(?:강남|서초|송파|강동|종로|용산|마포|성동|동대문|광진|중랑|성북|강북|도봉|노원|은평|서대문|양천|강서|(?<!중)구로|금천|영등포|동작|관악)구청|(?:{_CITIES})(?:시청|중구|[동서남북]구)
            |\b(?:another|other|different)\s(?:district|city|gu)\b|\b(?:gangnam|seocho|songpa|jongno|yongsan|mapo|seongdong|busan|incheon|daegu|suwon)\b[^.]{{0,16}}(?:ticket|parking\sfine|office)
            |\b(?:ticket|fined?|caught|parked)\b[^.]{{0,16}}\b(?:in|from|by)\s(?:gangnam|seocho|songpa|jongno|yongsan|mapo|seongdong|busan|incheon|daegu|suwon)
            |(?:江南|釜山|仁川|钟路|鐘路|龙山)(?:区|區)?[^.]{{0,8}}(?:罚|罰|贴|停)|别的(?:区|城市)|其他(?:区|區|城市)|\b(?:quan|thanh\spho)\skhac\b""",
        ),
        (
            "another_office",
            r"""(?:흡연|금연구역|담배|쓰레기|무단투기|분리수거|현수막|반려견|강아지|식품위생|전입신고|검찰청?|법원)[^.]{0,12}(?:과태료|벌금|딱지)
            |\b(?:smoking|littering|garbage|trash)\b[^.]{0,16}(?:fine|ticket)|吸烟罚|乱扔垃圾""",
        ),
    )
)
# What looks like theirs and is ours: a seizure that others may hold too, a comparison, the zone for the aged and disabled.
_OURS = re.compile(
    r"주차(?:이|야|인지|입니까|예요|에요|냐)|과태료(?:인지|야|예요|에요)|증빙용|납부영수증|지방세내는데로|이파인(?:에)?들어(?:가도|갔는데)없|can\sgiay"
    r"|내야풀|가건(?:것|거)|ke\sbien\scua|법원에(?:냈|신고)|이파인(?:에서도|에는)|벌점은[^.]{0,8}한테|중구(?:로|에)(?:보낸|보냈|낸|냈)|transferred\sat"
    r"|압류|원부|처럼|내듯|메뉴|내역서|내역(?:이|을)?필요|늦게내면|안내면|생기나|이택스|구청(?:에는|엔)있|구역말고|보호구역|扣押|查封|\bseiz"
)
_LIVES_OR_WAS_THERE = re.compile(r"살아요|삽니다|사는사람|출장|그날|있었|에서왔는데")


def named_office(text: str) -> str | None:
    """The phrase that names the office of a matter that is not ours; None where the text names no such matter."""
    folded = unicodedata.normalize("NFKC", without_plates(text)).lower()
    words = re.sub(r"[^a-z0-9.]+", " ", unaccented(folded))
    both = words + "\n" + re.sub(r"[^\w.]+", "", folded)
    found = next((phrase for phrase, cues in _OFFICES if cues.search(both)), None)
    if found is None or _OURS.search(both):
        return None
    return None if found == "another_district" and _LIVES_OR_WAS_THERE.search(both) else found


def other_office(text: str) -> str:
    """The phrase that names the right office for what this one does not do."""
    return named_office(text) or "another_office"
