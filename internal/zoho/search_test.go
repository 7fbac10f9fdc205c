package zoho

import (
	"errors"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestSearchByHand(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"`+contactID+`","Full_Name":"Zoë & Söhne"}],"info":{"more_records":true}}`))
	c := newTestClient(t, s.Transport())
	const text = `Zoë & "Söhne" +1 (50%) #?=/\`
	page, err := c.Search.ByWord(t.Context(), "Leads", "  "+text+" ", "Full_Name", "Phone")
	if err != nil || !page.More || len(page.Items) != 1 || page.Items[0].Fields["Full_Name"] != "Zoë & Söhne" {
		t.Fatalf("ByWord = %+v, %v", page, err)
	}
	if page, err = c.Search.ByEmail(t.Context(), "Contacts", "ada+x@example.test"); err != nil || len(page.Items) != 1 {
		t.Fatalf("ByEmail = %+v, %v", page, err)
	}
	// A plus sign stands for a space, one that is meant is %2B.
	for i, want := range []struct{ path, query string }{
		{"/crm/v8/Leads/search", "converted=false&fields=Full_Name%2CPhone%2CModified_Time%2COwner&per_page=50&word=Zo%C3%AB+%26+%22S%C3%B6hne%22+%2B1+%2850%25%29+%23%3F%3D%2F%5C"},
		{"/crm/v8/Contacts/search", "email=ada%2Bx%40example.test&per_page=50"},
	} {
		if r := s.All()[i]; r.Path != want.path || r.Query != want.query {
			t.Errorf("request %d: %s?%s", i, r.Path, r.Query)
		}
	}
	none := zohotest.NewServer(t, zohotest.Answer(204, ""))
	if page, err := newTestClient(t, none.Transport()).Search.ByWord(t.Context(), "Leads", "Nobody"); err != nil || page.More || len(page.Items) != 0 {
		t.Errorf("nothing found: %+v, %v", page, err)
	}
}

func TestSearchTextsThatAreNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(204, ""))
	c := newTestClient(t, s.Transport())
	for _, bad := range []string{"", " ", "a", " é ", "a\nb", "a\x00b", "a\u0085b", "\xff\xfe", strings.Repeat("ä", 101)} {
		if _, err := c.Search.ByWord(t.Context(), "Contacts", bad); !errors.Is(err, ErrBadRequest) {
			t.Errorf("word %q: %v", bad, err)
		}
	}
	if _, err := c.Search.ByWord(t.Context(), "Con/tacts", "Ada"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("module: %v", err)
	}
	if _, err := c.Search.ByWord(t.Context(), "Contacts", "Ada", "a,b"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("field: %v", err)
	}
	if _, err := c.Search.ByWord(t.Context(), "Contacts", "Ada", make([]string, 60)...); !errors.Is(err, ErrBadRequest) {
		t.Errorf("fields: %v", err)
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	for _, good := range []string{"ab", "Zoë", strings.Repeat("ä", 100)} {
		if _, err := c.Search.ByWord(t.Context(), "Contacts", good); err != nil {
			t.Errorf("word %q: %v", good, err)
		}
	}
}

func TestLooksLikeEmail(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ada@example.test": true, "a.b+c@mail.example.test": true, "zoë@example.test": true,
		"": false, "ada": false, "@example.test": false, "ada@": false, "ada@example": false, "ada@.test": false, "ada@example.": false,
		"ada @example.test": false, "a@b@example.test": false, "a,b@example.test": false, "<ada@example.test>": false, "ada@example.test\n": false,
		".ada@example.test": false, "ada.@example.test": false, "a..b@example.test": false, "ada@exa..test": false,
		strings.Repeat("a", 100) + "@example.test": false,
	} {
		if got := LooksLikeEmail(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
