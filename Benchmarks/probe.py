#!/usr/bin/env python3
"""How long the disk takes to make 8 KB durable: `probe.py FOLDER` prints a line of JSON."""
import json
import os
import sys
import time

path = os.path.join(sys.argv[1], "probe")
file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
times = []
for _ in range(300):
    os.write(file, b"x" * 8192)
    start = time.perf_counter()
    os.fdatasync(file)
    times.append((time.perf_counter() - start) * 1e6)
os.close(file)
os.unlink(path)
times.sort()
print(json.dumps({"fdatasync_microseconds": {
    "p50": round(times[149]), "p99": round(times[296]), "max": round(times[-1]), "count": len(times)}}))
