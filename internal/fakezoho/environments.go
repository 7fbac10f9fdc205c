package fakezoho

import "strings"

// Environment is a kind of organisation with API hosts of its own. A token belongs to the environment of the
// organisation it was granted for and is unknown in the others (multi-dc and sandbox pages).
type Environment string

// The environments.
const (
	// Production is the default.
	Production Environment = ""
	// Sandbox is an isolated copy of an organisation.
	Sandbox Environment = "sandbox"
	// Developer is a developer-edition organisation.
	Developer Environment = "developer"
)

// Environments returns all of them.
func Environments() []Environment { return []Environment{Production, Sandbox, Developer} }

// orgType is the word that org.type holds.
func (e Environment) orgType() string {
	if e == Production {
		return "production"
	}
	return string(e)
}

// APIHostOf returns the API host of an environment, which differs in its first label only.
func (d DataCentre) APIHostOf(e Environment) string {
	if e == Production {
		return d.APIHost
	}
	return string(e) + "." + strings.TrimPrefix(d.APIHost, "www.")
}
