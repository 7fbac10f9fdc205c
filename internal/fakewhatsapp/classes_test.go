package fakewhatsapp

import (
	"bytes"
	"regexp"
	"testing"
)

func TestClassesHaveOtherNamesInEachBuild(t *testing.T) {
	t.Parallel()
	css := []byte("/* .own is not a rule */ .own, .other > .own { margin: .5em 1.5em; }\n.quoted-mention.selectable-text { color: red; }")
	first, names := obfuscate(css, "2.3000.1")
	again, _ := obfuscate(css, "2.3000.1")
	second, others := obfuscate(css, "2.3000.2")
	if !bytes.Equal(first, again) || bytes.Equal(first, second) {
		t.Errorf("one build gives %s and %s, another %s", first, again, second)
	}
	if len(names) != 2 || names["own"] == others["own"] || names["own"] == names["other"] {
		t.Errorf("names %v and %v", names, others)
	}
	made := names["own"]
	want := " ." + made + ", ." + names["other"] + " > ." + made + " { margin: .5em 1.5em; }\n.quoted-mention.selectable-text { color: red; }"
	if string(first) != want || !regexp.MustCompile(`^x[0-9a-f]{8}$`).MatchString(made) {
		t.Errorf("stylesheet %s, want %s", first, want)
	}
}

func TestDatabaseWithoutWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{
		"reactions": true, "message/internalId": true, "reactions/[parentMsgKey+orphan]": true, "mesage": false, "message/body": false,
	} {
		panicked := func() (panicked bool) {
			defer func() { panicked = recover() != nil }()
			New(Options{Empty: true, Database: DatabaseOptions{Without: []string{name}}})
			return false
		}()
		if panicked == known {
			t.Errorf("%s: panicked %v", name, panicked)
		}
	}
}
