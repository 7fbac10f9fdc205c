package zoho

import (
	"context"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// TestErrorsRevealNothing plants recognisable values everywhere that something is sent, has a hostile server send all of
// them back in every place, and looks for them in the text of every error.
func TestErrorsRevealNothing(t *testing.T) {
	t.Parallel()
	const digits, person, text, code = zohotest.Digits, zohotest.Person, zohotest.Text, zohotest.Code
	for name, handler := range zohotest.Hostile(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTestClient(t, zohotest.NewServer(t, handler).Transport())
			q, err := PhoneSuffixQuery("Contacts", []string{"Phone"}, nil, digits, 200)
			if err != nil {
				t.Fatal(err)
			}
			var errs []error
			note := func(results []WriteResult, err error) {
				errs = append(errs, err)
				for _, r := range results {
					errs = append(errs, r.Err)
				}
			}
			ctx := t.Context()
			_, e1 := c.COQL.Query(ctx, q)
			_, e2 := c.Search.ByPhone(ctx, "Contacts", "+"+digits)
			_, e3 := c.Contacts.Get(ctx, contactID)
			errs = append(errs, e1, e2, e3)
			note(c.Contacts.Create(ctx, []NewRecord{{Fields: map[string]string{"Last_Name": person, "Phone": digits}}}))
			note(c.Notes.Create(ctx, []NewNote{{"Contacts", contactID, person, text}, {"Contacts", contactID, person, text}}))
			note(c.Notes.Update(ctx, []NoteUpdate{{noteID, person, text}, {noteID2, person, text}}))
			for _, o := range operations(t) {
				note(o.run(ctx, c))
			}
			zohotest.CheckTexts(t, errs, contactID, noteID)
		})
	}

	t.Run("refused here", func(t *testing.T) {
		t.Parallel()
		c := newTestClient(t, overhttp.New(nil))
		bad := person + "\n" + digits
		_, e1 := PhoneSuffixQuery(bad, []string{bad}, []string{bad}, bad, 200)
		_, e2 := PhoneSuffixQuery("Contacts", []string{bad}, []string{bad}, digits, 200)
		_, e3 := c.Search.ByPhone(t.Context(), "Contacts", bad)
		_, e4 := c.Contacts.Get(t.Context(), bad)
		_, e5 := c.Notes.Create(t.Context(), []NewNote{{"Contacts", bad, bad, bad}})
		_, e6 := c.Contacts.Create(t.Context(), []NewRecord{{Fields: map[string]string{bad: bad}}})
		_, e7 := ParseRedirect("https://x.test/?state="+code+"&code="+code, "S")
		_, e8 := ParseRedirect("https://x.test/?state=S&error="+code, "S")
		_, e9 := ParseRedirect("https://%zz/"+code, "S")
		_, e10 := NewClient(Config{APIDomain: "https://" + code})
		_, e11 := newTestClient(t, overhttp.New(nil), func(cfg *Config) { cfg.Tokens = badToken{bad} }).Org.Get(t.Context())
		zohotest.CheckTexts(t, []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11})
	})
}

// badToken is a TokenSource whose token cannot be sent.
type badToken struct{ token string }

func (b badToken) Token(context.Context, string) (AccessToken, error) {
	return AccessToken{Token: b.token}, nil
}
