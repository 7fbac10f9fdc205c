package zoho

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/tidwall/gjson"
)

// MaxDeals is how many deals of a contact can be asked for at once: what one page of a related list holds.
const MaxDeals = 200

// DealsService reads deals.
type DealsService struct{ c *Client }

// Deal is a deal of a contact.
type Deal struct {
	ID    string
	Name  string
	Stage string
	// Amount is the amount in the organisation's home currency as Zoho writes it, for example "1500.5"; "" if there is none.
	Amount string
	// ClosingDate is the expected day, as yyyy-MM-dd; "" if there is none.
	ClosingDate  string
	ModifiedTime time.Time
	// OwnerID is the id of the user who owns the deal.
	OwnerID string
}

// OfContact returns the n deals of a contact that were changed last, latest first; n is at most [MaxDeals]. Deals that
// belong to the contact through a contact role are among them. The error matches ErrNotFound if the contact is gone.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-related-records.html
// Scopes: ZohoCRM.modules.contacts.READ and ZohoCRM.modules.deals.READ. Cost: 1 credit.
func (s *DealsService) OfContact(ctx context.Context, contactID string, n int) (Page[Deal], error) {
	if n < 1 || n > MaxDeals {
		return Page[Deal]{}, badRequest(OpListDeals, "number of deals")
	}
	r, err := dealsReading(contactID, n)
	if err != nil {
		return Page[Deal]{}, err
	}
	return run(ctx, s.c, r)
}

func dealsReading(contactID string, n int) (reading[Page[Deal]], error) {
	if !ValidID(contactID) {
		return reading[Page[Deal]]{}, badRequest(OpListDeals, "contact id")
	}
	return reading[Page[Deal]]{
		call: call{
			op: OpListDeals, method: methodGet, path: "/crm/v8/Contacts/" + contactID + "/Deals",
			query: url.Values{
				"fields":     {"Deal_Name,Stage,Amount,Closing_Date,Modified_Time,Owner"},
				"sort_by":    {"Modified_Time"},
				"sort_order": {"desc"},
				"per_page":   {strconv.Itoa(n)},
				"page":       {"1"},
			},
		},
		read: func(body gjson.Result) (Page[Deal], error) {
			deals, ok := readDeals(body)
			if !ok {
				return Page[Deal]{}, badReply(OpListDeals, statusOK)
			}
			return Page[Deal]{Items: deals, More: body.IsObject() && moreRecords(body, len(deals), n)}, nil
		},
	}, nil
}

// readDeals reads the list in a reply's "data". An empty body, status 204, is an empty list.
func readDeals(body gjson.Result) ([]Deal, bool) {
	list := body.Get("data")
	if body.IsObject() && !list.IsArray() {
		return nil, false
	}
	items := list.Array()
	deals := make([]Deal, 0, len(items))
	for _, item := range items {
		o := object{Result: item}
		d := Deal{
			ID:           o.id("id"),
			Name:         o.text("Deal_Name"),
			Stage:        o.text("Stage"),
			Amount:       o.number("Amount"),
			ClosingDate:  o.text("Closing_Date"),
			ModifiedTime: o.time("Modified_Time"),
			OwnerID:      o.ref("Owner"),
		}
		if _, err := time.Parse(time.DateOnly, d.ClosingDate); d.ClosingDate != "" && err != nil {
			o.bad = true
		}
		if o.bad || !item.IsObject() {
			return nil, false
		}
		deals = append(deals, d)
	}
	return deals, true
}
