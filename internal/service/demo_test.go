package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// demonstrated gives a service whose demonstration was filled.
func demonstrated(t testing.TB, options service.DemoOptions) (*house, consult.Consultation) {
	t.Helper()
	ctx, h := context.Background(), emptyHouse(t)
	if err := h.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	if err := h.Demo(ctx, options, nil); err != nil {
		t.Fatal(err)
	}
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	return h, consultation
}

func (h *house) texts(t testing.TB, filter consult.ContributionFilter) []consult.Contribution {
	t.Helper()
	found, err := h.store.Contributions(context.Background(), filter)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheDemonstrationIsFilledWithVariedFictitiousResponses(t *testing.T) {
	ctx := context.Background()
	h, consultation := demonstrated(t, service.DemoOptions{Responses: 275, Ideas: 20, Seed: 1})
	responses, err := h.store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID})
	if err != nil || len(responses) != 275 {
		t.Fatalf("%d responses, %v", len(responses), err)
	}
	categories, territories, days := map[string]int{}, map[string]int{}, map[string]int{}
	further, names := 0, 0
	for _, r := range responses {
		if r.Status != consult.ResponseSubmitted || r.Origin != consult.OriginDemonstration {
			t.Fatalf("response %s is %s, %s", r.ID, r.Status, r.Origin)
		}
		categories[r.Category]++
		territories[r.Territory]++
		days[r.SubmittedAt.Format(time.DateOnly)]++
		if r.SubmittedAt.Before(consultation.OpensAt) || r.SubmittedAt.After(noon) {
			t.Errorf("sent on %s, while the consultation opened on %s", r.SubmittedAt, consultation.OpensAt)
		}
		if r.Submission.Answers["continuer"].Text == "oui" {
			further++
		}
		identities, err := h.store.Identities(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, identity := range identities {
			names++
			if !strings.Contains(identity.Value, "xemple") && !strings.HasPrefix(identity.Value, "W000") {
				t.Errorf("%q could be taken for a real identity", identity.Value)
			}
		}
	}
	if len(categories) < 7 || len(territories) < 6 || len(days) < 25 || names < 50 {
		t.Errorf("categories %v, territories %v, %d days, %d identities", categories, territories, len(days), names)
	}
	if share := float64(further) / 275; share < 0.45 || share > 0.65 {
		t.Errorf("%.0f %% go on with the optional part", 100*share)
	}

	texts := map[string]int{}
	short, long := 0, 0
	answers := h.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID, Kind: consult.KindAnswer})
	for _, c := range answers {
		texts[c.Body]++
		if len(c.Body) < 60 {
			short++
		}
		if len(c.Body) > 250 {
			long++
		}
		if !utf8.ValidString(c.Body) {
			t.Errorf("%q is badly written", c.Body)
		}
		if c.Origin != consult.OriginDemonstration || c.Folded == "" && strings.ContainsAny(c.Body, "aeiou") {
			t.Errorf("contribution %s: origin %s, folded %q", c.ID, c.Origin, c.Folded)
		}
	}
	if len(answers) < 350 || len(texts) < len(answers)*3/4 || short < 20 || long < 20 {
		t.Errorf("%d texts, %d distinct, %d short, %d long", len(answers), len(texts), short, long)
	}
	if ideas := h.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID, Kind: consult.KindIdea}); len(ideas) != 20 {
		t.Errorf("%d ideas", len(ideas))
	}
	ideas, err := h.store.Ideas(ctx, consult.IdeaFilter{ConsultationID: consultation.ID})
	if err != nil || len(ideas) != 20 {
		t.Fatalf("%d ideas in the box, %v", len(ideas), err)
	}
	supported, answered, commented, themes := 0, 0, 0, map[consult.ID]int{}
	for _, idea := range ideas {
		if idea.Origin != consult.OriginDemonstration || idea.Observation == "" || idea.Proposal == "" || idea.Signature != "" {
			t.Errorf("an idea is %+v", idea)
		}
		themes[idea.ThemeID]++
		supported, commented = supported+idea.Supports, commented+idea.Comments
		if idea.Answer != "" {
			answered++
		}
	}
	if supported < 20 || answered < 2 || commented < 2 || len(themes) < 4 {
		t.Errorf("%d supports, %d answers, %d comments, %d themes", supported, answered, commented, len(themes))
	}
	box, err := h.IdeaBox(ctx, "demonstration", service.IdeaQuery{}, 1)
	if err != nil || box.Total != 20 || !box.Rules.Open || !box.Rules.Supports || !box.Rules.Comments || box.Rules.Before {
		t.Errorf("the box shows %d ideas under %+v, %v", box.Total, box.Rules, err)
	}
	if coded, err := h.store.CurrentAssignments(ctx, consultation.ID); err != nil || len(coded) != 0 {
		t.Errorf("%d assignments that nobody made, %v", len(coded), err)
	}
}

func TestTheSameSeedMakesTheSameResponsesAndNeverTwice(t *testing.T) {
	ctx := context.Background()
	bodies := func(h *house, consultation consult.Consultation) []string {
		var all []string
		for _, c := range h.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID}) {
			themes, err := h.store.Assignments(ctx, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(c.Question, " ", c.Title, " ", c.Body, " ", len(themes)))
		}
		slices.Sort(all)
		return all
	}
	first, consultation := demonstrated(t, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 7, Coded: true})
	once := bodies(first, consultation)
	if err := first.Demo(ctx, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 7, Coded: true}, nil); err != nil {
		t.Fatal(err)
	}
	if again := bodies(first, consultation); !slices.Equal(once, again) {
		t.Errorf("%d texts became %d", len(once), len(again))
	}
	second, other := demonstrated(t, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 7, Coded: true})
	if !slices.Equal(once, bodies(second, other)) {
		t.Error("the same seed made other texts elsewhere")
	}
	third, other := demonstrated(t, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 8, Coded: true})
	if slices.Equal(once, bodies(third, other)) {
		t.Error("another seed made the same texts")
	}
}

func TestADemonstrationGroupedOnDemandSaysWhoGroupedIt(t *testing.T) {
	ctx := context.Background()
	h, consultation := demonstrated(t, service.DemoOptions{Responses: 60, Ideas: 10, Seed: 1, Coded: true})
	assignments, err := h.store.CurrentAssignments(ctx, consultation.ID)
	if err != nil || len(assignments) == 0 {
		t.Fatalf("%d assignments, %v", len(assignments), err)
	}
	coder, err := h.store.User(ctx, assignments[0].CoderID)
	if err != nil || coder.DisabledAt.IsZero() || !strings.Contains(coder.Name, "fictif") {
		t.Errorf("grouped by %+v, %v", coder, err)
	}
	all := len(h.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID}))
	waiting := len(h.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID, Uncoded: true}))
	if share := float64(all-waiting) / float64(all); share < 0.45 || share > 0.75 {
		t.Errorf("%d of %d texts are grouped", all-waiting, all)
	}
}

func TestProgressIsToldToTheEnd(t *testing.T) {
	ctx, h := context.Background(), emptyHouse(t)
	var told []int
	err := h.Demo(ctx, service.DemoOptions{Responses: 120, Ideas: 3, Seed: 1}, func(done, total int) {
		if total != 123 {
			t.Errorf("total %d", total)
		}
		told = append(told, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []int{50, 100, 120, 123}) {
		t.Errorf("told %v", told)
	}
}
