package whatsapp

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
)

// digestBytes is how much of the SHA-256 sum is kept: enough that two contents
// of one message never share a digest by chance.
const digestBytes = 16

// Digest returns 32 hex digits over everything a reader sees of the message.
// Two states of a message have the same digest exactly when they read the same.
// Ids are left out, because they change when a chat migrates from phone JID to
// LID and nobody sees them.
func (m Message) Digest() string {
	d := digest{sha256.New()}
	d.number(m.T)
	d.flag(m.FromMe)
	d.text(m.Self, m.SenderName, m.ShownNumber(), string(m.Kind), m.Type, m.Text)
	d.flag(m.Cut)
	if d.flag(m.Media != nil); m.Media != nil {
		d.text(m.Media.MIME, m.Media.Name)
		d.number(m.Media.Size, m.Media.Seconds)
	}
	if d.flag(m.Quote != nil); m.Quote != nil {
		d.text(string(m.Quote.Kind), m.Quote.Text)
	}
	d.flag(m.Edited)
	d.number(m.EditedAt)
	d.text(string(m.Deleted), string(m.Withheld))
	if d.flag(m.Location != nil); m.Location != nil {
		d.text(degrees(m.Location.Latitude), degrees(m.Location.Longitude), m.Location.Name)
		d.flag(m.Location.Live)
	}
	names := make([]string, len(m.Contacts))
	for i, contact := range m.Contacts {
		names[i] = contact.Name
	}
	d.list(names)
	if d.flag(m.Poll != nil); m.Poll != nil {
		d.text(m.Poll.Question)
		d.list(m.Poll.Options)
	}
	if d.flag(m.Call != nil); m.Call != nil {
		d.flag(m.Call.Video)
		d.text(m.Call.Outcome)
		d.number(m.Call.Seconds)
	}
	d.additions(m)
	return hex.EncodeToString(d.sum.Sum(nil)[:digestBytes])
}

func degrees(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

// digest feeds values into a hash so that no two sequences of values feed the
// same bytes: every value is preceded by its length.
type digest struct{ sum hash.Hash }

func (d digest) text(values ...string) {
	for _, value := range values {
		// Writing to a hash never fails.
		_, _ = d.sum.Write(strconv.AppendInt(nil, int64(len(value)), 10))
		_, _ = d.sum.Write([]byte{':'})
		_, _ = d.sum.Write([]byte(value))
	}
}

func (d digest) number(values ...int64) {
	for _, value := range values {
		d.text(strconv.FormatInt(value, 10))
	}
}

func (d digest) flag(value bool) { d.text(strconv.FormatBool(value)) }

func (d digest) numbers(values []int64) {
	d.number(int64(len(values)))
	d.number(values...)
}

func (d digest) list(values []string) {
	d.number(int64(len(values)))
	d.text(values...)
}
