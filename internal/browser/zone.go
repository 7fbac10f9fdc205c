//go:build js && wasm

package browser

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/browser/host"
)

// Zone is the browser's time zone. Go's own on js/wasm knows one fixed offset
// only; JavaScript's Date knows the offset at every moment, daylight saving
// included.
type Zone struct {
	name string
	date safejs.Value
}

// OpenZone reads the zone's name.
func OpenZone() (Zone, error) {
	format, err := host.Path("Intl", "DateTimeFormat")
	if err != nil {
		return Zone{}, err
	}
	f, err := format.Invoke()
	if err != nil {
		return Zone{}, fmt.Errorf("browser: time zone: %w", err)
	}
	options, err := f.Call("resolvedOptions")
	if err != nil {
		return Zone{}, fmt.Errorf("browser: time zone: %w", err)
	}
	name, ok := host.StringField(options, "timeZone")
	if !ok {
		name = "UTC"
	}
	date, err := host.Path("Date")
	if err != nil {
		return Zone{}, err
	}
	return Zone{name: name, date: date}, nil
}

// Name is the IANA name, for example "Europe/Berlin".
func (z Zone) Name() string { return z.name }

// OffsetAt returns the offset from UTC at a moment, in seconds east.
func (z Zone) OffsetAt(unixSeconds int64) int {
	d, err := z.date.New(float64(unixSeconds) * 1000)
	if err != nil {
		return 0
	}
	v, err := d.Call("getTimezoneOffset")
	if err != nil {
		return 0
	}
	minutesWest, err := v.Int()
	if err != nil {
		return 0
	}
	return -minutesWest * 60
}
