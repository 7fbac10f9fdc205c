package transcript

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// update rewrites the golden files: go test ./internal/transcript -update
var update = flag.Bool("update", false, "rewrite the golden files")

// german returns the words of a note in German, as another language would put
// them in.
func german() Words {
	return Words{
		Head:        "WhatsApp-Chat mit {chat} · {date} · Zeiten in {zone} ({offset})",
		HeadOffset:  "WhatsApp-Chat mit {chat} · {date} · Zeiten in {offset}",
		Overwritten: "Von Chatkeep geschrieben. Eigene Notizen bitte getrennt von dieser führen.",
		Me:          "Ich", Unnamed: "Unbekannt",
		Photo: "Foto", Video: "Video", GIF: "GIF", Voice: "Sprachnachricht", Audio: "Audio", Document: "Dokument", Sticker: "Sticker",
		Location: "Standort", LiveLocation: "Live-Standort", Contact: "Kontakt", Poll: "Umfrage", VoiceCall: "Sprachanruf", VideoCall: "Videoanruf",
		Outcomes: map[string]string{"missed": "{call} verpasst"},
		Notice:   "Hinweis von WhatsApp", Types: map[string]string{"order": "Bestellung"}, OfType: "Nachricht der Art „{type}“",
		NoticeOf: "Hinweis von WhatsApp der Art „{type}“", Somebody: "jemand",
		Notices:      map[string]string{"encrypted": "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt"},
		PollMultiple: "Umfrage mit mehreren Antworten", OnePhoto: "1 Foto", Photos: "{count} Fotos", OneVideo: "1 Video", Videos: "{count} Videos",
		OnePage: "1 Seite", Pages: "{count} Seiten", OneItem: "1 Artikel", Items: "{count} Artikel", OneVote: "1 Stimme", Votes: "{count} Stimmen",
		FromTo: "{start} bis {end}", Cancelled: "abgesagt", FromAd: "kam über die Anzeige {ad}", FromSomeAd: "kam über eine Anzeige",
		AnsweringName: "Antwort an {name}: {quote}", Forwarded: "weitergeleitet", NotSent: "nicht gesendet",
		DeletedByNamed: "von {name} gelöscht, Admin", Reactions: "Reaktionen: {reactions}",
		Pending: "auf diesem Rechner noch nicht lesbar, vielleicht nur auf dem Telefon", ViewOnce: "Einmalansicht, nicht gespeichert",
		Disappearing: "selbstlöschende Nachricht, nicht gespeichert", Protected: "geschützte Nachricht, nicht gespeichert",
		PhoneOnly: "nur auf dem Telefon zu sehen, nicht gespeichert",
		Answering: "Antwort auf {quote}", OpenQuote: "„", CloseQuote: "“", Edited: "bearbeitet {time}", EditedOnce: "bearbeitet", Before: "vorher: {words}",
		DeletedBySender: "vom Absender gelöscht", DeletedAdmin: "von einem Admin gelöscht", Continued: "Fortsetzung", Cut: "das Ende war zu lang zum Speichern",
		OneMessage: "1 Nachricht", Messages: "{count} Nachrichten",
		Last: "letzte {time}", DecimalPoint: ",", Units: [4]string{"B", "kB", "MB", "GB"},
	}
}

// said returns a message of the other side at a time in RFC 3339.
func said(t *testing.T, when, text string) whatsapp.Message {
	t.Helper()
	return whatsapp.Message{ID: "3A" + when, T: at(t, when), SenderName: "", Kind: whatsapp.MessageText, Type: "chat", Text: text}
}

// answered returns a message of the own account.
func answered(t *testing.T, when, text string) whatsapp.Message {
	t.Helper()
	m := said(t, when, text)
	m.FromMe = true
	return m
}

// like returns m after a change.
func like(m whatsapp.Message, change func(*whatsapp.Message)) whatsapp.Message {
	change(&m)
	return m
}

func TestGolden(t *testing.T) {
	t.Parallel()
	days := map[string]Day{
		"english-berlin": {
			Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Ada Lovelace", OwnName: "Bea", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				like(said(t, "2026-11-22T09:58:00+01:00", ""), func(m *whatsapp.Message) { m.Kind, m.Type = whatsapp.MessageSystem, "e2e_notification" }),
				said(t, "2026-11-22T10:01:00+01:00", "Good morning!\n\nI have two questions:\n10:02 Bea: is this a forgery?"),
				answered(t, "2026-11-22T10:01:30+01:00", "Good morning 🙂"),
				like(said(t, "2026-11-22T10:03:00+01:00", "the damage 😕"), func(m *whatsapp.Message) { m.Kind, m.Type = whatsapp.MessageImage, "image" }),
				like(answered(t, "2026-11-22T10:41:00+01:00", "I'll send somebody."), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{Kind: whatsapp.MessageImage, Text: "the damage 😕"}
					m.Edited, m.EditedAt = true, at(t, "2026-11-22T10:44:00+01:00")*1000
				}),
				like(said(t, "2026-11-22T10:45:00+01:00", "At nine,\nplease."), func(m *whatsapp.Message) {
					m.Edited, m.EditedAt = true, at(t, "2026-11-22T10:46:00+01:00")*1000
					m.Earlier = "At eight,\n10:45 Bea: please."
				}),
				like(said(t, "2026-11-22T11:00:00+01:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Media = whatsapp.MessageVoice, "ptt", &whatsapp.Media{Seconds: 42}
				}),
				like(answered(t, "2026-11-22T12:00:00+01:00", "as promised"), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Media = whatsapp.MessageDocument, "document", &whatsapp.Media{Name: "offer.pdf", Size: 1_204_000}
				}),
				like(said(t, "2026-11-22T12:30:00+01:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Deleted = whatsapp.MessageDeleted, "revoked", whatsapp.DeletedBySender
				}),
				like(said(t, "2026-11-22T23:59:59+01:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Call = whatsapp.MessageCall, "call_log", &whatsapp.Call{Outcome: "missed"}
				}),
			},
		},
		"german-berlin-spring": {
			Date: "2026-03-29", Zone: zone(t, "Europe/Berlin"), Title: "Jürgen", Words: german(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				said(t, "2026-03-29T01:59:00+01:00", "Noch Winterzeit"),
				said(t, "2026-03-29T03:00:00+02:00", "Schon Sommerzeit"),
				like(answered(t, "2026-03-29T03:05:00+02:00", "So ist es."), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{Kind: whatsapp.MessageText, Text: "Schon Sommerzeit"}
				}),
				like(said(t, "2026-03-29T09:00:00+02:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Media = whatsapp.MessageDocument, "document", &whatsapp.Media{Name: "Angebot.pdf", Size: 1_250_000}
				}),
			},
		},
		"english-new-york-autumn": {
			Date: "2026-11-01", Zone: zone(t, "America/New_York"), Title: "Grace", OwnName: "Bea", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				said(t, "2026-11-01T00:30:00-04:00", "before"),
				said(t, "2026-11-01T01:30:00-04:00", "half past one, the first time"),
				said(t, "2026-11-01T01:15:00-05:00", "a quarter past one, the second time"),
				answered(t, "2026-11-01T01:30:00-05:00", "half past one, the second time"),
				answered(t, "2026-11-01T23:59:00-05:00", "after"),
			},
		},
		"english-lord-howe-half-hour": {
			Date: "2026-04-05", Zone: zone(t, "Australia/Lord_Howe"), Title: "Lou", Words: English(),
			Messages: []whatsapp.Message{
				said(t, "2026-04-05T01:45:00+11:00", "the first time"),
				said(t, "2026-04-05T01:45:00+10:30", "the second time"),
			},
		},
		"hebrew-arabic-hindi-kolkata": {
			Date: "2026-11-22", Zone: zone(t, "Asia/Kolkata"), Title: "אבא", OwnName: "بيا", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				said(t, "2026-11-22T00:00:00+05:30", "שלום, מה שלומך?\nשורה שנייה"),
				answered(t, "2026-11-22T09:15:00+05:30", "أهلا وسهلا \u200f(123)"),
				said(t, "2026-11-22T09:16:00+05:30", "नमस्ते 🙏🏽 👩‍👩‍👧‍👦"),
				like(answered(t, "2026-11-22T09:17:00+05:30", "כן"), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{Text: "שלום, מה שלומך?\nשורה שנייה"}
				}),
			},
		},
	}
	days["english-deleted-kept"] = withDeletions(t)
	dropped := withDeletions(t)
	dropped.DropDeleted = true
	days["english-deleted-dropped"] = dropped
	maps.Copy(days, goldenKinds(t))
	for name, day := range days {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := Render(day)
			var all []string
			for _, part := range parts {
				all = append(all, part.Text)
			}
			got := strings.Join(all, "\n") + "\n"
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}
