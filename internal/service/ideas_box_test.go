package service_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestIdeasAreFoundWithoutAccentsNorPlurals(t *testing.T) {
	b := openBox(t)
	b.drop(t, titled("Coopératives d’énergie"))
	b.drop(t, func(d *service.IdeaDraft) {
		d.Title, d.Proposal, d.Beneficiaries = "Salariés", "Une coopérative régionale de services", "Les bénévoles"
	})
	b.drop(t, titled("Emplois des jeunes"))
	for words, want := range map[string][]string{
		"cooperative":                   {"Coopératives d’énergie", "Salariés"},
		"COOPÉRATIVES":                  {"Coopératives d’énergie", "Salariés"},
		"les coopératives d'énergie":    {"Coopératives d’énergie"},
		"energies":                      {"Coopératives d’énergie"},
		"regionaux":                     {"Salariés"},
		"benevole":                      {"Salariés"},
		"emploi":                        {"Emplois des jeunes"},
		"coop":                          {"Coopératives d’énergie", "Salariés"},
		"emploi cooperative":            nil,
		"jardin emploi":                 {"Emplois des jeunes"}, // the text of every draft speaks of a garden
		"de la":                         nil,
		"???":                           nil,
		"🌱":                             nil,
		"\" OR 1=1 --":                  nil,
		"title:emploi NOT jeunes*":      nil,
		strings.Repeat("emploi ", 5000): {"Emplois des jeunes"},
	} {
		if got := b.titles(t, service.IdeaQuery{Words: words}); !slices.Equal(got, want) {
			t.Errorf("%.40q finds %q, want %q", words, got, want)
		}
	}
}

func TestFiltersAddUpAndCountsSayWhatTheyWouldFind(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	for i, place := range []string{"44", "49", "49", ""} {
		b.clock.advance(time.Minute)
		b.drop(t, func(d *service.IdeaDraft) {
			d.Title, d.Territory = fmt.Sprint("Idée ", i), place
			if i == 0 {
				d.Theme = b.themes[1].ID
			}
			if i == 3 {
				d.Theme = ""
			}
		})
	}
	for name, c := range map[string]struct {
		query service.IdeaQuery
		want  []string
	}{
		"everything, the newest first": {service.IdeaQuery{}, []string{"Idée 3", "Idée 2", "Idée 1", "Idée 0"}},
		"a theme":                      {service.IdeaQuery{Theme: b.themes[0].ID}, []string{"Idée 2", "Idée 1"}},
		"a territory":                  {service.IdeaQuery{Territory: "49"}, []string{"Idée 2", "Idée 1"}},
		"a theme elsewhere":            {service.IdeaQuery{Theme: b.themes[1].ID, Territory: "49"}, nil},
		"words and a territory":        {service.IdeaQuery{Words: "idées", Territory: "44"}, []string{"Idée 0"}},
		"words, the newest first":      {service.IdeaQuery{Words: "idées", Order: consult.IdeasNewest, Theme: b.themes[0].ID}, []string{"Idée 2", "Idée 1"}},
		"a theme that is not there":    {service.IdeaQuery{Theme: consult.NewID()}, nil},
		"a territory made up":          {service.IdeaQuery{Territory: "' OR ''='", Words: "idée"}, nil},
		"no such order":                {service.IdeaQuery{Order: "prix; DROP TABLE ideas"}, []string{"Idée 3", "Idée 2", "Idée 1", "Idée 0"}},
		"relevance without words":      {service.IdeaQuery{Order: consult.IdeasRelevant}, []string{"Idée 3", "Idée 2", "Idée 1", "Idée 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.titles(t, c.query); !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
	view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{Territory: "44"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, counts := range [][]service.IdeaCount{view.ByTheme, view.ByTerritory, view.ByStatus} {
		all := 0
		for _, count := range counts {
			all += count.Ideas
		}
		if all != 4 {
			t.Errorf("counts %+v do not add up to 4", counts)
		}
	}
	if view.All != 4 || len(view.Choices.Themes) != 2 || len(view.Choices.Territories) != 2 {
		t.Errorf("all %d, choices %+v", view.All, view.Choices)
	}
}

func TestALongListIsCutInPages(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	for range 45 {
		b.drop(t)
	}
	for _, words := range []string{"", "jardin"} {
		seen := map[consult.ID]bool{}
		for page, want := range map[int]int{1: 20, 2: 20, 3: 5} {
			view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{Words: words}, page)
			if err != nil || len(view.Ideas) != want || view.Pages != 3 || view.Page != page {
				t.Errorf("page %d of %q: %d ideas, page %d of %d, %v", page, words, len(view.Ideas), view.Page, view.Pages, err)
			}
			for _, idea := range view.Ideas {
				seen[idea.ID] = true
			}
		}
		if len(seen) != 45 {
			t.Errorf("%q: %d ideas in all pages", words, len(seen))
		}
	}
	for asked, shown := range map[int]int{0: 1, -3: 1, 99: 3, math.MaxInt: 3, math.MinInt: 1} {
		for _, words := range []string{"", "jardin"} {
			if view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{Words: words}, asked); err != nil || view.Page != shown || len(view.Ideas) == 0 {
				t.Errorf("page %d of %q shows %d, %v", asked, words, view.Page, err)
			}
		}
	}
	_, err := b.IdeaBox(ctx, "ailleurs", service.IdeaQuery{}, 1)
	wantCode(t, err, consult.CodeNotFound)
}

func TestACommonSearchIsCountedAgainWhenAnIdeaChanges(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	var last *service.DroppedIdea
	for range 205 {
		last = b.drop(t)
	}
	found := func() int {
		view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{Words: "jardins"}, 1)
		if err != nil || len(view.Ideas) != 20 {
			t.Fatalf("%d ideas, %v", len(view.Ideas), err)
		}
		return view.Total
	}
	for _, step := range []struct {
		act  func()
		want int
	}{
		{func() {}, 205},
		{func() {}, 205},
		{func() { b.drop(t) }, 206},
		{func() {
			b.moderate(t, service.ModerationAct{Idea: last.Idea.ID, Kind: service.ModerateRefuse, Ground: "insult"})
		}, 205},
	} {
		if step.act(); found() != step.want {
			t.Errorf("found %d, want %d", found(), step.want)
		}
	}
}

func TestSimilarIdeasAreShownBeforeSending(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	garden := b.drop(t, func(d *service.IdeaDraft) { d.Title, d.Observation = "Un jardin partagé dans chaque quartier", "" })
	for i := range 8 {
		b.drop(t, func(d *service.IdeaDraft) {
			d.Title, d.Observation, d.Proposal = fmt.Sprint("Former les bénévoles ", i), "", "Organiser des formations gratuites en comptabilité"
		})
	}
	hidden := b.drop(t, func(d *service.IdeaDraft) { d.Title = "Jardins partagés refusés" })
	b.moderate(t, service.ModerationAct{Idea: hidden.Idea.ID, Kind: service.ModerateRefuse, Ground: "insult"})

	similar, err := b.SimilarIdeas(ctx, "essai", "Des jardins partagés", "Il faudrait ouvrir des jardins aux habitants du quartier")
	if err != nil || len(similar) != 1 || similar[0].ID != garden.Idea.ID {
		t.Errorf("%+v, %v", similar, err)
	}
	similar, err = b.SimilarIdeas(ctx, "essai", "Formation des bénévoles à la comptabilité", "")
	if err != nil || len(similar) != 5 {
		t.Errorf("%d like it, %v", len(similar), err)
	}
	for _, unlike := range []string{"", "de la", "🌱", "Ligne de tramway vers la gare", strings.Repeat("x", 100_000)} {
		if similar, err := b.SimilarIdeas(ctx, "essai", unlike, unlike); err != nil || len(similar) != 0 {
			t.Errorf("%.20q is like %d ideas, %v", unlike, len(similar), err)
		}
	}
	view, err := b.IdeaPage(ctx, "essai", garden.Idea.ID, "")
	if err != nil || slices.ContainsFunc(view.Similar, func(c service.IdeaCard) bool { return c.ID == garden.Idea.ID }) {
		t.Errorf("an idea is like itself, %v", err)
	}
}

func FuzzIdeaSearch(f *testing.F) {
	b := openBox(f)
	b.drop(f)
	for _, seed := range []string{"jardin", `"jardin" OR *`, "NEAR(a b)", "title:x", "a AND NOT b", "-x", "''", `\`, "é\u0301", "\x00", "\xff", "('&')|!", "co*", "<->", "日本"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		for _, order := range []consult.IdeaOrder{"", consult.IdeasSupported} {
			view, err := b.IdeaBox(context.Background(), "essai", service.IdeaQuery{Words: words, Order: order, Territory: "49"}, 1)
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			if len(view.Ideas) != view.Total {
				t.Fatalf("%q: %d ideas, %d counted", words, len(view.Ideas), view.Total)
			}
		}
		if _, err := b.SimilarIdeas(context.Background(), "essai", words, words); err != nil {
			t.Fatalf("like %q: %v", words, err)
		}
	})
}
