package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// reading is a consultation with one text that its author lets be published.
type reading struct {
	*house
	amina        consult.Actor
	consultation consult.Consultation
	text         consult.Contribution
}

func toRead(t testing.TB, body string) *reading {
	t.Helper()
	ctx := context.Background()
	h, consultation := demonstrated(t, service.DemoOptions{Responses: 1, Ideas: 1, Seed: 1})
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h.Service.P = catalogue.In("fr")
	r := &reading{house: h, amina: h.analyst(t, "Amina"), consultation: consultation}
	r.text = consult.Contribution{ID: consult.NewID(), ConsultationID: consultation.ID, Kind: consult.KindLetter, Origin: consult.OriginCollected,
		Channel: consult.ChannelMail, Body: body, Publication: consult.PublicationAnonymous, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	err = h.store.Atomic(ctx, func(tx consult.Tx) error {
		if r.text.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		return tx.InsertContribution(ctx, &r.text)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// published gives the letter as the public data show it.
func (r *reading) published(t testing.TB) string {
	t.Helper()
	var file bytes.Buffer
	if err := r.Service.ExportCSV(context.Background(), consult.System(), "demonstration", true, &file); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(unzipped(t, file.Bytes(), "open-data/contributions.csv"), "\r\n") {
		if strings.Contains(line, "Appelez") {
			return line
		}
	}
	t.Fatal("the letter is not published")
	return ""
}

func (r *reading) row(t testing.TB) (service.ScreeningRow, bool) {
	t.Helper()
	list, err := r.ScreeningList(context.Background(), r.amina, "demonstration", false, consult.Place{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list.Rows {
		if row.Contribution.ID == r.text.ID {
			return row, true
		}
	}
	return service.ScreeningRow{}, false
}

func (r *reading) screen(act service.ScreeningAct) error {
	act.Contribution = r.text.ID
	if act.TextVersion == 0 {
		act.TextVersion = 1
	}
	return r.Screen(context.Background(), r.amina, "demonstration", act)
}

func TestWhatIsFoundIsHiddenUntilSomebodyLeavesIt(t *testing.T) {
	r := toRead(t, "Appelez Mme Roux au 02 40 12 34 56.")
	if line := r.published(t); !strings.Contains(line, "Appelez Mme [nom masqué] au [téléphone masqué].") {
		t.Fatalf("published: %s", line)
	}
	row, shown := r.row(t)
	if !shown || row.Waiting != 2 {
		t.Fatalf("to read: %+v", row)
	}
	name := row.Body[1]
	if err := r.screen(service.ScreeningAct{Kind: service.ScreeningLeave, Field: name.Field, Start: name.Start, End: name.End, What: name.Kind, Note: "élue, citée à ce titre"}); err != nil {
		t.Fatal(err)
	}
	if line := r.published(t); !strings.Contains(line, "Appelez Mme Roux au [téléphone masqué].") {
		t.Errorf("left visible, published: %s", line)
	}
	if row, _ := r.row(t); row.Waiting != 1 || !row.Body[1].Decided || row.Body[1].By != "Amina" || row.Body[1].Note == "" {
		t.Errorf("after a word: %+v", row)
	}
	if err := r.screen(service.ScreeningAct{Kind: service.ScreeningReset, Field: name.Field, Start: name.Start, End: name.End}); err != nil {
		t.Fatal(err)
	}
	if line := r.published(t); strings.Contains(line, "Roux") {
		t.Errorf("taken back, published: %s", line)
	}
}

func TestWordsThatNoMachineFindsAreHiddenByAPerson(t *testing.T) {
	r := toRead(t, "Appelez le boulanger du village. Le boulanger du village sait.")
	if _, shown := r.row(t); shown {
		t.Fatal("an ordinary text is to be read")
	}
	if err := r.screen(service.ScreeningAct{Kind: service.ScreeningHideWords, Words: "boulanger du village", What: "name"}); err != nil {
		t.Fatal(err)
	}
	if line := r.published(t); strings.Contains(line, "boulanger") || strings.Count(line, "[nom masqué]") != 2 {
		t.Errorf("published: %s", line)
	}
	if err := r.screen(service.ScreeningAct{Kind: service.ScreeningHideWords, Words: "boulanger"}); !faulty(err, "note") {
		t.Errorf("hidden without a reason (R2.6): %v", err)
	}
	err := r.screen(service.ScreeningAct{Kind: service.ScreeningHideWords, Words: "absent"})
	if consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("words that are not there: %v", err)
	}
}

func TestAWordOnAnotherTextIsRefused(t *testing.T) {
	r := toRead(t, "Appelez Mme Été.")
	for name, act := range map[string]service.ScreeningAct{
		"beyond the end":      {Kind: service.ScreeningHide, Field: consult.MaskBody, Start: 3, End: 400},
		"within a letter":     {Kind: service.ScreeningHide, Field: consult.MaskBody, Start: 13, End: 15},
		"backwards":           {Kind: service.ScreeningHide, Field: consult.MaskBody, Start: 5, End: 2},
		"a field of no text":  {Kind: service.ScreeningHide, Field: "folded", Start: 0, End: 2},
		"another text before": {Kind: service.ScreeningHide, Field: consult.MaskBody, Start: 0, End: 2, TextVersion: 7},
		"a reason too long":   {Kind: service.ScreeningHide, Field: consult.MaskBody, Start: 0, End: 2, Note: strings.Repeat("é", 301)},
	} {
		if err := r.screen(act); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	reader := consult.Actor{User: consult.NewID(), Role: consult.RoleReader}
	if err := r.Screen(context.Background(), reader, "demonstration", service.ScreeningAct{Contribution: r.text.ID, TextVersion: 1, Kind: service.ScreeningHideWords, Words: "Mme"}); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("a reader: %v", err)
	}
}

// unzipped gives a file of an archive.
func unzipped(t testing.TB, archive []byte, name string) string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(reader, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestWhatAPersonHidStaysHiddenWhenTheTextIsMended(t *testing.T) {
	ctx, r := context.Background(), toRead(t, "Appelez le boulanger du village.")
	if err := r.screen(service.ScreeningAct{Kind: service.ScreeningHideWords, Words: "boulanger du village", What: "name"}); err != nil {
		t.Fatal(err)
	}
	now, err := r.store.Contribution(ctx, r.text.ID)
	if err != nil {
		t.Fatal(err)
	}
	mend := service.GatheredMend{Seq: now.ChangeSeq, GatheredText: service.GatheredText{Body: "Appelez vite le boulanger du village, puis la mairie.", Publication: consult.PublicationAnonymous}}
	if err := r.MendGathered(ctx, r.amina, "demonstration", r.text.ID, mend); err != nil {
		t.Fatal(err)
	}
	if line := r.published(t); strings.Contains(line, "boulanger") || !strings.Contains(line, "Appelez vite le [nom masqué], puis la mairie.") {
		t.Errorf("published: %s", line)
	}
}
