package fakezoho

// notesCondition refuses a whole update of notes because of If-Unmodified-Since,
// as the switch has it. Where each note is refused by itself, only a call with one
// note is refused here, in the form of such a call.
func (c *apiCall) notesCondition(b *batch) *apiError {
	if c.header.Get("If-Unmodified-Since") == "" || c.s.sw.NoteCondition == NoteConditionIgnored {
		return nil
	}
	if c.s.sw.NoteCondition == NoteConditionRefused {
		return errParam("If-Unmodified-Since")
	}
	if c.s.sw.NoteCondition == NoteConditionEach && len(b.items) > 1 {
		return nil
	}
	for i, item := range b.items {
		// A note that is not there is refused for that, in its turn.
		if note, _, err := c.target("Notes", item, i); err == nil {
			if err := c.noteCondition(note); err != nil {
				return err
			}
		}
	}
	return nil
}

// noteCondition refuses one note that was changed after the time of
// If-Unmodified-Since.
func (c *apiCall) noteCondition(note *record) *apiError {
	t, given, refusal := c.unmodifiedSince()
	if refusal != nil || !given {
		return refusal
	}
	if note.modified.After(t) || c.s.sw.NoteCondition == NoteConditionStrict && note.modified.Equal(t) {
		return errModified()
	}
	return nil
}
