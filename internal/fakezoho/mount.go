package fakezoho

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// mount is how a request reached the server by a path instead of a host name.
type mount struct {
	// base is the origin the paths are below.
	base string
	// prefix is that of the request's own host.
	prefix string
}

type mountKey struct{}

// Mount is a path below which one of Zoho's hosts is served.
type Mount struct {
	// Prefix is the path, for example "/accounts/us".
	Prefix string `json:"prefix"`
	// Host is the host it stands for.
	Host string `json:"host"`
}

// Mounts lists the paths that [Server.Mounted] serves: /accounts, /api, /sandbox,
// /developer and /web, each with the name of a data centre.
func Mounts() []Mount {
	var all []Mount
	for _, dc := range append(DataCentres(), unconfirmedCentres()...) {
		all = append(all,
			Mount{"/accounts/" + dc.Name, dc.AccountsHost},
			Mount{"/api/" + dc.Name, dc.APIHost},
			Mount{"/sandbox/" + dc.Name, dc.APIHostOf(Sandbox)},
			Mount{"/developer/" + dc.Name, dc.APIHostOf(Developer)},
			Mount{"/web/" + dc.Name, dc.CRMHost},
		)
	}
	return all
}

// Mounted serves the hosts below paths of one origin, for clients that cannot
// choose the Host header. Every address that a reply names leads back below
// base, so that such a client never comes to the real service. Other paths get
// 404.
func (s *Server) Mounted(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mounts := Mounts()
		i := slices.IndexFunc(mounts, func(m Mount) bool { return strings.HasPrefix(r.URL.Path, m.Prefix+"/") })
		if i < 0 {
			http.NotFound(w, r)
			return
		}
		at := mount{base: base, prefix: mounts[i].Prefix}
		inner := r.Clone(context.WithValue(r.Context(), mountKey{}, at))
		inner.Host = mounts[i].Host
		inner.URL.Path = strings.TrimPrefix(r.URL.Path, at.prefix)
		inner.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, at.prefix)
		s.ServeHTTP(w, inner)
	})
}

// origin returns how the client of a request reaches a host.
func origin(r *http.Request, host string) string {
	at, ok := r.Context().Value(mountKey{}).(mount)
	if !ok {
		return "https://" + host
	}
	mounts := Mounts()
	i := slices.IndexFunc(mounts, func(m Mount) bool { return m.Host == host })
	return at.base + mounts[i].Prefix
}

// link returns how the client of a request reaches a path of the same host.
func link(r *http.Request, path string) string {
	at, _ := r.Context().Value(mountKey{}).(mount)
	return at.prefix + path
}
