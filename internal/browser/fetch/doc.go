// Package fetch is the way to Zoho over the browser's fetch, for the modules
// that call Zoho. The extension's host permissions let its worker read replies
// of Zoho's hosts, and its content security policy lets it call no others.
package fetch
