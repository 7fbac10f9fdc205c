// Package browser is the door between the Go core and the browser: the storage
// areas, the journal's database, the WhatsApp Web tabs, Zoho's servers, the
// numbers and accounts modules, the clock's time zone and the words of notes.
// Together with packages host and fetch below it, it is the only place that
// touches JavaScript; every other package is plain Go and is tested natively.
package browser
