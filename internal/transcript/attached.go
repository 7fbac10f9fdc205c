package transcript

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func (w writer) document(media *whatsapp.Media) string {
	if media == nil {
		return bracket(w.words.Document)
	}
	pages := ""
	if media.Pages > 0 {
		pages = count(media.Pages, w.words.OnePage, w.words.Pages)
	}
	return bracket(named(w.words.Document, media.Name), pages, w.bytes(media.Size))
}

// bytes writes a size with at most one decimal, "" when it is not known.
func (w writer) bytes(n int64) string {
	if n <= 0 {
		return ""
	}
	value, unit := float64(n), 0
	for unit < len(w.words.Units)-1 && value >= 999.95 {
		value, unit = value/1000, unit+1
	}
	number := strconv.FormatFloat(value, 'f', 1, 64)
	number = strings.Replace(strings.TrimSuffix(number, ".0"), ".", w.words.DecimalPoint, 1)
	return number + " " + w.words.Units[unit]
}

func (w writer) place(place *whatsapp.Location) string {
	if place == nil {
		return bracket(w.words.Location)
	}
	label := w.words.Location
	if place.Live {
		label = w.words.LiveLocation
	}
	return fmt.Sprintf("%s https://maps.google.com/?q=%s,%s", bracket(named(label, place.Name)), degrees(place.Latitude), degrees(place.Longitude))
}

// degrees writes an angle with six decimals, which is a tenth of a metre.
func degrees(angle float64) string {
	text := strconv.FormatFloat(angle, 'f', 6, 64)
	if text == "-0.000000" {
		return text[1:]
	}
	return text
}

// cards names contact cards with their numbers: "Bob (+49 30 901820), Cy".
func cards(contacts []whatsapp.Contact) string {
	var names []string
	for _, contact := range contacts {
		numbers := oneLine(strings.Join(contact.Phones, ", "))
		switch card := oneLine(contact.Name); {
		case card == "":
			names = append(names, notEmpty(numbers)...)
		case numbers == "":
			names = append(names, card)
		default:
			names = append(names, card+" ("+numbers+")")
		}
	}
	return strings.Join(names, ", ")
}

func (w writer) poll(poll *whatsapp.Poll) string {
	switch {
	case poll == nil:
		return bracket(w.words.Poll)
	case poll.Multiple:
		return bracket(named(w.words.PollMultiple, poll.Question))
	}
	return bracket(named(w.words.Poll, poll.Question))
}

// event names an appointment, in the clock of the note's zone.
func (w writer) event(label string, event *whatsapp.Event) string {
	if event == nil {
		return bracket(label)
	}
	cancelled := ""
	if event.Cancelled {
		cancelled = w.words.Cancelled
	}
	return bracket(named(label, w.span(event.Start, event.End)), oneLine(event.Place), cancelled)
}

// span writes a stretch of time: its day, its beginning and, when it is known,
// its end.
func (w writer) span(start, end int64) string {
	if start == 0 {
		return ""
	}
	begins := wall(start, w.zone)
	from := begins.Format(time.DateOnly) + " " + begins.Format("15:04")
	if end == 0 {
		return from
	}
	return fill(w.words.FromTo, "{start}", from, "{end}", Clock(end, w.zone, begins.Format(time.DateOnly)))
}

// album names how many pictures and videos follow.
func (w writer) album(label string, album *whatsapp.Album) string {
	if album == nil {
		return bracket(label)
	}
	var items []string
	if album.Images > 0 {
		items = append(items, count(album.Images, w.words.OnePhoto, w.words.Photos))
	}
	if album.Videos > 0 {
		items = append(items, count(album.Videos, w.words.OneVideo, w.words.Videos))
	}
	return bracket(named(label, strings.Join(items, ", ")))
}

// shopType returns the type of a product, an order or a payment. Money that was
// only asked for is told apart from money that was paid.
func shopType(m whatsapp.Message) string {
	if m.Type == "payment" && m.Subtype == "request" {
		return "payment_request"
	}
	return m.Type
}

// shop names a product, an order or a payment, with its price.
func (w writer) shop(label string, shop *whatsapp.Shop) string {
	if shop == nil {
		return bracket(label)
	}
	items := ""
	if shop.Items > 0 {
		items = count(shop.Items, w.words.OneItem, w.words.Items)
	}
	return bracket(named(label, shop.Title), items, w.price(shop.Thousandths, shop.Currency))
}

// price writes an amount with no more decimals than it has, but not with one
// alone: "50 EUR", "49.90 EUR", "1.255 KWD". It is "" when it is not known.
func (w writer) price(thousandths int64, currency string) string {
	if thousandths <= 0 {
		return ""
	}
	amount := strconv.FormatInt(thousandths/1000, 10)
	switch rest := thousandths % 1000; {
	case rest == 0:
	case rest%10 == 0:
		amount += w.words.DecimalPoint + fmt.Sprintf("%02d", rest/10)
	default:
		amount += w.words.DecimalPoint + fmt.Sprintf("%03d", rest)
	}
	return strings.TrimRight(amount+" "+currency, " ")
}

// ad tells of the advertisement that somebody came from.
func (w writer) ad(ad whatsapp.Ad) string {
	line := bracket(w.words.FromSomeAd)
	if title := oneLine(ad.Title); title != "" {
		line = bracket(fill(w.words.FromAd, "{ad}", w.quoted(title)))
	}
	return strings.Join(append([]string{line}, notEmpty(oneLine(ad.URL))...), " ")
}

func (w writer) call(call *whatsapp.Call) string {
	if call == nil {
		return bracket(w.words.VoiceCall)
	}
	label := w.words.VoiceCall
	if call.Video {
		label = w.words.VideoCall
	}
	if outcome, ok := w.words.Outcomes[call.Outcome]; ok {
		label = fill(outcome, "{call}", label)
	}
	return bracket(label, minutes(call.Seconds))
}

// length writes the length of a recording, "" when it is not known.
func length(media *whatsapp.Media) string {
	if media == nil {
		return ""
	}
	return minutes(media.Seconds)
}

// minutes writes seconds as "0:42" or "1:02:03", "" for none.
func minutes(seconds int64) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 3600:
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
