package zoho

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestQueryTexts(t *testing.T) {
	t.Parallel()
	berlin := time.FixedZone("", 3600)
	since := time.Date(2026, 11, 22, 10, 58, 30, 999, berlin)
	phones, names := []string{"Phone", "Mobile", "Second_Phone__c"}, []string{"Full_Name", "Account_Name"}
	must := func(q Query, err error) Query {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
		return q
	}
	tests := []struct {
		name string
		q    Query
		want string
		cost int
	}{
		{"suffix, one field", must(PhoneSuffixQuery("Leads", []string{"Phone"}, []string{"Full_Name"}, "5550100", 200)),
			"select id, Full_Name, Phone, Modified_Time, Owner from Leads where Phone like '%5550100' order by id asc limit 200", 1},
		{"suffix, three fields", must(PhoneSuffixQuery("Contacts", phones, names, "0100", 201)),
			"select id, Full_Name, Account_Name, Phone, Mobile, Second_Phone__c, Modified_Time, Owner from Contacts" +
				" where ((Phone like '%0100' or Mobile like '%0100') or Second_Phone__c like '%0100') order by id asc limit 201", 2},
		{"all with a number", must(must(WithPhoneQuery("Contacts", phones[:2], nil, 2000)).Offset(4000)),
			"select id, Phone, Mobile, Modified_Time, Owner from Contacts where (Phone is not null or Mobile is not null) order by id asc limit 2000 offset 4000", 3},
		{"all with a number, cut by time", must(must(WithPhoneQuery("Contacts", phones[:2], nil, 1000)).CreatedBetween(since.AddDate(-1, 0, 0), since)),
			"select id, Phone, Mobile, Modified_Time, Owner from Contacts where ((Phone is not null or Mobile is not null)" +
				" and Created_Time between '2025-11-22T09:58:30+00:00' and '2026-11-22T09:58:30+00:00') order by id asc limit 1000", 2},
		{"after an id", must(must(WithPhoneQuery("Contacts", phones[:2], nil, 2000)).After(contactID)),
			"select id, Phone, Mobile, Modified_Time, Owner from Contacts where ((Phone is not null or Mobile is not null) and id > '7001000000000100001') order by id asc limit 2000", 3},
		{"by ids, with what marks a conversion", must(must(IDsQuery("Leads", phones[:1], names[:1], []string{contactID, noteID})).WithConversion(Conversion{true, true})),
			"select id, Full_Name, Phone, Converted__s, Converted_Contact, Modified_Time, Owner from Leads where id in ('7001000000000100001', '7001000000000200001') order by id asc limit 2", 1},
		{"changed, without the first", must(must(must(ModifiedSinceQuery("Leads", phones[:1], nil, since, 200)).Offset(7)).WithConversion(Conversion{Mark: true})),
			"select id, Phone, Converted__s, Modified_Time, Owner from Leads where Modified_Time >= '2026-11-22T09:58:30+00:00' order by Modified_Time asc, id asc limit 200 offset 7", 1},
		{"created since", must(CreatedSinceQuery("Contacts", phones[:1], nil, since, 1)),
			"select id, Phone, Modified_Time, Owner from Contacts where Created_Time >= '2026-11-22T09:58:30+00:00' order by Created_Time asc, id asc limit 1", 1},
		{"modified since", must(ModifiedSinceQuery("Leads", phones[:1], names[:1], since, 200)),
			"select id, Full_Name, Phone, Modified_Time, Owner from Leads where Modified_Time >= '2026-11-22T09:58:30+00:00' order by Modified_Time asc, id asc limit 200", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.q.text(); got != tt.want {
				t.Errorf("text:\n got %s\nwant %s", got, tt.want)
			}
			if got := tt.q.Cost(); got != tt.cost {
				t.Errorf("cost = %d, want %d", got, tt.cost)
			}
			if shown := fmt.Sprintf("%v %+v %s", tt.q, tt.q, tt.q); strings.Contains(shown, "0100") {
				t.Errorf("printing the query shows its digits: %s", shown)
			}
		})
	}
}

func TestQueryBuildersRefuse(t *testing.T) {
	t.Parallel()
	phone, many := []string{"Phone"}, make([]string, maxPhoneFields+1)
	for i := range many {
		many[i] = fmt.Sprintf("Phone_%d", i)
	}
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	suffix := func(module string, phones, names []string, digits string, limit int) error {
		_, err := PhoneSuffixQuery(module, phones, names, digits, limit)
		return err
	}
	created := func(at time.Time) error {
		_, err := CreatedSinceQuery("Contacts", phone, nil, at, 200)
		return err
	}
	q, err := WithPhoneQuery("Contacts", phone, nil, 200)
	if err != nil {
		t.Fatal(err)
	}
	_, negative := q.Offset(-1)
	_, tooFar := q.Offset(MaxQueryOffset + 1)
	_, backwards := q.CreatedBetween(now, now.Add(-time.Second))
	_, unbuilt := Query{}.CreatedBetween(now, now)
	byTime, err := ModifiedSinceQuery("Contacts", phone, nil, now, 200)
	if err != nil {
		t.Fatal(err)
	}
	after := func(q Query, id string) error { _, err := q.After(id); return err }
	once, err := q.After(contactID)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(ids ...string) error { _, err := IDsQuery("Contacts", phone, nil, ids); return err }
	_, unmarked := Query{}.WithConversion(Conversion{})
	marked, err := WithPhoneQuery("Leads", phone, []string{"converted__S"}, 200)
	if err != nil {
		t.Fatal(err)
	}
	_, twice := marked.WithConversion(Conversion{Mark: true})
	for name, err := range map[string]error{
		"after no id":           after(q, ""),
		"after a quote":         after(q, "1'2"),
		"after, by time":        after(byTime, contactID),
		"after, twice":          after(once, contactID),
		"after, not built":      after(Query{}, contactID),
		"no ids":                ids(),
		"too many ids":          ids(slices.Repeat([]string{contactID}, MaxQueryIDs+1)...),
		"id with a quote":       ids(contactID, "1') or ('1"),
		"marks, not built":      unmarked,
		"mark selected twice":   twice,
		"quote in module":       suffix("Contacts'", phone, nil, "0100", 200),
		"no module":             suffix("", phone, nil, "0100", 200),
		"keyword as module":     suffix("Select", phone, nil, "0100", 200),
		"quote in phone field":  suffix("Contacts", []string{"Phone'"}, nil, "0100", 200),
		"space in phone field":  suffix("Contacts", []string{"Phone or id"}, nil, "0100", 200),
		"keyword as field":      suffix("Contacts", []string{"FROM"}, nil, "0100", 200),
		"digit first":           suffix("Contacts", []string{"1Phone"}, nil, "0100", 200),
		"letter beyond ASCII":   suffix("Contacts", []string{"Télé"}, nil, "0100", 200),
		"comma in name field":   suffix("Contacts", phone, []string{"a,b"}, "0100", 200),
		"joined field":          suffix("Contacts", phone, []string{"Owner.email"}, "0100", 200),
		"field named twice":     suffix("Contacts", phone, []string{"PHONE"}, "0100", 200),
		"field selected anyway": suffix("Contacts", phone, []string{"Owner"}, "0100", 200),
		"no phone field":        suffix("Contacts", nil, []string{"Full_Name"}, "0100", 200),
		"too many phone fields": suffix("Contacts", many, nil, "0100", 200),
		"too many fields":       suffix("Contacts", phone, make([]string, 60), "0100", 200),
		"no digits":             suffix("Contacts", phone, nil, "", 200),
		"one digit":             suffix("Contacts", phone, nil, "1", 200),
		"wildcard":              suffix("Contacts", phone, nil, "01%00", 200),
		"quote in digits":       suffix("Contacts", phone, nil, "01'00", 200),
		"plus sign":             suffix("Contacts", phone, nil, "+0100", 200),
		"other script's digits": suffix("Contacts", phone, nil, "٠١٢٣", 200),
		"too many digits":       suffix("Contacts", phone, nil, strings.Repeat("1", 16), 200),
		"no limit":              suffix("Contacts", phone, nil, "0100", 0),
		"limit too great":       suffix("Contacts", phone, nil, "0100", MaxQueryRows+1),
		"zero time":             created(time.Time{}),
		"time beyond reason":    created(now.AddDate(9000, 0, 0)),
		"negative offset":       negative,
		"offset too great":      tooFar,
		"times exchanged":       backwards,
		"query not built":       unbuilt,
	} {
		if !errors.Is(err, ErrBadRequest) {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}

func TestUnbuiltQueryIsNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(204, ""))
	if _, err := newTestClient(t, s.Transport()).COQL.Query(t.Context(), Query{}); !errors.Is(err, ErrBadRequest) {
		t.Errorf("error = %v", err)
	}
	if len(s.All()) != 0 {
		t.Error("a request was sent")
	}
}

// checkQueryText splits a query into tokens without regard to how it was built, and checks that text from outside could
// only have become a name, a number or a well-formed literal.
func checkQueryText(t *testing.T, text string) {
	t.Helper()
	depth := 0
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\'':
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				t.Fatalf("quote left open in %q", text)
			}
			literal := text[i+1 : i+1+end]
			if _, err := time.Parse(time.RFC3339, literal); err != nil && (!strings.HasPrefix(literal, "%") || !isDigits(literal[1:], 2, 15)) && !ValidID(literal) {
				t.Fatalf("literal %q in %q", literal, text)
			}
			i += end + 2
		case c == '(':
			depth++
			i++
		case c == ')':
			if depth--; depth < 0 {
				t.Fatalf("bracket closed too early in %q", text)
			}
			i++
		case c == ' ' || c == ',' || c == '=' || c == '>' || c == '_' ||
			'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			i++
		default:
			t.Fatalf("character %q in %q", c, text)
		}
	}
	if depth != 0 {
		t.Fatalf("bracket left open in %q", text)
	}
	for _, word := range []string{"select ", " from ", " where ", " order by ", " limit "} {
		if strings.Count(text, word) != 1 {
			t.Fatalf("%q is not there once in %q", word, text)
		}
	}
}

func FuzzQueryBuilders(f *testing.F) {
	f.Add("Contacts", "Phone", "Mobile", "Full_Name", "5550100", int64(1795341510), 200, 0)
	f.Add("Contacts' or 'a'='a", "Phone'", "x like '%", "from", "1'2", int64(0), 2001, -1)
	f.Add("Leads", "where", "a)", "(b", "''", int64(-1), 1, 1)
	f.Fuzz(func(t *testing.T, module, phone1, phone2, name, digits string, unix int64, limit, offset int) {
		phones, at := []string{phone1, phone2}, time.Unix(unix, 0)
		var built []Query
		add := func(q Query, err error) {
			if err != nil {
				if q.where != "" {
					t.Error("a query came with an error")
				}
				return
			}
			built = append(built, q)
		}
		add(PhoneSuffixQuery(module, phones, []string{name}, digits, limit))
		add(WithPhoneQuery(module, phones[:1], []string{name}, limit))
		add(CreatedSinceQuery(module, phones, []string{name}, at, limit))
		add(ModifiedSinceQuery(module, phones, nil, at, limit))
		add(IDsQuery(module, phones, []string{name}, []string{digits}))
		for _, q := range built {
			add(q.After(digits))
			add(q.WithConversion(Conversion{limit%2 == 0, offset%2 == 0}))
			add(q.Offset(offset))
			add(q.CreatedBetween(at, at.Add(time.Hour)))
			add(q.NotConverted())
		}
		for _, q := range built {
			checkQueryText(t, q.text())
			if q.Cost() != OpQuery.Credits(q.limit) || q.Against(nil) == nil {
				t.Errorf("cost %d, known without metadata: %v", q.Cost(), q.Against(nil))
			}
		}
	})
}

func TestQueryAgainstMetadata(t *testing.T) {
	t.Parallel()
	q, err := PhoneSuffixQuery("Leads", []string{"Phone", "Mobile"}, []string{"Full_Name"}, "0100", 200)
	if err != nil {
		t.Fatal(err)
	}
	open, err := q.NotConverted()
	if err != nil {
		t.Fatal(err)
	}
	marked, err := q.WithConversion(Conversion{true, true})
	if err != nil {
		t.Fatal(err)
	}
	fields := func(names ...string) []Field {
		var all []Field
		for _, name := range names {
			all = append(all, Field{APIName: name})
		}
		return all
	}
	for _, tt := range []struct {
		name   string
		q      Query
		fields []Field
		want   error
	}{
		{"all there", q, fields("Full_Name", "Phone", "Mobile", "Fax"), nil},
		{"one gone", q, fields("Full_Name", "Phone"), ErrField},
		{"written otherwise", q, fields("Full_Name", "Phone", "mobile"), ErrField},
		{"converted not there", open, fields("Full_Name", "Phone", "Mobile"), ErrField},
		{"mark not there", marked, fields("Full_Name", "Phone", "Mobile", "Converted__s"), ErrField},
		{"marks there", marked, fields("Full_Name", "Phone", "Mobile", "Converted__s", "Converted_Contact"), nil},
		{"converted there", open, fields("Full_Name", "Phone", "Mobile", "Converted__s"), nil},
	} {
		if err := tt.q.Against(tt.fields); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", tt.name, err, tt.want)
		}
	}
	want := "select id, Full_Name, Phone, Mobile, Modified_Time, Owner from Leads where ((Phone like '%0100' or Mobile like '%0100') and Converted__s = false) order by id asc limit 200"
	if got := open.text(); got != want {
		t.Errorf("text:\n got %s\nwant %s", got, want)
	}
	if _, err := open.NotConverted(); !errors.Is(err, ErrBadRequest) {
		t.Errorf("twice: error = %v", err)
	}
	if _, err := (Query{}).NotConverted(); !errors.Is(err, ErrBadRequest) {
		t.Errorf("query not built: error = %v", err)
	}
}
