"""Every sentence the city says to a citizen, in every language, a module a subject. Pure.

Each is written once, as people who read the language write it: Vietnamese with its marks, Chinese simplified. So it
stands in the web chat; a text loses on its way out what carriers do not take (`city.kernel.text.carrier_safe`), and no
sentence holds a character that has no form there. No sentence holds a link.
"""
