package ui_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"concertation/internal/web/ui"
)

func TestInlineMarkdown(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a plain text costs nothing", "Votre statut", "Votre statut"},
		{"emphasis", "un *mot* et **deux**", "un <em>mot</em> et <strong>deux</strong>"},
		{"a link", "[la page](https://exemple.fr)", `<a href="https://exemple.fr" rel="nofollow">la page</a>`},
		{"quotes and signs are escaped", `"a" < b & c`, "&#34;a&#34; &lt; b &amp; c"},
		{"a script is dropped, with the block it begins", "<script>alert(1)</script>oui", ""},
		{"an attribute is dropped", `<a href="/x" onclick="y()">ici</a>`, "ici"},
		{"a link that runs code is dropped", "[ici](javascript:alert(1))", "ici"},
		{"an image is dropped", "![x](https://exemple.fr/x.png)oui", "oui"},
		{"a title is only words", "# Titre", "Titre"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ui.InlineMarkdown(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPlainMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"Votre statut":                  "Votre statut",
		"un **mot** & [un lien](/page)": "un mot & un lien",
		"`code` <b>gras</b>":            "code gras",
	} {
		if got := ui.PlainMarkdown(text); got != want {
			t.Errorf("PlainMarkdown(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzMarkdown: whatever is written, nothing that runs comes out.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"<script>x</script>", "[a](javascript:b)", "<img src=x onerror=y>", "<svg/onload=x>", "<style>", "a\x00b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, out := range []string{ui.InlineMarkdown(text), ui.MarkdownHTML(text)} {
			tokens := html.NewTokenizer(strings.NewReader(out))
			for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
				token := tokens.Token()
				if token.Data == "script" && kind != html.TextToken || token.Data == "style" && kind != html.TextToken {
					t.Fatalf("%q gives %q", text, out)
				}
				for _, a := range token.Attr {
					scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":")
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || scheme == "javascript" || scheme == "data" {
						t.Fatalf("%q gives %q", text, out)
					}
				}
			}
		}
	})
}
