package locale

import (
	"slices"
	"testing"
	"testing/fstest"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	const codes = "export type A =\n  /** One. */\n  | \"one\"\n  | \"two\";\n"
	tests := map[string]struct {
		keys []string
		code string
		text string
		want []string
	}{
		"called":                      {keys: []string{"a"}, code: `t("a")`},
		"called over two lines":       {keys: []string{"a"}, code: "t(\n  'a',\n  name)"},
		"in a manifest":               {keys: []string{"a", "b"}, text: `__MSG_a__ __MSG_b__`},
		"handed on":                   {keys: []string{"a"}, code: `const words = { idle: "a" }`},
		"composed":                    {keys: []string{"p_one", "p_two"}, code: "t(`p_${code}`)"},
		"composed with a suffix":      {keys: []string{"p_one_title"}, code: "t(`p_${code}_title`, x)"},
		"template without a hole":     {keys: []string{"a"}, code: "t(`a`)"},
		"Chrome's own":                {text: `__MSG_@@bidi_dir__`},
		"no words":                    {code: `t("a")`, want: []string{`f uses "a", which has no words`}},
		"no words in a manifest":      {text: `__MSG_a__`, want: []string{`f uses "a", which has no words`}},
		"unused":                      {keys: []string{"a"}, code: `set("b"); at("a b")`, want: []string{`"a" is used nowhere`}},
		"used in a comment only":      {keys: []string{"a"}, code: "/* t(\"a\") */\n// \"a\"", want: []string{`"a" is used nowhere`}},
		"after an address":            {keys: []string{"a"}, code: `f("https://x/*"); t("a") // */`},
		"composed of no code":         {keys: []string{"p_three"}, code: "t(`p_${code}`)", want: []string{"f: t(`p_${code}`) has no words for any code of the contract", `"p_three" is used nowhere`}},
		"a key beside a composed one": {keys: []string{"p_one", "p_other"}, code: "t(`p_${code}`)", want: []string{`"p_other" is used nowhere`}},
		"composed without a prefix":   {code: "t(`${code}`)", want: []string{"f: t(`${code}`) must be a prefix, one code and perhaps a suffix"}},
		"composed of two":             {code: "t(`p_${a}_${b}`)", want: []string{"f: t(`p_${a}_${b}`) must be a prefix, one code and perhaps a suffix"}},
		"a method or longer name":     {keys: []string{"a"}, code: "x.t(`b`); at(`b`)", want: []string{`"a" is used nowhere`}},
		"every problem":               {keys: []string{"a", "b"}, code: `t("c")`, want: []string{`f uses "c", which has no words`, `"a" is used nowhere`, `"b" is used nowhere`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages := map[string]Message{}
			for _, key := range test.keys {
				messages[key] = Message{Message: "Words."}
			}
			u := NewUsage(messages, Codes(codes))
			u.Code("f", test.code)
			u.Text("f", test.text)
			if got := u.Problems(); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestEmptyMessage(t *testing.T) {
	t.Parallel()
	u := NewUsage(map[string]Message{"a": {}}, nil)
	u.Code("f", `t("a")`)
	if got, want := u.Problems(), []string{`"a" is empty`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	words := Message{Message: "Words."}
	u := NewUsage(map[string]Message{"note_a": words, "note_old": words}, nil)
	u.Keys("internal/notes", []string{"note_a", "note_b"})
	want := []string{`internal/notes uses "note_b", which has no words`, `"note_old" is used nowhere`}
	if got := u.Problems(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"good.json": {Data: []byte(`{"a": {"message": "A", "description": "The first."}}`)},
		"bad.json":  {Data: []byte(`{"a": "A"}`)},
	}
	messages, err := Read(files, "good.json")
	if err != nil || messages["a"].Message != "A" {
		t.Errorf("got %v, %v", messages, err)
	}
	for _, name := range []string{"bad.json", "none.json"} {
		if _, err := Read(files, name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestKeysThatStandTwice(t *testing.T) {
	t.Parallel()
	for text, sound := range map[string]bool{
		`{"a": {"message": "One."}, "b": {"message": "Two."}}`: true,
		`{"a": {"message": "One."}, "a": {"message": "Two."}}`: false,
		`{}`: true,
		`{`:  false,
	} {
		_, err := Read(fstest.MapFS{"f": {Data: []byte(text)}}, "f")
		if (err == nil) != sound {
			t.Errorf("%s: %v", text, err)
		}
	}
}
