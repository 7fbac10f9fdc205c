// Package browser is the door between the Go core and the browser: the storage
// areas, the journal's database, the WhatsApp Web tabs, the numbers module, the
// clock's time zone and the words of notes. Together with package host below
// it, it is the only place that touches JavaScript; every other package is
// plain Go and is tested natively.
package browser
