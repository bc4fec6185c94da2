"""Ordinary clients alone, then beside every hostile shape at once: do they notice?

Usage: soak.py PROGRAM [MINUTES [FACTOR]]. Exits 3 where p99 of ordinary clients grows by more than FACTOR (2), where one
of them fails, or where the daemon's memory or open files go on growing. Everything stays on the loopback and ends by itself.
"""
import asyncio, json, multiprocessing, os, resource, statistics, sys, time

from bus import Bus
from hostile import Hostile
from ordinary import Ordinary

QUIET = 60


def attack(bus, seconds, counts, seed):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    # What is measured is the daemon, not how the system shares two processors.
    os.nice(19)
    hostile = Hostile(bus, seed)
    try:
        asyncio.run(hostile.run(seconds))
    finally:
        counts.put(dict(hostile.counts))


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def show(title, latencies):
    merged = [value for values in latencies.values() for value in values]
    print(f"{title}: {len(merged)} operations, p50 {percentile(merged, .5):.1f} ms, p99 {percentile(merged, .99):.1f} ms, "
          f"max {max(merged):.0f} ms; p99 by kind "
          + ", ".join(f"{kind} {percentile(values, .99):.1f}" for kind, values in latencies.items()), flush=True)
    return percentile(merged, .99)


async def sample(bus, samples):
    while True:
        samples.append((time.monotonic(), *bus.resources()))
        await asyncio.sleep(1)


async def beside(bus, ordinary, seconds, samples):
    sampling = asyncio.create_task(sample(bus, samples))
    try:
        return await ordinary.run(seconds)
    finally:
        sampling.cancel()


def main():
    program, minutes = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 10
    factor = float(sys.argv[3]) if len(sys.argv) > 3 else 2
    bus, problems = Bus(program), []
    ordinary = Ordinary(bus)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(ordinary.run(10))
    quiet_samples, samples = [], []
    quiet = show("quiet", loop.run_until_complete(beside(bus, ordinary, QUIET, quiet_samples)))
    print(f"  resident {quiet_samples[-1][1]:.0f} MB, {quiet_samples[-1][2]} files", flush=True)
    counts = multiprocessing.Queue()
    attacker = multiprocessing.Process(target=attack, args=(bus, minutes * 60, counts, 1))
    attacker.start()
    stormy = show("beside hostile clients", loop.run_until_complete(beside(bus, ordinary, minutes * 60, samples)))
    tally = counts.get(timeout=60)
    attacker.join(60)
    # The first quarter is for getting going; from then on nothing may grow.
    later = samples[len(samples) // 4:]
    half = len(later) // 2
    memory = [statistics.median(row[1] for row in part) for part in (later[:half], later[half:])]
    files = [statistics.median(row[2] for row in part) for part in (later[:half], later[half:])]
    print(f"  resident {memory[0]:.0f} -> {memory[1]:.0f} MB (most {max(row[1] for row in samples):.0f}), "
          f"files {files[0]:.0f} -> {files[1]:.0f} (most {max(row[2] for row in samples)}), "
          f"processor {(samples[-1][3] - samples[0][3]) / (samples[-1][0] - samples[0][0]):.2f}")
    print("  hostile: " + ", ".join(f"{name} {count}" for name, count in sorted(tally.items(), key=str)))
    time.sleep(35)
    resident, left, _ = bus.resources()
    print(f"  35 s after: resident {resident:.0f} MB, {left} files, {ordinary.sent} documents sent")
    code, errors = bus.stop()
    if ordinary.failures:
        problems.append(f"{len(ordinary.failures)} ordinary operations failed, first: {ordinary.failures[0]}")
    if stormy > factor * quiet:
        problems.append(f"p99 {stormy:.1f} ms, over {factor:g} times the quiet {quiet:.1f} ms")
    if memory[1] > memory[0] * 1.1 + 5:
        problems.append("memory grows")
    if files[1] > files[0] * 1.1 + 50:
        problems.append("open files grow")
    unexpected = {name: count for name, count in tally.items() if str(name).startswith(("UNEXPECTED", "TIMED OUT"))}
    if unexpected:
        problems.append(f"hostile clients met {unexpected}")
    if code != 0 or "Fatal" in errors or "internal" in errors:
        problems.append(f"the daemon ended with {code}: {errors[-500:]}")
    for problem in problems:
        print("FAILED: " + problem)
    print(f"p99 {stormy / quiet:.2f} x the quiet one; " + ("ok" if not problems else "not ok"))
    sys.exit(3 if problems else 0)


main()
