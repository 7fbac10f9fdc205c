package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// formsLife is how long the organisation's forms are kept before they are read
	// again, 2 credits for each module.
	formsLife = 24 * time.Hour
	// narrowFormsLife is the same for forms that keep the user from creating
	// something, because an administrator may be about to change that.
	narrowFormsLife = time.Hour
)

// readForm leaves the forms for new records for the sidebar. They are read from
// Zoho only if those that are known are not fresh.
func (a *App) readForm(ctx context.Context, in contract.FormRef) error {
	if !holdsPeople(in.Module) {
		return fail(contract.CodeInvalid, "", "no such module")
	}
	_, err := a.forms(ctx)
	return err
}

// holdsPeople says whether a name is one of the modules that hold people.
func holdsPeople(m contract.Module) bool {
	return m == contract.ModuleContacts || m == contract.ModuleLeads
}

// renewForms reads the forms anew because Zoho has refused what they allow. The
// user may have got another profile since, so that is read too. Where that fails,
// the forms are no longer taken for this user's, and are read when they are needed
// next.
func (a *App) renewForms(ctx context.Context) {
	if a.updateConnection(ctx, func(c *store.Connection) bool {
		c.ProfileID = ""
		return true
	}) == nil {
		_, _ = a.forms(ctx)
	}
}

// forms returns the forms for new records and leaves them for the sidebar. They
// are read by one at a time.
func (a *App) forms(ctx context.Context) (store.Forms, error) {
	ctx = forPurpose(ctx, contract.PurposeCreate)
	release, err := a.busy.hold(ctx, "forms")
	if err != nil {
		return store.Forms{}, err
	}
	defer release()
	conn, found, err := a.store.Connection(ctx)
	if err != nil {
		return store.Forms{}, err
	}
	if !found {
		return store.Forms{}, errNotConnected
	}
	kept, found, err := a.store.Forms(ctx)
	if err != nil {
		return store.Forms{}, err
	}
	if !found || kept.Scope != formScope(conn) || !a.freshForms(kept) {
		if kept, err = a.formsFromZoho(ctx); err != nil {
			return store.Forms{}, a.zohoFailed(ctx, err)
		}
		if err := errors.Join(a.store.SaveForms(ctx, kept), a.zohoWorks(ctx)); err != nil {
			return store.Forms{}, err
		}
	}
	return kept, a.showForms(ctx, kept)
}

// freshForms says whether forms need not be read again. Those read in the future
// were read before the computer's clock was set back.
func (a *App) freshForms(kept store.Forms) bool {
	life := formsLife
	if len(kept.Modules) == 0 || slices.ContainsFunc(kept.Modules, func(f store.Form) bool { return len(f.Elsewhere) > 0 }) {
		life = narrowFormsLife
	}
	age := a.now().Sub(time.UnixMilli(kept.At))
	return age >= 0 && age < life
}

// formScope names what forms depend on besides the layouts themselves.
func formScope(conn store.Connection) string {
	scope := []string{conn.OrgID, conn.UserID, conn.ProfileID}
	for _, m := range conn.Modules {
		if creatable(conn, m.Module) {
			scope = append(scope, string(m.Module))
		}
	}
	return strings.Join(scope, "/")
}

// creatable says whether the user may create records of a module, as far as the
// last checks have shown it. Of a refusal of the checks themselves Zoho names the
// permission, which says nothing about the module.
func creatable(conn store.Connection, module contract.Module) bool {
	name := contract.CheckCreateContacts
	if module == contract.ModuleLeads {
		name = contract.CheckCreateLeads
	}
	return !slices.ContainsFunc(conn.Checks, func(c contract.ZohoCheck) bool {
		return c.Name == name && c.Problem != nil && c.Problem.Detail == "" &&
			(c.Problem.Code == contract.ProblemPermission || c.Problem.Code == contract.ProblemModuleHidden)
	})
}

// formsFromZoho reads layouts and fields of the modules in which the user may
// create records: 2 credits for each, and one for the profile if it is not known.
func (a *App) formsFromZoho(ctx context.Context) (store.Forms, error) {
	crm, conn, err := a.connectionForForms(ctx)
	if err != nil {
		return store.Forms{}, err
	}
	forms := store.Forms{Scope: formScope(conn), At: a.nowMS(), Modules: []store.Form{}}
	for _, m := range conn.Modules {
		if !creatable(conn, m.Module) {
			continue
		}
		layouts, fields, err := a.readLayout(ctx, crm, string(m.Module))
		if errors.Is(err, errNoMetadata) {
			continue
		}
		if err != nil {
			return store.Forms{}, err
		}
		forms.Modules = append(forms.Modules, makeForm(conn, m, layouts, fields))
	}
	return forms, nil
}

// connectionForForms returns the connection with all that forms depend on.
func (a *App) connectionForForms(ctx context.Context) (*zoho.Client, store.Connection, error) {
	crm, conn, err := a.crm(ctx)
	if err == nil && len(conn.Modules) == 0 {
		// The sign-in was cut short.
		if err = a.learnOrg(ctx); err == nil {
			crm, conn, err = a.crm(ctx)
		}
	}
	if err != nil || conn.ProfileID != "" {
		return crm, conn, err
	}
	user, err := crm.Users.Current(ctx)
	if err != nil {
		return crm, conn, err
	}
	conn.ProfileID = user.ProfileID
	return crm, conn, a.updateConnection(ctx, func(now *store.Connection) bool {
		if now.UserID != conn.UserID || now.OrgID != conn.OrgID {
			return false
		}
		now.ProfileID = user.ProfileID
		return true
	})
}

// errNoMetadata says that not even the fields of a module can be read.
var errNoMetadata = errors.New("the module cannot be read")

// readLayout reads what the form of a module is made of. There are no layouts
// where only the fields can be read.
func (a *App) readLayout(ctx context.Context, crm *zoho.Client, module string) ([]zoho.Layout, []zoho.Field, error) {
	layouts, err := crm.Layouts.List(ctx, module)
	if err = a.understood(ctx, err); err != nil && !metadataRefused(err) {
		return nil, nil, err
	}
	fields, err := crm.Fields.List(ctx, module)
	if err = a.understood(ctx, err); metadataRefused(err) || err == nil && len(fields) == 0 {
		return nil, nil, errNoMetadata
	}
	return layouts, fields, err
}

// metadataRefused says that the user may not see the metadata of a module, though
// other things.
func metadataRefused(err error) bool {
	if errors.Is(err, zoho.ErrAPIAccess) || accountRefused(err) {
		return false
	}
	return errors.Is(err, zoho.ErrScope) || errors.Is(err, zoho.ErrInvalidModule) ||
		errors.Is(err, zoho.ErrNoPermission)
}

// showForms leaves forms for the sidebar, the phone field that took the last
// number first.
func (a *App) showForms(ctx context.Context, kept store.Forms) error {
	shown := contract.Forms{V: contract.Version, At: kept.At, Modules: []contract.ModuleForm{}}
	for _, f := range kept.Modules {
		f, err := a.withLastPhone(ctx, f)
		if err != nil {
			return err
		}
		shown.Modules = append(shown.Modules, f.ModuleForm)
	}
	return a.store.ShowForms(ctx, shown)
}

// showKeptForms is showForms for whoever has signed in again as the same user.
func (a *App) showKeptForms(ctx context.Context) error {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found {
		return err
	}
	kept, found, err := a.store.Forms(ctx)
	if err != nil || !found || kept.Scope != formScope(conn) {
		return err
	}
	return a.showForms(ctx, kept)
}

// withLastPhone returns a form with the phone field first that took the last
// number.
func (a *App) withLastPhone(ctx context.Context, f store.Form) (store.Form, error) {
	last, err := a.store.PhoneField(ctx, f.Module)
	f.Phones = lastFirst(f.Phones, last)
	return f, err
}

// lastFirst returns phone fields with the one called last first.
func lastFirst(fields []contract.FieldChoice, last string) []contract.FieldChoice {
	sorted := slices.Clone(fields)
	slices.SortStableFunc(sorted, func(x, y contract.FieldChoice) int {
		switch {
		case x.Name == y.Name:
			return 0
		case x.Name == last:
			return -1
		case y.Name == last:
			return 1
		}
		return 0
	})
	return sorted
}

// rememberPhone stores which phone field the user has chosen for a new record.
func (a *App) rememberPhone(ctx context.Context, module contract.Module, field string) error {
	last, err := a.store.PhoneField(ctx, module)
	if err != nil || last == field {
		return err
	}
	if err := a.store.SavePhoneField(ctx, module, field); err != nil {
		return err
	}
	return a.showKeptForms(ctx)
}

// fieldLabel returns the name for people of a field of a module's form, or its API
// name where no form has it.
func (a *App) fieldLabel(ctx context.Context, module contract.Module, name string) (string, error) {
	kept, _, err := a.store.Forms(ctx)
	if err != nil {
		return name, err
	}
	for _, f := range kept.Modules {
		if f.Module == module {
			return labelOf(f, name), nil
		}
	}
	return name, nil
}

// labelOf is the name for people of a field of a form.
func labelOf(f store.Form, name string) string {
	for _, field := range f.Fields {
		if field.Name == name {
			return field.Label
		}
	}
	for _, field := range f.Phones {
		if field.Name == name {
			return field.Label
		}
	}
	return name
}
