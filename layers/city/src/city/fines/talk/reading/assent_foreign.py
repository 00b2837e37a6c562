"""How people say yes, no, later and "I do not know" in English, Chinese and Vietnamese to "shall we record it?". Pure.

Each language has the same five patterns, looked for in one folded clause: Chinese without spaces and simplified as far
as the words here go, Vietnamese without its marks but for "đừng" (do not), which differs from "đúng" (right) by them.
"""

import re
from dataclasses import dataclass

from city.fines.talk.reading.spelling import any_of


@dataclass(frozen=True, slots=True)
class Tongue:
    """`wants`: a request or a resolve to record; `yes`, `no`: the word alone; `other`: another wish or a question."""

    wants: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    later: re.Pattern[str]
    unsure: re.Pattern[str]
    asks: re.Pattern[str]
    other: re.Pattern[str]


_OTHER_EN = (
    r"account|\bpay\b|how much|amount|photo|picture|agent|human|someone|officer|call me|phone|deadline|due|refund|"
    r"receipt|"
    r"instal|address|fax|discount|translate|language|mean\b"
)
ENGLISH = Tongue(
    wants=re.compile(
        r"\b(?:(?:submit|file|record|register|lodge|proceed)\b(?! \w+ ?(?:documents|papers|receipt|certificate))|"
        r"(?:log|enter|send|put|add|include|take|accept|process|receive|save|note|forward|pass|post|attach|"
        r"use)\b(?= (?:it|this|that|my|the opinion|the statement|them|all|everything|what|as|away|on|"
        r"in)\b))(?: (?:it|this|that|my|the|them|all|everything|what|as|away|on|in|too|down|now|opinion|"
        r"statement|objection|words|through|along|with|for|me|please|pls|plz|right|immediately|today|officially|"
        r"formally|up|into|i|have|wrote|said|written|to)\b)*"
        r"|\bgo (?:ahead|for it|on)\b|^go$|\bdo (?:it|that|so)\b|\bplease do\b|\bmake it (?:official|so)\b|"
        r"\bon (?:the )?(?:record|file)\b"
        r"|\bget it (?:in|done|recorded|filed|submitted)\b|\bhave it (?:recorded|filed|submitted|registered)\b|"
        r"\bby all means\b|\bcarry on\b|\blet'?s do\b|\bi'?d like (?:that|to (?:submit|file|do|record)|you to)\b|"
        r"\bwould like that\b|\bgreen light\b|\brecorded\b(?! \w+ (?:is|was))"
    ),
    yes=re.compile(
        r"^(?:(?:oh |ah |um |uh |well |hi |hello |hmm )*)(?:yes+|ye+[ahps]*|ya+|yah|yup+|yep+|yea+h?|yess*ir|"
        r"sure(?: thing)?|o+k+(?:ay|ey|ie|i|e|s)?|okey|okay|okie|alright|all right|"
        r"absolutely|definitely|certainly|of course|ofc|indeed|correct|right|exactly|fine|agreed?|i agree|i do|"
        r"i would|i confirm|confirm(?:ed)?|affirmative|aye|"
        r"sounds (?:good|great|fine|right)|that'?s (?:right|fine|correct|good|ok|okay|great|it)|that works|"
        r"that would be (?:great|good|nice|lovely|helpful|wonderful|appreciated|kind|fine)|works for me|perfect|"
        r"great|good|please|pls|plz|y|k+|yas+|approved?|"
        r"why not|no problem|no worries|no objection|with pleasure|naturally|totally|for sure|u bet|you bet|"
        r"i consent|permission|👍|much appreciated|i'?d appreciate|happy with|as is|as it is|very well|cool|bet)\b"
    ),
    no=re.compile(
        r"^(?:(?:oh |ah |um |uh |well |actually |sorry |hmm )*)(?:no+|nope|nah+|naw|n|negative|never ?mind|nvm|"
        r"not? thanks?|no thank)\b|"
        r"\b(?:don'?t|do not|dont|please not|not to|rather not|won'?t|wont|will not|shouldn'?t|not going to|"
        r"no need to|don'?t want|didn'?t mean to|no longer|never|without)\b(?! (?:forget|worry|wait|hesitate|"
        r"delay|mind|miss|lose|skip|leave|know|think twice|care|understand|have|see|like it when|let it))"
        r"|\b(?:never ?mind|nvm|forget (?:it|about it|that)|cancel|not necessary|no need|unnecessary|not needed|"
        r"drop it|leave it(?! (?:as|with|on))|withdraw|skip (?:it|that|this)|scrap|stop it|hold off|"
        r"changed? my mind|not interested|let it go|give up|let'?s not|i'?d prefer (?:not|to pay)|prefer to pay|"
        r"decided (?:not|against)|don'?t bother|abandon|refuse|decline|i pass|i'?ll pass|"
        r"i'?ll just pay|just pay|i(?:'ll| will) pay(?! after)|rather (?:just )?pay|i don'?t think so|i disagree|"
        r"not worth)\b"
    ),
    later=re.compile(
        r"\b(?:later|(?<!sure )not yet|not now|(?:submit|file|record|send) it yet|don'?t (?:submit|file|record|"
        r"send) (?:it )?yet|not right now|not just yet|not at the moment|not today|tomorrow|tmrw|tmr|tonight|"
        r"next (?:week|month|time|monday|day)|in (?:a|an|the|some|\d+) (?:minute|min|moment|while|bit|hour|few|"
        r"morning|afternoon|evening|day|week|hours|minutes|days|time)\w*|"
        r"hold on|wait|hang on|one (?:moment|sec|second|minute)|a (?:moment|sec|second|minute|bit)|"
        r"just a (?:moment|sec|second|minute|bit|while)|give me (?:a|an|some|until|till|time|more|\d+|another)|"
        r"after (?:work|school|lunch|dinner|that|this|my|we|the)|more time|(?:maybe|perhaps) (?:later|tomorrow|"
        r"next)|need (?:some |more |a |a bit |a little )*(?:time|moment|day|days|minute)|once i|"
        r"when i(?!'?m? (?:was|stopped|had|got|parked))|after i(?! (?:was|stopped|had|parked))|as soon as|until i|"
        r"till i|before (?:i|you|we|that)|first (?:i|let|need|want)|let me (?:first|check|think|ask|get|finish|"
        r"see|talk|consult|read|add)|"
        r"i'?ll (?:get back|let you know|come back|think|do it (?:when|after|once|in|on|at)|send it (?:when|after|"
        r"once|on|at))|i will (?:get back|let you know|come back|think)|think about it|think it over|sleep on it|"
        r"some other time|another (?:day|time)|afterwards?|this (?:evening|afternoon|weekend)|on (?:monday|"
        r"tuesday|wednesday|thursday|friday|saturday|sunday|the weekend)|at the weekend|busy|i need to (?:get|ask|"
        r"check|find|talk|collect|see|finish|think)|postpone|hold that|for now)\b|\bfirst$"
    ),
    unsure=re.compile(
        r"\b(?:not (?:really |quite |so |entirely |too |100 |that )*(?:sure|certain)|unsure|uncertain|maybe|"
        r"perhaps|dunno|idk|i (?:really )?(?:don'?t|do not) (?:really )?know|i guess|not sure yet|no idea|hmm+|"
        r"hm+|umm*|uhh*|erm?|might|possibly|can'?t decide|undecided|i guess\W*$|should i\b|torn|hesitant|depends|"
        r"what do you think|i wonder|don'?t understand)\b|^(?:well|so)\W*$"
    ),
    asks=re.compile(
        r"\?|^(?:what|where|when|how|who|why|which|does|did|is|are|will|do i|can i|could i|may i|should|has|"
        r"have you)\b"
    ),
    other=re.compile(_OTHER_EN),
)

_POLITE_EN = re.compile(
    r"\b(?:can|could|would|will) (?:you|u)\b|\bwould you mind\b|\bcan we\b|\bmay i ask you to\b|\bplease\b|\bpls\b"
)

# What asks for it, and what may stand before the verb of doing it.
_ASKING = "请|請|幫|帮|麻烦|麻煩|就|那|给|我要|要|可以|想|拜托|劳驾|烦请|你|你们|您|直接|赶紧|快|马上|现在|一起|也|都|并|确认|同意|愿意|好|好的|行|嗯|是|是的|对"
_BETWEEN = "我|忙|您们|把|它|这个|一下|吧|按这个|这样|原样|尽快|立即|立刻|正式|,"

CHINESE = Tongue(
    wants=re.compile(
        rf"(?:{any_of(_ASKING)}{any_of(_ASKING, _BETWEEN)}*+(?:[把按照].{{1,12}}?{any_of(_BETWEEN)}*)?"
        rf"|[把按照].{{1,12}}?{any_of(_BETWEEN)}*)"
        r"(?:提交|受理|登记|登記|记录|記錄|记下|记录下|記下|录入|递交|遞交|上报|上交|备案|立案|交上去|交吧|交了|报上去|存档|归档|留档|送出|发送|发过去|发吧|发出|送上去|写进|写上|加上|"
        r"加进|加入|附上|放进|收下|接收|办理|办|处理|进行|继续|开始|执行|提|呈)"
        r"|^(?:提交|受理|登记|登記|记录|記錄|记下|录入|递交|上报|备案|收下|接收)(?:吧|了|啊|呀|一下|就行|好了|即可|谢谢|它|我的意见|意见|这个|,|。|!)*$|(?:提交|受理|登记|"
        r"記錄|记录|递交|发|交|记|办|登記)(?:吧|一下吧|上去吧|掉吧|好了)|就这(?:样|么)(?:办|吧|提交|写|交|记|定)|这样就(?:行|好|可以)|没问题|沒問題|(?:按|照)(?:这个|"
        r"原文|上面|刚才|我说)"
    ),
    yes=re.compile(
        r"^(?:哦|啊|嗯|唔|那|那就)*(?:(?:好|OK|ok)+(?:的|吧|啊|呀|哒|嘞|滴|了|勒|咧)?|可以+(?:的|啊|呀|吧)?|行+(?:的|啊|吧|呀)?|是+(?:的|啊|呀)?|"
        r"对+(?:的|啊|呀)?|對(?:的|啊)?|嗯+|恩+|没问题|沒問題|同意|当然(?:可以|好|要|了)?|當然|要(?:的)?|需要(?:的)?|想(?:的)?|愿意|願意|确认|確認|"
        r"确定|確定|ok|okay|没错|沒錯|中|成|得|拜托(?:了|你|您)?|麻烦(?:你|您)?(?:了)?|麻煩|必须(?:的)?|没意见|就这样|请便|yes|可|准|系|係|好呀|妥)(?=$|"
        r"[,，。!！、~…. ]|提|登|记|受|那|请|請|谢|謝|麻|那|就|我|你|您|吧|了|的|啊)"
    ),
    no=re.compile(
        r"^(?:哦|啊|嗯|那|还是|還是)*(?:不+(?!好意思|(?:用|要|必|需要|需)(?:再)?(?:改|修改|等|看|问|問|担心|擔心|加|补|補|考虑|考慮)|错|過|过|知|确|確|清|太清|太确|客|管|晓|明白|懂|会|同|服|要忘|要漏|难|難|止|是我|应|應|得不)|别(?!忘|漏|的|人)|"
        r"別(?!忘|漏|的|人)|算了|免了|没必要|沒必要|不是(?!我)|无需|無需|罢了|拒绝|拒絕|先不|否|no)"
        r"|不(?:用|要|必|想|需要|打算|愿意|願意|同意)(?:再|了|去|给|帮|替|麻烦)*(?:提交|受理|登记|登記|记录|記錄|记|交|提|申诉|申訴|办|弄|递|报|录|异议|发|送|$|了$)|"
        r"别(?:提交|受理|登记|记|交|办|弄|发|送|报|录|管)|別(?:提交|受理|登記|記|交|辦|弄|發|送)|取消(?:吧|了|$|提交|登记|申诉|意见)|放弃|放棄|撤回|撤销吧|算了|"
        r"不(?:提交|受理|登记|登記|记录|記錄|递交|申诉|申訴|办|弄|记|交意见|提意见|提)了?|还是不|還是不|没(?:有)?必要|沒(?:有)?必要|(?:直接|还是|還是|就)(?:交钱|交罚款|缴|"
        r"繳|付|交款|交费|交錢|付款|交了算)|我(?:交钱|直接付|直接交|付钱)|认罚|認罰|认了"
    ),
    later=re.compile(
        r"等(?:等|一等|一下|一会|会儿|我|到|下|明天|几天|拿|开|有|准备|考虑|想)|以后|以後|稍后|稍後|稍等|晚点|晚點|晚些|晚上|明天|明早|后天|後天|改天|改日|下次|下周|下週|下个月|"
        r"周一|周末|过(?:几|幾|两|兩|一|会|些|段)|過(?:幾|兩|一|會)|之后|之後|然后再|再(?:说|說|提交|提|交|受理|登记|登記|决定|決定|联系|聯繫|发|给你|告诉|办|来|记|考虑|"
        r"想|看)|还没|還沒|暂时|暫時|待会|待會|一会儿|一會|回头|回頭|不急|别急|慢点|先(?:不|别|別|等|让我|讓我|去|拿|开|問|问|想|考虑|放|缓|看看|准备|確認|确认一下)|"
        r"考虑(?:一下|考虑|几天|下)|想(?:一想|想|一下)|现在(?:不|还不|先不|没空|忙|不方便)|商量|有空|到时候"
    ),
    unsure=re.compile(
        r"不知道|不确定|不確定|不清楚|不太(?:清楚|确定|確定|懂|明白)|说不好|說不好|犹豫|猶豫|怎么办(?:好)?|怎麼辦|该不该|該不該|要不要|好不好|拿不定|纠结|糾結|不好说|难说|也许|也許|"
        r"可能吧|或许|^(?:嗯|唔|额|呃|这个|那个|这|那|啊|哦|\W)*(?:\.\.|…|~)+|^(?:额|呃|唔|这个|那个|這個|那個|这个嘛)+\W*$|看情况|随便|隨便|不懂|没想好|沒想好"
    ),
    asks=re.compile(
        r"吗|嗎|么$|呢|？|\?|多少|哪|怎么|怎麼|如何|什么|什麼|几(?:天|号|点|时)|幾|谁|是否|能不能|可不可以|多久|为啥|为什么"
    ),
    other=re.compile(
        r"账号|賬號|帐号|帳號|罚款(?:多少|是)|照片|人工|客服|电话|電話|工作人员|地址|传真|期限|截止|退款|分期|收据|扣押|金额|缴费方式|减免|优惠|查一下|查询"
    ),
)
_POLITE_ZH = re.compile(
    r"(?:能|可以|可不可以|能不能|能否|可否)(?>请|帮|麻烦|给|替|直接|现在|不能|你|您|把).*(?:提交|受理|登记|登記|记录|記錄|递交|记下|录入|交上|备案|办)"
)

VIETNAMESE = Tongue(
    wants=re.compile(
        r"\b(?:gui|nop|ghi nhan|ghi lai|ghi vao|ghi|tiep nhan|dang ky|luu|luu lai|chuyen|dua|them|bo sung|nhan|"
        r"nhap|trinh|xu ly|lam|tien hanh|thuc hien|kem)\b(?: (?:y kien|don|no|vao|len|di|luon|giup|gium|dum|ho|"
        r"toi|minh|em|anh|chi|cho|lai|ngay|nhe|nha|a|voi|y|nguyen|van|nhu|the|vay|bay gio|thoi|cai|nay|do|"
        r"noi dung|ca|cung|that|so|thu tuc|tiep|chinh thuc|dum|ban|co|chu|bac|ong|ba|con|tui|tao|qua)\b)*"
        r"|\bcu the\b|\bcu (?:lam|gui|nop|ghi|vay|tiep)|\bhay (?:gui|nop|ghi|tiep|lam|luu|chuyen)|\btiep tuc\b|"
        r"\blam di\b|\btien hanh\b"
    ),
    yes=re.compile(
        r"^(?:a|o|u|oi|thi|the|the thi|vay thi|vay)*\s*(?:vang|da(?! (?:gui|nop|het|qua|tra|chuyen|dong|noi|bi))|"
        r"co(?! (?:can|the nop|phai|bao|khi|le|gi|nen))|u+(?!m\W*$|h\W*$)m*|u hu|uhm|uk|u|o ke|oke+|okie|ok+(?:ay|e|i)?|"
        r"okela|dong y|dung(?: roi| vay| the)?|duoc(?! khong| mien| giam)|phai(?: roi| day| vay)|chac chan|"
        r"tat nhien|duong nhien|duoc roi|duoc chu|duoc thoi|tot|tot qua|hay qua|yes|rat tot|xac nhan|chinh xac|"
        r"nhat tri|nhat tri|the cung duoc|vay cung duoc|vay di|the di|the nhe|nhu vay di|nhu the di|xin vui long|"
        r"lam on|nho (?:ban|anh|chi|em|co|chu|bac|giup)|phien|muon|toi muon|toi dong y|em dong y|minh dong y|"
        r"khong sao|khong van de|ung|roi|chuan|y)\b"
    ),
    no=re.compile(
        r"^(?:(?:a|o|da|vang|thi|um|uh|u)\b\s*)*(?:khong|ko|k(?! gui)|kg|hong|hok|hem|khoi|thoi(?! duoc| thi gui|"
        r" cu)|bo qua|huy|chang|deo|no|nope)\b|đừng|\bdung (?:gui|nop|ghi|lam|chuyen|dang|tiep|luu|nhan|co)\b|"
        r"\b(?:khong|ko|k|kg|hong|chang|khoi|hok) (?:can|muon|gui|nop|ghi|dong y|lam|phai|tiep|nen|dang|khieu nai|"
        r"y kien|luu|thich|de nghi|chuyen|co nhu cau)\b|\bhuy (?:di|bo|giup|y kien|nhe|cho|no)|\bbo (?:qua|di|"
        r"cuoc|thoi)\b|\bthoi (?:khoi|khong|bo|de toi nop phat|toi nop|khong can|di|a|nhe|ko)|\b(?:toi|de toi|em|"
        r"minh) (?:se )?(?:nop|dong|tra) (?:phat|tien|luon tien)|\bnop phat (?:luon|cho xong)|\bchap nhan phat|"
        r"\brut lai|\btu choi|\bdoi y"
    ),
    later=re.compile(
        r"\b(?:de sau|sau nay|lat nua|lat|chut nua|ti nua|mot lat|mot chut|ngay mai|sang mai|toi mai|chieu mai|"
        r"mai|ngay kia|hom sau|tuan sau|thang sau|cuoi tuan|thu hai|chua|chua phai luc|tu tu|doi|(?:(?<![a-z] )cho|"
        r"doi) (?:toi|em|minh|chut|mot|ti|da|them|xiu)(?! (?:so|biet|hoi|xem|tai|gap))(?: (?:them|chut|mot|it|suy|"
        r"xin|hoi|lay|chuan|nghi|thoi|vai|di|xem))*|khi nao (?:co|xong|lay|ranh|toi|em|minh)|khi co|sau khi|"
        r"den khi|lay (?:giay|xong|duoc)|de (?:toi|em|minh) (?:hoi|lay|xem|suy|nghi|xin|ban|kiem|chuan|doc|viet|"
        r"sua)|suy nghi (?:them|da|lai|ky)|nghi (?:them|da|lai)|bay gio (?:chua|khong|thi chua|ban)|hien (?:tai|"
        r"gio) (?:chua|khong)|khoan|khoan da|tam thoi|xong (?:roi|moi|da|thi)|toi nay|chieu nay|hom khac|luc khac|"
        r"khi khac|(?:cho|doi) (?:em|toi|minh|anh|chi) hoi|hoi (?:chong|vo|bo|me|con|gia dinh|nguoi nha)|vai ngay|vai hom|khi ranh|dang ban|gap sau)\b|\bsau$|\bsau (?:nhe|nha|a|di|duoc|thoi)\b|"
        r"\w+ \w+ da$"
    ),
    unsure=re.compile(
        r"\b(?:khong (?:biet|chac|ro|hieu)|ko (?:biet|chac|ro|hieu)|k (?:biet|chac|ro)|chua (?:biet|chac|ro|"
        r"quyet)|chang biet|phan van|luong lu|do du|kho (?:noi|qua|nghi)|co le|chac la|hmm+|hm+|khong biet nen|"
        r"nen khong|co nen|lam sao day|sao cung duoc|tuy|ban khoan|bo tay)\b|^(?:um+|uhm+|a|o|the|thi|ua|"
        r"u)?\s*(?:\.\.|…)+"
    ),
    asks=re.compile(
        r"\?|\b(?:bao nhieu|o dau|(?<!can )(?<!khong )dau|the nao|lam sao|khi nao(?! (?:co|xong|lay|ranh|toi|em|"
        r"minh)\b)|bao gio|bao lau|gi|ai|may gio|tai sao|sao|nhu nao|nao)\b|(?<=\w )(?:khong|ko|chua|ha|hay khong|"
        r"hong|k)(?: (?:a|vay|nhi|ban|em|anh|chi|the))?$|\bphai khong"
    ),
    other=re.compile(
        r"\b(?:tai khoan|tien phat|hinh|anh chup|nhan vien|nguoi that|goi|dien thoai|dia chi|fax|han|hoan tien|"
        r"tra gop|bien lai|bao nhieu|giam|mien|huong dan|giai thich)\b"
    ),
)
_POLITE_VI = re.compile(
    r"\b(?:giup|gium|dum|ho|lam on)\b.*\b(?:khong|duoc khong|ko|dc k|nhe|nha|chu)\b|\bduoc khong$|\bco the (?:gui|"
    r"ghi|nop|tiep)\b"
)


def polite(tongue: Tongue, clause: str) -> bool:
    """A question that is a request: could you record it?"""
    if tongue is ENGLISH:
        return bool(_POLITE_EN.search(clause)) and not re.match(r"(?:what|where|when|how|who|why|which)\b", clause)
    if tongue is CHINESE:
        return bool(_POLITE_ZH.search(clause))
    return bool(_POLITE_VI.search(clause))
