package app

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// signInWithin is how long a consent page may stay open.
const signInWithin = 30 * time.Minute

// maxCredential bounds what may be pasted as client id, secret or code, in bytes.
const maxCredential = 300

// isOwnRedirect reports whether an address has the form of the extension's own
// redirect address, https://<extension id>.chromiumapp.org/<word>, see
// https://developer.chrome.com/docs/extensions/reference/api/identity.
func isOwnRedirect(address string) bool {
	rest, secure := strings.CutPrefix(address, "https://")
	id, word, found := strings.Cut(rest, ".chromiumapp.org/")
	return secure && found && len(id) == 32 && strings.Trim(id, "abcdefghijklmnop") == "" &&
		strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
}

// beginSignIn prepares the web sign-in and returns Zoho's consent page.
func (a *App) beginSignIn(ctx context.Context, in contract.BeginSignIn) (contract.SignInStarted, error) {
	id, secret := strings.TrimSpace(in.ClientID), strings.TrimSpace(in.ClientSecret)
	if in.ClientType != contract.ClientServer && in.ClientType != contract.ClientMobile {
		return contract.SignInStarted{}, fail(contract.CodeInvalid, "", "unknown client type")
	}
	if err := checkCredentials(id, secret); err != nil {
		return contract.SignInStarted{}, err
	}
	if !isOwnRedirect(in.RedirectURL) {
		return contract.SignInStarted{}, fail(contract.CodeInvalid, "", "redirect address is not the extension's own")
	}
	client, err := oauthClient(in.DataCentre, string(in.ClientType), id, secret)
	if err != nil {
		return contract.SignInStarted{}, err
	}
	pending := store.PendingSignIn{
		DataCentre: in.DataCentre, ClientType: string(in.ClientType), ClientID: id, ClientSecret: secret,
		RedirectURL: in.RedirectURL, State: zoho.NewState(), Verifier: zoho.NewVerifier(),
		Linking: linkingOr(in.Linking), StartedAt: a.now(), Environment: environmentOr(in.Environment),
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return contract.SignInStarted{}, err
	}
	page, err := a.zoho.AuthURL(ctx, client, in.RedirectURL, pending.State, pending.Verifier, settings.AttachMedia)
	if err != nil {
		return contract.SignInStarted{}, err
	}
	if err := a.store.SavePendingSignIn(ctx, pending); err != nil {
		return contract.SignInStarted{}, err
	}
	return contract.SignInStarted{AuthURL: page}, nil
}

// finishSignIn takes the address Zoho redirected to and completes the sign-in.
func (a *App) finishSignIn(ctx context.Context, in contract.FinishSignIn) error {
	pending, found, err := a.store.PendingSignIn(ctx)
	if err != nil {
		return err
	}
	if !found || a.now().Sub(pending.StartedAt) > signInWithin {
		return fail(contract.CodeConflict, contract.ProblemSignInExpired, "no sign-in is waiting for this answer")
	}
	redirect, err := zoho.ParseRedirect(in.RedirectedTo, pending.State)
	if err != nil {
		return errors.Join(err, a.store.DropPendingSignIn(ctx))
	}
	client, err := oauthClient(pending.DataCentre, pending.ClientType, pending.ClientID, pending.ClientSecret)
	if err != nil {
		return err
	}
	if redirect.AccountsServer != "" && !client.DC.OwnsAccounts(redirect.AccountsServer) {
		return elsewhere(redirect.AccountsServer)
	}
	grant, err := a.zoho.Exchange(ctx, client, pending.RedirectURL, redirect.Code, pending.Verifier)
	if err != nil {
		return err
	}
	return a.connected(ctx, client, grant, pending.Linking, environmentOr(pending.Environment))
}

// elsewhere is the refusal of an account that lives in another data centre than the one
// chosen, which the extension has not been allowed to reach yet.
func elsewhere(accountsServer string) error {
	home, listed := zoho.DataCentreByAccounts(accountsServer)
	if !listed {
		return fail(contract.CodeInvalid, contract.ProblemSignInMismatch, "the answer names a server that is none of Zoho's")
	}
	return &Failure{
		Code: contract.CodeInvalid, Problem: contract.ProblemSignInElsewhere, Detail: home.Code, Message: "the account lives in another data centre",
	}
}

// selfClientSignIn signs in with a code made by hand in Zoho's console.
func (a *App) selfClientSignIn(ctx context.Context, in contract.SelfClientSignIn) error {
	id, secret, code := strings.TrimSpace(in.ClientID), strings.TrimSpace(in.ClientSecret), strings.TrimSpace(in.Code)
	if err := checkCredentials(id, secret); err != nil {
		return err
	}
	if code == "" || len(code) > maxCredential {
		return fail(contract.CodeInvalid, contract.ProblemCodeUsed, "the code is empty or too long")
	}
	client, err := oauthClient(in.DataCentre, string(zoho.SelfClient), id, secret)
	if err != nil {
		return err
	}
	grant, err := a.zoho.Exchange(ctx, client, "", code, "")
	if err != nil {
		return err
	}
	return a.connected(ctx, client, grant, in.Linking, environmentOr(in.Environment))
}

func checkCredentials(id, secret string) error {
	if id == "" || len(id) > maxCredential {
		return fail(contract.CodeInvalid, contract.ProblemClientUnknown, "the client id is empty or too long")
	}
	if secret == "" || len(secret) > maxCredential {
		return fail(contract.CodeInvalid, contract.ProblemClientSecret, "the client secret is empty or too long")
	}
	return nil
}

func linkingOr(l contract.Linking) contract.Linking {
	if l == contract.LinkAsk {
		return contract.LinkAsk
	}
	return contract.LinkCertain
}

// environmentOr returns a kind of organisation that is known, production for any
// other word.
func environmentOr(e contract.Environment) contract.Environment {
	if e == contract.EnvironmentSandbox || e == contract.EnvironmentDeveloper {
		return e
	}
	return contract.EnvironmentProduction
}

// environmentOf returns the kind of organisation whose API has an address.
func environmentOf(dc zoho.DataCentre, apiDomain string) contract.Environment {
	switch origin, _ := dc.APIOrigin(apiDomain); origin {
	case dc.Sandbox:
		return contract.EnvironmentSandbox
	case dc.Developer:
		return contract.EnvironmentDeveloper
	}
	return contract.EnvironmentProduction
}

// connected stores a new grant and reads who and where we are. The grant is
// stored first, so that a worker stopped meanwhile does not lose it: Zoho gives
// a refresh token once.
func (a *App) connected(ctx context.Context, client zoho.OAuthClient, grant zoho.Grant, linking contract.Linking, wanted contract.Environment) error {
	environment := environmentOf(client.DC, grant.Access.APIDomain)
	if environment != wanted {
		// The browser lets Chatkeep reach the hosts of the kind chosen here only.
		return errors.Join(
			fail(contract.CodeConflict, contract.ProblemEnvironment, "the organisation is of another kind: %s", environment),
			a.store.DropPendingSignIn(ctx), a.giveBack(ctx, client, grant))
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	settings.Linking = linkingOr(linking)
	conn := store.Connection{
		DataCentre: client.DC.Code, ClientType: string(client.Type), ClientID: client.ID,
		APIDomain: grant.Access.APIDomain, State: contract.ZohoConnected, Environment: environment,
	}
	secrets := store.Secrets{ClientSecret: client.Secret, RefreshToken: grant.RefreshToken}
	access := store.AccessToken{Token: grant.Access.Token, Expiry: grant.Access.Expiry}
	if err := errors.Join(a.saveGrant(ctx, conn, secrets, settings, access), a.gate.renew(ctx)); err != nil {
		return err
	}
	learnErr := a.learnOrg(ctx)
	return errors.Join(learnErr, a.checkZoho(ctx), a.showKeptForms(ctx))
}

// giveBack revokes a grant that cannot be used. Zoho keeps twenty sign-ins of a
// user and client; a revocation that is lost only costs one of them.
func (a *App) giveBack(ctx context.Context, client zoho.OAuthClient, grant zoho.Grant) error {
	if err := a.zoho.Revoke(ctx, client, grant.RefreshToken); ctx.Err() != nil {
		return err
	}
	return nil
}

// saveGrant stores a sign-in. No refresh of the one before may end in between
// and leave its token to the new connection.
func (a *App) saveGrant(ctx context.Context, conn store.Connection, secrets store.Secrets, settings contract.Settings, access store.AccessToken) error {
	a.tokenMu.Lock()
	defer a.tokenMu.Unlock()
	a.connMu.Lock()
	defer a.connMu.Unlock()
	if err := a.store.SaveAccess(ctx, access); err != nil {
		return err
	}
	return a.store.Connect(ctx, conn, secrets, settings)
}

// learnOrg reads user, organisation and phone fields, 4 credits. It is run
// after sign-in, and again by a cycle that finds it was not finished.
func (a *App) learnOrg(ctx context.Context) error {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return err
	}
	user, err := crm.Users.Current(ctx)
	if err != nil {
		return a.zohoFailed(ctx, err)
	}
	org, err := crm.Org.Get(ctx)
	if err != nil {
		return a.zohoFailed(ctx, err)
	}
	modules, err := phoneModules(ctx, crm)
	if err != nil {
		return a.zohoFailed(ctx, err)
	}
	return a.updateConnection(ctx, func(now *store.Connection) bool {
		if now.ClientID != conn.ClientID || now.DataCentre != conn.DataCentre {
			return false
		}
		now.UserID, now.UserName, now.ProfileID = user.ID, user.FullName, user.ProfileID
		// A user belongs to one organisation, so that the user's id tells two of them
		// apart as well.
		now.OrgID, now.ZGID, now.OrgName = cmp.Or(org.ID, user.ID), org.ZGID, org.CompanyName
		now.Region = cmp.Or(region(org.CountryCode), region(org.ISOCode))
		now.Paid = org.Licence.Paid && org.Licence.Edition != "free"
		now.Modules = modules
		now.State, now.Problem = contract.ZohoConnected, nil
		return true
	})
}

// learnFields reads the phone fields anew, 2 credits, and says whether they are
// others than those known: an administrator may have hidden or deleted one.
func (a *App) learnFields(ctx context.Context) (changed bool, err error) {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return false, err
	}
	modules, err := phoneModules(ctx, crm)
	if err != nil {
		return false, err
	}
	return !reflect.DeepEqual(modules, conn.Modules), a.updateConnection(ctx, func(now *store.Connection) bool {
		if now.ClientID != conn.ClientID || now.DataCentre != conn.DataCentre {
			return false
		}
		now.Modules = modules
		return true
	})
}

// region keeps a country code only in the form in which it is used.
func region(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return ""
	}
	return code
}

// phoneModules returns the modules of people this user may see, each with its
// phone-type fields, custom ones included.
func phoneModules(ctx context.Context, crm *zoho.Client) ([]store.PeopleModule, error) {
	var out []store.PeopleModule
	for _, module := range []contract.Module{contract.ModuleContacts, contract.ModuleLeads} {
		fields, err := crm.Fields.List(ctx, string(module))
		if errors.Is(err, zoho.ErrInvalidModule) || errors.Is(err, zoho.ErrNoPermission) && !errors.Is(err, zoho.ErrAPIAccess) {
			continue
		}
		if err != nil {
			return nil, err
		}
		marks := zoho.ConversionOf(fields)
		people := store.PeopleModule{Module: module, Converted: marks.Mark, ConvertedTo: marks.Contact}
		for _, f := range fields {
			if f.DataType != "phone" || !f.Visible {
				continue
			}
			people.Phones = append(people.Phones, store.PhoneField{
				Name: f.APIName, Label: f.Label, Length: f.Length, Writable: f.APICreate && !f.ReadOnly,
			})
		}
		if len(people.Phones) > 0 {
			out = append(out, people)
		}
	}
	if len(out) == 0 {
		return nil, fail(contract.CodeForbidden, contract.ProblemModuleHidden, "no module of people with a phone field is visible")
	}
	return out, nil
}

// disconnect revokes the sign-in and forgets it here whatever Zoho answers.
func (a *App) disconnect(ctx context.Context) error {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found {
		return err
	}
	secrets, err := a.store.Secrets(ctx)
	if err != nil {
		return err
	}
	// The directory is Zoho's data, and can be read again.
	if err := errors.Join(a.forgetDirectory(ctx), a.forgetConnection(ctx)); err != nil {
		return err
	}
	client, err := oauthClient(conn.DataCentre, conn.ClientType, conn.ClientID, secrets.ClientSecret)
	if err != nil {
		return err
	}
	// What is revoked at Zoho's side or not, nothing of it is left here; a
	// refused or lost revocation ends by itself when the user removes the
	// client in Zoho, which the settings page says.
	if err := a.zoho.Revoke(ctx, client, secrets.RefreshToken); err != nil && !errors.Is(err, zoho.ErrInvalidCode) {
		return fail(contract.CodeOffline, contract.ProblemUnreachable, "signed out here, but Zoho did not confirm the revocation")
	}
	return nil
}

// forgetConnection forgets the sign-in here. No refresh of its token may end
// afterwards and leave one.
func (a *App) forgetConnection(ctx context.Context) error {
	a.tokenMu.Lock()
	defer a.tokenMu.Unlock()
	a.connMu.Lock()
	defer a.connMu.Unlock()
	return a.store.Disconnect(ctx)
}

// zohoFailed notes what a failed call says about the connection, and returns
// err, or what it has found to be behind it.
func (a *App) zohoFailed(ctx context.Context, err error) error {
	err = a.understood(ctx, err)
	return errors.Join(err, a.noteTrouble(ctx, err))
}

// noteTrouble stores what a failed call says about the connection.
func (a *App) noteTrouble(ctx context.Context, err error) error {
	problem := a.problemNow(err)
	state := stateAfter(problem.Code)
	if state == "" {
		return nil
	}
	if keptBack(problem.Code) {
		problem.RetryAt = a.retryAt(err)
	}
	return a.updateConnection(ctx, func(conn *store.Connection) bool {
		conn.State, conn.Problem = state, &problem
		return true
	})
}

// problemNow is problemOf, with what refusals that go on mean by now.
func (a *App) problemNow(err error) contract.Problem {
	problem := problemOf(err)
	if pause := a.gate.pause(); problem.Code == contract.ProblemThrottled && pause != nil {
		problem.Code = pause.Why
	}
	return problem
}

// stateAfter is the state of the connection that a problem leads to, empty when
// it says nothing about the connection.
func stateAfter(p contract.ProblemCode) contract.ZohoState {
	switch p {
	case contract.ProblemSignedOut:
		return contract.ZohoSignedOut
	case contract.ProblemScope, contract.ProblemAPIAccess, contract.ProblemLicence, contract.ProblemUserInactive,
		contract.ProblemAccountRefused:
		return contract.ZohoRefused
	case contract.ProblemUnreachable, contract.ProblemNotZoho, contract.ProblemZohoFault, contract.ProblemThrottled,
		contract.ProblemCreditsUsed:
		return contract.ZohoUnreachable
	default:
		return ""
	}
}

// retryAt is when a refused call may be repeated, Unix milliseconds.
func (a *App) retryAt(err error) int64 {
	var wait *waitError
	if errors.As(err, &wait) {
		return wait.until.UnixMilli()
	}
	return a.gate.retryAt()
}

// zohoWorks notes that a call was answered.
func (a *App) zohoWorks(ctx context.Context) error {
	return a.updateConnection(ctx, func(conn *store.Connection) bool {
		if conn.State == contract.ZohoConnected {
			return false
		}
		conn.State, conn.Problem = contract.ZohoConnected, nil
		return true
	})
}
