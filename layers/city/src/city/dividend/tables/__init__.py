"""The dividend's tables: PynamoDB records and the reads and writes the use cases need. A module a table.

rounds     a round's terms and state, its files, its steps, the panel's voices
ledger     double-entry bookings of the money
payouts    batches of lines, as they were planned and as they ended
carried    what was too little to send, by card: for the payout step alone
opt_outs   cards that take no part
market     revisions, buyers, orders, downloads
budget     what was asked of each revision, and what it cost in privacy
"""
