// robfig/cron: nanoseconds for one Next(), of the rows of bench_fire_times.cpp that it can be asked.
package main

import (
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

var rows = [][2]string{
	{"every_minute", "* * * * *"}, {"every_5_minutes", "*/5 * * * *"}, {"hourly", "0 * * * *"},
	{"daily", "0 3 * * *"}, {"weekdays", "30 3 * * 1-5"}, {"monthly", "0 0 1 * *"},
	{"yearly", "0 0 1 1 *"}, {"either_day", "0 0 1,15 * 5"}, {"29_february", "0 0 29 2 *"},
	{"31_february", "0 0 31 2 *"},
}

// Until half a second has gone by.
func measure(schedule cron.Schedule, zone *time.Location) float64 {
	const span, step = 4 * 365 * 86400, 7654321
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	asked, offset, start := 0, 0, time.Now()
	for time.Since(start) < time.Second/2 {
		for i := 0; i < 100; i++ {
			schedule.Next(begin.Add(time.Duration(offset) * time.Second).In(zone))
			offset = (offset + step) % span
			asked++
		}
	}
	return float64(time.Since(start).Nanoseconds()) / float64(asked)
}

func main() {
	for _, row := range rows {
		for _, name := range []string{"UTC", "Europe/Berlin"} {
			zone, err := time.LoadLocation(name)
			if err != nil {
				panic(err)
			}
			schedule, err := cron.ParseStandard("CRON_TZ=" + name + " " + row[1])
			if err != nil {
				panic(err)
			}
			fmt.Printf("%s %s %.0f\n", row[0], name, measure(schedule, zone))
		}
	}
}
