package whatsapp

// additions feeds what a message may have besides, each part behind its name and
// only when it is there. So a message without any of them has the digest it has
// always had, and is not taken for changed.
func (d digest) additions(m Message) {
	if m.InGroup() {
		d.text("group")
	}
	if m.Forwarded {
		d.text("forwarded")
	}
	if m.Failed {
		d.text("failed")
	}
	if m.Edited && m.Earlier != "" {
		d.text("earlier", m.Earlier)
	}
	if m.Media != nil && m.Media.Pages != 0 {
		d.text("pages")
		d.number(m.Media.Pages)
	}
	if m.Quote != nil && (m.Quote.SenderName != "" || m.Quote.FromMe) {
		d.text("quoted", m.Quote.SenderName)
		d.flag(m.Quote.FromMe)
	}
	if m.Quote != nil && !m.Quote.FromMe && m.InGroup() && m.Quote.ShownNumber() != "" {
		d.text("quoted number", m.Quote.ShownNumber())
	}
	if m.Deleted == DeletedByAdmin && (m.DeletedByMe || !m.DeletedBy.IsZero()) {
		d.text("deleted by", numberOf("", m.DeletedBy))
		d.flag(m.DeletedByMe)
	}
	d.reactions(m.Reactions)
	d.contacts(m.Contacts)
	if m.Poll != nil && (m.Poll.Multiple || m.Poll.Votes != nil) {
		d.text("votes")
		d.flag(m.Poll.Multiple)
		d.numbers(m.Poll.Votes)
	}
	if m.Event != nil {
		d.text("event", m.Event.Place)
		d.number(m.Event.Start, m.Event.End)
		d.flag(m.Event.Cancelled)
	}
	if m.Album != nil {
		d.text("album")
		d.number(m.Album.Images, m.Album.Videos)
	}
	if m.Shop != nil {
		d.text("shop", m.Shop.Title, m.Shop.Currency)
		d.number(m.Shop.Items, m.Shop.Thousandths)
	}
	if len(m.Choices) > 0 {
		d.text("choices")
		d.list(m.Choices)
	}
	if m.Ad != nil {
		d.text("ad", m.Ad.Title, m.Ad.URL)
	}
	d.system(m)
}

// reactions feeds reactions in their order, which does not depend on the way they
// were read.
func (d digest) reactions(reactions []Reaction) {
	if len(reactions) == 0 {
		return
	}
	d.text("reactions")
	d.number(int64(len(reactions)))
	for _, r := range reactions {
		d.text(r.Emoji, r.Name, r.ShownNumber())
		d.flag(r.FromMe)
	}
}

// contacts feeds the numbers on contact cards.
func (d digest) contacts(contacts []Contact) {
	for i, contact := range contacts {
		if len(contact.Phones) > 0 {
			d.text("phones")
			d.number(int64(i))
			d.list(contact.Phones)
		}
	}
}

// system feeds a notice of WhatsApp, which is told by its subtype.
func (d digest) system(m Message) {
	if m.Kind != MessageSystem {
		return
	}
	if m.Subtype != "" {
		d.text("notice", m.Subtype)
	}
	if m.System != nil {
		d.text("about", m.System.ActorName, m.System.ShownNumber(), m.System.Text)
		d.flag(m.System.FromMe)
		d.list(m.System.People)
	}
}
