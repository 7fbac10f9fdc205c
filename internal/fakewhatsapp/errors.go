package fakewhatsapp

import "errors"

// Errors of the control methods.
var (
	// ErrBadJID is returned for an id that WhatsApp Web would not accept.
	ErrBadJID = errors.New("fakewhatsapp: bad JID")
	// ErrUnknownChat is returned when no chat has the given id.
	ErrUnknownChat = errors.New("fakewhatsapp: unknown chat")
	// ErrUnknownMessage is returned when no message has the given key.
	ErrUnknownMessage = errors.New("fakewhatsapp: unknown message")
	// ErrDuplicate is returned when a chat or message of that id is already there.
	ErrDuplicate = errors.New("fakewhatsapp: already there")
	// ErrUnknownProfile is returned for a build profile that is not embedded.
	ErrUnknownProfile = errors.New("fakewhatsapp: unknown build profile")
	// ErrUnknownLocale is returned for a language and region that are not in data/locales.json.
	ErrUnknownLocale = errors.New("fakewhatsapp: unknown phone locale")
	// ErrUnknownTable is returned for a table of the database that does not hold what is to be stored.
	ErrUnknownTable = errors.New("fakewhatsapp: unknown table")
	// ErrUnknownPage is returned for a page that was never loaded.
	ErrUnknownPage = errors.New("fakewhatsapp: unknown page")
	// ErrNoMedia is returned for a message without bytes to load.
	ErrNoMedia = errors.New("fakewhatsapp: the message has no media")
	// ErrNotAllowed is returned for what the world cannot do, for example migrating a group to a LID.
	ErrNotAllowed = errors.New("fakewhatsapp: not possible for this chat")
)
