package service_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestSavingAPage(t *testing.T) {
	h := openHouse(t, small())
	ctx := context.Background()

	t.Run("keeps what is wrong, and says it", func(t *testing.T) {
		token := h.begin(t)
		result := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"douze"}}))
		if result.Outcome != service.PageInvalid || len(result.Failures) != 1 || result.Failures[0].Question != "age" {
			t.Fatalf("%d %v", result.Outcome, result.Failures)
		}
		if raw := h.answering(t, token).Raw; raw.First("age") != "douze" || raw.First("qui") != "personne" {
			t.Errorf("draft %v", raw)
		}
	})
	t.Run("comes back when a question of the page is added, without complaining of it", func(t *testing.T) {
		token := h.begin(t)
		result := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
		if result.Outcome != service.PageAdded || !slices.Equal(result.Added, []string{"nom"}) {
			t.Fatalf("%d added %v failures %v", result.Outcome, result.Added, result.Failures)
		}
		result = h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
		if result.Outcome != service.PageNext || result.Next != 1 {
			t.Fatalf("%d next %d", result.Outcome, result.Next)
		}
	})
	t.Run("skips a section that is not for the person", func(t *testing.T) {
		token := h.begin(t)
		result := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}}))
		if result.Outcome != service.PageNext || result.Next != -1 {
			t.Errorf("%d next %d", result.Outcome, result.Next)
		}
	})
	t.Run("clears boxes that were shown and are all unticked, and nothing that was not shown", func(t *testing.T) {
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "freins": {"argent", "temps"}}))
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}, "freins": {"argent"}}))
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}}))
		raw := h.answering(t, token).Raw
		if len(raw["freins"]) != 0 {
			t.Errorf("freins %v", raw["freins"])
		}
		// «nom» was shown and absent: only a field that a browser always posts can be, so it is cleared as well.
		post := h.page(t, token, 0, forms.Raw{"qui": {"structure"}})
		h.save(t, token, post)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
		post = h.page(t, token, 0, forms.Raw{"qui": {"personne"}})
		post.Shown = []string{"qui", "freins", "age"}
		h.save(t, token, post)
		if raw := h.answering(t, token).Raw; raw.First("nom") != "Les Jardins" {
			t.Errorf("a question that was not shown lost its value: %v", raw)
		}
	})
	t.Run("takes no field of another section", func(t *testing.T) {
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "besoin": {"intrus"}, "inconnu": {"x"}}))
		if raw := h.answering(t, token).Raw; raw.First("besoin") != "" || raw.First("inconnu") != "" {
			t.Errorf("draft %v", raw)
		}
	})
	t.Run("keeps identifying answers apart", func(t *testing.T) {
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
		response := h.answering(t, token).Response
		if response.Draft.First("nom") != "" || response.DraftIdentity.First("nom") != "Les Jardins" {
			t.Errorf("draft %v, identity %v", response.Draft, response.DraftIdentity)
		}
	})
	t.Run("refuses a section that does not exist", func(t *testing.T) {
		token := h.begin(t)
		for _, section := range []int{-1, 2, 99} {
			if _, err := h.SavePage(ctx, token, service.PagePost{Section: section}); consult.CodeOf(err) != consult.CodeNotFound {
				t.Errorf("section %d: %v", section, err)
			}
		}
	})
	t.Run("makes hostile text inert without touching it otherwise", func(t *testing.T) {
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"<script>\x00\u202e\xff a\r\nb "}}))
		if got := h.answering(t, token).Raw.First("nom"); got != "<script>\u202e\ufffd a\nb " {
			t.Errorf("%q", got)
		}
	})
}

func TestTwoWindowsOnOneResponse(t *testing.T) {
	h := openHouse(t, small())
	ctx := context.Background()
	begin := func(t *testing.T) (string, service.PagePost) {
		token := h.begin(t)
		return token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"3"}})
	}

	t.Run("the same answers changed: both texts are shown, and nothing is written", func(t *testing.T) {
		token, stale := begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"7"}}))
		result := h.save(t, token, stale)
		if result.Outcome != service.PageConflict || len(result.Differences) != 1 {
			t.Fatalf("%d %v", result.Outcome, result.Differences)
		}
		if d := result.Differences[0]; d.Question != "age" || d.Stored[0] != "7" || d.Posted[0] != "3" {
			t.Errorf("difference %+v", d)
		}
		if h.answering(t, token).Raw.First("age") != "7" {
			t.Error("the draft was written over")
		}
		stale.Force = true
		if result := h.save(t, token, stale); result.Outcome != service.PageNext || h.answering(t, token).Raw.First("age") != "3" {
			t.Errorf("the choice was not followed: %d", result.Outcome)
		}
	})
	t.Run("the same post again is no conflict", func(t *testing.T) {
		token, post := begin(t)
		h.save(t, token, post)
		version := h.answering(t, token).Response.DraftVersion
		if result := h.save(t, token, post); result.Outcome != service.PageNext {
			t.Errorf("outcome %d", result.Outcome)
		}
		if again := h.answering(t, token).Response.DraftVersion; again != version {
			t.Errorf("version %d became %d", version, again)
		}
	})
	t.Run("another section changed: no conflict", func(t *testing.T) {
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
		first := h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Vergers"}})
		h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Du temps"}}))
		if result := h.save(t, token, first); result.Outcome != service.PageNext {
			t.Errorf("outcome %d %v", result.Outcome, result.Differences)
		}
		if raw := h.answering(t, token).Raw; raw.First("nom") != "Les Vergers" || raw.First("besoin") != "Du temps" {
			t.Errorf("draft %v", raw)
		}
	})
	t.Run("a stale autosave is refused", func(t *testing.T) {
		token, stale := begin(t)
		fresh := h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"8"}})
		saved, err := h.Autosave(ctx, token, fresh)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Autosave(ctx, token, stale); consult.CodeOf(err) != consult.CodeConflict {
			t.Errorf("%v", err)
		}
		fresh.Stamp, fresh.Posted = saved.Stamp, forms.Raw{"qui": {"personne"}, "age": {"80"}}
		if _, err := h.Autosave(ctx, token, fresh); err != nil {
			t.Errorf("the stamp of an autosave does not serve the next: %v", err)
		}
	})
	t.Run("posts written at once are all kept or told", func(t *testing.T) {
		token := h.begin(t)
		post := h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"4"}})
		outcomes := make(chan service.PageOutcome, 8)
		for range 8 {
			go func() {
				result, err := h.SavePage(ctx, token, post)
				if err != nil {
					t.Error(err)
					outcomes <- -1
					return
				}
				outcomes <- result.Outcome
			}()
		}
		for range 8 {
			if outcome := <-outcomes; outcome != service.PageNext {
				t.Errorf("outcome %d", outcome)
			}
		}
		if h.answering(t, token).Raw.First("age") != "4" {
			t.Error("lost")
		}
	})
}

func TestClosingTime(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	token := h.begin(t)

	h.clock.now = closes.Add(59 * time.Minute)
	if result := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}})); result.Outcome != service.PageNext {
		t.Fatalf("within the grace: %d", result.Outcome)
	}
	h.clock.now = closes.Add(61 * time.Minute)
	result := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"9"}}))
	if result.Outcome != service.PageClosed || result.Differences[0].Posted[0] != "9" {
		t.Errorf("after the grace: %d %v", result.Outcome, result.Differences)
	}
	if _, err := h.Autosave(ctx, token, h.page(t, token, 0, forms.Raw{"qui": {"autre"}})); consult.CodeOf(err) != consult.CodeClosed {
		t.Errorf("autosave: %v", err)
	}
	if outcome, _, err := h.Submit(ctx, token, h.answering(t, token).Stamp(-1)); err != nil || outcome != service.SendClosed {
		t.Errorf("submit: %d, %v", outcome, err)
	}
}

func TestResumeLeadsWhereOneWas(t *testing.T) {
	h := openHouse(t, small())
	token := h.begin(t)
	if got := h.answering(t, token).Resume(); got != 0 {
		t.Errorf("fresh: %d", got)
	}
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
	if got := h.answering(t, token).Resume(); got != 0 {
		t.Errorf("with a question left on the first page: %d", got)
	}
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
	if got := h.answering(t, token).Resume(); got != 1 {
		t.Errorf("after the first page: %d", got)
	}
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Du temps"}}))
	if got := h.answering(t, token).Resume(); got != -1 {
		t.Errorf("after the last page: %d", got)
	}
}

// TestNothingTypedIsLost posts pages in any order, valid or not, and looks for the last values of each field.
func TestNothingTypedIsLost(t *testing.T) {
	h := openHouse(t, small())
	form := h.answering(t, h.begin(t)).Questionnaire()
	typed := rapid.SampledFrom([]string{"", "structure", "personne", "autre", "argent", "temps", "12", "douze", " x ", "é\nè", "named"})
	rapid.Check(t, func(rt *rapid.T) {
		token := h.begin(t)
		last := forms.Raw{}
		for range rapid.IntRange(1, 6).Draw(rt, "posts") {
			section := rapid.IntRange(0, 1).Draw(rt, "section")
			posted := forms.Raw{}
			for _, field := range form.Fields(section) {
				if rapid.Bool().Draw(rt, "posted "+field) {
					posted[field] = rapid.SliceOfN(typed, 1, 2).Draw(rt, field)
				}
			}
			post := h.page(t, token, section, posted)
			post.Shown = slices.Collect(maps.Keys(posted)) // a box left alone is another property
			if result := h.save(t, token, post); result.Outcome == service.PageConflict || result.Outcome == service.PageClosed {
				rt.Fatalf("outcome %d", result.Outcome)
			}
			maps.Copy(last, posted)
		}
		raw := h.answering(t, token).Raw
		for field, values := range last {
			if !slices.Equal(raw[field], values) && (len(raw[field]) > 0 || slices.ContainsFunc(values, func(v string) bool { return v != "" })) {
				rt.Errorf("%s: posted %q, kept %q", field, values, raw[field])
			}
		}
	})
}
