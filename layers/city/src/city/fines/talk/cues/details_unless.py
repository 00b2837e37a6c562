"""What must not stand in a text for a particular to be read in it. Pure."""

# In the text without spaces, or in its Latin words.
UNLESS: dict[str, tuple[str, ...]] = {
    "holder": (r"환급|환불|돌려받",),
    "release_fee": (r"견인|보관료|중개",),
    "fee": (r"견인|보관료|중개|인감|등본|여권|late fee|storage",),
    "weekend": (
        r"마지막날|말일|기한이|납기|상담|통화|견인|보관소|번호판|고지서|방문|찾으러|단속|카드|화해|deadline",
        r"due date|last day|impound|tow\b|\bthe ngan hang|credit",
    ),
    "term_on_holiday": (r"단속|상담|견인|번호판|고지서|보관소|통화|전화",),
    "depositor": (r"의견|이의|소명|고지서|분납|할부|압류|카드|환급",),
    "link_received": (
        r"숫자|금액|동그라미|(?:0|공|영)을?(?:하나|더|잘못)|버튼|계좌번호",
        r"만료|안열|안열리|찾을수없|다시보내|다시주|다시좀|재발송|결제링크|카드결제|링크(?:좀)?(?:줘|주세|주시|주십|보내(?:줘|주|달))",
        r"주소(?:변경|이전|가바뀌|를바꾸|지)|집주소|expired|(?:send|give) me (?:a|the) link",
        r"(?:doesn t|won t|not) (?:open|work)|photo|het han|gui (?:cho toi )?link",
    ),
    "genuine": (
        r"사기전|사기(?:꾼(?!아니|아닌)|치지)|이사기|전세사기|중고.{0,6}사기|단속(?:된|이|카메라)|사진|경고|끊긴|들어온|냈다",
        r"냈는데|real person|real human|fraud report|stop (?:the )?spam",
    ),
    "where_to_verify": (
        r"사진|입금확인|(?:입금|납부|이체|송금|환급)[^.]{0,14}확인|압류|견인|속도|과속|신호|경찰|벌점|photo",
        r"payment|refund|tow|anh\b|da nop|hinh",
    ),
    "where_to_send": (
        r"고지서|통지서|납부서|청구서|인터넷주소|집주소|주소(?:변경|이전|가바뀌|바꾸)|이사했|환급|환불|통장사본",
        r"과오납|돌려받|견인(?!영수증|확인)|보관소|해제통지|단속사진|찍힌사진|위반사진|납부영수증|납부확인|현장사진|경찰|법원",
        r"면허|여권|새주소|보여주|(?:받을|받고싶|받아볼|열람)|못받|메일로주|직접가서낼|돈받|수납|신고",
        r"사진(?:을|좀)?문자로(?:전송|보내주)|당시사진|notice to|my (?:new |mailing )?address|refund",
        r"violation photo",
    ),
    "documents_for_reduction": (r"승하차|내려드|태우|하차|승차|의견",),
    "documents": (
        r"견인(?!영수증|비영수증|확인|증명|기록)|보관소|명의이전|이전등록|혼인|여권|지원금|출고|폐차|말소|등본|출생|전입|비자|환급|환불|분납|분할",
        r"유예|압류|영치|증거(?:를|가)?(?:대|있|사진)|증거가어디|무슨증거|납부(?:증명|사실|확인|한)|낸게맞|납부영수증|영수증(?:이|을)?필요",
        r"원부|impound|towed|my car back|visa|passport|refund|xe bi keo|lay xe|ket hon|dang ky",
    ),
    "result_when": (
        r"환급|환불|압류|해제|영치|분납|분할|유예|승인|법원|환급결과|번호판|의견(?:제출)?(?:은|는)?언제까지|refund",
        r"release|installment|instalment|hoan tien|ke bien",
    ),
    "result_how": (r"환급|압류|분납|분할|입금|납부",),
    "opinion_status": (r"환급|환불|분납|분할|유예|감경신청|수급|접수(?:해|하겠|할게|부탁|바랍)|납부|상담",),
    "opinion_until": (r"결과|환급|분납|통화|상담|안할거|안내고|(?<!보)내도늦지|입금해도늦|납부해도늦",),
    "pay_meanwhile": (
        r"분납|분할|유예|고지서|안내문|견인|기한|결제했|입금했|(?:돈|과태료|벌금)(?:은|을|는|를)?(?:다|이미)?(?:냈는데|냈어)",
    ),
    "return_call_when": (
        r"언제든|언제나|언제까지(?:내|납부|입금|의견)|(?:답변|회신)(?:을|를|하여|해)?(?:바|주시기|부탁)|시간기준",
        r"기한이|결과|견인|보관소|환급|환불|언제단속|due|refund|result|tow|deadline|전화번호|빌려|문자오",
        r"전화했는데안",
    ),
    "heir": (
        r"문자오지|알림|장례|빈소|초상|발인|임종|문상|조문|상가|상을당|상중|돌아가시려|돌아가실것|돌아가실뻔",
        r"죽을뻔|사망사고|교통사망|집에돌아가|funeral|died (?:on|at) the|engine died|battery died|car died",
        r"phone died|葬礼|奔丧|dam tang|me mat lai",
    ),
    "renter": (
        r"견인|대납|계좌|압류|번호판|영수증|단속된거|걸린거|트렌트|렌트카(?:를|도)?(?:예약|추천|빌리고싶)|폐렴",
        r"월세|전세|스트렌트|아파트|상가임|where can i rent|recommend",
    ),
    "theft": (r"도둑(?:놈|들|이야|이냐|이네|이지)|번호판도난|지갑|핸드폰도난|세금도둑|견인|tow",),
    "sold": (
        r"알림|문자|수신|환급|돌려받|두번|압류|이전막|배추|더러워서|팔려고|팔려는|팔수|팔기전|팔아야|팔면|팔때",
        r"팔고싶|한팔|오른팔|왼팔|팔이|팔을|팔아먹|팔았다고(?:치)?|팔고있|과일|장사|물건(?:을)?팔|want to sell",
        r"before selling|selling|muon ban|sap ban",
    ),
    "other_driver": (r"렌트|리스|도난|훔|사진",),
    "post_again": (r"계좌|얼마|언제까지|문자는|전기|주민세|조회|돌아가|환급|상속|렌트|팔|견인|영수증|photo",),
    "release_when": (
        r"얼마(?:내|예|에|인|를|면|야)|왜|고지서|차(?:가)?[^.]{0,4}없어|번호판(?:이|을)?(?:달라|바꾸|교체|없어졌)|누구|떼가(?:요|나|죠|는|지)",
        r"언제까지(?:내|납부|안내)|언제압류|언제영치|압류(?:가)?(?:언제)?(?:걸|들어|됩니까|당하|되나|한다)|on hold",
        r"hold on|when will you seize",
    ),
    "next_instalment": (r"할부되|신청|분할납부되",),
    "total": (
        r"합의|분납|분할|합쳐서나눠|합쳐(?:서)?(?:냈|보냈|입금했)|견인|차찾는데|안내면|가정|퍼센트|%|total joke",
        r"totally|nothing at all",
    ),
    "photo_where": (
        r"제출|찍었|보내면|보내요|보냄|블랙박스|블박|내면|첨부|과속|속도|신호|경찰|send (?:my|the) photo|submit",
    ),
    "amount_after": (r"의견|이의|견인|압류|환급|속도|검사|past fines|reduction",),
    "partial": (r"환급|돌려|매달|개월|분납|분할|할부|refund|per month|monthly|month",),
    "objection_after": (r"tennis|court ?yard",),
}
