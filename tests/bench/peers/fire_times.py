"""croniter: nanoseconds for one get_next(), of the rows of bench_fire_times.cpp that it can be asked."""

import datetime
import time
import zoneinfo

import croniter

ROWS = (
    ("every_minute", "* * * * *"), ("every_5_minutes", "*/5 * * * *"), ("hourly", "0 * * * *"),
    ("daily", "0 3 * * *"), ("weekdays", "30 3 * * 1-5"), ("monthly", "0 0 1 * *"),
    ("yearly", "0 0 1 1 *"), ("either_day", "0 0 1,15 * 5"), ("29_february", "0 0 29 2 *"),
    ("31_february", "0 0 31 2 *"),
)
SPAN, STEP = 4 * 365 * 86400, 7654321
BEGIN = 1767225600  # 2026-01-01T00:00:00Z


def measure(expression, zone):
    """Until half a second has gone by."""
    search = croniter.croniter(expression, datetime.datetime.fromtimestamp(BEGIN, zone))
    asked = offset = 0
    start = time.perf_counter_ns()
    while time.perf_counter_ns() - start < 500_000_000:
        search.set_current(datetime.datetime.fromtimestamp(BEGIN + offset, zone))
        try:
            search.get_next(datetime.datetime)
        except croniter.CroniterBadDateError:
            pass  # it found none: that is the answer
        offset = (offset + STEP) % SPAN
        asked += 1
    return (time.perf_counter_ns() - start) / asked


for name, expression in ROWS:
    for zone in ("UTC", "Europe/Berlin"):
        print(name, zone, round(measure(expression, zoneinfo.ZoneInfo(zone))), flush=True)
