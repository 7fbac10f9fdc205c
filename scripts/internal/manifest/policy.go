package manifest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// whatsAppPages is the one page whose content Chatkeep reads.
const whatsAppPages = "https://web.whatsapp.com/*"

// zohoOrigins returns the origins of every data centre: where to sign in, and
// the API for each kind of organisation.
func zohoOrigins() []string {
	var origins []string
	for _, d := range zoho.DataCentres() {
		origins = append(origins, d.Origins()...)
	}
	return origins
}

// ContentSecurityPolicy returns the policy the manifest must carry. It lets
// the worker and the pages reach Zoho and nothing else, also where a host
// permission would.
func ContentSecurityPolicy() string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self' data:",
		"connect-src 'self' " + strings.Join(zohoOrigins(), " "),
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

// OptionalHosts returns the match patterns a user may be asked for: those of
// every data centre, of which two are then granted: where to sign in, and the
// API of the organisation's kind.
func OptionalHosts() []string {
	patterns := zohoOrigins()
	for i := range patterns {
		patterns[i] += "/*"
	}
	return patterns
}

// checkPolicy holds the manifest against the constants of this file.
func checkPolicy(m *Manifest) error {
	var problems []error
	if got, want := m.ContentSecurityPolicy.ExtensionPages, ContentSecurityPolicy(); got != want {
		problems = append(problems, fmt.Errorf("content_security_policy is\n  %s\nbut must be\n  %s", got, want))
	}
	if !slices.Equal(m.HostPermissions, []string{whatsAppPages}) {
		problems = append(problems, fmt.Errorf("host_permissions must be %s alone", whatsAppPages))
	}
	if want := OptionalHosts(); !slices.Equal(m.OptionalHosts, want) {
		problems = append(problems, fmt.Errorf("optional_host_permissions must be those of the data centres, in their order: %s",
			strings.Join(want, " ")))
	}
	for _, c := range m.ContentScripts {
		if !slices.Equal(c.Matches, []string{whatsAppPages}) {
			problems = append(problems, fmt.Errorf("content script %s must match %s alone", strings.Join(c.JS, " "), whatsAppPages))
		}
	}
	return errors.Join(problems...)
}
