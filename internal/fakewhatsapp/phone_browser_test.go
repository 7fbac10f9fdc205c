package fakewhatsapp

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// stampsJS are the stamps of the open conversation.
const stampsJS = `Array.from(document.querySelectorAll('#main [data-pre-plain-text]'), (node) => node.dataset.prePlainText)`

func TestBrowserStampsFollowThePhone(t *testing.T) {
	s := New(Options{Empty: true})
	noError(t, s.AddChat(Chat{ID: rosa, Name: "Erika Muster", Messages: []Msg{
		{Time: time.Date(2026, 3, 5, 0, 7, 0, 0, time.Local), Body: "at night"},
		{Time: time.Date(2026, 3, 5, 14, 3, 0, 0, time.Local), Body: "in the afternoon"},
	}}))
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Click(title("Erika Muster")), chromedp.WaitVisible(`#main [role=row] [data-id]`))

	// The afternoon is printed as Chromium 156 printed it for WAWebClock's timeStr.
	for _, one := range []struct {
		phone            PhoneLocale
		night, afternoon string
	}{
		{PhoneLocale{Locale: "en-US"}, "12:07 AM, 3/5/2026", "2:03 PM, 3/5/2026"},
		{PhoneLocale{Locale: "en-GB"}, "12:07 am, 05/03/2026", "2:03 pm, 05/03/2026"},
		{PhoneLocale{Locale: "en-CA"}, "12:07 a.m., 2026-03-05", "2:03 p.m., 2026-03-05"},
		{PhoneLocale{Locale: "de"}, "00:07, 5.3.2026", "14:03, 5.3.2026"},
		{PhoneLocale{Locale: "sv"}, "00:07, 2026-03-05", "14:03, 2026-03-05"},
		{PhoneLocale{Locale: "da"}, "00.07, 5.3.2026", "14.03, 5.3.2026"},
		{PhoneLocale{Locale: "hu"}, "0:07, 2026. 03. 05.", "14:03, 2026. 03. 05."},
		{PhoneLocale{Locale: "ja"}, "午前12:07, 2026/3/5", "午後2:03, 2026/3/5"},
		{PhoneLocale{Locale: "zh-cn"}, "上午12:07, 2026年3月5日", "下午2:03, 2026年3月5日"},
		{PhoneLocale{Locale: "ar"}, "12:07 ص، 2026/3/5", "2:03 م، 2026/3/5"},
		{PhoneLocale{Locale: "ar-sa"}, "١٢:٠٧ ص, ٥\u200f/٣\u200f/٢٠٢٦", "٢:٠٣ م, ٥\u200f/٣\u200f/٢٠٢٦"},
		{PhoneLocale{Locale: "hi"}, "रात 12:07 बजे, 5/3/2026", "दोपहर 2:03 बजे, 5/3/2026"},
		{PhoneLocale{Locale: "fa"}, "۰:۰۷, ۱۴۰۴/۱۲/۱۴", "۱۴:۰۳, ۱۴۰۴/۱۲/۱۴"},
		{PhoneLocale{Locale: "th"}, "00:07, 5/3/2569", "14:03, 5/3/2569"},
		{PhoneLocale{Locale: "tr"}, "ÖÖ 12:07, 05.03.2026", "ÖS 2:03, 05.03.2026"},
		{PhoneLocale{Locale: "en-US", Clock: Clock24}, "00:07, 3/5/2026", "14:03, 3/5/2026"},
		{PhoneLocale{Locale: "en-US", Clock: Clock24, OldEngine: true}, "24:07, 3/5/2026", "14:03, 3/5/2026"},
		{PhoneLocale{Locale: "de", Clock: Clock12, OldEngine: true}, "0:07 AM, 5.3.2026", "2:03 PM, 5.3.2026"},
	} {
		noError(t, s.SetPhoneLocale(one.phone), s.WaitApplied(tab))
		want := []string{"[" + one.night + "] Erika Muster: ", "[" + one.afternoon + "] Erika Muster: "}
		if got := stampsOnceDrawn(t, tab); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: %q, want %q", one.phone, got, want)
		}
	}
	if err := s.SetPhoneLocale(PhoneLocale{Locale: "tlh"}); !errors.Is(err, ErrUnknownLocale) {
		t.Errorf("unknown locale: %v", err)
	}
	if err := s.SetPhoneLocale(PhoneLocale{Locale: "de", Clock: "10"}); !errors.Is(err, ErrUnknownLocale) {
		t.Errorf("unknown clock: %v", err)
	}
}

func stampsOnceDrawn(t *testing.T, tab context.Context) []string {
	t.Helper()
	do(t, tab, chromedp.WaitVisible(`#main [role=row] [data-id]`))
	return evaluate[[]string](t, tab, stampsJS)
}

func TestBrowserHeaderOrder(t *testing.T) {
	s := New(Options{})
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Click(title("Maya Okafor")), chromedp.WaitVisible(`#main header`))
	// What a look at the page sees between the two, for either order.
	look := `(async () => {
		const { ChatCollection } = require('WAWebChatCollection');
		const cell = (name) => Array.from(document.querySelectorAll('[data-testid=cell-frame-title]')).find((node) => node.textContent === name);
		const seen = () => [document.querySelector('[data-testid=conversation-info-header-chat-title]').textContent, ChatCollection.getActive().name];
		const looks = [];
		cell('Elena Marsh').click();
		for (let round = 0; round < 200; round++) {
			const now = seen().join(' / ');
			if (looks.at(-1) !== now) looks.push(now);
			if (now === 'Elena Marsh / Elena Marsh') break;
			await new Promise((done) => setTimeout(done, 5));
		}
		cell('Maya Okafor').click();
		while (seen().join() !== 'Maya Okafor,Maya Okafor') await new Promise((done) => setTimeout(done, 5));
		return looks;
	})()`
	for order, between := range map[HeaderOrder]string{
		HeaderAfterActive: "Maya Okafor / Elena Marsh", HeaderBeforeActive: "Elena Marsh / Maya Okafor",
	} {
		s.SetHeaderOrder(order, 150*time.Millisecond)
		noError(t, s.WaitApplied(tab))
		if looks := evaluate[[]string](t, tab, look); !reflect.DeepEqual(looks, []string{between, "Elena Marsh / Elena Marsh"}) {
			t.Errorf("%s: %q", order, looks)
		}
	}
	if acts := s.UserActs(); len(acts) < 5 {
		t.Errorf("acts: %v", acts)
	}
}
