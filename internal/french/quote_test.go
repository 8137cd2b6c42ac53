package french_test

import (
	"testing"

	"concertation/internal/french"
)

func TestATitleIsNamedBetweenQuotes(t *testing.T) {
	for _, c := range []struct{ name, title, want string }{
		{"a title", "Votre structure", "«\u00a0Votre structure\u00a0»"},
		{"one that leads to its choices", "Vous répondez\u00a0:", "«\u00a0Vous répondez\u00a0»"},
		{"one that its choices end", "Votre structure est avant tout…", "«\u00a0Votre structure est avant tout\u00a0»"},
		{"three dots and a colon", "Votre structure est... : ", "«\u00a0Votre structure est\u00a0»"},
		{"a question keeps its mark", "Quel âge avez-vous\u202f?", "«\u00a0Quel âge avez-vous\u202f?\u00a0»"},
		{"a colon inside", "Ceci\u00a0: cela", "«\u00a0Ceci\u00a0: cela\u00a0»"},
		{"quotes inside", "Que dit «\u00a0oui\u00a0»\u00a0?", "«\u00a0Que dit “oui”\u00a0?\u00a0»"},
		{"nothing but dots", "…", "«\u00a0…\u00a0»"},
	} {
		if got := french.Quote(c.title); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestALineStandsUnderWhatItsGridAsks(t *testing.T) {
	for title, want := range map[string]string{"Est-elle connue\u00a0:": "Est-elle connue – des jeunes", "Êtes-vous satisfait\u202f?": "Êtes-vous satisfait\u202f? – des jeunes", ":": ": – des jeunes"} {
		if got := french.Under(title, "des jeunes"); got != want {
			t.Errorf("%q gives %q", title, got)
		}
	}
}
