"""Every sentence the city texts to a citizen, in every language, a module a subject. Pure.

All of it survives EUC-KR, because Korean carriers refuse the rest: Chinese is written with the characters of
KS X 1001, Vietnamese without its accents, as people there text as well. No sentence holds a link.
"""
