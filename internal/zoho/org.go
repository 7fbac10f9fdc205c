package zoho

import (
	"context"
)

// OrgService reads the organisation.
type OrgService struct{ c *Client }

// Org is the organisation that the signed-in user belongs to.
type Org struct {
	ID string
	// ZGID is the short number that addresses of the web application contain, see [DataCentre.RecordURL].
	ZGID        string
	CompanyName string
	// CountryCode is the two-letter country of the organisation, for example "DE"; it may be empty.
	CountryCode string
	// ISOCode is the three-letter code of the home currency, for example "EUR". In spite of its name it is no country.
	ISOCode string
	// TimeZone is an IANA name, for example "Europe/Berlin".
	TimeZone string
	// Type tells a production organisation from a sandbox or a developer edition, as Zoho writes it.
	Type string
}

// Get returns the organisation.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html
// Scopes: ZohoCRM.org.READ. Cost: 1 credit.
func (s *OrgService) Get(ctx context.Context) (Org, error) {
	k := call{
		op: OpGetOrg, method: methodGet, path: "/crm/v8/org", cost: 1,
		scopes: []string{"ZohoCRM.org.READ"},
	}
	body, err := s.c.get(ctx, k)
	if err != nil {
		return Org{}, err
	}
	o := object{Result: body.Get("org.0")}
	org := Org{
		ID:          o.id("id"),
		ZGID:        o.text("zgid"),
		CompanyName: o.text("company_name"),
		CountryCode: o.text("country_code"),
		ISOCode:     o.text("iso_code"),
		TimeZone:    o.text("time_zone"),
		Type:        o.text("type"),
	}
	if o.bad {
		return Org{}, badReply(k.op, statusOK)
	}
	return org, nil
}
