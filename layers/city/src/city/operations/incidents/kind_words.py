"""What kinds of event are called, Korean and English. Every kind that the code knows has words; pages have the same
(`web/operations/room/kinds.js`), and a test holds both to each other and to the tables that name kinds.

A kind that none of them names is an agency's own: it is called by its category.
"""

from collections.abc import Mapping

from city.contracts.operations.city_event import Category

CATEGORY_WORDS: Mapping[Category, tuple[str, str]] = {
    Category.CRIME: ("방범", "Crime"),
    Category.ENVIRONMENT: ("환경", "Environment"),
    Category.TRAFFIC: ("교통", "Traffic"),
    Category.DISASTER: ("재난", "Disaster"),
    Category.FACILITY: ("시설", "Facility"),
}

KIND_WORDS: Mapping[str, tuple[str, str]] = {
    # Disaster.
    "fire": ("화재", "Fire"),
    "smoke": ("연기", "Smoke"),
    "burning_smell": ("타는 냄새", "Smell of burning"),
    "explosion": ("폭발", "Explosion"),
    "gas_leak": ("가스 누출", "Gas leak"),
    "flood": ("침수", "Flood"),
    "heavy_rain": ("호우", "Heavy rain"),
    "river_level": ("하천 수위", "River level"),
    "underpass_flooded": ("지하차도 침수", "Flooded underpass"),
    "manhole_overflow": ("맨홀 역류", "Overflowing manhole"),
    "earthquake": ("지진", "Earthquake"),
    "aftershock": ("여진", "Aftershock"),
    "collapse": ("붕괴", "Collapse"),
    "sinkhole": ("땅꺼짐", "Sinkhole"),
    "landslide": ("산사태", "Landslide"),
    "wall_collapse": ("담장 붕괴", "Collapsed wall"),
    "weather": ("기상특보", "Weather warning"),
    "storm_warning": ("태풍·강풍 특보", "Storm warning"),
    "heat_warning": ("폭염 특보", "Heat warning"),
    "cold_warning": ("한파 특보", "Cold warning"),
    "snow_warning": ("대설 특보", "Snow warning"),
    "medical": ("구급", "Medical emergency"),
    "collapse_of_person": ("사람 쓰러짐", "Person collapsed"),
    "cardiac_arrest": ("심정지", "Cardiac arrest"),
    "rescue": ("구조·구급", "Rescue"),
    "disaster": ("재난 상황", "Disaster"),
    "geological": ("지질 재해", "Geological hazard"),
    "safety": ("안전사고", "Safety"),
    "health": ("보건", "Public health"),
    "cbrne": ("화생방", "Hazardous substances"),
    # Crime.
    "violence": ("폭력", "Violence"),
    "assault": ("폭행", "Assault"),
    "fight": ("싸움", "Fight"),
    "robbery": ("강도", "Robbery"),
    "weapon": ("흉기", "Weapon"),
    "sos": ("비상벨", "Emergency bell"),
    "intrusion": ("침입", "Intrusion"),
    "theft": ("절도", "Theft"),
    "loitering": ("배회", "Loitering"),
    "abandonment": ("유기", "Something left behind"),
    "missing_person": ("실종", "Missing person"),
    "lost_child": ("미아", "Lost child"),
    "dementia_missing": ("치매 어르신 실종", "Missing person with dementia"),
    "bracelet": ("전자발찌", "Electronic bracelet"),
    "bracelet_cut": ("전자발찌 훼손", "Electronic bracelet cut"),
    "bracelet_zone": ("전자발찌 구역 위반", "Electronic bracelet out of bounds"),
    "electronic_tag": ("전자발찌", "Electronic bracelet"),
    "emergency_call": ("긴급신고", "Emergency call"),
    "call": ("신고", "Call"),
    "vulnerable_person": ("사회적 약자 보호", "Vulnerable person"),
    "security": ("치안", "Security"),
    # Traffic.
    "collision": ("교통사고", "Collision"),
    "traffic_accident": ("교통사고", "Traffic accident"),
    "vehicle_fire": ("차량 화재", "Vehicle on fire"),
    "wrong_way": ("역주행", "Wrong-way driving"),
    "obstacle": ("도로 장애물", "Obstacle on the road"),
    "pedestrian_conflict": ("보행자 상충", "Conflict with somebody on foot"),
    "vehicle_not_yielding": ("보행자 보호 위반", "Vehicle not yielding"),
    "stop_line_crossed": ("정지선 위반", "Stop line crossed"),
    "jaywalking": ("무단횡단", "Jaywalking"),
    "congestion": ("정체", "Congestion"),
    "signal_out": ("신호등 꺼짐", "Signal out"),
    "transport": ("교통 상황", "Transport"),
    # Environment.
    "air": ("대기", "Air quality"),
    "fine_dust": ("미세먼지", "Fine dust"),
    "odour": ("악취", "Odour"),
    "ozone": ("오존", "Ozone"),
    "dumping": ("무단투기", "Dumping"),
    "pollution": ("오염", "Pollution"),
    # Facility.
    "device_fault": ("장비 고장", "Device fault"),
    "crosswalk_fault": ("횡단보도 장비 고장", "Crosswalk fault"),
    "lamp_fault": ("등 고장", "Lamp fault"),
    "camera_fault": ("카메라 고장", "Camera fault"),
    "sensor_fault": ("센서 고장", "Sensor fault"),
    "asset_silent": ("무응답", "Silent device"),
    "crosswalk_silent": ("횡단보도 무응답", "Silent crosswalk"),
    "gateway_silent": ("게이트웨이 무응답", "Silent gateway"),
    "infrastructure": ("기반시설", "Infrastructure"),
}


def kind_ko(category: Category, kind: str) -> str:
    """What a kind is called in Korean; of an agency's own kind, by its category."""
    words = KIND_WORDS.get(kind)
    return words[0] if words is not None else f"기타 {CATEGORY_WORDS[category][0]}"
