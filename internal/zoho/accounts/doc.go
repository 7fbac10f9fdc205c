// Package accounts makes the calls to Zoho's OAuth service: the consent page's address, the exchange of a code, another
// access token, and the end of a sign-in. Their types and errors are those of package zoho.
//
// It rests on golang.org/x/oauth2, which brings all of Go's net/http with it. In the browser it therefore runs in a
// WebAssembly module of its own, which is woken only when one of these calls is to be made; package border carries them
// there.
package accounts
