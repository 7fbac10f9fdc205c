package match

import (
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// likenesses are the reasons for which a record is offered, as the card names them.
var likenesses = map[phone.Reason]contract.LikenessKind{
	phone.ReasonSame:          contract.LikeSame,
	phone.ReasonNinthDigit:    contract.LikeNinthDigit,
	phone.ReasonMexicanOne:    contract.LikeMexicanOne,
	phone.ReasonArgentineNine: contract.LikeArgentineNine,
	phone.ReasonRegion:        contract.LikeRegion,
	phone.ReasonElsewhere:     contract.LikeElsewhere,
	phone.ReasonLength:        contract.LikeLength,
	phone.ReasonTail:          contract.LikeTail,
	phone.ReasonPartial:       contract.LikePartial,
}

// Likeness is the candidate's comparison as the card puts it into a sentence; nil
// for a comparison for which nothing is offered.
func (c Candidate) Likeness() *contract.Likeness {
	kind, offered := likenesses[c.Comparison.Reason]
	if !offered {
		return nil
	}
	return &contract.Likeness{Kind: kind, Region: c.Comparison.Region, Digits: c.Comparison.Digits, Extension: c.Comparison.Extension}
}
