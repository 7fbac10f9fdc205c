package fakezoho

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
)

//go:embed web
var web embed.FS

const consentStylePath = "/static/consent.css"

// consentPage renders the page on which a person allows or refuses access. Its
// buttons have the ids accept and reject.
func consentPage(c *centre, r *http.Request, req *authRequest, ticket string) reply {
	return page("consent.html", http.StatusOK, consentPolicy(req.redirect), map[string]any{
		"Style": link(r, consentStylePath), "Action": link(r, "/oauth/v2/auth"), "Client": req.client.Name, "Email": req.user.email,
		"Company": req.user.org.company, "Scopes": req.scopes, "Ticket": ticket, "Host": c.dc.AccountsHost,
	})
}

// refusalPage renders Zoho Accounts' error page; code is in #error's data-code.
func refusalPage(r *http.Request, code, text string) reply {
	rep := page("refusal.html", http.StatusBadRequest, "default-src 'none'; style-src 'self'", map[string]any{
		"Style": link(r, consentStylePath), "Code": code, "Text": text,
	})
	rep.code = code
	return rep
}

// consentPolicy is the page's Content-Security-Policy. Browsers apply
// form-action to the redirect that follows the form as well, so the redirect's
// origin, or its scheme if it is not https, has to be named.
func consentPolicy(redirect string) string {
	policy := "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
	u, err := url.Parse(redirect)
	if err != nil {
		return policy
	}
	if u.Scheme == "https" {
		return policy + " https://" + u.Host
	}
	return policy + " " + u.Scheme + ":"
}

// page renders one of the embedded templates.
func page(name string, status int, policy string, data any) reply {
	t, err := template.ParseFS(web, "web/"+name)
	if err != nil {
		panic(fmt.Errorf("fakezoho: parse %s: %w", name, err))
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, name, data); err != nil {
		panic(fmt.Errorf("fakezoho: render %s: %w", name, err))
	}
	return reply{
		status: status,
		header: http.Header{
			"Content-Type":            {"text/html; charset=utf-8"},
			"Content-Security-Policy": {policy},
			"X-Content-Type-Options":  {"nosniff"},
			"Referrer-Policy":         {"no-referrer"},
			"Cache-Control":           {"no-store"},
		},
		body: buf.Bytes(),
	}
}

// stylesheet returns one of the embedded stylesheets.
func stylesheet(name string) reply {
	css, err := web.ReadFile("web/" + name)
	if err != nil {
		panic(fmt.Errorf("fakezoho: read %s: %w", name, err))
	}
	return reply{
		status: http.StatusOK,
		header: http.Header{"Content-Type": {"text/css; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"}},
		body:   css,
	}
}
