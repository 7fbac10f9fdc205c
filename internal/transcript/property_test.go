package transcript

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// pick returns one of the choices.
func pick[T any](random *rand.Rand, choices ...T) T { return choices[random.IntN(len(choices))] }

// maybe returns a pointer to value, or nil.
func maybe[T any](random *rand.Rand, value T) *T {
	if random.IntN(2) == 0 {
		return nil
	}
	return &value
}

// everyKind returns all kinds of messages that are shown.
func everyKind() []whatsapp.MessageKind {
	return []whatsapp.MessageKind{
		whatsapp.MessageText, whatsapp.MessageImage, whatsapp.MessageVideo, whatsapp.MessageGIF, whatsapp.MessageVoice, whatsapp.MessageAudio, whatsapp.MessageDocument,
		whatsapp.MessageSticker, whatsapp.MessageLocation, whatsapp.MessageContact, whatsapp.MessagePoll, whatsapp.MessageCall, whatsapp.MessageEvent, whatsapp.MessageAlbum,
		whatsapp.MessageShop, whatsapp.MessageSystem, whatsapp.MessageDeleted, whatsapp.MessagePending, whatsapp.MessageWithheld, whatsapp.MessageOther,
	}
}

// changes returns ways to set each part of a message to one of a few values, so
// that equal messages come up often.
func changes(t *testing.T, random *rand.Rand) []func(*whatsapp.Message) {
	t.Helper()
	people := []whatsapp.JID{{}, jid(t, "14155550132@c.us"), jid(t, "14155550199@c.us"), jid(t, "111222333444555@lid"), jid(t, "222333444555666@lid")}
	anyone := func() whatsapp.JID { return pick(random, people...) }
	name := func() string { return pick(random, "", "Cy", "Dan", ":", "111222333444555") }
	text := func() string { return pick(random, "", "a", "b\nc", "@111222333444555", "@222333444555666") }
	flag := func() bool { return random.IntN(2) == 0 }
	number := func() int64 { return random.Int64N(3) }
	second := func() int64 { return at(t, "2026-11-22T10:00:00Z") + 40*random.Int64N(4) }
	kinds := everyKind()
	return []func(*whatsapp.Message){
		func(m *whatsapp.Message) { m.ID = pick(random, "3A", "3B") },
		func(m *whatsapp.Message) {
			m.Key = pick(random, "", "false_14155550132@c.us_3A", "false_111222333444555@lid_3A", "true_120363025550000001@g.us_3A")
		},
		func(m *whatsapp.Message) { m.FromMe = flag() },
		func(m *whatsapp.Message) { m.T = second() },
		func(m *whatsapp.Message) { m.Participant = anyone() },
		func(m *whatsapp.Message) { m.Sender = anyone() },
		func(m *whatsapp.Message) { m.SenderName = name() },
		func(m *whatsapp.Message) { m.Kind = pick(random, kinds...) },
		func(m *whatsapp.Message) {
			m.Type = pick(random, "chat", "gp2", "notification_template", "order", "xyz")
		},
		func(m *whatsapp.Message) {
			m.Subtype = pick(random, "", "add", "leave", "subject", "change_number", "xyz")
		},
		func(m *whatsapp.Message) { m.Text = text() },
		func(m *whatsapp.Message) { m.Cut = flag() },
		func(m *whatsapp.Message) { m.Forwarded = flag() },
		func(m *whatsapp.Message) { m.Failed = flag() },
		func(m *whatsapp.Message) { m.Parent = pick(random, "", "3C") },
		func(m *whatsapp.Message) {
			m.Media = maybe(random, whatsapp.Media{MIME: text(), Name: text(), Size: number(), Seconds: number(), Pages: number(), GIF: flag()})
		},
		func(m *whatsapp.Message) {
			m.Quote = maybe(random, whatsapp.Quote{ID: "3D", Sender: anyone(), SenderName: name(), FromMe: flag(), Kind: pick(random, kinds...), Text: text()})
		},
		func(m *whatsapp.Message) { m.Edited, m.EditedAt = flag(), 1000*pick(random, 0, second()) },
		func(m *whatsapp.Message) { m.Earlier = text() },
		func(m *whatsapp.Message) {
			m.Deleted = pick(random, "", whatsapp.DeletedBySender, whatsapp.DeletedByAdmin)
		},
		func(m *whatsapp.Message) { m.DeletedBy, m.DeletedByMe = anyone(), flag() },
		func(m *whatsapp.Message) {
			m.Reactions = nil
			for range random.IntN(3) {
				m.Reactions = append(m.Reactions, whatsapp.Reaction{Emoji: pick(random, "👍", "❤"), Sender: anyone(), Name: name(), FromMe: flag(), At: number()})
			}
		},
		func(m *whatsapp.Message) {
			m.Location = maybe(random, whatsapp.Location{Latitude: pick(random, 0, 1.0000001, 2), Longitude: 3, Name: text(), Live: flag()})
		},
		func(m *whatsapp.Message) {
			m.Contacts = nil
			for range random.IntN(3) {
				m.Contacts = append(m.Contacts, whatsapp.Contact{Name: name(), Phones: pick(random, nil, []string{"1"}, []string{"1", "2"}, []string{"1, 2"})})
			}
		},
		func(m *whatsapp.Message) {
			m.Poll = maybe(random, whatsapp.Poll{
				Question: text(), Options: pick(random, nil, []string{"a"}, []string{"a", "b"}), Multiple: flag(), Votes: pick(random, nil, []int64{0}, []int64{1, 2}),
			})
		},
		func(m *whatsapp.Message) {
			m.Event = maybe(random, whatsapp.Event{Start: pick(random, 0, second()), End: pick(random, 0, second()), Place: text(), Cancelled: flag()})
		},
		func(m *whatsapp.Message) {
			m.Call = maybe(random, whatsapp.Call{Video: flag(), Outcome: pick(random, "", "missed", "new"), Seconds: number()})
		},
		func(m *whatsapp.Message) { m.Album = maybe(random, whatsapp.Album{Images: number(), Videos: number()}) },
		func(m *whatsapp.Message) {
			m.Shop = maybe(random, whatsapp.Shop{Title: text(), Items: number(), Thousandths: 500 * number(), Currency: pick(random, "", "EUR")})
		},
		func(m *whatsapp.Message) {
			m.Choices = pick(random, nil, []string{"a"}, []string{"a", "b"}, []string{"a, b"})
		},
		func(m *whatsapp.Message) {
			m.Ad = maybe(random, whatsapp.Ad{Title: text(), URL: pick(random, "", "https://fb.me/x")})
		},
		func(m *whatsapp.Message) {
			m.System = maybe(random, whatsapp.System{Actor: anyone(), ActorName: name(), FromMe: flag(), People: pick(random, nil, []string{"Cy"}, []string{"Cy", "Dan"}), Text: text()})
		},
		func(m *whatsapp.Message) {
			m.Withheld = pick(random, "", whatsapp.WithheldViewOnce, whatsapp.WithheldDisappearing, whatsapp.WithheldProtected, whatsapp.WithheldPhoneOnly)
		},
		func(m *whatsapp.Message) { m.Source = pick(random, "", contract.SourceStore, contract.SourceScreen) },
	}
}

// TestEqualDigestsReadEqually holds that no two messages with one digest read
// differently: a note is written again only when a digest has changed. It
// changes every field of many messages, one at a time.
func TestEqualDigestsReadEqually(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(13, 14))
	ways := changes(t, random)
	day := dayOf(t)
	texts := map[string]string{}
	same, differing := 0, 0
	// check returns what a message reads as.
	check := func(m whatsapp.Message, changed string) string {
		day.Messages = []whatsapp.Message{m}
		// The seal names the message, and so differs with its id.
		text, _, _ := strings.Cut(Render(day)[0].Text, "\n"+tailMark)
		digest := m.Digest()
		earlier, known := texts[digest]
		if known && earlier != text {
			t.Fatalf("with another %s, one digest reads as\n%s\nand as\n%s", changed, earlier, text)
		}
		if known {
			same++
		}
		texts[digest] = text
		return text
	}
	for n := range 320 {
		var m whatsapp.Message
		for _, change := range ways {
			change(&m)
		}
		if kinds := everyKind(); n%2 == 0 {
			m.Kind = kinds[n/2%len(kinds)]
		} else if n%8 == 1 {
			m.Kind, m.Type = whatsapp.MessageSystem, "gp2"
		}
		text := check(m, "message")
		eachField(reflect.ValueOf(&m).Elem(), "message", func(name string) {
			if check(m, name) != text {
				differing++
			}
		})
	}
	if same < 1_000 || differing < 1_000 {
		t.Errorf("only %d messages shared a digest and %d read differently", same, differing)
	}
}

// eachField changes every field of a value, one at a time, calls do, and puts
// the field back.
func eachField(value reflect.Value, name string, do func(name string)) {
	before := reflect.New(value.Type()).Elem()
	before.Set(value)
	with := func(change func()) {
		change()
		do(name)
		value.Set(before)
	}
	switch value.Kind() {
	case reflect.Bool:
		with(func() { value.SetBool(!value.Bool()) })
	case reflect.Int64:
		with(func() { value.SetInt(value.Int() + 60) })
		with(func() { value.SetInt(0) })
	case reflect.Float64:
		with(func() { value.SetFloat(value.Float() + 1) })
	case reflect.String:
		with(func() { value.SetString(value.String() + "1") })
		with(func() { value.SetString("") })
	case reflect.Pointer:
		if !value.IsNil() {
			eachField(value.Elem(), name, do)
			with(value.SetZero)
		}
	case reflect.Slice:
		for i := range value.Len() {
			eachField(value.Index(i), name, do)
		}
		if value.Len() > 0 {
			with(func() { value.Set(value.Slice(0, value.Len()-1)) })
		}
	case reflect.Struct:
		for i := range value.NumField() {
			eachField(value.Field(i), name+"."+value.Type().Field(i).Name, do)
		}
	}
}

// TestDigitsOfALIDNeverReachANote takes random LIDs through the decoders, as
// names, titles and mentions in every writing, and holds that no note shows
// their digits.
func TestDigitsOfALIDNeverReachANote(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(15, 16))
	digits := func() string {
		return fmt.Sprint(random.Int64N(899_999_999_999_999) + 100_000_000_000_000)[:14+random.IntN(2)]
	}
	now := at(t, "2026-11-22T12:00:00Z")
	for range 500 {
		chat, other := digits(), digits()
		written := pick(random, chat, "+"+chat[:4]+" "+chat[4:], chat+"@lid", "@"+chat, "~"+chat)
		elsewhere := pick(random, other, "+"+other[:4]+" "+other[4:], "@"+other)
		snapshot, _, err := whatsapp.DecodeSnapshot(fmt.Appendf(nil, `{"v":1,"session":"ready","me":{},"tab":{},"chats":[{"chat":"%s@lid","title":%q,"t":0,"endOfHistory":-1}]}`, chat, written), now)
		if err != nil {
			t.Fatal(err)
		}
		id, err := whatsapp.IdentityOf(snapshot.Chats[0], whatsapp.Account{})
		if err != nil {
			t.Fatal(err)
		}
		page, rejected, err := whatsapp.DecodePage(fmt.Appendf(nil, `{"v":1,"chat":"%[1]s@lid","me":{},"start":true,"source":"store","variant":"v","messages":[
			{"key":"false_%[1]s@lid_3A","id":"3A","fromMe":false,"t":%[2]d,"type":"chat","sender":"%[1]s@lid","senderName":%[3]q,"text":"@%[1]s, @%[4]s",
				"quote":{"sender":"%[4]s@lid","senderName":%[5]q,"text":"@%[4]s"},"reactions":[{"emoji":"a","sender":"%[4]s@lid","name":%[5]q}]},
			{"key":"false_%[1]s@lid_3B","id":"3B","fromMe":false,"t":%[2]d,"type":"gp2","subtype":"add","system":{"actor":"%[4]s@lid","actorName":%[5]q,"people":[%[3]q]}}]}`,
			chat, now, written, other, elsewhere), id, now)
		if err != nil || len(rejected) > 0 {
			t.Fatalf("%v, %v", rejected, err)
		}
		day := dayOf(t, page.Messages...)
		day.Title = pick(random, snapshot.Chats[0].Title, chat)
		for _, part := range Render(day) {
			shown := strings.NewReplacer(" ", "", "+", "", "-", "").Replace(part.Text)
			if strings.Contains(shown, chat) || strings.Contains(shown, other) {
				t.Fatalf("the digits of a LID are in\n%s", part.Text)
			}
		}
	}
}
