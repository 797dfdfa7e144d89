"""Side-by-side measurements; docs/benchmarks.md says what they show."""
