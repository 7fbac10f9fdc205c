package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Album announces how many pictures and videos follow, 0 when not known.
type Album struct {
	Images int64 `json:"images,omitempty"`
	Videos int64 `json:"videos,omitempty"`
}

func (r reader) album(record *contract.AlbumRecord) *Album {
	if record == nil {
		return nil
	}
	return &Album{Images: between(record.Images, maxCount), Videos: between(record.Videos, maxCount)}
}

// Shop is a product, an order or a payment. Its description is the message's
// text.
type Shop struct {
	Title string `json:"title,omitempty"`
	// Items is how many articles an order has, 0 when not known.
	Items int64 `json:"items,omitempty"`
	// Thousandths is the price in thousandths of Currency, 0 when not known.
	Thousandths int64 `json:"thousandths,omitempty"`
	// Currency is an ISO 4217 code, empty when not known.
	Currency string `json:"currency,omitempty"`
}

func (r reader) shop(record *contract.ShopRecord) *Shop {
	if record == nil {
		return nil
	}
	shop := &Shop{
		Title: r.line(record.Title, maxQuoteLength), Items: between(record.Items, maxCount),
		Thousandths: between(record.Thousandths, maxThousandths),
	}
	if isCurrency(record.Currency) {
		shop.Currency = record.Currency
	}
	return shop
}

// isCurrency reports whether code has the shape of an ISO 4217 code.
func isCurrency(code string) bool {
	if len(code) != 3 {
		return false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return true
}
