package zoho

import (
	"cmp"
	"context"
	"time"

	"github.com/tidwall/gjson"
)

// OrgService reads the organisation.
type OrgService struct{ c *Client }

// Org is the organisation that the signed-in user belongs to.
type Org struct {
	// ID is the organisation's record id or, in a reply without one, its ZGID; empty in a reply without either.
	ID string
	// ZGID is the short number that addresses of the web application contain, see [DataCentre.RecordURL].
	ZGID        string
	CompanyName string
	// CountryCode is the two-letter country of the organisation, for example "DE"; it may be empty.
	CountryCode string
	// ISOCode is the three-letter code of the home currency, for example "EUR", in the samples of the organisation page. The
	// name says no more than that it is a code: one of two letters is a country.
	ISOCode string
	// TimeZone is an IANA name, for example "Europe/Berlin".
	TimeZone string
	// Type tells a production organisation from a sandbox or a developer edition, as Zoho writes it.
	Type string
	// Licence is what the organisation pays for.
	Licence Licence
}

// Licence is an organisation's licence. What Zoho does not say is empty.
type Licence struct {
	// Paid is false for the free edition and in a trial.
	Paid bool
	// Edition is the edition paid for and Trial the one tried out, as Zoho names them, for example "enterprise".
	Edition, Trial string
	// Expiry and TrialExpiry are when they end; zero if they do not, or if Zoho's text is not a time.
	Expiry, TrialExpiry time.Time
	// Users is how many users the licence is for.
	Users int
}

// Ended reports whether the licence, or the trial of an organisation that has none, had ended at now. An organisation
// that has the free edition as well falls back to it after a trial, so nothing has ended for it. See
// https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html and, for what becomes of a licence that is not renewed,
// https://help.zoho.com/portal/kb/articles/manage-subscriptions.
func (l Licence) Ended(now time.Time) bool {
	if l.Paid {
		return !l.Expiry.IsZero() && !now.Before(l.Expiry)
	}
	return l.Trial != "" && l.Edition != "free" && !l.TrialExpiry.IsZero() && !now.Before(l.TrialExpiry)
}

// Get returns the organisation.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html
// Scopes: ZohoCRM.org.READ. Cost: 1 credit.
func (s *OrgService) Get(ctx context.Context) (Org, error) {
	return run(ctx, s.c, reading[Org]{call: call{op: OpGetOrg, method: methodGet, path: "/crm/v8/org"}, read: readOrg})
}

func readOrg(body gjson.Result) (Org, error) {
	o := object{Result: body.Get("org.0")}
	org := Org{
		ID:          o.text("id"),
		ZGID:        o.text("zgid"),
		CompanyName: o.text("company_name"),
		CountryCode: o.text("country_code"),
		ISOCode:     o.text("iso_code"),
		TimeZone:    o.text("time_zone"),
		Type:        o.text("type"),
		Licence:     readLicence(o.Get("license_details")),
	}
	org.ID = cmp.Or(org.ID, org.ZGID)
	if o.bad || !o.IsObject() || org.ID != "" && !ValidID(org.ID) {
		return Org{}, badReply(OpGetOrg, statusOK)
	}
	return org, nil
}

// readLicence reads the licence as far as it has the documented form: nothing that matters depends on it, so an
// unexpected member must not keep anyone from signing in.
func readLicence(details gjson.Result) Licence {
	o := object{Result: details}
	l := Licence{Paid: o.flag("paid"), Edition: o.text("paid_type"), Trial: o.text("trial_type")}
	l.Expiry, _ = parseTime(o.text("paid_expiry"))
	l.TrialExpiry, _ = parseTime(o.text("trial_expiry"))
	if n := o.Get("users_license_purchased"); n.Type == gjson.Number && n.Int() > 0 && n.Int() < 1_000_000 {
		l.Users = int(n.Int())
	}
	return l
}
