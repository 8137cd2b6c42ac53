package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

// merged is a structure whose second answer was merged into the first, which took its need and what it is.
type merged struct {
	*house
	structure     consult.Organisation
	first, second consult.Response
	decision      consult.ID
}

func mergedAnswers(t *testing.T, url string) *merged {
	t.Helper()
	m := &merged{house: openHouseOn(t, url, small())}
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	m.P = catalogue.In("fr")
	m.structure = m.house.structure(t, "Moulin", "asso", "44")
	m.first, m.second = m.spoke(t, "Moulin", "Un local", "argent"), m.spoke(t, "Le Moulin", "Un four xylophone", "temps")
	m.tie(t, m.first, m.structure)
	m.tie(t, m.second, m.structure)
	m.decision = m.into(t, m.first, m.second, "besoin", "qui")
	return m
}

// into merges the answers to the questions from one response into another, and gives the decision.
func (m *merged) into(t *testing.T, kept, from consult.Response, questions ...string) consult.ID {
	t.Helper()
	ctx, system := context.Background(), consult.System()
	choice := service.SettleChoice{Organisation: m.structure.ID, Kind: consult.SettleMerge, Seen: []consult.ID{kept.ID, from.ID}, Kept: kept.ID, From: map[string]consult.ID{}}
	for _, question := range questions {
		choice.From[question] = from.ID
	}
	if err := m.Settle(ctx, system, "essai", choice); err != nil {
		t.Fatal(err)
	}
	list, err := m.Doubles(ctx, system, "essai")
	if err != nil {
		t.Fatal(err)
	}
	return list.Settlements[0].ID
}

// third is one more answer of the structure, into which what the first took was merged again.
func (m *merged) third(t *testing.T) consult.Response {
	t.Helper()
	third := m.spoke(t, "Encore le Moulin", "Un pré", "argent")
	m.tie(t, third, m.structure)
	m.into(t, third, m.first, "besoin")
	return third
}

func (m *merged) caseOn(t *testing.T, responses ...consult.Response) consult.ID {
	t.Helper()
	var refs []consult.RecordRef
	for _, r := range responses {
		refs = append(refs, consult.RecordRef{Kind: consult.RecordResponse, ID: r.ID})
	}
	made, err := m.OpenRightsCase(context.Background(), consult.System(), refs)
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func (m *merged) hold(t *testing.T, id consult.ID, kind consult.HoldKind) {
	t.Helper()
	if err := m.HoldRecords(context.Background(), consult.System(), id, kind); err != nil {
		t.Fatal(err)
	}
}

func (m *merged) release(t *testing.T, id consult.ID) {
	t.Helper()
	if err := m.ReleaseRecords(context.Background(), consult.System(), id); err != nil {
		t.Fatal(err)
	}
}

// says checks what a response says it needs, and the texts that count.
func (m *merged) says(t *testing.T, when string, r consult.Response, want string, needs ...string) {
	t.Helper()
	if got := m.response(t, r.ID).Submission.Answers["besoin"].Text; got != want {
		t.Errorf("%s: it says %q, want %q", when, got, want)
	}
	if got := m.needs(t); !slices.Equal(got, needs) {
		t.Errorf("%s: needs %q, want %q", when, got, needs)
	}
}

// publicTexts gives the public files in one.
func (m *merged) publicTexts(t *testing.T) string {
	t.Helper()
	var archive bytes.Buffer
	if err := m.ExportCSV(context.Background(), consult.System(), "essai", true, &archive); err != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range reader.File {
		all.WriteString(unzipped(t, archive.Bytes(), file.Name))
	}
	return all.String()
}

func eachEngine(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, database.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, database.Postgres(t)) })
}

func TestFrozenWordsAreOutOfTheAnswerThatTookThemUntilTheyAreGivenBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		m := mergedAnswers(t, url)
		before := m.response(t, m.first.ID)
		if !strings.Contains(m.publicTexts(t), "xylophone") {
			t.Fatal("what was merged is not published")
		}
		for _, kind := range []consult.HoldKind{consult.HoldFrozen, consult.HoldObjected} {
			opened := m.caseOn(t, m.second)
			m.hold(t, opened, kind)
			m.says(t, "frozen", m.first, consult.OnHold)
			after := m.response(t, m.first.ID)
			if after.Submission.Answers["qui"].Text != "structure" || after.Status != consult.ResponseSubmitted || after.Draft.First("besoin") != "Un local" || after.Dirty {
				t.Errorf("the kept answer lost what is its own: %+v", after)
			}
			if texts := m.publicTexts(t); strings.Contains(texts, "xylophone") || strings.Contains(texts, consult.OnHold) {
				t.Errorf("published: %s", texts)
			}
			m.hold(t, opened, kind) // asked twice
			m.release(t, opened)
			m.release(t, opened)
			m.says(t, "given back", m.first, "Un four xylophone", "Un four xylophone")
			given := m.response(t, m.first.ID)
			given.ChangeSeq = before.ChangeSeq
			if !slices.Equal(given.Submission.Blank, before.Submission.Blank) || given.ChangedAt != before.ChangedAt || len(given.Submission.Answers) != len(before.Submission.Answers) {
				t.Errorf("given back: %+v, want %+v", given, before)
			}
			if engine := m.engine(t); recounted(t, m.house) != shown(engine) {
				t.Errorf("the tallies differ from a recount:\n%s", shown(engine))
			}
		}
		holds, err := m.store.Holds(context.Background())
		if err != nil || len(holds) != 0 {
			t.Errorf("left on hold: %v, %v", holds, err)
		}
	})
}

func TestFrozenWordsAreFollowedThroughTwoMergesAndByEachWhoAskedForThem(t *testing.T) {
	m := mergedAnswers(t, database.SQLite(t))
	third := m.third(t)
	mine, theirs := m.caseOn(t, m.second), m.caseOn(t, m.first)
	m.hold(t, mine, consult.HoldFrozen)
	m.hold(t, theirs, consult.HoldFrozen)
	m.says(t, "both frozen", third, consult.OnHold)
	m.release(t, mine)
	m.says(t, "the one in between still is", third, consult.OnHold)
	m.release(t, theirs)
	m.says(t, "none is", third, "Un four xylophone", "Un four xylophone")
	m.hold(t, theirs, consult.HoldFrozen)
	m.hold(t, mine, consult.HoldFrozen)
	m.release(t, theirs)
	m.says(t, "the first speaker still is", third, consult.OnHold)
	m.release(t, mine)
	m.says(t, "given back", third, "Un four xylophone", "Un four xylophone")
	m.says(t, "given back in between", m.first, "Un four xylophone", "Un four xylophone")
}

func TestAnAnswerFrozenItselfComesBackWithoutTheWordsOfOthersThatStillAre(t *testing.T) {
	for _, order := range []string{"words first", "answer first"} {
		t.Run(order, func(t *testing.T) {
			m := mergedAnswers(t, database.SQLite(t))
			words, answer := m.caseOn(t, m.second), m.caseOn(t, m.first)
			cases := []consult.ID{words, answer}
			if order == "answer first" {
				slices.Reverse(cases)
			}
			for _, id := range cases {
				m.hold(t, id, consult.HoldFrozen)
				m.clock.advance(time.Minute)
			}
			m.says(t, "both frozen", m.first, consult.OnHold)
			m.release(t, answer)
			m.says(t, "the answer came back", m.first, consult.OnHold)
			m.hold(t, answer, consult.HoldFrozen)
			m.release(t, words)
			m.says(t, "the words came back", m.first, "Un four xylophone")
			m.release(t, answer)
			m.says(t, "both came back", m.first, "Un four xylophone", "Un four xylophone")
		})
	}
}

func TestFrozenWordsAreNeitherMergedFurtherNorTakenBack(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	m := mergedAnswers(t, database.SQLite(t))
	third := m.third(t)
	m.hold(t, m.caseOn(t, m.second), consult.HoldFrozen)
	list, err := m.Doubles(ctx, system, "essai")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list.Settlements {
		if err := m.Unsettle(ctx, system, "essai", one.ID); consult.CodeOf(err) != consult.CodeConflict {
			t.Errorf("taken back: %v", err)
		}
	}
	fourth := m.spoke(t, "Toujours le Moulin", "Un toit", "temps")
	m.tie(t, fourth, m.structure)
	choice := service.SettleChoice{Organisation: m.structure.ID, Kind: consult.SettleMerge, Seen: []consult.ID{third.ID, fourth.ID}, Kept: fourth.ID,
		From: map[string]consult.ID{"freins": third.ID}}
	if err := m.Settle(ctx, system, "essai", choice); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("merged: %v", err)
	}
	m.says(t, "still", third, consult.OnHold, "Un toit")
}

func TestWhatARespondentSendsAgainIsTheirsWhateverIsGivenBack(t *testing.T) {
	h := openHouse(t, small())
	m := &merged{house: h, structure: h.structure(t, "Moulin", "asso", "44")}
	token := m.begin(t)
	m.save(t, token, m.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Moulin"}}))
	m.save(t, token, m.page(t, token, 1, forms.Raw{"publication": {"anonymous"}}))
	m.first = m.send(t, token).Response
	m.second = m.spoke(t, "Le Moulin", "Un four", "temps")
	m.tie(t, m.first, m.structure)
	m.tie(t, m.second, m.structure)
	m.into(t, m.first, m.second, "besoin")
	opened := m.caseOn(t, m.second)
	m.hold(t, opened, consult.HoldFrozen)
	m.says(t, "frozen", m.first, consult.OnHold)
	m.save(t, token, m.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Moulin"}, "age": {"12"}}))
	m.send(t, token)
	m.says(t, "sent again, blank", m.first, "")
	m.release(t, opened)
	m.says(t, "given back", m.first, "")
}

func TestFrozenWordsGoForGoodWithWhomTheyCameFrom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	m := mergedAnswers(t, "sqlite:"+path)
	third := m.third(t)
	mine, theirs := m.caseOn(t, m.second), m.caseOn(t, m.first)
	m.hold(t, mine, consult.HoldFrozen)
	m.hold(t, theirs, consult.HoldFrozen)
	for range 2 {
		if err := m.EraseRecords(context.Background(), consult.System(), mine); err != nil {
			t.Fatal(err)
		}
	}
	m.says(t, "erased", third, consult.Erased, consult.Erased)
	m.release(t, theirs)
	m.says(t, "in between", m.first, consult.Erased, consult.Erased)
	if engine := m.engine(t); recounted(t, m.house) != shown(engine) {
		t.Error("the tallies differ from a recount")
	}
	if err := m.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("xylophone")) {
			t.Errorf("the words can still be read in the database%s", suffix)
		}
	}
}

func TestAnErasureLeavesWhatWasChosenInTheAnswerThatTookIt(t *testing.T) {
	m := mergedAnswers(t, database.SQLite(t))
	before := shown(m.engine(t))
	if err := m.EraseRecords(context.Background(), consult.System(), m.caseOn(t, m.second)); err != nil {
		t.Fatal(err)
	}
	if got := m.response(t, m.first.ID).Submission.Answers["qui"].Text; got != "structure" {
		t.Errorf("what it is was chosen: %q", got)
	}
	if after := shown(m.engine(t)); after != before {
		t.Errorf("tallies before\n%safter\n%s", before, after)
	}
}

func TestTheKeptAnswerMayBeErasedWhileItHoldsFrozenWords(t *testing.T) {
	m := mergedAnswers(t, database.SQLite(t))
	before := shown(m.engine(t))
	words := m.caseOn(t, m.second)
	m.hold(t, words, consult.HoldFrozen)
	if err := m.EraseRecords(context.Background(), consult.System(), m.caseOn(t, m.first)); err != nil {
		t.Fatal(err)
	}
	m.says(t, "the kept one erased", m.first, consult.Erased)
	m.release(t, words)
	m.says(t, "given back", m.first, consult.Erased, consult.Erased)
	if after := shown(m.engine(t)); after != before || recounted(t, m.house) != after {
		t.Errorf("tallies before\n%safter\n%s", before, after)
	}
}

func TestWhatIsFrozenComesBackHoweverLongTheClockRunsMeanwhile(t *testing.T) {
	h := openHouse(t, small())
	r := h.spoke(t, "Moulin", "Un local", "argent")
	ticking := service.New(h.store, service.WithClock(func() time.Time {
		h.clock.advance(time.Millisecond)
		return h.clock.Now()
	}))
	ctx, system := context.Background(), consult.System()
	opened, err := ticking.OpenRightsCase(ctx, system, []consult.RecordRef{{Kind: consult.RecordResponse, ID: r.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if err := ticking.HoldRecords(ctx, system, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	if err := ticking.ReleaseRecords(ctx, system, opened.ID); err != nil {
		t.Fatal(err)
	}
	if got := h.needs(t); !slices.Equal(got, []string{"Un local"}) {
		t.Errorf("needs %q", got)
	}
}
