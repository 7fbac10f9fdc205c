package control_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/fakezoho/control"
)

// desk is a stand-in by itself, which the tests know only by its addresses.
type desk struct {
	t    *testing.T
	base string
}

func open(t *testing.T, begin func(*fakezoho.Server) (fakezoho.Planted, error)) desk {
	t.Helper()
	ts := httptest.NewUnstartedServer(nil)
	base := "http://" + ts.Listener.Addr().String()
	d, err := control.New(base, begin)
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = d
	ts.Start()
	t.Cleanup(ts.Close)
	return desk{t, base}
}

func empty(*fakezoho.Server) (fakezoho.Planted, error) { return fakezoho.Planted{}, nil }

// send makes a request and returns its status and JSON.
func (d desk) send(method, target, host, token string, body any) (int, map[string]any) {
	d.t.Helper()
	var reader io.Reader
	media := "application/json"
	switch b := body.(type) {
	case nil:
	case url.Values:
		reader, media = strings.NewReader(b.Encode()), "application/x-www-form-urlencoded"
	case []byte:
		reader = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			d.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(d.t.Context(), method, target, reader)
	if err != nil {
		d.t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	if reader != nil {
		req.Header.Set("Content-Type", media)
	}
	if token != "" {
		req.Header.Set("Authorization", "Zoho-oauthtoken "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil
	}
	var doc map[string]any
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(raw, &doc); err != nil {
			d.t.Fatal(err)
		}
	}
	return resp.StatusCode, doc
}

// control sends a control request that must go well.
func (d desk) control(method, path string, body any) map[string]any {
	d.t.Helper()
	status, doc := d.send(method, d.base+"/_control/"+path, "", "", body)
	if status != 200 {
		d.t.Fatalf("%s %s: %d %v", method, path, status, doc)
	}
	return doc
}

// token signs in through a Self Client by paths and returns the whole answer.
func (d desk) token(clientID, secret, dataCentre string) map[string]any {
	d.t.Helper()
	code := d.control("POST", "code", map[string]any{"client_id": clientID})["code"].(string)
	_, doc := d.send("POST", d.base+"/accounts/"+dataCentre+"/oauth/v2/token", "", "", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {clientID}, "client_secret": {secret}, "code": {code},
	})
	if doc["access_token"] == nil {
		d.t.Fatalf("token: %v", doc)
	}
	return doc
}

// TestAsAStranger seeds a world and works in it with nothing but net/http.
func TestAsAStranger(t *testing.T) {
	t.Parallel()
	d := open(t, empty)
	seed, err := os.ReadFile("testdata/example.json")
	if err != nil {
		t.Fatal(err)
	}
	planted := d.control("POST", "seed", seed)
	ids := map[string]string{}
	for ref, id := range planted["ids"].(map[string]any) {
		ids[ref] = id.(string)
	}
	if len(ids) != 14 || ids["self"] != "1000.EXAMPLE" {
		t.Errorf("references %v", ids)
	}

	grant := d.token("1000.EXAMPLE", "example-secret", "eu")
	api, token := grant["api_domain"].(string), grant["access_token"].(string)
	if api != d.base+"/api/eu" {
		t.Errorf("api_domain %s", api)
	}
	contact := "/crm/v8/Contacts/" + ids["erika"]
	for name, target := range map[string][2]string{"by path": {api + contact, ""}, "by host": {d.base + contact, "www.zohoapis.eu"}} {
		status, doc := d.send("GET", target[0], target[1], token, nil)
		if status != 200 || doc["data"].([]any)[0].(map[string]any)["Created_Time"] != "2026-01-31T09:00:00+01:00" {
			t.Errorf("%s: %d %v", name, status, doc)
		}
	}
	if status, _ := d.send("GET", api+"/crm/v8/Contacts/1", "", token, nil); status != 404 {
		t.Errorf("a switch of the seed does not count: %d", status)
	}
	for path, want := range map[string]int{"/api/us": 401, "/sandbox/eu": 401} {
		if status, _ := d.send("GET", d.base+path+"/crm/v8/org", "", token, nil); status != want {
			t.Errorf("%s: %d", path, status)
		}
	}

	note := map[string]any{"data": []any{map[string]any{"Note_Title": "t", "Note_Content": "c"}}}
	for i, want := range []int{201, 0, 201} {
		if status, _ := d.send("POST", api+contact+"/Notes", "", token, note); status != want {
			t.Errorf("note %d: %d", i, status)
		}
	}
	d.control("DELETE", "faults", nil)

	state := d.control("GET", "state", nil)
	records := state["records"].(map[string]any)
	if n := len(records["notes"].([]any)); n != 4 {
		t.Errorf("%d notes", n)
	}
	if lead := records["leads"].([]any)[0].(map[string]any); lead["converted"] != true || lead["fields"].(map[string]any)["No_of_Employees"] != 12.0 {
		t.Errorf("lead %v", lead)
	}
	if deal := records["deals"].([]any)[0].(map[string]any)["fields"].(map[string]any); deal["Contact_Name"] != ids["erika"] || deal["Amount"] != 1500.5 {
		t.Errorf("deal %v", deal)
	}
	if calls := state["calls"].([]any); len(calls) < 7 {
		t.Errorf("%d calls", len(calls))
	}
	if state["switches"].(map[string]any)["IndexLag"] != "5s" || len(state["faults"].([]any)) != 0 {
		t.Errorf("switches %v, faults %v", state["switches"], state["faults"])
	}
	if orgs := state["organisations"].([]any); orgs[0].(map[string]any)["credits"] != 5000.0 || orgs[1].(map[string]any)["environment"] != "sandbox" {
		t.Errorf("organisations %v", orgs)
	}
}

func TestControls(t *testing.T) {
	t.Parallel()
	d := open(t, control.Demo)
	state := func() map[string]any { return d.control("GET", "state", nil) }
	client := state()["clients"].([]any)[0].(map[string]any)
	org := state()["organisations"].([]any)[0].(map[string]any)
	user := org["users"].([]any)[0].(map[string]any)["id"]
	grant := d.token(client["id"].(string), client["secrets"].(map[string]any)["us"].(string), "us")
	token := grant["access_token"].(string)
	status := func(path string) int {
		t.Helper()
		got, _ := d.send("GET", d.base+"/api/us/crm/v8"+path, "", token, nil)
		return got
	}
	do := func(fields map[string]any) { d.control("POST", "do", fields) }
	expect := func(step string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", step, got, want)
		}
	}
	expect("at first", status("/org"), 200)
	do(map[string]any{"action": "change_profile", "organisation": org["id"], "profile": "Standard", "lacks": []string{fakezoho.PermissionAPI}})
	expect("API access off", status("/org"), 403)
	do(map[string]any{"action": "change_profile", "organisation": org["id"], "profile": "Standard"})
	do(map[string]any{"action": "deactivate_user", "id": user})
	expect("deactivated", status("/org"), 401)
	do(map[string]any{"action": "activate_user", "id": user})
	do(map[string]any{"action": "expire_org", "id": org["id"]})
	expect("expired", status("/org"), 403)
	do(map[string]any{"action": "renew_org", "id": org["id"]})
	d.control("POST", "faults", map[string]any{"op": "org.get", "kind": "503"})
	expect("fault", status("/org"), 503)
	expect("after the fault", status("/org"), 200)
	do(map[string]any{"action": "down"})
	expect("down", status("/org"), 0)
	do(map[string]any{"action": "up"})
	d.control("POST", "switches", map[string]any{"MissingRecordStatus": 404, "RelatedLag": "1m"})
	if sw := state()["switches"].(map[string]any); sw["RelatedLag"] != "1m0s" || sw["MixedBatchStatus"] != 207.0 {
		t.Errorf("switches %v", sw)
	}
	expect("switch", status("/Contacts/1"), 404)
	d.control("POST", "switches", map[string]any{"IndexLag": "0s"})
	if sw := state()["switches"].(map[string]any); sw["IndexLag"] != "0s" {
		t.Errorf("index lag %v", sw["IndexLag"])
	}
	contact := state()["records"].(map[string]any)["contacts"].([]any)[0].(map[string]any)["id"].(string)
	do(map[string]any{"action": "edit_record", "id": contact, "fields": map[string]any{"Title": "Boss"}})
	do(map[string]any{"action": "delete_record", "id": contact})
	expect("deleted", status("/Contacts/"+contact), 404)
	d.control("POST", "clock", map[string]any{"advance": "61m"})
	expect("token expired", status("/org"), 401)
	d.control("POST", "clock", map[string]any{"advance": "-61m"})
	expect("clock put back", status("/org"), 200)
	if now := d.control("POST", "clock", map[string]any{"freeze": true, "set": "2026-11-22T10:00:00+01:00", "advance": "1m"}); now["now"] != "2026-11-22T10:01:00+01:00" && now["now"] != "2026-11-22T09:01:00Z" || now["frozen"] != true {
		t.Errorf("clock %v", now)
	}
	if state()["frozen"] != true {
		t.Error("the clock goes on")
	}
	d.control("POST", "clock", map[string]any{"freeze": false})
	do(map[string]any{"action": "revoke_all"})
	expect("revoked", status("/org"), 401)
	d.control("POST", "reset", map[string]any{})
	if n := len(state()["records"].(map[string]any)["contacts"].([]any)); n != 5 {
		t.Errorf("%d contacts after a reset", n)
	}
}

func TestControlRefusals(t *testing.T) {
	t.Parallel()
	d := open(t, empty)
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
	}{
		"unknown path":     {"GET", "nope", nil, 404},
		"wrong method":     {"PUT", "seed", map[string]any{}, 404},
		"form":             {"POST", "seed", url.Values{"a": {"b"}}, 415},
		"no JSON":          {"POST", "seed", []byte("{"), 400},
		"unknown member":   {"POST", "seed", map[string]any{"orgs": 1}, 400},
		"unknown switch":   {"POST", "switches", map[string]any{"Nope": 1}, 400},
		"value of switch":  {"POST", "switches", map[string]any{"MissingRecordStatus": 418}, 400},
		"type of switch":   {"POST", "switches", map[string]any{"BarePair": "yes"}, 400},
		"length of switch": {"POST", "switches", map[string]any{"IndexLag": 5}, 400},
		"unknown fault":    {"POST", "faults", map[string]any{"op": "org.get", "kind": "x"}, 400},
		"unknown client":   {"POST", "code", map[string]any{"client_id": "x"}, 400},
		"clock":            {"POST", "clock", map[string]any{"advance": "soon"}, 400},
		"clock, set":       {"POST", "clock", map[string]any{"set": "noon"}, 400},
		"clock, nothing":   {"POST", "clock", map[string]any{}, 400},
		"no such length":   {"POST", "switches", map[string]any{"PhoneLength": 0}, 400},
		"no such lifetime": {"POST", "switches", map[string]any{"CodeLifetime": "0s"}, 400},
		"unknown action":   {"POST", "do", map[string]any{"action": "x"}, 400},
		"unknown record":   {"POST", "do", map[string]any{"action": "delete_record", "id": "1"}, 400},
		"no user":          {"POST", "seed", map[string]any{"organisations": []any{map[string]any{"data_centre": "us"}}}, 400},
		"reference":        {"POST", "seed", map[string]any{"clients": []any{map[string]any{"type": "self-client", "user": "x", "secrets": map[string]any{"us": ""}}}}, 400},
	} {
		status, doc := d.send(c.method, d.base+"/_control/"+c.path, "", "", c.body)
		if status != c.status || doc["error"] == nil {
			t.Errorf("%s: %d %v", name, status, doc)
		}
	}
	// A name that somebody makes resolve to this machine does not get at the controls.
	if status, _ := d.send("GET", d.base+"/_control/state", "evil.example", "", nil); status != 421 {
		t.Errorf("foreign host: %d", status)
	}
	if status, _ := d.send("GET", d.base+"/", "localhost:1", "", nil); status != 200 {
		t.Errorf("help: %d", status)
	}
}

// TestFaultNamesAreTold: whoever arms a fault finds the names of the operations at
// the desk and on its page.
func TestFaultNamesAreTold(t *testing.T) {
	t.Parallel()
	d := open(t, empty)
	resp, err := http.Get(d.base + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	help, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../../docs/zoho-stand-in.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range fakezoho.Ops() {
		if !strings.Contains(string(help), "  "+string(op)+"\n") {
			t.Errorf("GET / does not tell %s", op)
		}
		if !strings.Contains(string(page), "`"+string(op)+"`") {
			t.Errorf("docs/zoho-stand-in.md does not tell %s", op)
		}
	}
}
