package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestStillFacesAccessible: whatever the faces can show keeps all rules of axe-core
// in light and in dark, wide and narrow, in both directions of writing, nothing
// stands out of its page, and the sidebar has one primary button at most.
func TestStillFacesAccessible(t *testing.T) {
	t.Parallel()
	for about, faces := range map[string][]shown{"who a chat is": linkFaces(), "Zoho": zohoFaces(), "WhatsApp": healthFaces()} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			a := newAuditor(t)
			s := openStill(t)
			for _, f := range faces {
				auditFace(t, a, s, f)
			}
		})
	}
}

func auditFace(t *testing.T, a auditor, s stillStage, f shown) {
	t.Helper()
	f.leave(t, s)
	face := s.face(t, f.path)
	if f.unfold != "" {
		must(t, face.Click(f.unfold))
	}
	untilShown(t, face, f.there)
	for _, direction := range []string{"ltr", "rtl"} {
		run(t, face, fmt.Sprintf("document.documentElement.dir = %q", direction))
		for _, width := range []int64{narrowWidth, pageWidth} {
			what := fmt.Sprintf("%s, %s, %d px", f.what, direction, width)
			a.audit(t, face, what, width)
			fits(t, face, what)
		}
	}
	primary := value(Eval[[]string](face, `[...document.querySelectorAll(".primary")].filter((b) => b.checkVisibility()).map((b) => b.id)`))(t)
	if strings.HasPrefix(f.path, "panel/") && len(primary) > 1 {
		t.Errorf("%s: %q are primary buttons", f.what, primary)
	}
	must(t, face.Close())
}
