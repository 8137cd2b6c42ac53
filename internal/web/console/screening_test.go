package console_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const screeningPath = "/console/concertations/demonstration/relecture"

// letter puts in the demonstration a text that its author lets be published.
func (h *house) letter(body string) consult.Contribution {
	h.t.Helper()
	ctx := context.Background()
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	letter := consult.Contribution{ID: consult.NewID(), ConsultationID: consultation.ID, Kind: consult.KindLetter, Origin: consult.OriginCollected,
		Channel: consult.ChannelMail, Title: "Une lettre", Body: body, Publication: consult.PublicationAnonymous, TextVersion: 1,
		CreatedAt: testkit.Noon, ChangedAt: testkit.Noon}
	err = h.store.Atomic(ctx, func(tx consult.Tx) error {
		if letter.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		return tx.InsertContribution(ctx, &letter)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return letter
}

func TestAnAnalystReadsTextsAgainBeforeTheyArePublished(t *testing.T) {
	house := open(t, 3)
	letter := house.letter("Mme Roux habite 12 rue des Lilas 44000 Nantes.\nElle <b>propose</b> une épicerie.")
	analyst := house.staff(consult.RoleAnalyst)
	status, _, body := analyst.get(screeningPath)
	if status != http.StatusOK || !strings.Contains(body, "12 rue des Lilas 44000 Nantes</mark>") || strings.Contains(body, "<b>propose") {
		t.Fatalf("%d %s", status, body)
	}
	testkit.CheckHTML(t, body)

	act := url.Values{"acte": {"leave"}, "champ": {"body"}, "debut": {"4"}, "fin": {"8"}, "quoi": {"name"}, "version": {"1"}}
	if status, location := analyst.post(screeningPath+"/"+string(letter.ID)+"?a-relire=oui", act); status != http.StatusSeeOther || !strings.Contains(location, "a-relire=oui#c-"+string(letter.ID)) {
		t.Errorf("leads to %d %s", status, location)
	}
	if _, _, body := analyst.get(screeningPath); !strings.Contains(body, "laissé visible par Amina analyst") {
		t.Error("the word is not shown")
	}

	// What was typed is kept where the words are not in the text, and where the text changed meanwhile.
	words := url.Values{"acte": {"hide_words"}, "mots": {"Epicerie"}, "version": {"1"}}
	status, _, body = analyst.send(screeningPath+"/"+string(letter.ID), "application/x-www-form-urlencoded", strings.NewReader(words.Encode()))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="Epicerie"`) {
		t.Errorf("words that are not there: %d", status)
	}
	// Each fault is said at its own field: the words that are not there, the reason that is missing.
	for typed, at := range map[string][]string{"Epicerie": {"mots", "note"}, "épicerie": {"note"}} {
		words.Set("mots", typed)
		_, _, body := analyst.send(screeningPath+"/"+string(letter.ID), "application/x-www-form-urlencoded", strings.NewReader(words.Encode()))
		testkit.CheckHTML(t, body)
		for _, field := range []string{"mots", "note"} {
			id := field + "-" + string(letter.ID)
			wanted := slices.Contains(at, field)
			if strings.Contains(body, `href="#`+id+`"`) != wanted || strings.Contains(body, `id="`+id+`-error"`) != wanted {
				t.Errorf("%q: the fault at %s is said: %v, want %v", typed, field, !wanted, wanted)
			}
		}
	}
	words.Set("version", strconv.Itoa(letter.TextVersion+1))
	if status, _ := analyst.post(screeningPath+"/"+string(letter.ID), words); status != http.StatusConflict {
		t.Errorf("another text: %d", status)
	}
	if status, _ := house.staff(consult.RoleReader).post(screeningPath+"/"+string(letter.ID), words); status != http.StatusForbidden {
		t.Errorf("a reader: %d", status)
	}
}

func TestTheReadingBeforePublishingIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 3)
	house.letter("Mme Roux habite 12 rue des Lilas 44000 Nantes, tél. 02 40 12 34 56.\nElle propose une épicerie coopérative ouverte à tous les habitants du quartier, tenue par des bénévoles.")
	house.letter("Selon Bruno Petit (bruno@exemple.fr), il faut un fonds de soutien.")
	house.staff(consult.RoleOrganiser)
	tab := chrome.Tab(testkit.View{Width: testkit.WideScreen})
	tab.Go(house.server.URL + "/console/connexion")
	tab.Fill("#email", "organiser@exemple.fr")
	tab.Fill("#password", goodPassword)
	tab.Follow("main button")
	tab.Go(house.server.URL + screeningPath)
	tab.Follow(`button[value="leave"]`)
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		view := testkit.View{Width: width}
		tab := chrome.Tab(view)
		tab.Go(house.server.URL + screeningPath)
		tab.CheckAxe()
		tab.CheckReflow()
		testkit.Picture(tab, "console-relecture", view)
	}
}
