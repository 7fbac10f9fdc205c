package main

import (
	"bytes"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

const dataCentreType = `/** A data centre is one of Zoho's regions. A sign-in and its records belong to one. */
export interface DataCentre {
  /** code is the region as Zoho's redirect names it, for example "eu". */
  readonly code: string;
  /** accounts is the origin of the OAuth service, without a trailing slash. */
  readonly accounts: string;
  /** apis are the origins of the API for each kind of organisation, without a trailing slash. */
  readonly apis: Readonly<Record<Environment, string>>;
  /** crm is the origin of the web application, without a trailing slash. */
  readonly crm: string;
  /** confirmed is false where Zoho's own SDKs do not list the hosts. */
  readonly confirmed: boolean;
}

/** The data centres Chatkeep may talk to, most used first. */
export const dataCentres: readonly DataCentre[] = [
`

// dataCentresFile renders [zoho.DataCentres] and [zoho.ScopeString] as TypeScript.
func dataCentresFile() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, header, "internal/zoho")
	out.WriteString("import type { Environment } from \"./contract\";\n\n")
	out.WriteString(dataCentreType)
	for _, d := range zoho.DataCentres() {
		fmt.Fprintf(&out, "  {\n    code: %q,\n    accounts: %q,\n    apis: {\n      production: %q,\n      sandbox: %q,\n      developer: %q,\n    },\n    crm: %q,\n    confirmed: %t,\n  },\n",
			d.Code, d.Accounts, d.API, d.Sandbox, d.Developer, d.CRM, d.Confirmed)
	}
	out.WriteString("];\n\n/** The OAuth scopes Chatkeep asks for, as Zoho's console takes them: separated by commas. */\n")
	fmt.Fprintf(&out, "export const scopeString =\n  %q;\n", zoho.ScopeString(false))
	out.WriteString("\n/** scopeString with the scopes for attaching files. */\n")
	fmt.Fprintf(&out, "export const attachScopeString =\n  %q;\n", zoho.ScopeString(true))
	return out.Bytes()
}
