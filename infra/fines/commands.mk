# Handed over by the environment, so that no quoting of the shell's touches a citizen's words.
export FROM TEXT ACCOUNT AMOUNT
# And make itself would read a `$` in them.
override TEXT := $(value TEXT)

.PHONY: sms
sms: setup ## text the city: make sms FROM=01012345678 TEXT="가상계좌 주세요 12가3456"
	@.venv/bin/python -m infra.fines sms

.PHONY: deposit
deposit: setup ## the sandbox bank receives a transfer: make deposit ACCOUNT=… AMOUNT=…
	@.venv/bin/python -m infra.fines deposit
