package fakewhatsapp

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"time"
)

// Chats of the default world. All people and numbers in it are invented.
const (
	// ChatElena is kept under a phone number and carries an accountLid.
	ChatElena = "14155550132@c.us"
	// ChatMaya is kept under a phone number that no CRM knows. Her name is Maya Okafor.
	ChatMaya = "14155550178@c.us"
	// ChatPriya is kept under a LID whose number the page knows (447700900147@c.us).
	ChatPriya = "198237465500147@lid"
	// ChatSunny is kept under a LID without a number: she came through an advertisement and has a user name.
	ChatSunny = "173920184466021@lid"
	// ChatOmar is kept under a phone number; his chat is in Arabic.
	ChatOmar = "971505550123@c.us"
	// ChatGroup is a group that addresses its members by LID though it lists some by phone number.
	ChatGroup = "120363025550000001@g.us"
	// ChatSelf is the chat with oneself.
	ChatSelf = "15550009999@c.us"
	// ChatChannel is a channel, ChatList a broadcast list.
	ChatChannel = "120363000000000077@newsletter"
	ChatList    = "1700000000@broadcast"
)

const (
	elenaLID = "208842617750132@lid"
	priyaPN  = "447700900147@c.us"
	tomasPN  = "34600555014@c.us"
	tomasLID = "265519003874410@lid"
	inesLID  = "231117745520983@lid"
)

// DefaultAccount is the own account of the default world.
func DefaultAccount() Account {
	return Account{
		PN: ChatSelf, LID: "999888777666555@lid", Device: 12, Pushname: "Alex Morgan", Platform: "smba", Is24h: true,
	}
}

// calendar gives times relative to the day that now is in.
type calendar struct{ now time.Time }

// at is a time of day some days ago; it never lies after now.
func (c calendar) at(days, hour, minute int) time.Time {
	year, month, day := c.now.Date()
	t := time.Date(year, month, day-days, hour, minute, 11, 0, c.now.Location())
	if t.After(c.now) {
		return c.now
	}
	return t
}

// ago is some minutes before now.
func (c calendar) ago(minutes int) time.Time { return c.now.Add(-time.Duration(minutes) * time.Minute) }

// text and mine are the two sides of a plain conversation.
func text(t time.Time, body string) Msg { return Msg{Time: t, Body: body} }
func mine(t time.Time, body string) Msg {
	return Msg{Time: t, Body: body, FromMe: true, Fields: map[string]any{"ack": 3}}
}

// encryptionNotice is the system line at the head of a chat. Its body is a JID and not a text.
func encryptionNotice(t time.Time, jid string) Msg {
	return Msg{Time: t, Type: "e2e_notification", Subtype: "encrypt", Body: jid, FromMe: true}
}

// picture is a small JPEG in base64, as the body of media messages holds for a preview.
func picture(hue uint8) string {
	img := image.NewRGBA(image.Rect(0, 0, 96, 72))
	for y := range 72 {
		for x := range 96 {
			img.Set(x, y, color.RGBA{hue, uint8(90 + x), uint8(200 - 2*y), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 70}); err != nil {
		panic(fmt.Errorf("fakewhatsapp: draw preview: %w", err)) // Encoding into memory does not fail.
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// media gives the fields a downloaded media message has besides its preview.
func media(mimetype string, size int, more map[string]any) map[string]any {
	fields := map[string]any{
		"mimetype": mimetype, "size": size, "filehash": "q0sJ0bYw6mY0yNvCkq5r1o1d7cJm0a8X2y3z4w5v6u8=",
		"directPath": "/v/t62.7118-24/invented", "mediaKey": "aW52ZW50ZWQgbWVkaWEga2V5IGZvciB0aGUgdGVzdHM=",
	}
	for name, value := range more {
		fields[name] = value
	}
	return fields
}
