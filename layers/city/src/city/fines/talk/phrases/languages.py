"""The languages of a phrase, by the names that keep its lines short."""

from city.fines.law.language import Language

KO, EN, ZH, VI = Language.KOREAN, Language.ENGLISH, Language.CHINESE, Language.VIETNAMESE

# A sentence under its name, in every language.
Phrases = dict[str, dict[Language, str]]
