"""Which office does what this one does not. Pure."""

_OFFICES = (
    (
        "disabled_bay",
        ("장애인전용", "장애인주차", "장애인구역", "장애인 주차", "disabled bay", "disabled parking", "handicap"),
    ),
    (
        "police",
        (
            "신호위반",
            "속도",
            "과속",
            "벌점",
            "이파인",
            "범칙금",
            "경찰",
            "카메라",
            "중앙선",
            "음주",
            "안전벨트",
            "면허",
            "speeding",
            "red light",
            "police",
            "超速",
            "闖紅燈",
            "闯红灯",
            "警察",
            "toc do",
            "canh sat",
            "den do",
        ),
    ),
    (
        "another_district",
        (
            "강남",
            "서초",
            "송파",
            "종로",
            "용산",
            "마포",
            "성동",
            "동대문",
            "다른 구",
            "다른구",
            "부산",
            "인천",
            "경기",
            "수원",
            "another district",
            "other district",
        ),
    ),
)


def other_office(text: str) -> str:
    """The phrase that names the right office for what this one does not do."""
    folded = text.lower()
    return next((phrase for phrase, cues in _OFFICES if any(cue in folded for cue in cues)), "another_office")
