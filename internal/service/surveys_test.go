package service_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// publish publishes a revision of the questionnaire at an address, made when there is none.
func (h *house) publish(t testing.TB, slug string, definition forms.Definition) {
	t.Helper()
	ctx := context.Background()
	h.clock.advance(1)
	err := h.Store.Atomic(ctx, func(tx consult.Tx) error {
		all, err := tx.Questionnaires(ctx, h.id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(q consult.Questionnaire) bool { return q.Slug == slug })
		if at < 0 {
			at = len(all)
			all = append(all, consult.Questionnaire{ID: consult.NewID(), ConsultationID: h.id, Slug: slug, Title: slug, CreatedAt: h.clock.Now()})
			if err := tx.InsertQuestionnaire(ctx, &all[at]); err != nil {
				return err
			}
		}
		revision := consult.Revision{ID: consult.NewID(), QuestionnaireID: all[at].ID, ConsultationID: h.id, Definition: definition, CreatedAt: h.clock.Now()}
		if err := tx.InsertRevision(ctx, &revision); err != nil {
			return err
		}
		return tx.PublishRevision(ctx, revision.ID, "", h.clock.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// answer sends a response of one page to the questionnaire of that address.
func (h *house) answer(t testing.TB, slug string, raw forms.Raw) {
	t.Helper()
	begun, err := h.Begin(context.Background(), "essai", slug, "")
	if err != nil {
		t.Fatal(err)
	}
	h.save(t, begun.Token, h.page(t, begun.Token, 0, raw))
	h.send(t, begun.Token)
}

// elected is a questionnaire of another public.
func elected() forms.Definition {
	return forms.Definition{Title: text("Questionnaire des **élus**"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"mandat": {{Name: "maire", Label: text("Maire")}, {Name: "conseil", Label: text("Conseil")}}},
		Sections: []forms.Section{{Name: "page", Title: text("Mandat"), Questions: []forms.Question{
			{Name: "mandat", Kind: forms.SelectOne, Label: text("Votre mandat"), List: "mandat", Role: forms.RoleCategory}}}}}
}

// workbookRows gives the rows of a sheet of the internal workbook.
func workbookRows(t testing.TB, h *house, sheet string) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := h.ExportWorkbook(context.Background(), consult.System(), "essai", false, &out); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEachPublishedQuestionnaireHasItsResults(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.speak(t)
	amina := actor(h.organiser(t))
	alone, err := h.Results(ctx, amina, "essai", service.ResultsQuery{})
	if err != nil || alone.Surveys != nil {
		t.Fatalf("one questionnaire is offered to choose: %+v, %v", alone.Surveys, err)
	}
	h.publish(t, "elus", elected())
	h.answer(t, "questionnaire", forms.Raw{"qui": {"personne"}})
	h.answer(t, "elus", forms.Raw{"mandat": {"maire"}})
	h.answer(t, "elus", forms.Raw{"mandat": {"conseil"}})
	for slug, want := range map[string]struct {
		total    int
		question string
		lines    []service.SurveyLine
	}{
		"":              {1, "qui", []service.SurveyLine{{"questionnaire", "Petit questionnaire", 1, true}, {"elus", "Questionnaire des **élus**", 2, false}}},
		"questionnaire": {1, "qui", []service.SurveyLine{{"questionnaire", "Petit questionnaire", 1, true}, {"elus", "Questionnaire des **élus**", 2, false}}},
		"elus":          {2, "mandat", []service.SurveyLine{{"questionnaire", "Petit questionnaire", 1, false}, {"elus", "Questionnaire des **élus**", 2, true}}},
	} {
		results, err := h.Results(ctx, amina, "essai", service.ResultsQuery{Questionnaire: slug})
		if err != nil || results.Total != want.total || results.Tallies[0].Question.Name != want.question || !slices.Equal(results.Surveys, want.lines) {
			t.Errorf("results of %q: %+v, %v", slug, results, err)
		}
		crossing, err := h.Crossing(ctx, amina, "essai", service.CrossQuery{Questionnaire: slug})
		if err != nil || crossing.Row != want.question || !slices.Equal(crossing.Surveys, want.lines) {
			t.Errorf("crossing of %q: %+v, %v", slug, crossing, err)
		}
		participation, err := h.Participation(ctx, amina, "essai", slug)
		if err != nil || participation.Submitted != 3 || participation.Days[0].Count != want.total || participation.Category.Question.Name != want.question {
			t.Errorf("participation in %q: %+v, %v", slug, participation, err)
		}
		responses, err := h.Responses(ctx, amina, "essai", service.ResponsesQuery{Questionnaire: slug}, 1)
		if err != nil || responses.Count != want.total || len(responses.Responses) != want.total || !slices.Equal(responses.Surveys, want.lines) {
			t.Errorf("responses to %q: %+v, %v", slug, responses, err)
		}
	}
	_, err = h.Results(ctx, amina, "essai", service.ResultsQuery{Questionnaire: "rien"})
	code(t, "results of no questionnaire", err, consult.CodeNotFound)
	_, err = h.Responses(ctx, amina, "essai", service.ResponsesQuery{Questionnaire: "rien"}, 1)
	code(t, "responses to no questionnaire", err, consult.CodeNotFound)
	if first, second := workbookRows(t, h, "Réponses"), workbookRows(t, h, "Réponses 2"); len(first) != 2 || len(second) != 3 || !slices.Contains(second[1], "Maire") {
		t.Errorf("the workbook has responses %q and %q", first, second)
	}
}

func TestWhatANewRevisionWithdrawsStaysInResults(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.speak(t)
	amina := actor(h.organiser(t))
	h.answer(t, "questionnaire", forms.Raw{"qui": {"personne"}, "freins": {"argent", "temps"}, "age": {"12"}})
	if before, err := h.Results(ctx, amina, "essai", service.ResultsQuery{}); err != nil || before.Form.Withdrawn("age") {
		t.Fatalf("withdrawn before it is: %v", err)
	}
	next := small()
	next.Lists["frein"] = slices.DeleteFunc(next.Lists["frein"], func(c forms.Choice) bool { return c.Name == "temps" })
	next.Lists["frein"][0].Label = text("Les moyens")
	next.Sections[0].Questions = slices.DeleteFunc(next.Sections[0].Questions, func(q forms.Question) bool { return q.Name == "age" })
	h.publish(t, "questionnaire", next)
	h.answer(t, "questionnaire", forms.Raw{"qui": {"personne"}, "freins": {"argent"}})
	results, err := h.Results(ctx, amina, "essai", service.ResultsQuery{})
	if err != nil || !results.Form.Withdrawn("age") || !results.Form.Withdrawn("freins/temps") || results.Form.Withdrawn("freins/argent") {
		t.Fatalf("what was withdrawn is not known: %v", err)
	}
	for _, one := range results.Tallies {
		if one.Question.Name == "freins" && (one.Options[0].Label.In("fr") != "Les moyens" || one.Options[0].Count != 2) {
			t.Errorf("counted as %+v", one.Options)
		}
	}
	crossing, err := h.Crossing(ctx, amina, "essai", service.CrossQuery{Row: "qui", Column: "freins"})
	if err != nil || crossing.Cross.ColOptions[2].Choice != "temps" || crossing.Cross.ColOptions[2].Count != 1 {
		t.Errorf("crossed as %+v, %v", crossing.Cross, err)
	}
	rows := workbookRows(t, h, "Réponses")
	age, hindered := slices.Index(rows[0], "Votre ancienneté (retirée)"), slices.Index(rows[0], "Vos freins")
	if age < 0 || rows[1][age] != "12" || rows[2][age] != "Non posée" || rows[1][hindered] != "Les moyens\u202f; Le temps" {
		t.Errorf("rows %q", rows)
	}
}

func TestATextIsSaidToAnswerTheQuestionOfItsOwnQuestionnaire(t *testing.T) {
	h := openHouse(t, small())
	h.speak(t)
	other := elected()
	other.Sections[0].Questions = append(other.Sections[0].Questions, forms.Question{Name: "besoin", Kind: forms.LongText, Label: text("Le besoin de la commune"), Open: true})
	h.publish(t, "elus", other)
	structureAnswered(t, h)
	h.answer(t, "elus", forms.Raw{"mandat": {"maire"}, "besoin": {"Une école"}})
	said := map[string]string{}
	for _, row := range workbookRows(t, h, "Verbatims par thème")[1:] {
		said[row[1]] = row[2]
	}
	if said["Un local"] != "Votre besoin" || said["Une école"] != "Le besoin de la commune" {
		t.Errorf("texts answer %q", said)
	}
}

func TestTheNamesOfAQuestionWithdrawnAreStillHiddenFromWhatIsPublished(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.speak(t)
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Zoé Quincampoix"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"un local pour zoé quincampoix"}, "publication": {"named"}}))
	h.send(t, token)
	next := small()
	next.Sections[0].Questions = slices.DeleteFunc(next.Sections[0].Questions, func(q forms.Question) bool { return q.Name == "nom" })
	for _, when := range []string{"before", "after"} {
		if when == "after" {
			h.publish(t, "questionnaire", next)
		}
		var out bytes.Buffer
		if err := h.ExportCSV(ctx, consult.System(), "essai", true, &out); err != nil {
			t.Fatal(err)
		}
		if texts := unzipped(t, out.Bytes(), "open-data/contributions.csv"); strings.Contains(texts, "quincampoix") || !strings.Contains(texts, "un local") {
			t.Errorf("%s the revision, published: %s", when, texts)
		}
	}
}
