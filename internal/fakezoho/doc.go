// Package fakezoho is a stand-in for the three faces of Zoho that Chatkeep
// meets: Zoho Accounts (OAuth 2.0), the Zoho CRM REST API version 8, and the
// web page on which a person reads a record in the CRM. It is used by tests and
// by the demo only.
//
// A [Server] is one [http.Handler]. It looks at the Host header and answers as
// the host it is addressed by; a host that is not Zoho's gets 421. Put it behind
// httptest.NewTLSServer and dial with [Dialer], set Host on plain requests, or
// use [Server.Mounted] for clients that can do neither; package control runs it
// by itself. Time comes only from [Options.Now] or a [Clock].
//
// # What is emulated, and where each rule is documented
//
// Zoho Accounts (www.zoho.com/accounts/protocol/oauth, and the pages
// auth-request, access-refresh, refresh, revoke-tokens, token-validity,
// multi-dc of www.zoho.com/crm/developer/docs/api/v8):
//   - consent page at /oauth/v2/auth: response_type, comma-separated scopes,
//     exact comparison of the redirect, access_type, prompt, state; the redirect
//     brings code, location and accounts-server of the user's own data centre;
//   - /oauth/v2/token for authorization_code, refresh_token and
//     client_credentials, failures as HTTP 200 with {"error":…}, single-use
//     codes, PKCE for mobile-type clients, Self Client codes, a refresh token
//     only for access_type=offline at first consent or with prompt=consent;
//   - the implicit flow and its silent renewal for client-based clients, device
//     codes for non-browser ones;
//   - the limits: ten codes per client, ten access tokens per refresh token and
//     ten refresh tokens per user and client in ten minutes, 15 live access
//     tokens, 20 refresh tokens of which the oldest is silently dropped;
//   - both documented revoke paths.
//
// API gateway (oauth-overview, scopes, api-limits, status-codes of the same
// manual): production, sandbox and developer hosts with tokens of their own, the
// Zoho-oauthtoken scheme only, the three kinds of 401, the scopes of each
// operation, the rights of the user's profile with hidden modules and fields,
// unknown URL and wrong method, 204 with no bytes, credits per organisation over
// a rolling 24 hours by edition, concurrency and sub-concurrency, 429 without
// Retry-After.
//
// Resources: users (get-users), org (get-org-data), settings/modules,
// settings/fields and settings/layouts (modules-api, field-meta, layouts-meta),
// coql (COQL-Overview, COQL-Limitations, Get-Records-through-COQL-Query), search
// (search-records, including its lagging index), Contacts, Leads and Accounts
// (get-records, insert-records, update-records), Deals (get-records), those of a contact
// (get-related-records), Notes (create-notes, update-notes, get-notes), and
// composite requests of these (composite-api).
//
// # What is not known
//
// Where Zoho's documentation is silent or contradicts itself the choice is a
// named field of [Switches], and [Positions] lists every way to set them. A
// client has to pass in each. Error message texts are approximate throughout;
// codes, statuses and the keys of details are what a client may rely on.
//
// # What is refused although the real service may offer it
//
// Zoho's page for device codes, API versions other than v8, other modules,
// DELETE, upsert, bulk search, references between the parts of a composite
// request and writes under its rollback, lists by custom view or ids, joins
// and aggregates in COQL, converting and merging by the API (people do both, see
// [Server.ConvertLead] and [Server.MergeRecords]), contact roles but for
// [Server.AddContactRole], and users other than CurrentUser are not
// emulated: they are answered with the error of an unknown path, method,
// parameter, module or query. The stand-in is never more permissive than the
// documentation; it may be narrower.
package fakezoho
