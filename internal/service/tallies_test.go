package service_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/service"
	"concertation/internal/tally"
)

func (h *house) questionnaire(t testing.TB) consult.ID {
	t.Helper()
	all, err := h.store.Questionnaires(context.Background(), h.id)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d questionnaires, %v", len(all), err)
	}
	return all[0].ID
}

func (h *house) engine(t testing.TB) *tally.Engine {
	t.Helper()
	engine, err := h.Tallies(context.Background(), h.questionnaire(t))
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// shown writes every count of an engine, a line each.
func shown(engine *tally.Engine) string {
	var out strings.Builder
	fmt.Fprintf(&out, "responses %d\n", engine.Responses())
	for _, one := range engine.Tallies() {
		fmt.Fprintf(&out, "%s %+v", one.Question.Name, one.Bases)
		for _, option := range one.Options {
			fmt.Fprintf(&out, " %s=%d", option.Choice, option.Count)
		}
		if one.Numbers != nil {
			fmt.Fprintf(&out, " sum=%v", one.Numbers.Sum)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// recounted counts the same from the stored responses, one by one.
func recounted(t testing.TB, h *house) string {
	t.Helper()
	ctx := context.Background()
	responses, err := h.store.Responses(ctx, consult.ResponseFilter{ConsultationID: h.id, Status: consult.ResponseSubmitted})
	if err != nil {
		t.Fatal(err)
	}
	start, err := h.StartView(ctx, "essai", "questionnaire")
	if err != nil {
		t.Fatal(err)
	}
	form := start.Published.Questionnaire
	var out strings.Builder
	fmt.Fprintf(&out, "responses %d\n", len(responses))
	for _, question := range form.Questions() {
		if question.Identity {
			continue
		}
		bases, counts, sum := tally.Bases{Responses: len(responses)}, map[string]int{}, 0.0
		for _, r := range responses {
			if r.Submission.Shown(question.Name) {
				bases.Shown++
			}
			answer, given := r.Submission.Answers[question.Name]
			if !given {
				continue
			}
			bases.Answered++
			sum += answer.Number
			for _, code := range append(answer.Codes, answer.Text) {
				counts[code]++
			}
		}
		bases.Blank = bases.Shown - bases.Answered
		fmt.Fprintf(&out, "%s %+v", question.Name, bases)
		for _, choice := range form.Choices(question) {
			fmt.Fprintf(&out, " %s=%d", choice.Name, counts[choice.Name])
		}
		if question.Kind == forms.Integer && bases.Answered > 0 {
			fmt.Fprintf(&out, " sum=%v", sum)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// answers draws what somebody answers to the first page of the small questionnaire.
func answers(t *rapid.T) forms.Raw {
	raw := forms.Raw{"qui": {rapid.SampledFrom([]string{"structure", "personne"}).Draw(t, "who")}, "nom": {"Exemple"}, "freins": nil, "age": nil}
	if rapid.Bool().Draw(t, "hindered") {
		raw["freins"] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"argent", "temps"}), 1, 2, rapid.ID).Draw(t, "by")
	}
	if rapid.Bool().Draw(t, "dated") {
		raw["age"] = []string{fmt.Sprint(rapid.IntRange(0, 40).Draw(t, "years"))}
	}
	return raw
}

func TestTalliesEqualARecountWhateverHappenedAndWhoeverWroteIt(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	var tokens []string
	imports := 0
	answer := func(t testing.TB, token string, raw forms.Raw) {
		post := h.page(t, token, 0, raw)
		post.Shown = []string{"qui", "freins", "nom", "age"}
		h.save(t, token, post)
		h.send(t, token)
	}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(rt, "acts") {
			act := rapid.SampledFrom([]string{"submit", "submit", "edit", "leave edited", "withdraw", "import", "restart"}).Draw(rt, "act")
			if len(tokens) == 0 && act != "import" && act != "restart" {
				act = "submit"
			}
			switch act {
			case "submit":
				token := h.begin(t)
				answer(t, token, answers(rt))
				tokens = append(tokens, token)
			case "edit":
				answer(t, rapid.SampledFrom(tokens).Draw(rt, "whose"), answers(rt))
			case "leave edited":
				h.save(t, rapid.SampledFrom(tokens).Draw(rt, "whose"), h.page(t, tokens[0], 0, answers(rt)))
			case "withdraw":
				if _, err := h.Withdraw(ctx, rapid.SampledFrom(tokens).Draw(rt, "whose")); err != nil {
					rt.Fatal(err)
				}
			case "import": // by another process: a service of its own, whose wake-ups this one does not hear
				imports++
				other := service.New(h.store, service.WithClock(h.clock.Now))
				path := filepath.Join(t.TempDir(), "reponses.csv")
				if err := os.WriteFile(path, fmt.Appendf(nil, "id,qui,freins,age\n%d,personne,temps,3\n", imports), 0o600); err != nil {
					rt.Fatal(err)
				}
				file, err := intake.Open(path)
				if err != nil {
					rt.Fatal(err)
				}
				defer file.Close()
				if _, err := other.ImportResponses(ctx, consult.System(), "essai", file, service.ImportOptions{}); err != nil {
					rt.Fatal(err)
				}
			case "restart":
				h.Service = service.New(h.store, service.WithClock(h.clock.Now))
			}
		}
		if got, want := shown(h.engine(t)), recounted(t, h); got != want {
			rt.Fatalf("tallies:\n%s\nrecount:\n%s", got, want)
		}
	})
	if h.engine(t).Responses() == 0 {
		t.Error("nothing was counted")
	}
}

func TestTalliesFollowInTheBackground(t *testing.T) {
	h, consultation := demonstrated(t, service.DemoOptions{Responses: 120, Seed: 1})
	h.id = consultation.ID
	ctx, stop := context.WithCancel(context.Background())
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		h.Follow(ctx)
	}()
	if engine := h.engine(t); engine.Responses() != 120 {
		t.Errorf("%d responses counted", engine.Responses())
	}
	if err := h.Demo(ctx, service.DemoOptions{Responses: 150, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	if engine := h.engine(t); engine.Responses() != 150 {
		t.Errorf("%d responses counted after thirty more", engine.Responses())
	}
	stop()
	<-followed
}

func TestTalliesOfAQuestionnaireNobodyAnsweredHaveItsQuestions(t *testing.T) {
	h := openHouse(t, small())
	if engine := h.engine(t); engine.Responses() != 0 || len(engine.Questions()) == 0 {
		t.Errorf("%d responses, %d questions", engine.Responses(), len(engine.Questions()))
	}
	if _, err := h.Tallies(context.Background(), consult.NewID()); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("tallies of no questionnaire: %v", err)
	}
	gone, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := h.Tallies(gone, h.questionnaire(t)); err == nil {
		t.Error("somebody who left is answered")
	}
}
