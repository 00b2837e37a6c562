"""What the city costs: cold starts, sizes, calls, CPU, imports. `python -m benchmarks`."""
