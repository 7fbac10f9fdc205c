package transcript

import (
	"fmt"
	"time"
)

// Zone is the time zone in which a day is cut and a clock is read.
type Zone interface {
	// Name is the zone's IANA name, "Europe/Berlin".
	Name() string
	// OffsetAt returns how many seconds the zone's clock was ahead of UTC at a
	// time in Unix seconds; west of Greenwich it is negative.
	OffsetAt(unixSeconds int64) int
}

// LocationZone returns a [Zone] for a location of package time.
func LocationZone(location *time.Location) Zone { return locationZone{location} }

type locationZone struct{ location *time.Location }

func (z locationZone) Name() string { return z.location.String() }

func (z locationZone) OffsetAt(unixSeconds int64) int {
	_, offset := time.Unix(unixSeconds, 0).In(z.location).Zone()
	return offset
}

// DayOf returns the calendar day of a time in Unix seconds, "2026-11-22".
func DayOf(t int64, z Zone) string { return wall(t, z).Format(time.DateOnly) }

// wall returns the zone's calendar and clock at t, as a time in UTC.
func wall(t int64, z Zone) time.Time { return time.Unix(t+int64(z.OffsetAt(t)), 0).UTC() }

// Clock returns the time of day at a time in Unix seconds, "10:01", with the date in
// front when it is not day.
func Clock(t int64, z Zone, day string) string {
	w := wall(t, z)
	if date := w.Format(time.DateOnly); date != day {
		return date + " " + w.Format("15:04")
	}
	return w.Format("15:04")
}

// offsetAtStart returns the zone's offset at midnight of day, 0 when day is not
// a date.
func offsetAtStart(day string, z Zone) int {
	midnight, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	utc := midnight.Unix()
	return z.OffsetAt(utc - int64(z.OffsetAt(utc)))
}

// offsetName writes an offset in seconds as "UTC+01:00", and none as "UTC".
func offsetName(offset int) string {
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	if minutes := (offset + 30) / 60; minutes != 0 {
		return fmt.Sprintf("UTC%c%02d:%02d", sign, minutes/60, minutes%60)
	}
	return "UTC"
}
