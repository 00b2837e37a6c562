"""English, Vietnamese and Chinese ways to ask for a particular. Pure."""

# Without spaces.
CHINESE: dict[str, tuple[str, ...]] = {
    "holder": (
        r"(?:账户|帳戶|账号|帳號)是谁",
        r"户名|戶名|收款人|收款方|账户名|帳戶名|开户名|(?:账户|账号|帳號|帳戶)的名",
    ),
    "release_fee": (r"解除(?:扣押|查封|査封)[^.]{0,6}(?:手续费|费用)",),
    "fee": (r"手续费|手續費",),
    "weekend": (
        r"(?:周末|週末|星期[六天日]|周[六日]|晚上|半夜|节假日|假日|24小时)[^.]{0,10}(?:转账|汇款|付|交|缴|匯款|轉帳)[^.]{0,10}(?:吗|嗎|可以|行|能)",
        r"(?:周末|週末|晚上|假日)(?:也)?(?:可以|能)(?:转|汇|付|交|缴|匯|轉)",
    ),
    "term_on_holiday": (r"(?:最后一天|最後一天|截止|期限)[^.]{0,8}(?:周末|週末|星期[六天日]|周[六日]|假日|节假日)",),
    "depositor": (
        r"(?:别人|他人|朋友|老公|老婆|家人|公司)[^.]{0,8}(?:付|转|汇|交|缴|匯|轉)[^.]{0,6}(?:可以|行|吗|嗎)",
        r"(?:付款人|汇款人|匯款人|转账人)[^.]{0,6}(?:名|姓)",
    ),
    "link_received": (
        r"(?:链接|連結|網址|网址)[^.]{0,10}(?:点|點|打开|打開|安全|可以|收到|有)",
        r"(?:点|點|点开|打开)[^.]{0,8}(?:链接|連結|网址|網址)",
    ),
    "genuine": (
        r"(?:是|这是)?真的?(?:政府|区厅|官方|區廳|官方的)",
        r"诈骗|怎么证明你|怎么相信|怎麼相信|凭什么相信|詐騙|骗子|騙子|真的是(?:区|區|中|政府|官)",
        r"(?:短信|号码|信息|簡訊|電話|短信)[^.]{0,6}(?:真的|真的吗|真的嗎|假的|是真)|官方(?:号码|短信|的吗)",
    ),
    "where_to_verify": (
        r"(?:怎么|怎麼|如何)(?:才能|可以|能)?(?:自己)?(?:查证|核实|核對|确认真假|辨别|查到)|(?:在哪|哪里|哪裡|哪儿|什么地方)[^.]{0,6}(?:查询|查詢|核实|確認|确认|查到)|官网[^.]{0,8}(?:查|看)",
    ),
    "where_to_send": (
        r"(?:怎么|怎麼|如何)把(?:证明|證明|材料|文件|资料|照片)",
        r"(?:材料|证明|證明|文件|照片|资料|資料|证据|證據)[^.]{0,10}(?:哪里|哪裡|哪儿|寄到|发到|發到|(?:怎么|怎麼|如何)(?:交|寄|提交|发|發|送|给))",
        r"(?:寄到|发到|發到|交到|送到)(?:哪|什么地方)|传真(?:号|號)|傳真(?:号|號)",
        r"(?:你们|办公室|區廳|区厅)(?:的)?地址",
    ),
    "documents_for_reduction": (r"减免[^.]{0,12}(?:什么|哪些)(?:材料|证明|文件)",),
    "documents": (
        r"(?:需要|要|交|准备|準備|提供)(?:什么|哪些|甚麼|什麼)(?:材料|证明|證明|文件|证据|資料|资料)",
        r"(?:什么|哪些)(?:材料|证明|文件|证据)",
    ),
    "reduced_amount": (r"减免(?:后|之后|的话)[^.]{0,6}(?:多少|要付|要交)",),
    "result_when": (
        r"(?:结果|結果|审核|審核|审查)[^.]{0,8}(?:什么时候|什麼時候|多久|几天|何时)",
        r"(?:多久|什么时候|几天)[^.]{0,8}(?:结果|結果|答复)",
    ),
    "result_how": (
        r"(?:怎么|如何|怎麼)(?:知道|通知|查)[^.]{0,4}(?:结果|結果)|(?:结果|結果)[^.]{0,6}(?:怎么|如何|短信|通知)",
    ),
    "opinion_status": (
        r"(?:意见|意見|异议|異議)[^.]{0,8}(?:收到|受理|提交成功|审核|審核|进展)[^.]{0,4}(?:吗|嗎|了吗|了嗎|没)",
    ),
    "opinion_until": (r"(?:意见|意見|异议|申诉)[^.]{0,8}(?:截止|期限|什么时候|到什么时候|几号)",),
    "pay_meanwhile": (
        r"(?:等结果|等結果|审核期间|审查期间)[^.]{0,10}(?:付|交|缴)|(?:先)?(?:不用|不必)(?:付|交|缴)(?:吗|嗎)",
    ),
    "return_call_when": (
        r"(?:什么时候|什麼時候|多久|几点)[^.]{0,8}(?:回复|回復|联系|聯繫|打电话|回电|答复)|(?:上班|办公|工作)时间",
    ),
    "heir_renounces": (r"放弃继承|放棄繼承",),
    "heir": (r"去世|过世|過世|死亡|(?<![烦累气饿煩累氣餓])死了|继承|繼承|遗产|遺產|亡故",),
    "renter": (r"租车|租車|租赁|租賃|租的车|租来的",),
    "theft": (r"被盗|被偷|偷走|失窃|失竊",),
    "sold": (r"卖掉|卖了|賣掉|賣了|已过户|已過戶|过户给",),
    "other_driver": (r"不是我开|不是我開|开车的不是我|朋友(?:借|开|開)|借给朋友|我没开",),
    "post_again": (
        r"(?:通知书|通知單|罚单|罰單|通知)[^.]{0,10}(?:再寄|重寄|补寄|丢|弄丢|没收到|沒收到|寄到|重新)",
        r"(?:再寄|重寄|补寄)",
    ),
    "other_offices_seizure": (r"其他(?:机关|機關|部门|部門|区|區)[^.]{0,8}(?:扣押|查封|査封)",),
    "release_when": (
        r"(?:扣押|查封|査封|车牌|車牌)[^.]{0,10}(?:什么时候|多久|几天|何时|马上)[^.]{0,8}(?:解|还|拿|撤)?",
        r"(?:多久|什么时候|几天)[^.]{0,8}(?:解除|解封|归还|拿回)",
    ),
    "surcharge_meanwhile": (
        r"(?:审核|分期|等待|期间|決定)[^.]{0,10}(?:滞纳金|滯納金|利息)|(?:滞纳金|利息)[^.]{0,10}(?:期间|分期|审核)",
    ),
    "next_instalment": (
        r"下(?:个月|一期|期|次)(?:的)?(?:分期)?(?:什么时候|多少|几号|付多少|交多少)|还剩几期|还剩几次",
    ),
    "total": (r"一共|总共|總共|合计|合計|总额|加起来|加起來|全部多少",),
    "who_may_object": (
        r"(?:车主|車主|本人|代理|别人|家人)[^.]{0,8}(?:提意见|提出意见|提意見|异议|異議|申诉)[^.]{0,6}(?:吗|嗎|可以)",
    ),
    "photo_where": (r"(?:照片|图片|相片|證據照)[^.]{0,8}(?:哪里|哪裡|哪儿|在哪|怎么看|怎麼看|如何看)",),
    "amount_after": (r"(?:过期|過期|逾期|过了期限|過了期限|超过期限)[^.]{0,8}(?:多少|涨|漲|怎么)",),
    "partial": (
        r"(?:差额|差額|差的|剩下的|不够的)[^.]{0,6}(?:补|再转|再汇|補)|分(?:两次|几次)(?:转|汇|付)|只付一部分",
    ),
    "objection_after": (
        r"(?:异议|異議)[^.]{0,8}(?:怎么提|如何提|书面|期限|法院)|处罚(?:后|之后)[^.]{0,8}(?:申诉|异议)",
    ),
    "telephone": (
        r"(?:打|拨|撥)(?:哪个|哪個|什么|什麼)?(?:电话|電話|号码|號碼)|(?:电话|電話)(?:号码|號碼)?(?:是|多少)",
    ),
    "refund_where": (r"退款(?:账号|帐号|帳號|账户)[^.]{0,8}(?:哪|怎么|告诉|发)",),
}

# Lower case, without accents, one space between words.
LATIN: dict[str, tuple[str, ...]] = {
    "holder": (
        r"name (?:that )?(?:appears|shows|comes up)|tai khoan (?:nay )?cua ai",
        r"\baccount (?:holder|name)|what name (?:will|should|does|do)|whose (?:name|account)|name (?:on|of) the account",
        r"\b(?:recipient|beneficiary|payee)\b|\bchu tai khoan|\bten (?:chu )?tai khoan",
        r"\bten nguoi (?:nhan|thu huong)|tai khoan (?:dung |mang )?ten (?:ai|gi)",
    ),
    "release_fee": (
        r"(?:fee|cost|charge)s?\b[^.]{0,30}(?:releas|lift)|(?:releas|lift)[^.]{0,40}\b(?:fee|charge)s?\b",
        r"\bphi (?:giai toa|go ke bien)",
    ),
    "fee": (
        r"free to transfer|without (?:a )?fee|transfer (?:is )?free",
        r"\b(?:transfer|bank|handling|service|any|transaction|card) (?:fee|charge)s?\b",
        r"\bfees?\b[^.]{0,20}(?:transfer|pay|card)|\bphi (?:chuyen|giao dich|dich vu)|\bmat phi|\bco phi\b",
        r"\bton phi",
    ),
    "weekend": (
        r"(?:can|could|may|is it|does|will|do)\b[^.]{0,60}(?:transfer|pay|deposit|send|account)[^.]{0,40}(?:weekend|sunday|saturday|holiday|at night|midnight|24 hours|after hours|\blate tonight)",
        r"(?:weekend|sunday|saturday|holiday|at night)[^.]{0,20}(?:transfer|payment|deposit)",
        r"(?:cuoi tuan|chu nhat|thu bay|ngay le|ban dem|buoi toi)[^.]{0,30}(?:chuyen|nop|tra)[^.]{0,20}(?:duoc|khong)",
        r"(?:chuyen|nop|tra)[^.]{0,30}(?:cuoi tuan|chu nhat|thu bay|ngay le|ban dem)[^.]{0,12}(?:duoc|khong)",
    ),
    "term_on_holiday": (
        r"(?:deadline|due date|last day)[^.]{0,30}(?:weekend|sunday|saturday|holiday)",
        r"(?:han|ngay cuoi)[^.]{0,30}(?:cuoi tuan|chu nhat|thu bay|ngay le)",
    ),
    "depositor": (
        r"matter who (?:sends|pays|transfers)|who (?:sends|pays) (?:it|the money)[^.]{0,10}matter",
        r"\b(?:depositor|sender|payer|remitter)(?: s)? (?:name|has to|must|need)",
        r"(?:name|account)[^.]{0,24}(?:has to|have to|must|need to) (?:match|be the same|be the owner|be mine)",
        r"(?:someone else|somebody else|friend|husband|wife|another person|my son|my daughter|company)[^.]{0,20}\bpay\b[^.]{0,20}(?:ok|okay|fine|allowed|possible|for me)",
        r"\bcan (?:someone|somebody|anyone|my \w+) (?:else )?pay|\bten nguoi (?:chuyen|gui)",
        r"from (?:his|her|my|their|another)[^.]{0,20}account[^.]{0,24}(?:ok|okay|fine|possible|work)|nguoi khac[^.]{0,14}(?:nop|chuyen|tra)[^.]{0,16}duoc|(?:nop|chuyen|tra) (?:ho|thay)[^.]{0,16}duoc",
    ),
    "link_received": (
        r"\b(?:link|url|website address)\b[^.]{0,40}(?:click|open|tap|safe|real|text|message|came|legit)",
        r"(?:click|open|tap|press)\w*[^.]{0,24}\b(?:link|url)\b|\bclick here\b|(?:text|message|sms)[^.]{0,30}\b(?:link|url)\b",
        r"(?:bam|nhan|mo|click|vao)[^.]{0,16}(?:link|duong dan)|\bi (?:already |just )?(?:clicked|tapped|opened|installed)\b|\b(?:install|download) (?:an?|the|their) app\b",
        r"(?:link|duong dan)[^.]{0,30}(?:bam|nhan|mo|an toan|lua dao|tin nhan)",
    ),
    "genuine": (
        r"(?:tin nhan|so|day)[^.]{0,16}that (?:cua|khong|cua quan)|\bphai tin nhan that|really from",
        r"\b(?:scam|phishing|smishing|fraud|spam|legit|legitimate|genuine|hoax)\b",
        r"\b(?:text|message|number|sms|account|this)\b[^.]{0,20}\b(?:real|official|fake|authentic)\b",
        r"\b(?:really|actually|truly) (?:the |from the |from )?(?:jung gu|district|city|office|government|official)",
        r"how (?:can|do|could) i (?:trust|know[^.]{0,20}(?:real|really))|\blua dao|\bco phai (?:so |la |tin )?cua quan|\bgia mao",
        r"(?:tin nhan|so nay|day)[^.]{0,20}(?:that khong|co that|co phai that|dung la|chinh thuc)",
        r"\blam sao[^.]{0,12}tin\b",
    ),
    "where_to_verify": (
        r"(?:check|see|verify) (?:it |this )?on (?:your|the) (?:website|site|page)",
        r"(?:where|how) (?:else )?(?:can|could|do|would|should) i (?:myself )?(?:check|verify|confirm|make sure|know (?:it s|this is) (?:real|genuine))",
        r"(?:other|another|official) (?:way|place|site|website|page)[^.]{0,30}(?:check|verify|see|confirm|look)|(?:check|verify|see|confirm|look)[^.]{0,24}(?:other|another|official) (?:way|place|site|website|page)",
        r"\bcheck (?:it |this )?(?:online|on the website|elsewhere)",
        r"(?:kiem tra|xem|tra cuu|xac minh)[^.]{0,24}(?:o dau|cho khac|trang web|noi khac)",
        r"(?:o dau|noi nao|trang nao|lam sao|bang cach nao|cach nao)[^.]{0,24}(?:kiem tra|tra cuu|xac minh|xac nhan)",
    ),
    "where_to_send": (
        r"where (?:should|do|does|can) (?:the |my )?(?:document|paper|proof|certificate|evidence)s? go",
        r"\b(?:where|how)\b[^.]{0,20}\b(?:send|submit|hand in|upload|email|e mail|fax|mail|bring|attach|drop)\b[^.]{0,24}(?:document|proof|evidence|certificate|photo|picture|receipt|report|paper|form|card|file|it\b|them\b|this\b)",
        r"(?:document|proof|evidence|certificate|photo|receipt|report|paper|card)s?\b[^.]{0,24}\b(?:where|how)\b[^.]{0,16}(?:send|submit|hand|go|mail)",
        r"\bfax (?:number|no)\b|\b(?:email|e mail) address|your (?:office )?address",
        r"where (?:is|are) (?:the|your) office",
        r"can i (?:send|text|email|fax|mail|submit)[^.]{0,30}(?:document|proof|evidence|certificate|photo|receipt|report|here|by text)",
        r"(?:gui|nop|dua)[^.]{0,24}(?:giay|bang chung|chung tu|anh|hoa don|ho so)[^.]{0,24}(?:o dau|den dau|cho nao|dia chi nao|the nao|bang cach)",
        r"(?:giay|bang chung|chung tu|ho so|anh)[^.]{0,24}(?:gui|nop)[^.]{0,12}(?:o dau|den dau|dau|the nao)",
        r"\bso fax|\bdia chi (?:van phong|cua quan|phong)",
    ),
    "documents_for_reduction": (
        r"(?:reduc|discount|half)[^.]{0,40}(?:what|which) (?:document|proof|certificate|paper)",
        r"(?:what|which) (?:document|proof|certificate|paper)s?[^.]{0,40}(?:reduc|discount)",
        r"(?:giam)[^.]{0,40}giay (?:to )?(?:gi|nao)|giay (?:to )?(?:gi|nao)[^.]{0,30}giam",
    ),
    "documents": (
        r"what (?:should|do|can|must) i (?:submit|send|bring|show|attach|provide)\b(?!.*refund)",
        r"\b(?:what|which) (?:kind of |sort of )?(?:document|proof|evidence|paper|certificate)s?\b",
        r"what do i need to (?:prove|submit|send|show|attach)|\bgiay to (?:gi|nao)",
        r"(?:bang chung|chung tu|ho so) (?:gi|nao)|can (?:nhung )?(?:giay|bang chung|ho so)[^.]{0,6}gi",
    ),
    "reduced_amount": (
        r"how much[^.]{0,30}(?:with|after|if)[^.]{0,20}(?:reduction|reduced|discount|half)",
        r"(?:giam)[^.]{0,16}(?:con|thi) bao nhieu",
    ),
    "result_when": (
        r"(?:when|how long|how soon|how many days)\b[^.]{0,50}\b(?:result|decision|outcome|review|decide|hear back|verdict)",
        r"\b(?:result|decision|outcome|review)\b[^.]{0,20}(?:when|how long)",
        r"(?:khi nao|bao lau|bao gio|may ngay)[^.]{0,24}(?:ket qua|xet|tra loi)",
        r"ket qua[^.]{0,16}(?:khi nao|bao lau|bao gio|may ngay)",
    ),
    "result_how": (
        r"how (?:will|do|would|can) (?:i|you|we)[^.]{0,24}(?:hear|know|told|informed|notif|learn|see|tell|get)[^.]{0,20}(?:result|decision|outcome)",
        r"(?:result|decision|outcome)[^.]{0,20}(?:by text|to this number|by mail|by post|by phone)|(?:text|tell|notify|inform|let) me[^.]{0,16}(?:result|decision|outcome)",
        r"ket qua[^.]{0,24}(?:bang cach nao|the nao|qua tin nhan|so nay)",
        r"(?:bao|gui) ket qua[^.]{0,16}(?:dau|the nao)",
    ),
    "opinion_status": (
        r"\b(?:is|was|has|did|have)\b[^.]{0,20}\bmy (?:opinion|objection|appeal|statement)\b[^.]{0,30}(?:record|file|receiv|review|register|accept|submit|get|got|go)",
        r"status of my (?:opinion|objection|appeal)|(?:get|got|receive|received|read) my (?:opinion|objection|appeal|statement)",
        r"(?:y kien|khieu nai)[^.]{0,24}(?:da (?:duoc )?(?:nhan|ghi|tiep nhan)|dang xet|den dau|toi dau|den chua|chua)\b[^.]{0,10}",
    ),
    "opinion_until": (
        r"(?:deadline|how long|until when|by when|last day|how many days)[^.]{0,40}(?:object|opinion|appeal|dispute|contest)",
        r"(?:object|opinion|appeal|dispute)\w*[^.]{0,30}(?:deadline|until when|by when|due)",
        r"(?:han|den khi nao|den ngay nao|bao lau)[^.]{0,24}(?:y kien|khieu nai)",
        r"(?:y kien|khieu nai)[^.]{0,20}(?:han|den khi nao|den ngay nao)",
    ),
    "pay_meanwhile": (
        r"(?:should|do|must|can) i (?:not |have to |need to )?(?:pay|wait)[^.]{0,40}(?:while|until|before|during|result|decision|review|meantime|meanwhile|first)",
        r"(?:wait|not pay)[^.]{0,20}(?:until|for) the (?:result|decision|outcome)",
        r"(?:cho ket qua|trong khi cho|trong luc cho)[^.]{0,30}(?:nop|tra)",
        r"(?:chua|khong) (?:can )?nop[^.]{0,20}(?:cho|duoc khong)",
    ),
    "return_call_when": (
        r"(?:when|how soon|how long|what time)\b[^.]{0,40}\b(?:call|answer|reply|contact|respond|get back|hear from)",
        r"\b(?:office|business|working|opening) hours\b",
        r"(?:khi nao|bao gio|bao lau|may gio)[^.]{0,30}(?:goi|tra loi|lien lac|lien he|phan hoi)|\bgio lam viec",
    ),
    "heir_renounces": (
        r"\brenounc\w+[^.]{0,20}(?:inherit|estate)|\b(?:disclaim|waive)\w*[^.]{0,16}(?:inherit|estate)",
        r"tu choi (?:nhan )?(?:di san|thua ke)",
    ),
    "heir": (
        r"\b(?:died|deceased|passed away|inherit\w*|heirs?|late (?:father|mother|husband|wife))\b",
        r"\bdeath (?:certificate|of)|\bqua doi\b|\bthua ke\b",
        r"\b(?:bo|me|cha|ong|ba|chong|vo|chu xe|anh|chi)(?: toi| em| minh| tui)?(?: da| moi| vua)? (?:mat|chet)\b",
    ),
    "renter": (
        r"\brent(?:al|ed|er|ing)?\b[^.]{0,20}(?:car|vehicle|company|contract|it\b|this)",
        r"\b(?:car|it) (?:is|was) (?:a )?(?:rent|leas)\w+|\bleas(?:e|ed|ing)\b (?:car|company|contract|vehicle)",
        r"\brental\b|\bthue xe\b|\bxe thue\b|nguoi thue",
    ),
    "theft": (r"\b(?:stolen|theft|stole)\b|\bmat cap\b|\bbi (?:trom|danh cap)|\btrom xe|\blay trom",),
    "sold": (
        r"\b(?:i|we)(?: had| have| already)* sold\b|\bsold\b[^.]{0,20}(?:car|it\b|vehicle|that|this)|(?:car|vehicle)[^.]{0,16}\bsold\b",
        r"\btransferred (?:the )?(?:ownership|title)|\bban (?:xe|chiec|roi)\b|(?:da|toi) ban (?:xe|no|chiec|roi)",
        r"xe (?:nay )?(?:toi )?(?:da )?ban (?:roi|cho|lau)|da sang ten|no longer own",
    ),
    "other_driver": (
        r"\bi (?:was not|wasn t|didn t|did not) (?:driving|drive|the driver)",
        r"\b(?:friend|son|daughter|husband|wife|employee|someone else|somebody else|brother|sister)\b[^.]{0,12}\b(?:drove|was driving|borrowed|had the car)",
        r"khong phai toi lai|toi khong lai|(?:ban|con|chong|vo|nhan vien)(?: toi)?[^.]{0,10}(?:muon|lai) xe",
    ),
    "post_again": (
        r"(?:send|mail|post|issue|re ?send|reissue)[^.]{0,24}\b(?:notice|letter|ticket|bill)\b[^.]{0,30}(?:again|by post|by mail|to my|new address)?",
        r"(?:lost|never (?:got|received)|didn t (?:get|receive))[^.]{0,16}(?:notice|letter|bill)",
        r"(?:gui lai|mat|lam mat|chua nhan duoc|cap lai)[^.]{0,16}(?:giay (?:phat|bao|thong bao)|thong bao)",
        r"(?:giay phat|giay bao|thong bao)[^.]{0,16}(?:gui lai|qua buu dien|bi mat)",
    ),
    "other_offices_seizure": (
        r"(?:other|another|different) (?:office|district|agenc|authorit|city)\w*[^.]{0,30}(?:seiz|lien|hold|attachment)",
        r"(?:seiz|lien|hold)\w*[^.]{0,30}(?:other|another) (?:office|district|agenc|authorit|city)",
        r"(?:co quan|quan|noi) khac[^.]{0,24}(?:ke bien|giai toa)|ke bien[^.]{0,24}(?:co quan|quan|noi) khac",
    ),
    "release_when": (
        r"(?:when|how long|how soon|how many days)\b[^.]{0,50}(?:seiz|hold\b|lien|attachment|releas|lifted|plates? back|clear)",
        r"(?:seiz|hold|lien|attachment|releas)\w*[^.]{0,30}(?:today|right away|immediately|yet|when|gone)\b",
        r"(?:khi nao|bao lau|may ngay|bao gio)[^.]{0,24}(?:giai toa|go ke bien|tra bien so|lay lai bien)",
        r"\bchua (?:giai toa|go)|(?:giai toa|ke bien|bien so)[^.]{0,24}(?:khi nao|bao lau|may ngay|bao gio|ngay khong|chua)\b",
    ),
    "surcharge_meanwhile": (
        r"(?:surcharge|interest|late fee|penalt)\w*[^.]{0,40}(?:meanwhile|meantime|while|during|until|installment|instalment|decid)",
        r"(?:meanwhile|meantime|while|during|installment|instalment)[^.]{0,40}(?:surcharge|interest|late fee|penalt)",
        r"(?:trong luc|trong khi|trong thoi gian|tra gop|nop nhieu)[^.]{0,40}(?:cham nop|tien lai|phat them)",
        r"(?:cham nop|tien lai|phat them)[^.]{0,30}(?:trong luc|trong khi|trong thoi gian|cho)",
    ),
    "next_instalment": (
        r"\bnext (?:instal?ment|payment|one|month s)\b[^.]{0,30}",
        r"how many (?:instal?ments|payments)[^.]{0,12}(?:left|more|remain)",
        r"(?:ky|thang|lan) (?:sau|tiep theo|toi)[^.]{0,20}(?:khi nao|bao nhieu|ngay nao)",
        r"con (?:may|bao nhieu) (?:ky|lan)",
    ),
    "total": (
        r"\btotal\b|\baltogether\b|\bin all\b|\bcombined\b|\ball together\b|\badd(?:s)? up\b",
        r"\bboth of them\b[^.]{0,10}how much|how much[^.]{0,16}(?:all|both)(?: of them)?(?: together)?\b|\btong (?:cong|so|tien)|\bcong lai|\btat ca (?:la |het )?bao nhieu",
        r"tat ca[^.]{0,10}bao nhieu",
    ),
    "who_may_object": (
        r"(?:owner|someone else|somebody else|on behalf|for my|i)\b[^.]{0,30}(?:have to|must|can|may|allowed to)[^.]{0,16}(?:object|give (?:an )?opinion|appeal)[^.]{0,20}(?:behalf|myself|himself|herself|for (?:him|her|my)|in person|the owner|not the owner)",
        r"(?:does|must|should) the owner[^.]{0,16}(?:object|appeal|give)",
        r"\bwho (?:can|may|must|has to) (?:object|appeal|give)|can i (?:object|appeal)[^.]{0,12}for (?:my|him|her|the)",
        r"(?:chu xe|nguoi khac|toi)[^.]{0,20}(?:phai|duoc|co the)[^.]{0,16}(?:y kien|khieu nai)[^.]{0,20}(?:thay|ho|khong phai chu)",
        r"ai (?:duoc|phai|co the) (?:nop|gui) (?:y kien|khieu nai)",
    ),
    "photo_where": (
        r"(?:where|how)[^.]{0,20}(?:see|view|look at|find|get|check)[^.]{0,20}(?:photo|picture|image|video|evidence)s?\b",
        r"(?:xem|coi)[^.]{0,16}(?:anh|hinh)[^.]{0,16}(?:o dau|the nao|cho nao)",
        r"(?:anh|hinh)[^.]{0,20}(?:xem )?o dau",
    ),
    "amount_after": (
        r"(?:after|past|miss|beyond|later than)[^.]{0,20}(?:date|deadline|that day|due|then)[^.]{0,24}(?:how much|what|amount|cost|more|go up)",
        r"(?:how much|what)[^.]{0,30}(?:after|if i (?:miss|am late|pay late|pay after|pay later)|past)\b[^.]{0,24}",
        r"(?:qua han|sau ngay do|sau han|tre han|nop tre)[^.]{0,24}(?:bao nhieu|tang|the nao)",
        r"(?:same amount|still the same)",
    ),
    "partial": (
        r"(?:send|transfer|pay|add|deposit)[^.]{0,16}(?:the )?(?:rest|difference|remaining|remainder|missing|1 won|one won|shortfall)",
        r"(?:just|only) (?:send|add|transfer|pay)[^.]{0,16}(?:more|won)",
        r"(?:split|part|partial)\w*[^.]{0,20}(?:transfer|deposit)",
        r"(?:transfer|deposit)[^.]{0,16}(?:in two|twice|in parts|partially)",
        r"(?:chuyen|nop|gui) (?:them|not|bu)[^.]{0,20}(?:con thieu|phan con lai|con lai|so thieu|1 won)",
        r"(?:con thieu|phan thieu)[^.]{0,16}(?:chuyen|nop|gui)|chuyen (?:lam )?(?:hai|nhieu) lan",
    ),
    "objection_after": (
        r"(?:how|where|when|deadline)[^.]{0,24}(?:file|submit|lodge|make|raise)[^.]{0,16}(?:formal )?objection",
        r"objection[^.]{0,24}(?:in writing|form|court|60 days)",
        r"(?:after|once)[^.]{0,24}(?:imposed|imposition)[^.]{0,30}(?:object|appeal|dispute)",
        r"\bcourt\b[^.]{0,24}(?:object|appeal|fine|go)",
        r"(?:khieu nai)[^.]{0,20}(?:bang van ban|toa an|the nao|o dau|60 ngay)|toa an",
    ),
    "telephone": (
        r"\b(?:what|which) (?:number|phone)\b[^.]{0,20}call|\b(?:phone|office|telephone) number\b|\bso dien thoai\b[^.]{0,16}(?:gi|nao|bao nhieu|khong)|\bgoi so nao",
    ),
    "refund_where": (
        r"refund[^.]{0,30}(?:account|bank)[^.]{0,30}(?:where|how|send|give|tell|text)",
        r"(?:where|how)[^.]{0,24}(?:send|give|tell)[^.]{0,24}(?:account|bank)[^.]{0,24}refund",
        r"(?:hoan tien|hoan lai)[^.]{0,24}tai khoan[^.]{0,24}(?:dau|the nao|gui)",
        r"tai khoan (?:nhan )?hoan tien[^.]{0,20}(?:dau|the nao|gui)",
    ),
}
