package fakewhatsapp

// List is a business's list to choose from, given as a title of a section and its rows.
func List(body, title, section string, rows ...string) Msg {
	entries := []map[string]any{}
	for i, row := range rows {
		entries = append(entries, map[string]any{"title": row, "description": "From the catalogue", "rowId": string(rune('a' + i))})
	}
	return Msg{Type: "list", Body: body}.with(map[string]any{
		"title": title, "footer": "Powered by the shop",
		"list": map[string]any{
			"title": title, "description": body, "buttonText": "Show the choices", "listType": 1, "footerText": "Powered by the shop",
			"sections": []map[string]any{{"title": section, "rows": entries}},
		},
	})
}

// ListChoice is what somebody has chosen from a list.
func ListChoice(title string) Msg {
	return Msg{Type: "list_response", Body: title}.with(map[string]any{"listResponse": map[string]any{
		"title": title, "description": "From the catalogue", "listType": 1, "singleSelectReply": map[string]any{"selectedRowId": "a"},
	}})
}

// Buttons is a text with buttons under it (dynamicReplyButtons).
func Buttons(body string, buttons ...string) Msg {
	list := []map[string]any{}
	for i, label := range buttons {
		list = append(list, map[string]any{"buttonId": string(rune('a' + i)), "buttonText": map[string]any{"displayText": label}, "type": 1})
	}
	return Msg{Body: body}.with(map[string]any{"isDynamicReplyButtonsMsg": true, "dynamicReplyButtons": list, "footer": "Choose one"})
}

// ButtonChoice is the button somebody has pressed.
func ButtonChoice(label string) Msg {
	return Msg{Type: "buttons_response", Body: label}.with(map[string]any{"selectedButtonId": "a"})
}

// HSM is a message from a business's template, with a title and buttons of the three kinds.
func HSM(title, body string) Msg {
	return Msg{Type: "hsm", Body: body}.with(map[string]any{
		"title": title, "footer": "Reply STOP to end this", "hsmTag": "utility", "isFromTemplate": true, "templateId": "invented_template",
		"hydratedButtons": []map[string]any{
			{"index": 0, "urlButton": map[string]any{"displayText": "Track the parcel", "url": "https://example.com/track"}},
			{"index": 1, "callButton": map[string]any{"displayText": "Call us", "phoneNumber": "+14155550100"}},
			{"index": 2, "quickReplyButton": map[string]any{"displayText": "Confirm", "id": "confirm"}},
		},
	})
}

// TemplateChoice is the button of a template somebody has pressed.
func TemplateChoice(label string) Msg {
	return Msg{Type: "template_button_reply", Body: label}.with(map[string]any{"title": label, "selectedId": "confirm", "selectedIndex": 2})
}

// Interactive is a message with buttons whose parameters are JSON in text. What it says is its caption.
func Interactive(title, caption string) Msg {
	return Msg{Type: "interactive", Caption: caption}.with(map[string]any{
		"title": title, "footer": "Only today", "interactiveType": "native_flow", "nativeFlowName": "quick_reply",
		"interactiveHeader": map[string]any{"title": title, "subtitle": "New arrivals", "hasMediaAttachment": false, "mediaType": nil, "thumbnail": nil},
		"interactivePayload": map[string]any{"messageVersion": 1, "buttons": []map[string]any{
			{"name": "quick_reply", "buttonParamsJson": `{"display_text":"Yes, please","id":"yes"}`},
			{"name": "cta_url", "buttonParamsJson": `{"display_text":"Open the shop","url":"https://example.com/shop"}`},
		}},
	})
}

// Shop is an interactive message that opens a shop; what it says is its body.
func Shop(title, body string) Msg {
	return Msg{Type: "interactive", Body: body}.with(map[string]any{
		"title": title, "interactiveType": "shop",
		"interactiveHeader": map[string]any{"title": title, "subtitle": "New arrivals", "hasMediaAttachment": false, "mediaType": nil, "thumbnail": nil},
	})
}

// InteractiveChoice is the answer to an interactive message.
func InteractiveChoice(body string) Msg {
	return Msg{Type: "interactive_response", Body: body}.with(map[string]any{
		"interactiveType":    "native_flow",
		"interactivePayload": map[string]any{"name": "cta_flow", "buttonParamsJson": `{"flow_token":"invented"}`},
	})
}

// NativeFlow is a message with one button that starts a dialogue of WhatsApp's own.
func NativeFlow(title, body, button string) Msg {
	return Msg{Type: "native_flow", Body: body}.with(map[string]any{
		"title": title, "footer": "Tap the button", "nativeFlowName": "cta_url",
		"nativeFlowButtons": []map[string]any{{
			"buttonText": map[string]any{"displayText": button}, "nativeFlowInfo": map[string]any{"name": "cta_url", "paramsJson": "{}"},
		}},
	})
}

// Product is an article of a catalogue; the price is in thousandths of the currency.
func Product(title, description, currency string, thousandths int64) Msg {
	return Msg{Type: "product", Body: picture(100)}.with(map[string]any{
		"title": title, "description": description, "businessOwnerJid": ChatElena, "productId": "4471", "retailerId": "SKU-4471",
		"currencyCode": currency, "priceAmount1000": thousandths, "productImageCount": 2,
	})
}

// Order is a cart that was sent; what the buyer writes is the message, the sum is in thousandths of the
// currency.
func Order(title, message string, items int, currency string, thousandths int64) Msg {
	return Msg{Type: "order", Body: picture(110)}.with(map[string]any{
		"orderTitle": title, "message": message, "itemCount": items, "orderId": "invented-order", "token": "invented-token",
		"sellerJid": ChatElena, "status": 1, "surface": 1, "totalAmount1000": thousandths, "totalCurrencyCode": currency,
	})
}

// Payment is a payment or, with subtype "request", the request for one.
func Payment(subtype, note, currency string, thousandths int64) Msg {
	return Msg{Type: "payment", Subtype: subtype}.with(map[string]any{
		"paymentCurrency": currency, "paymentAmount1000": thousandths, "paymentMessageReceiverJid": ChatSelf,
		"paymentStatus": 1, "paymentNoteMsg": map[string]any{"type": "chat", "body": note},
	})
}

// Greeting is what WhatsApp Business writes by itself to somebody who comes from an advertisement.
func Greeting(body string) Msg {
	return Msg{Type: "automated_greeting_message", Body: body}.with(map[string]any{"ctwaContext": map[string]any{
		"sourceApp": "facebook", "automatedGreetingMessageShown": true, "sourceUrl": "https://example.com/ad",
	}})
}
