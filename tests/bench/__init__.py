"""What Briefing can do, measured against data with truth: `make bench` writes docs/benchmarks.md."""
