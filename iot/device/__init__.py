"""What every device of the city is, whatever it is there for. It names no device: what differs is an argument.

line/          to the city over MQTT with mutual TLS; how fast, how long to wait, answers by their tokens
journal/       what a device reports, numbered and kept on disk until the city has it
jobs/          orders by IoT jobs; updates in two slots, with a trial and a way back; transfers
provisioning   how a box becomes a device of the city; `signatures`: what it takes from the city
shadows        its configuration and its state
settings       what a technician writes down; `watchdog`, `files`, and `bootstrap`, which puts it together
"""
