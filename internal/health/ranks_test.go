package health

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// best are the variants of a page on which everything answers in the best way.
func best() map[string]string {
	variants := map[string]string{}
	for _, c := range capabilities {
		variants[string(c.name)] = c.ways[0].variant
	}
	return variants
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    contract.Capability
		variant string
		want    contract.CapabilityHealth
	}{
		{"me", "getMaybeMePnUser", contract.CapabilityHealth{Name: "me", Variant: "getMaybeMePnUser", Rank: 0}},
		{"me", "getMaybeMeLidUser", contract.CapabilityHealth{Name: "me", Variant: "getMaybeMeLidUser", Rank: 0}},
		{"me", "Conn.wid", contract.CapabilityHealth{Name: "me", Variant: "Conn.wid", Rank: 1}},
		{"me", "getMaybeMeUser", contract.CapabilityHealth{Name: "me", Variant: "getMaybeMeUser", Rank: 2}},
		{"key", "text", contract.CapabilityHealth{Name: "key", Variant: "text", Rank: 0}},
		{"key", "_serialized", contract.CapabilityHealth{Name: "key", Variant: "_serialized", Rank: 1}},
		{"history", "chat.msgs", contract.CapabilityHealth{Name: "history", Variant: "chat.msgs", Rank: 5}},
		{"history", "", contract.CapabilityHealth{Name: "history", Rank: -1}},
		{"channel", "none", contract.CapabilityHealth{Name: "channel", Rank: -1}},
		{"history", "Erika.Muster", contract.CapabilityHealth{Name: "history", Variant: "other", Rank: 6}},
		{"history", "getActive", contract.CapabilityHealth{Name: "history", Variant: "other", Rank: 6}},
	}
	for _, tt := range tests {
		t.Run(string(tt.name)+" "+tt.variant, func(t *testing.T) {
			t.Parallel()
			variants := best()
			variants[string(tt.name)] = tt.variant
			if !slices.Contains(Capabilities(variants), tt.want) {
				t.Errorf("%+v is not in %+v", tt.want, Capabilities(variants))
			}
		})
	}
}

func TestCapabilitiesListsAllInOrder(t *testing.T) {
	t.Parallel()
	want := []contract.Capability{
		"session", "me", "chats", "key", "history", "lid", "active", "events", "reactions", "database", "channel", "version",
	}
	for _, variants := range []map[string]string{nil, best(), {"history": "chat.msgs", "unheard": "of"}} {
		var names []contract.Capability
		for _, c := range Capabilities(variants) {
			names = append(names, c.Name)
			if (c.Variant == "") != (c.Rank < 0) {
				t.Errorf("%s: variant %q has rank %d", c.Name, c.Variant, c.Rank)
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("with %v: %v, want %v", variants, names, want)
		}
	}
}

// TestRanksAreDense holds for every capability: ranks begin at 0, leave nothing
// out, and a way that degrades is never better than one that is fine.
func TestRanksAreDense(t *testing.T) {
	t.Parallel()
	for _, c := range capabilities {
		last := way{rank: -1}
		for i, w := range c.ways {
			if (i == 0 && w.rank != 0) || w.rank < last.rank || w.rank > last.rank+1 || w.effect < last.effect {
				t.Errorf("%s: %+v after %+v", c.name, w, last)
			}
			last = w
		}
	}
}

func TestPartial(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"msgFindBefore": false, "msgFindByDirection": false, "msgFindQuery": false, "": false,
		"loadEarlierMsgs.options": true, "loadEarlierMsgs.chat": true, "chat.msgs": true, "unheard": true,
	}
	for variant, want := range tests {
		if got := Partial(variant); got != want {
			t.Errorf("%q: %v", variant, got)
		}
	}
}

// TestTroubleshootingNamesEveryWay holds docs/troubleshooting.md to the table
// of ways: each way stands in its capability's row, in the column of its effect.
func TestTroubleshootingNamesEveryWay(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| Capability |")
	table, _, _ = strings.Cut(table, "\n\n")
	quoted := regexp.MustCompile("`([^`]+)`")
	rows := map[string][]string{}
	var order []string
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) == 6 && strings.Contains(cells[1], "`") {
			name := strings.Trim(cells[1], " `")
			rows[name], order = cells, append(order, name)
		}
	}
	var names []string
	for _, c := range capabilities {
		names = append(names, string(c.name))
		var ways [2][]string
		for _, w := range c.ways {
			ways[w.effect] = append(ways[w.effect], w.variant)
		}
		cells, ok := rows[string(c.name)]
		if !ok {
			t.Errorf("no row for %s", c.name)
			continue
		}
		for effect, want := range ways {
			var told []string
			for _, found := range quoted.FindAllStringSubmatch(cells[2+effect], -1) {
				told = append(told, found[1])
			}
			if !slices.Equal(told, want) {
				t.Errorf("%s: the table has %v, the code %v", c.name, told, want)
			}
		}
		if prevented := strings.Contains(cells[4], "Nothing can be read"); prevented != (c.none == prevents) {
			t.Errorf("%s: the table says %q", c.name, cells[4])
		}
	}
	if !slices.Equal(order, names) {
		t.Errorf("the rows stand as %v, the capabilities as %v", order, names)
	}
}
