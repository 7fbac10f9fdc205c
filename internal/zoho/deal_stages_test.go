package zoho

import (
	"errors"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestDealStages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fields string
		open   map[string]bool
		known  bool
	}{
		"by type": {
			`[{"api_name":"Deal_Name"},{"api_name":"Stage","pick_list_values":[
				{"display_value":"Talking","actual_value":"Qualification","forecast_type":"Open"},
				{"display_value":"Done","actual_value":"Done","forecast_type":"Closed Won"},
				{"display_value":"Closed Won","actual_value":"Closed Won","forecast_type":"Open"},
				{"display_value":"Gone","actual_value":"Lost","forecast_type":"Closed Lost","type":"unused"}]}]`,
			map[string]bool{"Talking": true, "Qualification": true, "Done": false, "Closed Won": true, "Gone": false, "Lost": false, "Not listed": true, "": false},
			true,
		},
		"by name": {
			`[{"api_name":"Stage","pick_list_values":[
				{"display_value":"Talking","actual_value":"Talking"},
				{"display_value":"Closed Won","actual_value":"Closed Won","forecast_type":null},
				{"display_value":"Closed Lost","actual_value":"Closed Lost","forecast_type":"Whatever"}]}]`,
			map[string]bool{"Talking": true, "Closed Won": false, "Closed Lost": false, "Closed-Lost to Competition": false, "closed lost to competition": false},
			true,
		},
		"hidden":    {`[{"api_name":"Deal_Name"}]`, map[string]bool{"Qualification": false}, false},
		"no fields": {`[]`, map[string]bool{"Qualification": false}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(200, `{"fields":`+test.fields+`}`))
			stages, err := newTestClient(t, s.Transport()).Deals.Stages(t.Context())
			if err != nil || stages.Known != test.known {
				t.Fatalf("%+v, %v", stages, err)
			}
			for stage, want := range test.open {
				if stages.Open(stage) != want {
					t.Errorf("%q is open: %v", stage, !want)
				}
			}
			if r := s.Only(t); r.Path != "/crm/v8/settings/fields" || r.Query != "module=Deals" {
				t.Errorf("asked %s?%s", r.Path, r.Query)
			}
		})
	}
	for _, body := range []string{`{"fields":{}}`, `{"fields":[{"api_name":"Stage","pick_list_values":7}]}`, `[]`} {
		s := zohotest.NewServer(t, zohotest.Answer(200, body))
		if _, err := newTestClient(t, s.Transport()).Deals.Stages(t.Context()); !errors.Is(err, ErrBadReply) {
			t.Errorf("%s: %v", body, err)
		}
	}
}
