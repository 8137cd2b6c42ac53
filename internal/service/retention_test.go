package service_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
)

// filled is a box in which every kind of data is held, of people or of their structures.
func filled(t testing.TB, b *box, people int) {
	t.Helper()
	ctx := context.Background()
	for i := range people {
		b.answered(t, fmt.Sprintf("Personne %d", i), fmt.Sprintf("Un besoin %d", i))
	}
	token := b.begin(t)
	b.save(t, token, b.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Yasmine"}}))
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Email = "Amina", "amina@exemple.fr" })
	letter := consult.Contribution{ID: consult.NewID(), ConsultationID: b.id, ChangeSeq: 9000, Kind: consult.KindLetter, Origin: consult.OriginCollected,
		Channel: consult.ChannelMail, Body: "Une lettre", AuthorKey: "abc", Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", Email: "e@exemple.fr", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Bruno"}}}
	b.atomic(t, func(tx consult.Tx) error {
		return errors.Join(tx.InsertContribution(ctx, &letter), tx.ReplaceIdentities(ctx, letter.ID,
			[]consult.ContributionIdentity{{ContributionID: letter.ID, Field: consult.IdentitySender, Value: "Chloé"}}),
			tx.InsertAttachment(ctx, &consult.Attachment{ID: consult.NewID(), ConsultationID: b.id, ContributionID: letter.ID, Name: "a.pdf", Whole: true, At: noon}),
			tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie"))
	})
	b.code(t, dropped.Idea.ID, b.themes[0].ID)
}

func TestAPurgeTakesWhatItsRehearsalSaidAndKeepsTheTallies(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	filled(t, b, 3)
	tallies, counts := shown(b.engine(t)), b.counts(t)
	for _, step := range []struct {
		after time.Duration
		want  map[consult.RetentionKind]int
	}{
		{0, map[consult.RetentionKind]int{}},
		{100 * 24 * time.Hour, map[consult.RetentionKind]int{consult.RetainDrafts: 1}},
		{300 * 24 * time.Hour, map[consult.RetentionKind]int{consult.RetainIdentities: 5, consult.RetainContacts: 1, consult.RetainLogs: -1}},
		{366 * 24 * time.Hour, map[consult.RetentionKind]int{consult.RetainAttachments: 1, consult.RetainLogs: -1}},
		{4 * 366 * 24 * time.Hour, map[consult.RetentionKind]int{consult.RetainResponses: 4, consult.RetainIdeas: 1, consult.RetainLogs: -1}},
	} {
		b.clock.advance(step.after)
		plan, err := b.RetentionPlan(ctx, b.organiser, "essai")
		if err != nil {
			t.Fatal(err)
		}
		rehearsed := map[consult.RetentionKind]int{}
		for _, line := range plan.Lines {
			if line.Due > 0 {
				rehearsed[line.Kind] = line.Due
			}
		}
		run, err := b.Purge(ctx, b.organiser, "essai")
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(run.Counts, rehearsed) || run.EndedAt.IsZero() {
			t.Errorf("rehearsed %v, taken %v", rehearsed, run.Counts)
		}
		for kind, count := range step.want {
			if got := run.Counts[kind]; got != count && count >= 0 {
				t.Errorf("%s: %d taken, want %d", kind, got, count)
			}
		}
		if len(run.Counts) != len(step.want) {
			t.Errorf("taken %v, want %v", run.Counts, step.want)
		}
		if after := shown(b.engine(t)); after != tallies || recounted(t, b.house) != after {
			t.Errorf("tallies before\n%safter\n%srecounted\n%s", tallies, after, recounted(t, b.house))
		}
		if after := b.counts(t); after != counts {
			t.Errorf("counts before %v, after %v", counts, after)
		}
		if again, err := b.Purge(ctx, b.organiser, "essai"); err != nil || len(again.Counts) != 0 {
			t.Errorf("again: %v, %v", again.Counts, err)
		}
	}
	for _, name := range []string{"personne", "yasmine", "chloe", "epicerie"} {
		if found, err := b.FindPerson(ctx, b.organiser, name); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}

func TestWhatIsFrozenIsNotPurged(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.answered(t, "Zénobie Quetzal", "Un local")
	opened := b.opened(t, "quetzal")
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	b.clock.advance(10 * 366 * 24 * time.Hour)
	if err := b.PurgeNight(ctx); err != nil {
		t.Fatal(err)
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetzal"); err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
	if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.PurgeNight(ctx); err != nil {
		t.Fatal(err)
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetzal"); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestTheScansOfAFrozenLetterAreNotPurged(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	filled(t, b, 0)
	opened := b.opened(t, "chloe")
	if len(opened.Records) != 1 || opened.Records[0].Kind != consult.RecordContribution {
		t.Fatalf("%+v", opened.Records)
	}
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	b.clock.advance(10 * 366 * 24 * time.Hour)
	scans := func() int {
		t.Helper()
		all, err := b.store.AttachmentsOf(ctx, b.id)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if err := b.PurgeNight(ctx); err != nil {
		t.Fatal(err)
	}
	if got := scans(); got != 1 {
		t.Errorf("frozen: %d scans", got)
	}
	if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.PurgeNight(ctx); err != nil {
		t.Fatal(err)
	}
	if got := scans(); got != 0 {
		t.Errorf("released: %d scans", got)
	}
}

func TestRetentionStaysWithinItsBounds(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	err := b.SetRetention(ctx, b.organiser, "essai", map[consult.RetentionKind]int{consult.RetainLogs: 13, consult.RetainDrafts: 0, consult.RetainMails: 24})
	var domain *consult.Error
	if !errors.As(err, &domain) || len(domain.Fields) != 2 {
		t.Errorf("%v", err)
	}
	if err := b.SetRetention(ctx, b.organiser, "essai", map[consult.RetentionKind]int{consult.RetainLogs: 6, consult.RetainDrafts: 1}); err != nil {
		t.Fatal(err)
	}
	plan, err := b.RetentionPlan(ctx, b.organiser, "essai")
	if err != nil || plan.Lines[0].Months != 1 || plan.Lines[len(plan.Lines)-1].Months != 6 {
		t.Errorf("%v, %v", plan.Lines, err)
	}
	if _, err := b.Purge(ctx, b.analyst, "essai"); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst: %v", err)
	}
}

// exportDuring erases somebody at the first byte of an export.
type exportDuring struct {
	strings.Builder
	first func()
}

func (w *exportDuring) Write(p []byte) (int, error) {
	if w.first != nil {
		w.first()
		w.first = nil
	}
	return w.Builder.Write(p)
}

func TestAnExportDuringAnErasureIsRefusedWhole(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.answered(t, "Zénobie Quetzal", "Un local")
	opened := b.opened(t, "quetzal")
	during := &exportDuring{first: func() {
		if err := b.EraseRecords(ctx, b.organiser, opened.ID); err != nil {
			t.Error(err)
		}
	}}
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	withWords := service.New(b.store, service.WithClock(b.clock.Now), service.WithCatalogue(catalogue))
	if err := withWords.ExportCSV(ctx, consult.System(), "essai", false, during); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("during: %v", err)
	}
	if err := withWords.ExportCSV(ctx, consult.System(), "essai", false, &exportDuring{}); err != nil {
		t.Errorf("after: %v", err)
	}
}

// The process that is killed: it purges or erases the database it is given.
func TestRightsInAnotherProcess(t *testing.T) {
	url, act, id := os.Getenv("RIGHTS_DB"), os.Getenv("RIGHTS_ACT"), os.Getenv("RIGHTS_CASE")
	if url == "" {
		t.Skip("run by the tests that kill it")
	}
	ctx := context.Background()
	kept, err := store.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	now := noon.AddDate(20, 0, 0)
	s := service.New(kept, service.WithClock(func() time.Time { return now }))
	fmt.Println("ready")
	if act == "erase" {
		err = s.EraseRecords(ctx, consult.System(), consult.ID(id))
	} else {
		_, err = s.Purge(ctx, consult.System(), "essai")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// killed runs the other process, and kills it that long after it is ready.
func killed(t *testing.T, url, act string, id consult.ID, after time.Duration) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=TestRightsInAnotherProcess$")
	command.Env = append(os.Environ(), "RIGHTS_DB="+url, "RIGHTS_ACT="+act, "RIGHTS_CASE="+string(id))
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 64)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	_ = command.Wait() // killed, or over already
}

func TestAnErasureOrAPurgeThatIsKilledLeavesNothingHalfDone(t *testing.T) {
	for _, act := range []string{"erase", "purge"} {
		url := "sqlite:" + filepath.Join(t.TempDir(), act+".db")
		b := openBoxOn(t, url)
		ctx := context.Background()
		const people = 60
		filled(t, b, people)
		tallies, counts := shown(b.engine(t)), b.counts(t)
		opened := b.opened(t, "personne")
		if len(opened.Records) != people {
			t.Fatalf("%d records", len(opened.Records))
		}
		total := map[consult.RetentionKind]int{}
		for attempt := range 6 {
			killed(t, url, act, opened.ID, time.Duration(attempt*attempt*3)*time.Millisecond)
			found, err := b.FindPerson(ctx, b.organiser, "personne")
			if err != nil {
				t.Fatal(err)
			}
			if act == "erase" && len(found) != 0 && len(found) != people {
				t.Errorf("%d of %d people erased", people-len(found), people)
			}
			if after := shown(b.engine(t)); after != tallies || recounted(t, b.house) != after {
				t.Errorf("attempt %d: tallies %s", attempt, after)
			}
			if after := b.counts(t); after != counts {
				t.Errorf("attempt %d: counts %v, want %v", attempt, after, counts)
			}
			b.whole(t)
		}
		if act == "erase" {
			continue
		}
		b.clock.advance(noon.AddDate(20, 0, 0).Sub(b.clock.Now()))
		if err := b.PurgeNight(ctx); err != nil {
			t.Fatal(err)
		}
		purges, err := b.store.Purges(ctx, b.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range purges {
			if run.EndedAt.IsZero() {
				t.Error("a purge did not end")
			}
			for kind, count := range run.Counts {
				total[kind] += count
			}
		}
		// Each record was counted once, however often the purge was cut.
		if total[consult.RetainIdentities] != people+2 || total[consult.RetainResponses] != people+1 || total[consult.RetainIdeas] != 1 {
			t.Errorf("counted %v", total)
		}
	}
}

// whole checks that each response has all of what goes together, or none of it.
func (b *box) whole(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	responses, err := b.store.Responses(ctx, consult.ResponseFilter{ConsultationID: b.id, Status: consult.ResponseSubmitted})
	if err != nil {
		t.Fatal(err)
	}
	for _, response := range responses {
		texts, err := b.store.AnswerContributions(ctx, response.ID)
		if err != nil {
			t.Fatal(err)
		}
		erased := []string{strconv.FormatBool(response.Reference == ""), strconv.FormatBool(len(response.TokenHash) == 0),
			strconv.FormatBool(response.Submission.Answers["besoin"].Text == consult.Erased)}
		for _, text := range texts {
			erased = append(erased, strconv.FormatBool(text.Body == consult.Erased))
		}
		if all := strings.Join(erased, " "); strings.Contains(all, "true") && strings.Contains(all, "false") {
			t.Errorf("half erased: %s", all)
		}
	}
}
