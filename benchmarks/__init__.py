"""The portal's goals of speed and of safety, each side by side with its yardstick in one run: `make bench`.

Nothing here is a test: times depend on the machine, ratios within one run do not much. See docs/benchmarks.md.
"""
