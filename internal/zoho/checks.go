package zoho

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// CheckName names one of the [Checks].
type CheckName string

// The checks, in the order in which they are made.
const (
	// CheckUser reads the signed-in user: the sign-in itself works.
	CheckUser CheckName = "user"
	// CheckOrg reads the organisation.
	CheckOrg CheckName = "organisation"
	// CheckContactFields and CheckLeadFields read which fields the two modules have.
	CheckContactFields CheckName = "fields of contacts"
	CheckLeadFields    CheckName = "fields of leads"
	// CheckQuery asks for a number's last digits in every phone field: on leads, because contacts are searched anyway, or on contacts if there
	// are no leads.
	CheckQuery CheckName = "query"
	// CheckSearch searches contacts by phone.
	CheckSearch CheckName = "search"
	// CheckNotes reads a note that does not exist, which says whether notes can be read at all.
	CheckNotes CheckName = "notes"
	// CheckCreateContacts, CheckCreateLeads and CheckWriteNotes ask the list of modules whether the user's profile may
	// create and, of notes, change records. All three come from one call. Whether the sign-in granted writing notes is
	// then tried with a note at a record that does not exist, and with a note that does not exist: nothing is written.
	CheckCreateContacts CheckName = "creating contacts"
	CheckCreateLeads    CheckName = "creating leads"
	CheckWriteNotes     CheckName = "writing notes"
)

// CheckState is the result of one check in a word.
type CheckState string

// The results.
const (
	// CheckOK means that the call works.
	CheckOK CheckState = "ok"
	// CheckNoScope means that the sign-in did not grant a scope: the user must sign in again and leave all of them ticked.
	CheckNoScope CheckState = "scope missing"
	// CheckNoPermission means that the user's profile lacks a permission or cannot see the module: an administrator can
	// grant it.
	CheckNoPermission CheckState = "permission missing"
	// CheckFailed means that the check failed in another way; it says nothing about scopes and permissions.
	CheckFailed CheckState = "failed"
	// CheckSkipped means that the check was not made, because an earlier one failed in a way that this one would share.
	CheckSkipped CheckState = "skipped"
)

// CheckResult is the result of one check.
type CheckResult struct {
	Name CheckName
	// Op is the operation that was tried.
	Op    Op
	State CheckState
	// Scopes holds, if the state is CheckNoScope, the scopes of which at least one is missing. Zoho does not say which;
	// those that another check proves to be granted are left out.
	Scopes []string
	// Permissions holds, if the state is CheckNoPermission, the profile permissions that Zoho named, as it spells them. It
	// may be empty.
	Permissions []string
	// Err is nil if the state is CheckOK. It is the error of the call, or of the one that made it pointless.
	Err error
}

// Checks finds out what a new sign-in can do, by calling: Zoho's token reply does not tell which scopes were granted. It
// writes nothing: what the profile may write is read from the list of modules, and the two writes of notes that are tried
// name ids under which nothing can be written. Whether the scopes for creating and filling records were granted shows only
// in such a write, for which there is no harmless try. The results come in the order of the names above, always all of
// them.
//
// Scopes: the reading ones of [Scopes], except those of deals and layouts, and those of writing notes. Cost: 10 credits, or
// less if checks are skipped.
func Checks(ctx context.Context, c *Client, now time.Time) []CheckResult {
	k := &checker{ctx: ctx, c: c}
	user := ""
	k.check(CheckUser, OpCurrentUser, nil, func() error {
		u, err := c.Users.Current(ctx)
		if user = u.ID; u.Inactive {
			return fmt.Errorf("%w: %s", ErrUserInactive, OpCurrentUser)
		}
		return err
	})
	k.check(CheckOrg, OpGetOrg, nil, func() error {
		org, err := c.Org.Get(ctx)
		k.ended = org.Licence.Ended(now)
		return err
	})
	contactPhones := k.checkFields(CheckContactFields, "Contacts")
	leadPhones := k.checkFields(CheckLeadFields, "Leads")
	module, phones := "Leads", leadPhones
	if len(phones) == 0 {
		module, phones = "Contacts", contactPhones
	}
	if k.state(CheckContactFields) != CheckOK {
		// Every organisation's contacts have this field, whether or not the metadata can be read.
		phones = append(phones, "Phone")
	}
	k.check(CheckQuery, OpQuery, []string{module}, func() error {
		if len(phones) == 0 {
			return badField(OpBuildQuery)
		}
		q, err := PhoneSuffixQuery(module, phones[:min(len(phones), maxPhoneFields)], nil, "000", 1)
		if err != nil {
			return err
		}
		_, err = c.COQL.Query(ctx, q)
		return err
	})
	k.check(CheckSearch, OpSearchByPhone, []string{"Contacts"}, func() error {
		_, err := c.Search.ByPhone(ctx, "Contacts", "000", "Last_Name")
		if errors.Is(err, ErrIncomplete) {
			return nil
		}
		return err
	})
	k.check(CheckNotes, OpGetNote, nil, func() error {
		if user == "" {
			return badRequest(OpGetNote, "user is not known")
		}
		// No note has the id of a user.
		_, err := c.Notes.Get(ctx, user)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		return err
	})
	k.checkWriting()
	k.tryWritingNotes(user)
	return narrowed(k.results)
}

// checker makes checks until one fails in a way that the others would share.
type checker struct {
	ctx     context.Context
	c       *Client
	results []CheckResult
	// ended is true if the organisation's licence has ended, by the date that Zoho gave.
	ended bool
	stop  error
}

func (k *checker) check(name CheckName, op Op, modules []string, try func() error) {
	r := CheckResult{Name: name, Op: op, State: CheckSkipped, Err: k.stop}
	if k.stop == nil {
		r.Err = k.accountError(op, try())
		r.State, r.Permissions = checkState(r.Err)
		if r.State == CheckNoScope || r.State == CheckOK {
			r.Scopes = op.Scopes(modules...)
		}
		if endsChecks(r.Err) {
			k.stop = r.Err
		}
	}
	k.results = append(k.results, r)
}

// state returns the result of an earlier check.
func (k *checker) state(name CheckName) CheckState {
	i := slices.IndexFunc(k.results, func(r CheckResult) bool { return r.Name == name })
	return k.results[i].State
}

// checkFields checks that a module's fields can be read and returns those that hold numbers.
func (k *checker) checkFields(name CheckName, module string) []string {
	var phones []string
	k.check(name, OpListFields, nil, func() error {
		fields, err := k.c.Fields.List(k.ctx, module)
		for _, f := range fields {
			if f.DataType == "phone" && f.Visible {
				phones = append(phones, f.APIName)
			}
		}
		return err
	})
	return phones
}

// checkWriting checks what the profile may write. The list of modules is read once; if it cannot be, the checks fail for
// the same reason.
func (k *checker) checkWriting() {
	var modules []Module
	var listErr error
	listed := false
	for _, w := range []struct {
		name    CheckName
		module  string
		changes bool
	}{{CheckCreateContacts, "Contacts", false}, {CheckCreateLeads, "Leads", false}, {CheckWriteNotes, "Notes", true}} {
		k.check(w.name, OpListModules, nil, func() error {
			if !listed {
				modules, listErr = k.c.Modules.List(k.ctx)
				listed = true
			}
			if listErr != nil {
				return listErr
			}
			return mayWrite(modules, w.module, w.changes)
		})
	}
}

// tryWritingNotes corrects the result of CheckWriteNotes by what Zoho answers to writes that cannot succeed: no record and
// no note has the id of a user. Zoho looks at the scope first, then at the profile, then at the id.
func (k *checker) tryWritingNotes(user string) {
	i := slices.IndexFunc(k.results, func(r CheckResult) bool { return r.Name == CheckWriteNotes })
	r := &k.results[i]
	if r.State != CheckOK || user == "" {
		return
	}
	const title, text = "Check", "Check"
	for _, try := range []struct {
		op    Op
		write func() ([]WriteResult, error)
	}{
		{OpCreateNotes, func() ([]WriteResult, error) {
			return k.c.Notes.Create(k.ctx, []NewNote{{Module: "Contacts", ParentID: user, Title: title, Content: text}})
		}},
		{OpUpdateNotes, func() ([]WriteResult, error) {
			return k.c.Notes.Update(k.ctx, []NoteUpdate{{ID: user, Title: title, Content: text}})
		}},
	} {
		results, err := try.write()
		if len(results) == 1 {
			err = results[0].Err
		}
		err = k.accountError(try.op, err)
		state, permissions := checkState(err)
		switch {
		case state == CheckNoScope && r.State == CheckNoScope:
			r.Scopes = append(r.Scopes, try.op.Scopes()...)
		case state == CheckNoScope:
			r.Op, r.State, r.Scopes, r.Err = try.op, state, try.op.Scopes(), err
		case r.State != CheckOK:
		case state == CheckNoPermission && !errors.Is(err, ErrInvalidModule), endsChecks(err):
			r.Op, r.State, r.Permissions, r.Scopes, r.Err = try.op, state, permissions, nil, err
		case state == CheckOK || errors.Is(err, ErrNotFound) || errors.Is(err, ErrParentGone):
			r.Scopes = append(r.Scopes, try.op.Scopes()...)
		}
		if endsChecks(err) {
			return
		}
	}
}

// mayWrite returns nil if the list of modules says that the user may create a module's records, and change them if that is
// asked for. It matches ErrInvalidModule if the module is hidden and ErrNoPermission if the profile does not allow it.
func mayWrite(modules []Module, name string, changes bool) error {
	i := slices.IndexFunc(modules, func(m Module) bool { return m.APIName == name })
	switch {
	case i < 0 && name == "Notes":
		// No page promises that notes, which have no tab of their own, are in the list.
		return nil
	case i < 0, !modules[i].Viewable:
		return fmt.Errorf("%w: %s", ErrInvalidModule, OpListModules)
	case !modules[i].Creatable, changes && !modules[i].Editable:
		return fmt.Errorf("%w: %s", ErrNoPermission, OpListModules)
	}
	return nil
}

// accountError returns, for a refusal that names no permission, what it says about the account: no permission is needed
// to see oneself, and a licence that has ended is reason enough. Every other error it returns as it is.
func (k *checker) accountError(op Op, err error) error {
	switch {
	case (op == OpCurrentUser || op == OpGetOrg) && Unexplained(err):
		return fmt.Errorf("%w: %s", ErrAccountRefused, op)
	case k.ended && (Unexplained(err) || op == OpListModules && errors.Is(err, ErrNoPermission)):
		return fmt.Errorf("%w: %s", ErrLicenceEnded, op)
	}
	return err
}

// checkState sorts the error of a check.
func checkState(err error) (CheckState, []string) {
	var e *APIError
	errors.As(err, &e)
	switch {
	case err == nil:
		return CheckOK, nil
	case errors.Is(err, ErrScope):
		return CheckNoScope, nil
	case errors.Is(err, ErrNoPermission), errors.Is(err, ErrInvalidModule):
		if e == nil {
			return CheckNoPermission, nil
		}
		return CheckNoPermission, slices.Clone(e.Permissions)
	}
	return CheckFailed, nil
}

// endsChecks reports whether every later check would fail in the same way, so that trying them would only cost time and
// credits.
func endsChecks(err error) bool {
	for _, kind := range []error{ErrUnauthorized, ErrAPIAccess, ErrUserInactive, ErrAccountRefused, ErrThrottled, ErrNetwork, ErrTimeout, ErrNotZoho, ErrUnknownHost, context.Canceled} {
		if errors.Is(err, kind) {
			return true
		}
	}
	// Neither the gate's nor the token source's refusals are errors of this package.
	var e *APIError
	var t *TransportError
	switch {
	case err == nil, errors.As(err, &t):
		return false
	case errors.As(err, &e):
		return e.Is(ErrLicenceEnded)
	}
	own := []error{ErrBadRequest, ErrField, ErrInvalidModule, ErrNoPermission, ErrLicenceEnded}
	return !slices.ContainsFunc(own, func(kind error) bool { return errors.Is(err, kind) })
}

// narrowed leaves out, from the scopes of which one is missing, those that a check which went well has needed too.
func narrowed(results []CheckResult) []CheckResult {
	var granted []string
	for i, r := range results {
		if r.State == CheckOK {
			granted = append(granted, r.Scopes...)
			results[i].Scopes = nil
		}
	}
	for i, r := range results {
		if r.State != CheckNoScope {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(r.Scopes), func(s string) bool { return slices.Contains(granted, s) })
		if len(left) > 0 {
			results[i].Scopes = left
		}
	}
	return results
}

// badField returns the error for a field that was looked for in vain, found before anything was sent.
func badField(op Op) error { return fmt.Errorf("%w: %s", ErrField, op) }
