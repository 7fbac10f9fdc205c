package app

import (
	"context"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

const (
	// minutesOfDay is one more than the last minute of a day.
	minutesOfDay = 24 * 60
	// stretchedMinutes is how often notes are written at most once more than half
	// of the day's credits is used.
	stretchedMinutes = 15
	// alarmEarly is how much too early an alarm may ring without the notes waiting
	// for the next one.
	alarmEarly = 30 * time.Second
)

// pace says when notes are written.
type pace struct {
	// quietUntil is when the present quiet hours end, zero when it is not quiet.
	quietUntil time.Time
	// every is how often notes are written at most, in minutes, and stretched says
	// that this is rarer than the user has chosen.
	every     int
	stretched bool
	// next is when notes of all chats may be written again, zero for now.
	next time.Time
}

// paceOf decides it. used is what was spent on this day, in credits, and last when
// notes of all chats were last written, zero for never.
func paceOf(s contract.Settings, used int, last, now time.Time, zone transcript.Zone) pace {
	p := pace{quietUntil: quietUntil(s.QuietFrom, s.QuietTo, now, zone), every: max(s.WriteEveryMinutes, store.DefaultWriteEvery)}
	if s.DailyCredits > 0 && 2*used > s.DailyCredits && p.every < stretchedMinutes {
		p.every, p.stretched = stretchedMinutes, true
	}
	if p.every <= store.DefaultWriteEvery {
		return p
	}
	next := last.Add(time.Duration(p.every) * time.Minute)
	// A time to come was noted by a clock that has been put back since.
	if !last.After(now) && next.Sub(now) > alarmEarly {
		p.next = next
	}
	return p
}

// view returns what people see of the pace, nil when notes are written at every
// cycle.
func (p pace) view() *contract.PaceView {
	if p.quietUntil.IsZero() && p.every <= store.DefaultWriteEvery {
		return nil
	}
	v := contract.PaceView{EveryMinutes: p.every, Stretched: p.stretched}
	next := p.next
	if !p.quietUntil.IsZero() {
		v.QuietUntil = p.quietUntil.UnixMilli()
		if next.Before(p.quietUntil) {
			next = p.quietUntil
		}
	}
	if !next.IsZero() {
		v.NextWriteAt = next.UnixMilli()
	}
	return &v
}

// quietUntil returns when the quiet hours end in which now lies, zero when it lies
// in none. from and to are minutes of the local day. The hours are those that a
// clock on the wall shows: when it is put forward over their end, they end at that
// moment.
func quietUntil(from, to int, now time.Time, zone transcript.Zone) time.Time {
	if from == to {
		return time.Time{}
	}
	minute := minuteOf(now, zone)
	passed, length := (minute-from+minutesOfDay)%minutesOfDay, (to-from+minutesOfDay)%minutesOfDay
	if passed >= length {
		return time.Time{}
	}
	before := zone.OffsetAt(now.Unix())
	end := now.Truncate(time.Minute).Add(time.Duration(length-passed) * time.Minute)
	shift := zone.OffsetAt(end.Unix()) - before
	if shift == 0 {
		return end
	}
	moved := end.Add(-time.Duration(shift) * time.Second)
	if minuteOf(moved, zone) == to {
		return moved
	}
	// No clock shows the end on this day: it is when the clock is changed.
	low, high := min(now.Unix(), moved.Unix()), max(end.Unix(), moved.Unix())
	for low < high {
		if middle := low + (high-low)/2; zone.OffsetAt(middle) == before {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return time.Unix(low, 0)
}

// minuteOf returns the minute of the local day, 0 to 1439.
func minuteOf(t time.Time, zone transcript.Zone) int {
	local := time.Unix(t.Unix()+int64(zone.OffsetAt(t.Unix())), 0).UTC()
	return local.Hour()*60 + local.Minute()
}

// paceNow returns the pace of this moment.
func (a *App) paceNow(ctx context.Context) (pace, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return pace{}, err
	}
	spent, err := a.gate.view(ctx)
	if err != nil {
		return pace{}, err
	}
	last, err := a.store.LastRound(ctx)
	if err != nil {
		return pace{}, err
	}
	return paceOf(settings, spent.Used, time.UnixMilli(last), a.now(), a.zone), nil
}
