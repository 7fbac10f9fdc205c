package directory

import "testing"

// TestProbing finds out the size of modules of all kinds.
func TestProbing(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 200, 201, 999, 1000, 1001, 4999, 30_000, 50_000, 99_999, 100_000, 100_001, 2_000_000} {
		var b Bound
		asked := 0
		for {
			skip, ok := b.Probe()
			if !ok {
				break
			}
			if asked++; asked > 3 {
				t.Fatalf("%d records: more than three probes", size)
			}
			b = b.Probed(skip, size > skip)
		}
		if size < b.AtLeast || (b.AtMost > 0 && size > b.AtMost) {
			t.Errorf("%d records are said to be %+v", size, b)
		}
		if b.AtMost == 0 && size <= 100_000 {
			t.Errorf("%d records: nothing is known but %+v", size, b)
		}
		least, most := Estimate(b)
		if cost := creditsFor(size); cost < least || (most > 0 && cost > most) {
			t.Errorf("%d records cost %d credits, estimated %d to %d", size, cost, least, most)
		}
	}
}

func TestCredits(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{0: 1, 200: 1, 201: 2, 1000: 2, 1001: 3, 2000: 3, 2100: 4, 10_000: 15, 100_000: 150} {
		if got := creditsFor(size); got != want {
			t.Errorf("%d records cost %d credits, want %d", size, got, want)
		}
	}
	if least, most := Estimate(Bound{AtLeast: 100_001}, Bound{AtMost: 200}); least != 152 || most != 0 {
		t.Errorf("estimated %d to %d, want 152 to an unknown number", least, most)
	}
	if (Step{}).Credits() != 0 {
		t.Error("nothing to ask costs something")
	}
}
