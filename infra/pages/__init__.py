"""How pages are made and looked after: others' code in them, their types and rules, a browser to open them with."""
