"""Dashboards, made of what the templates say: one for the city, and one for each domain that has alarms.

    python -m infra.dashboards        writes infra/<domain>/dashboard.yaml and the city's: part of `make stacks`

What every domain's shows follows from its template: alarms with their thresholds, API, functions, queues, state
machines, rules. What only this domain has stands in `infra/<domain>/dashboard.toml`: charts of what its code counts.
An alarm whose metric no chart shows gets a chart of its own, so that nothing rings that cannot be looked at.
"""
