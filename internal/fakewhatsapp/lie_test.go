package fakewhatsapp

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestLiesAreToldToGuestsOnly(t *testing.T) {
	t.Parallel()
	var got struct {
		All        [][]string
		Page       []string
		Violations []string
	}
	s := New(Options{Now: clock})
	scenario{server: s, script: "lies.js", given: map[string]string{"chat": ChatMaya}, change: func(s *Server) {
		s.log = nil
		for _, lie := range []Lie{LieDirections, LieTimes, LieTexts, LieChats, LieGaps} {
			s.SetLies(lie)
		}
		s.SetLies(LieTimes, LieTexts)
		s.SetLies()
	}}.run(t, &got)

	messages, err := s.Messages(ChatMaya)
	noError(t, err)
	messages = messages[len(messages)-4:]
	tell := func(change func(*Message)) []string {
		var lines []string
		for _, m := range messages {
			seconds := m.Time.Unix()
			change(&m)
			if m.Time.Unix() != seconds {
				seconds *= 1000
			}
			if m.Body == "" {
				m.Body = "undefined"
			}
			lines = append(lines, fmt.Sprintf("%s %d %s", m.Key, seconds, m.Body))
		}
		return lines
	}
	flip := strings.NewReplacer("true_", "false_", "false_", "true_")
	truth := tell(func(*Message) {})
	want := [][]string{
		truth,
		tell(func(m *Message) { m.Key = flip.Replace(m.Key) }),
		tell(func(m *Message) { m.Time = m.Time.AddDate(1, 0, 0) }),
		tell(func(m *Message) { m.Body = "" }),
		tell(func(m *Message) { m.Key = strings.Replace(m.Key, ChatMaya, "15005550199@c.us", 1) }),
		{truth[1], truth[3]},
		tell(func(m *Message) { m.Body, m.Time = "", m.Time.AddDate(1, 0, 0) }),
		truth,
	}
	if !reflect.DeepEqual(got.All, want) {
		t.Errorf("told is\n%s\nwant\n%s", strings.Join(flat(got.All), "\n"), strings.Join(flat(want), "\n"))
	}
	if len(got.Page) == 0 || got.Page[len(got.Page)-1] != truth[3] || len(got.Violations) > 0 {
		t.Errorf("the page has %q, violations %q", got.Page, got.Violations)
	}
}

func flat(lists [][]string) []string {
	var all []string
	for _, list := range lists {
		all = append(all, strings.Join(list, "\n")+"\n")
	}
	return all
}

func TestUnknownLies(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("an unknown lie is told")
		}
	}()
	New(Options{Empty: true}).SetLies("white")
}
