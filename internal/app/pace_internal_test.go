package app

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

func TestQuietUntil(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) int { return hour*60 + minute }
	for _, test := range []struct {
		name, zone string
		from, to   int
		now, want  string
	}{
		{"none", "Europe/Berlin", 0, 0, "2026-11-22T03:00:00+01:00", ""},
		{"none at another hour", "Europe/Berlin", at(7, 0), at(7, 0), "2026-11-22T07:00:00+01:00", ""},
		{"within a day", "Europe/Berlin", at(12, 0), at(13, 30), "2026-11-22T12:59:59+01:00", "2026-11-22T13:30:00+01:00"},
		{"before it", "Europe/Berlin", at(12, 0), at(13, 30), "2026-11-22T11:59:59+01:00", ""},
		{"its first second", "Europe/Berlin", at(12, 0), at(13, 30), "2026-11-22T12:00:00+01:00", "2026-11-22T13:30:00+01:00"},
		{"its end", "Europe/Berlin", at(12, 0), at(13, 30), "2026-11-22T13:30:00+01:00", ""},
		{"past midnight, in the evening", "Europe/Berlin", at(20, 0), at(7, 0), "2026-11-22T23:15:00+01:00", "2026-11-23T07:00:00+01:00"},
		{"past midnight, in the morning", "Europe/Berlin", at(20, 0), at(7, 0), "2026-11-23T06:59:59+01:00", "2026-11-23T07:00:00+01:00"},
		{"past midnight, by day", "Europe/Berlin", at(20, 0), at(7, 0), "2026-11-23T12:00:00+01:00", ""},
		{"to midnight", "Europe/Berlin", at(20, 0), 0, "2026-11-22T22:00:00+01:00", "2026-11-23T00:00:00+01:00"},
		{"half an hour beside", "Asia/Kolkata", at(20, 0), at(7, 0), "2026-11-22T20:00:00+05:30", "2026-11-23T07:00:00+05:30"},
		{"a night that is an hour shorter", "Europe/Berlin", at(20, 0), at(7, 0), "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00"},
		{"a night that is an hour longer", "Europe/Berlin", at(20, 0), at(7, 0), "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00"},
		{"an end that no clock shows", "Europe/Berlin", at(20, 0), at(2, 30), "2026-03-29T01:10:00+01:00", "2026-03-29T03:00:00+02:00"},
		{"an end at the change", "Europe/Berlin", at(20, 0), at(3, 0), "2026-03-29T01:10:00+01:00", "2026-03-29T03:00:00+02:00"},
		{"an end that comes twice", "Europe/Berlin", at(20, 0), at(2, 30), "2026-10-25T01:10:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"a clock put back by half an hour", "Australia/Lord_Howe", at(20, 0), at(7, 0), "2026-04-04T21:00:00+11:00", "2026-04-05T07:00:00+10:30"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			location, err := time.LoadLocation(test.zone)
			if err != nil {
				t.Fatal(err)
			}
			zone := transcript.LocationZone(location)
			now, err := time.Parse(time.RFC3339, test.now)
			if err != nil {
				t.Fatal(err)
			}
			got := quietUntil(test.from, test.to, now, zone)
			if test.want == "" {
				if !got.IsZero() {
					t.Fatalf("quiet until %s", got.In(location))
				}
				return
			}
			want, err := time.Parse(time.RFC3339, test.want)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equal(want) {
				t.Errorf("quiet until %s, want %s", got.In(location), want)
			}
			if again := quietUntil(test.from, test.to, got, zone); !again.IsZero() {
				t.Errorf("at its end it is quiet until %s", again.In(location))
			}
		})
	}
}

func TestPaceOf(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	zone := transcript.LocationZone(time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for _, test := range []struct {
		name          string
		every, budget int
		used          int
		last          time.Time
		want          int
		stretched     bool
		next          time.Time
	}{
		{"every cycle", 3, 2000, 0, ago(time.Minute), 3, false, time.Time{}},
		{"settings of an earlier version", 0, 2000, 0, ago(time.Minute), 3, false, time.Time{}},
		{"rarely", 60, 2000, 0, ago(20 * time.Minute), 60, false, now.Add(40 * time.Minute)},
		{"rarely, for the first time", 60, 2000, 0, time.UnixMilli(0), 60, false, time.Time{}},
		{"rarely, and it is time", 60, 2000, 0, ago(time.Hour), 60, false, time.Time{}},
		{"an alarm a little early", 60, 2000, 0, ago(time.Hour - 20*time.Second), 60, false, time.Time{}},
		{"a clock put back", 60, 2000, 0, now.Add(time.Hour), 60, false, time.Time{}},
		{"half of the credits", 3, 2000, 1000, ago(time.Minute), 3, false, time.Time{}},
		{"more than half", 3, 2000, 1001, ago(time.Minute), 15, true, now.Add(14 * time.Minute)},
		{"more than half, already rare", 60, 2000, 1001, ago(time.Minute), 60, false, now.Add(59 * time.Minute)},
		{"no limit", 3, 0, 100_000, ago(time.Minute), 3, false, time.Time{}},
	} {
		s := contract.Settings{WriteEveryMinutes: test.every, DailyCredits: test.budget}
		p := paceOf(s, test.used, test.last, now, zone)
		if p.every != test.want || p.stretched != test.stretched || !p.next.Equal(test.next) {
			t.Errorf("%s: %+v", test.name, p)
		}
	}
}
