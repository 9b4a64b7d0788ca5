"""Failures and repairs of 3 regions of 3 zones of 3 replicas, 2 of 3 needed at each layer, with SimPy.

The same work as `events` in main.rs. Prints how many failures and repairs a run has, and the processor seconds of the
quickest run.
"""

import math
import random
import sys
import time

import simpy

YEARS = 200
HOURS = 8_766.0


class System:
    """Counts what is down, layer by layer, and adds up the hours in which the whole is."""

    def __init__(self, env: simpy.Environment, rng: random.Random) -> None:
        self.env, self.rng = env, rng
        self.events, self.bad, self.bad_since = 0, 0.0, None
        self.down_regions = 0
        for _ in range(3):
            region = {"own": 0, "zones": 0, "down": False}
            env.process(self.unit(region, None, 20_000.0, 48.0))
            for _ in range(3):
                zone = {"own": 0, "replicas": 0, "down": False}
                env.process(self.unit(region, zone, 5_000.0, 24.0))
                for _ in range(3):
                    env.process(self.unit(region, zone, 1_000.0, 10.0, replica=True))

    def unit(self, region, zone, mtbf, mttr, replica=False):
        timeout, expovariate, lognormvariate = self.env.timeout, self.rng.expovariate, self.rng.lognormvariate
        mu = math.log(mttr) - 0.5
        while True:
            yield timeout(expovariate(1.0 / mtbf))
            self.change(region, zone, replica, 1)
            yield timeout(lognormvariate(mu, 1.0))
            self.change(region, zone, replica, -1)

    def change(self, region, zone, replica, by) -> None:
        self.events += 1
        if zone is None:
            region["own"] += by
        else:
            zone["replicas" if replica else "own"] += by
            down = zone["own"] > 0 or zone["replicas"] >= 2
            if down != zone["down"]:
                zone["down"] = down
                region["zones"] += 1 if down else -1
        down = region["own"] > 0 or region["zones"] >= 2
        if down != region["down"]:
            region["down"] = down
            self.down_regions += 1 if down else -1
            if self.down_regions >= 2 and self.bad_since is None:
                self.bad_since = self.env.now
            elif self.down_regions < 2 and self.bad_since is not None:
                self.bad += self.env.now - self.bad_since
                self.bad_since = None


def main() -> None:
    least, events = float("inf"), 0
    for _ in range(int(sys.argv[1])):
        env = simpy.Environment()
        before = time.process_time()
        system = System(env, random.Random(1))
        env.run(until=YEARS * HOURS)
        least = min(least, time.process_time() - before)
        events = system.events
        assert abs(events / YEARS / 502.0 - 1.0) < 0.05, events
    print(events, least)


main()
