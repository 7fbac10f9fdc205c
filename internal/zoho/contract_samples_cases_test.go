package zoho_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
)

// situations brings a stand-in into the cases of the samples and returns its reply.
func situations() map[string]func(sampled) (int, []byte) {
	get := func(path string) func(sampled) (int, []byte) {
		return func(s sampled) (int, []byte) { return s.call(http.MethodGet, path, "") }
	}
	query := func(text string) func(sampled) (int, []byte) {
		return func(s sampled) (int, []byte) {
			return s.call(http.MethodPost, "coql", fmt.Sprintf(`{"select_query":%q}`, text))
		}
	}
	contact := func(fields string) func(sampled) (int, []byte) {
		return func(s sampled) (int, []byte) { return s.call(http.MethodPost, "Contacts", `{"data":[{`+fields+`}]}`) }
	}
	struck := func(kind fakezoho.FaultKind) func(sampled) (int, []byte) {
		return func(s sampled) (int, []byte) {
			s.server.Inject(fakezoho.Fault{Op: fakezoho.OpOrgGet, Kind: kind})
			return s.call(http.MethodGet, "org", "")
		}
	}
	return map[string]func(sampled) (int, []byte){
		"no token":      func(s sampled) (int, []byte) { s.token = ""; return s.call(http.MethodGet, "org", "") },
		"unknown token": func(s sampled) (int, []byte) { s.token = "1000.x.y"; return s.call(http.MethodGet, "org", "") },
		"scope missing": func(s sampled) (int, []byte) {
			s.token, _ = s.tokens("ZohoCRM.org.READ")
			return s.call(http.MethodGet, "Contacts/"+s.ada, "")
		},
		"API access off": func(s sampled) (int, []byte) {
			s.server.SetAPIAccess(false)
			return s.call(http.MethodGet, "org", "")
		},
		"no such module":            get("Nope/1"),
		"no such address":           get("settings/nope/nope"),
		"too many calls":            struck(fakezoho.FaultTooMany),
		"Zoho's fault":              struck(fakezoho.FaultInternal),
		"search finds":              get("Contacts/search?phone=555-0132"),
		"search finds nothing":      get("Contacts/search?phone=5550199"),
		"search for nothing":        get("Contacts/search"),
		"search too far":            get("Contacts/search?word=Example&page=11"),
		"query finds":               query("select Phone, Last_Name from Contacts where Phone like '%0132'"),
		"query finds nothing":       query("select Phone from Contacts where Phone like '%0199'"),
		"query without a condition": query("select Phone from Contacts"),
		"query of no field":         query("select Nope from Contacts where id is not null"),
		"contact made":              contact(`"Last_Name":"New"`),
		"field missing":             contact(`"First_Name":"New"`),
		"value too long":            contact(`"Last_Name":"New","Phone":"` + strings.Repeat("1", 31) + `"`),
		"value taken":               contact(`"Last_Name":"New","Mobile":"+14155550147"`),
		"record locked": func(s sampled) (int, []byte) {
			if err := s.server.SetLocked(s.ada, true); err != nil {
				s.t.Fatal(err)
			}
			return s.call(http.MethodPut, "Contacts/"+s.ada, `{"data":[{"Mobile":"+14155550100"}]}`)
		},
		"note made": func(s sampled) (int, []byte) {
			return s.call(http.MethodPost, "Notes", `{"data":[{"Parent_Id":{"module":{"api_name":"Contacts"},"id":"`+s.ada+`"},"Note_Title":"t","Note_Content":"c"}]}`)
		},
		"one note gone": func(s sampled) (int, []byte) {
			return s.call(http.MethodPut, "Notes", `{"data":[{"id":"`+s.note+`","Note_Title":"t"},{"id":"1","Note_Title":"t"}]}`)
		},
		"note of another": func(s sampled) (int, []byte) {
			return s.call(http.MethodPut, "Notes", `{"data":[{"id":"`+s.other+`","Note_Title":"t"}]}`)
		},
		"empty note": func(s sampled) (int, []byte) {
			return s.call(http.MethodPost, "Contacts/"+s.ada+"/Notes", `{"data":[{}]}`)
		},
		"parent gone": func(s sampled) (int, []byte) {
			return s.call(http.MethodPost, "Contacts/1/Notes", `{"data":[{"Note_Title":"t"}]}`)
		},
		"notes of a record": func(s sampled) (int, []byte) {
			return s.call(http.MethodGet, "Contacts/"+s.ada+"/Notes?fields=Note_Title,Created_Time&sort_by=Created_Time&sort_order=desc", "")
		},
		"no notes": func(s sampled) (int, []byte) {
			return s.call(http.MethodGet, "Leads/"+s.world.Leads["Frank Prospect"]+"/Notes?fields=id", "")
		},
		"tokens":          func(s sampled) (int, []byte) { return s.exchange(s.code(allScopes()...), s.oauth.ID, s.oauth.Secret) },
		"token refreshed": sampled.refreshed,
		"code used": func(s sampled) (int, []byte) {
			code := s.code(allScopes()...)
			s.exchange(code, s.oauth.ID, s.oauth.Secret)
			return s.exchange(code, s.oauth.ID, s.oauth.Secret)
		},
		"client unknown": func(s sampled) (int, []byte) { return s.exchange("1000.c", "1000.NOBODY", s.oauth.Secret) },
		"wrong secret": func(s sampled) (int, []byte) {
			return s.exchange(s.code(allScopes()...), s.oauth.ID, "another")
		},
		"tokens asked too often": func(s sampled) (int, []byte) {
			for range 10 {
				s.refreshed()
			}
			return s.refreshed()
		},
	}
}

// reader gives a reply to the client.
type reader struct {
	t      *testing.T
	client *zoho.Client
	door   accounts.Door
	self   zoho.OAuthClient
}

// reading is what the client makes of a reply: what it reads, or why it was refused.
type reading struct {
	by      func(reader) (string, error)
	tells   string
	refused error
}

// The ids of the samples.
const (
	sampleContact = "7001000000000100001"
	sampleNote    = "7001000000000200001"
)

// readings are what the client makes of the samples.
func readings() map[string]reading {
	org := func(r reader) (string, error) { _, err := r.client.Org.Get(r.t.Context()); return "", err }
	search := func(r reader) (string, error) {
		rows, err := r.client.Search.ByPhone(r.t.Context(), "Contacts", "14155550132", "Last_Name", "Phone")
		return told(rows), err
	}
	query := func(r reader) (string, error) {
		q, err := zoho.PhoneSuffixQuery("Contacts", []string{"Phone"}, []string{"Last_Name"}, "0132", 200)
		if err != nil {
			return "", err
		}
		page, err := r.client.COQL.Query(r.t.Context(), q)
		return told(page.Items), err
	}
	contact := func(r reader) (string, error) {
		results, _ := r.client.Contacts.Create(r.t.Context(), []zoho.NewRecord{{Fields: map[string]string{"Last_Name": "New"}}})
		return outcomes(results), results[0].Err
	}
	make1 := func(r reader) (string, error) {
		results, _ := r.client.Notes.Create(r.t.Context(), []zoho.NewNote{{Module: "Contacts", ParentID: sampleContact, Title: "t", Content: "c"}})
		return outcomes(results), results[0].Err
	}
	update := func(ids ...string) func(reader) (string, error) {
		return func(r reader) (string, error) {
			var notes []zoho.NoteUpdate
			for _, id := range ids {
				notes = append(notes, zoho.NoteUpdate{ID: id, Title: "t", Content: "c"})
			}
			results, _ := r.client.Notes.Update(r.t.Context(), notes)
			return outcomes(results), results[len(results)-1].Err
		}
	}
	list := func(r reader) (string, error) {
		page, err := r.client.Notes.ListRelated(r.t.Context(), "Contacts", sampleContact, 1)
		text := fmt.Sprintf("%d notes, more %v", len(page.Items), page.More)
		for _, n := range page.Items {
			text += ", " + n.ID + " " + n.Title
		}
		return text, err
	}
	exchange := func(r reader) (string, error) {
		grant, err := r.door.Exchange(r.t.Context(), r.self, "", "1000.c.c", "")
		return grant.Access.Token + " " + grant.RefreshToken, err
	}
	refresh := func(r reader) (string, error) {
		access, err := r.door.Refresh(r.t.Context(), r.self, "1000.r")
		return access.Token, err
	}
	return map[string]reading{
		"no token":                  {org, "", zoho.ErrUnauthorized},
		"unknown token":             {org, "", zoho.ErrUnauthorized},
		"scope missing":             {org, "", zoho.ErrScope},
		"API access off":            {org, "", zoho.ErrAPIAccess},
		"no such module":            {search, "", zoho.ErrInvalidModule},
		"no such address":           {org, "", zoho.ErrBadRequest},
		"too many calls":            {org, "", zoho.ErrThrottled},
		"Zoho's fault":              {org, "", zoho.ErrServer},
		"search finds":              {search, sampleContact + " Example (415) 555-0132", nil},
		"search finds nothing":      {search, "", nil},
		"search for nothing":        {search, "", zoho.ErrBadRequest},
		"search too far":            {search, "", zoho.ErrLimit},
		"query finds":               {query, sampleContact + " Example (415) 555-0132", nil},
		"query finds nothing":       {query, "", nil},
		"query without a condition": {query, "", zoho.ErrBadRequest},
		"query of no field":         {query, "", zoho.ErrField},
		"contact made":              {contact, "done 7001000000000100002 2026-11-22T18:00:00Z", nil},
		"field missing":             {contact, "not done", zoho.ErrMandatory},
		"value too long":            {contact, "not done", zoho.ErrTooLong},
		"value taken":               {contact, "not done, Mobile of Contacts " + sampleContact, zoho.ErrDuplicate},
		"record locked": {func(r reader) (string, error) {
			result, _ := r.client.Contacts.Fill(r.t.Context(), sampleContact, "Mobile", "+14155550100", time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
			return outcomes([]zoho.WriteResult{result}), result.Err
		}, "not done", zoho.ErrLocked},
		"note made":              {make1, "done " + sampleNote + " 2026-11-22T18:00:00Z", nil},
		"one note gone":          {update(sampleNote, "1"), "done " + sampleNote + " 2026-11-22T18:00:00Z; not done", zoho.ErrNotFound},
		"note of another":        {update("7001000000000200009"), "not done", zoho.ErrNotAllowed},
		"empty note":             {make1, "not done", zoho.ErrMandatory},
		"parent gone":            {make1, "not done", zoho.ErrParentGone},
		"notes of a record":      {list, "1 notes, more false, " + sampleNote + " WhatsApp 2026-11-22", nil},
		"no notes":               {list, "0 notes, more false", nil},
		"tokens":                 {exchange, "1000.aaaa.bbbb 1000.cccc.dddd", nil},
		"token refreshed":        {refresh, "1000.eeee.ffff", nil},
		"code used":              {exchange, " ", zoho.ErrInvalidCode},
		"client unknown":         {exchange, " ", zoho.ErrInvalidClient},
		"wrong secret":           {exchange, " ", zoho.ErrInvalidSecret},
		"tokens asked too often": {refresh, "", zoho.ErrTokenThrottled},
	}
}

// told names the rows read.
func told(rows []zoho.Row) string {
	var all []string
	for _, row := range rows {
		all = append(all, row.ID+" "+row.Fields["Last_Name"]+" "+row.Fields["Phone"])
	}
	return strings.Join(all, "; ")
}

// outcomes names what became of each item of a write.
func outcomes(results []zoho.WriteResult) string {
	var all []string
	for _, r := range results {
		text := r.Outcome.String()
		if r.Outcome == zoho.Done {
			text += " " + r.ID + " " + r.ModifiedTime.UTC().Format(time.RFC3339)
		}
		if d := r.Duplicate; d != nil {
			text += ", " + d.Field + " of " + d.Module + " " + d.ID
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}
