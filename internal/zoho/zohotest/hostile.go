package zohotest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Values to be planted everywhere that something is sent, and looked for in the texts of errors.
const (
	Secret  = "s3cr3t-of-client"
	Refresh = "1000.refresh-planted"
	Code    = "1000.code-planted"
	Digits  = "14155550199"
	Person  = "Grace Planted"
	Text    = "planted words of a chat"
)

// planted is what no error text may hold: the values above, parts of them, and what addresses and tokens begin with. The
// packages' own texts are lower-case English with HTTP in capitals.
func planted() []string {
	return []string{Secret, Refresh, Code, Digits, "5550199", Person, "Planted", Text, "planted", "1000.", "zoho.eu", "zohoapis", "http"}
}

// Hostile returns handlers that send back, in every place of a reply, what they were sent.
func Hostile(t *testing.T) map[string]http.HandlerFunc {
	shaped := func(status int, shape string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			quoted, err := json.Marshal(echo(r))
			if err != nil {
				t.Error(err)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			io.WriteString(w, strings.ReplaceAll(shape, "ECHO", string(quoted)))
		}
	}
	return map[string]http.HandlerFunc{
		"code":    shaped(400, `{"code":ECHO,"details":{"api_name":ECHO,"permissions":[ECHO]},"message":ECHO,"status":"error","error":ECHO}`),
		"message": shaped(400, `{"code":"INVALID_DATA","details":{ECHO:ECHO,"id":ECHO},"message":ECHO,"status":"error","error":"invalid_code","error_description":ECHO,"error_uri":ECHO}`),
		"items":   shaped(207, `{"data":[{"code":"INVALID_DATA","details":{"x":ECHO},"message":ECHO,"status":"error"},{"code":ECHO,"message":ECHO,"status":"error"}]}`),
		"values":  shaped(200, `{"access_token":ECHO,"refresh_token":ECHO,"api_domain":ECHO,"data":[{"id":ECHO}],"users":[{"id":ECHO}],"org":[{"id":ECHO}],"fields":[{"api_name":7,"x":ECHO}]}`),
		"name alone": func(w http.ResponseWriter, r *http.Request) {
			Answer(400, `{"code":"`+Person+`","error":"`+Person+`"}`)(w, r)
		},
		"page":  func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>"+echo(r)) },
		"fault": shaped(500, `{"error":ECHO,"code":ECHO}`),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://x.test/?"+Refresh+Digits, http.StatusFound)
		},
		"broken": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
}

// echo returns the whole of a request and the planted values besides.
func echo(r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	return strings.Join([]string{r.URL.String(), string(body), fmt.Sprint(r.Header), Person, Text, Code, Digits}, " ")
}

// CheckTexts fails the test if the text of an error holds a planted value or one of more, or if there is no error.
func CheckTexts(t *testing.T, errs []error, more ...string) {
	t.Helper()
	some := false
	for _, err := range errs {
		if err == nil {
			continue
		}
		some = true
		for _, shown := range []string{err.Error(), fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err)} {
			for _, p := range append(planted(), more...) {
				if strings.Contains(shown, p) {
					t.Errorf("%q appears in %q", p, shown)
				}
			}
		}
	}
	if !some {
		t.Error("no error to look at")
	}
}
