package mail_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/mail"
)

func TestAMessageIsWrittenFromOneText(t *testing.T) {
	plain, rich, err := mail.FromMarkdown("Bonjour **Amina**,\n\nVoici *deux* raisons :\n\n- le temps\n- [le dossier](https://exemple.fr/d)\n\n<https://exemple.fr/s/x>\n\nÀ bientôt\n")
	if err != nil {
		t.Fatal(err)
	}
	const want = "Bonjour Amina,\n\nVoici deux raisons :\n\n- le temps\n- le dossier (https://exemple.fr/d)\n\nhttps://exemple.fr/s/x\n\nÀ bientôt"
	if plain != want {
		t.Errorf("plain:\n%s", plain)
	}
	for _, part := range []string{"<strong>Amina</strong>", `<a href="https://exemple.fr/d"`, `<a href="https://exemple.fr/s/x"`, "<li>le temps</li>"} {
		if !strings.Contains(rich, part) {
			t.Errorf("no %s in\n%s", part, rich)
		}
	}
}

func TestNothingTypedRunsInAMessage(t *testing.T) {
	_, rich, err := mail.FromMarkdown("<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")
	if err != nil || strings.Contains(rich, "<script") || strings.Contains(rich, "javascript:") || strings.Contains(rich, "onerror") {
		t.Errorf("%s %v", rich, err)
	}
}

func TestEscapedWordsAreReadAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(strings.Fields(rapid.StringMatching(`[a-zéÀ0-9 *_\[\]()<>#+.!|~&"'$%,/:;=?@^\\{}`+"`"+`-]{1,60}`).Draw(t, "words")), " ")
		plain, _, err := mail.FromMarkdown("x " + mail.EscapeMarkdown(words) + " x")
		if err != nil || plain != strings.TrimSpace("x "+words)+" x" && words != "" {
			t.Fatalf("%q became %q (%v)", words, plain, err)
		}
	})
}

func TestTheSpacesThatHoldADateAreKept(t *testing.T) {
	const date = "27\u00a0février\u00a02027 à\u00a014\u00a0h\u00a002"
	plain, rich, err := mail.FromMarkdown("Avant le " + mail.EscapeMarkdown("\u00a0 "+date+"\n ") + ".")
	if err != nil || plain != "Avant le "+date+"." || !strings.Contains(rich, date) {
		t.Errorf("%q %q %v", plain, rich, err)
	}
	if one := mail.OneLine(" a\r\n b \u202f"); one != "a b" {
		t.Errorf("%q", one)
	}
}
