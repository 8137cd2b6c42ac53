package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

// sender sends responses of one open question to the only server of a file.
type sender struct {
	testing.TB
	*store.Store
	file     string
	form     *forms.Questionnaire
	revision consult.Revision
}

var sentAt = time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)

func newSender(t testing.TB) *sender {
	url := database.SQLite(t)
	s := &sender{TB: t, Store: open(t, url, store.Exclusive()), file: strings.TrimPrefix(url, "sqlite:")}
	t.Cleanup(func() { s.Close() })
	in := func(text string) forms.Text { return forms.Text{"fr": text} }
	definition := forms.Definition{Title: in("Essai"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Sections: []forms.Section{{Name: "besoins", Title: in("Besoins"), Questions: []forms.Question{
			{Name: "besoin", Kind: forms.LongText, Label: in("Votre besoin"), Open: true}}}}}
	s.form, _ = forms.Compile(definition)
	c := newConsultation()
	q := &consult.Questionnaire{ID: consult.NewID(), ConsultationID: c.ID, Slug: "q", CreatedAt: sentAt}
	s.revision = consult.Revision{ID: consult.NewID(), QuestionnaireID: q.ID, ConsultationID: c.ID, Definition: definition, CreatedAt: sentAt}
	s.write(func(tx consult.Tx) error {
		return errors.Join(tx.InsertConsultation(t.Context(), c), tx.InsertQuestionnaire(t.Context(), q),
			tx.InsertRevision(t.Context(), &s.revision), tx.PublishRevision(t.Context(), s.revision.ID, "", sentAt))
	})
	return s
}

func (s *sender) write(f func(tx consult.Tx) error) {
	s.Helper()
	if err := s.Atomic(s.Context(), f); err != nil {
		s.Fatal(err)
	}
}

// begin opens a response.
func (s *sender) begin() (r *consult.Response) {
	s.Helper()
	s.write(func(tx consult.Tx) error {
		r = s.begun(tx)
		return nil
	})
	return r
}

// send sends a response with that text, as respondents do.
func (s *sender) send(r *consult.Response, text string) {
	s.Helper()
	s.write(func(tx consult.Tx) error { return s.sendIn(tx, r, text) })
}

func (s *sender) sendIn(tx consult.Tx, r *consult.Response, text string) (err error) {
	if r.ChangeSeq, err = tx.NextSeq(s.Context()); err != nil {
		return err
	}
	r.Status, r.SubmittedAt, r.ChangedAt = consult.ResponseSubmitted, sentAt, sentAt
	r.Draft = forms.Raw{"besoin": {text}}
	r.Submission = forms.Submission{Answers: forms.Answers{"besoin": forms.TextAnswer(text)}}
	sending := &consult.Sending{Response: r}
	if err := s.Encode(sending); err != nil {
		return err
	}
	if err := tx.SendDraft(s.Context(), sending); err != nil {
		return err
	}
	return tx.UpsertAnswerContributions(s.Context(), r.ID, consult.AnswerContributions(s.form, r))
}

func (s *sender) sent(text string) *consult.Response {
	s.Helper()
	r := s.begin()
	s.send(r, text)
	return r
}

// texts gives what a reader sees of the answers.
func (s *sender) texts(reader consult.Reader) string {
	s.Helper()
	all, err := reader.Contributions(s.Context(), consult.ContributionFilter{ConsultationID: s.revision.ConsultationID})
	if err != nil {
		s.Fatal(err)
	}
	var texts []string
	for _, c := range all {
		texts = append(texts, c.Body)
	}
	return strings.Join(texts, ", ")
}

// rows counts the contributions on disk, behind the store's back.
func (s *sender) rows() (count int) {
	s.Helper()
	db, err := sql.Open("sqlite", "file:"+s.file+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT COUNT(*) FROM contributions").Scan(&count); err != nil {
		s.Fatal(err)
	}
	return count
}

// owes fails the test when nothing is owed: it would prove nothing.
func (s *sender) owes() {
	s.Helper()
	if s.rows() != 0 {
		s.Fatal("the contributions were written already")
	}
}

func TestWhatWasSentIsReadAtOnceThoughItsContributionsAreOwed(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	s.sent("Du temps")
	s.owes()
	if got := s.texts(s.Store); got != "Des locaux, Du temps" {
		t.Errorf("read: %s", got)
	}
	s.write(func(tx consult.Tx) error {
		if err := s.sendIn(tx, s.begun(tx), "Des bras"); err != nil {
			return err
		}
		if got := s.texts(tx); got != "Des locaux, Du temps, Des bras" {
			t.Errorf("read in the transaction that sends: %s", got)
		}
		return nil
	})
}

// begun opens a response in a transaction.
func (s *sender) begun(tx consult.Tx) *consult.Response {
	s.Helper()
	id := consult.NewID()
	r := &consult.Response{ID: id, ConsultationID: s.revision.ConsultationID, QuestionnaireID: s.revision.QuestionnaireID,
		RevisionID: s.revision.ID, Status: consult.ResponseDraft, Origin: consult.OriginCollected, Channel: consult.ChannelWeb,
		Language: "fr", Reference: string(id), TokenHash: []byte(id), Draft: forms.Raw{}, DraftVersion: 1, StartedAt: sentAt, ChangedAt: sentAt}
	if err := tx.InsertResponse(s.Context(), r); err != nil {
		s.Fatal(err)
	}
	return r
}

func TestContributionsOwedAreWrittenWhenNobodySendsAnyMore(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	s.owes()
	for limit := time.Now().Add(20 * time.Second); s.rows() == 0 && time.Now().Before(limit); {
		time.Sleep(50 * time.Millisecond)
	}
	if s.rows() != 1 {
		t.Error("still owed long after the last sending")
	}
}

func TestContributionsOwedAreWrittenWhenTheServerStops(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	for range 300 { // more than are written at once
		s.sent("Des locaux")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := s.rows(); got != 300 {
		t.Errorf("%d contributions on disk, want 300", got)
	}
}

func TestContributionsOwedSurviveAServerThatIsKilled(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	s.texts(s.Store) // written; the next ones are owed
	s.sent("Du temps")
	withdrawn := s.sent("Retiré")
	s.write(func(tx consult.Tx) error {
		seq, err := tx.NextSeq(t.Context())
		if err != nil {
			return err
		}
		return tx.SetResponseStatus(t.Context(), withdrawn.ID, consult.ResponseWithdrawn, seq, sentAt)
	})
	if s.rows() != 1 {
		t.Fatal("nothing is owed")
	}
	killed := filepath.Join(t.TempDir(), "killed.db")
	for _, part := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.file + part)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+part, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // opened again, nothing is written twice
		again := open(t, "sqlite:"+killed, store.Exclusive())
		if got := s.texts(again); got != "Des locaux, Du temps" {
			t.Errorf("after the kill: %s", got)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACommandBesideTheServerReadsWhatIsOwed(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	s.sent("Du temps")
	s.owes()
	command := open(t, "sqlite:"+s.file)
	if got := s.texts(command); got != "Des locaux, Du temps" {
		t.Errorf("the command reads: %s", got)
	}
	if err := command.Close(); err != nil {
		t.Fatal(err)
	}
	s.sent("Des bras")
	if got := s.texts(s.Store); got != "Des locaux, Du temps, Des bras" {
		t.Errorf("the server then reads: %s", got)
	}
}

func TestAResponseSentAgainHasOneContribution(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Du temps")
	r := s.sent("Des locaux")
	s.owes()
	s.send(r, "Des locaux et des outils")
	all, err := s.Contributions(t.Context(), consult.ContributionFilter{ConsultationID: s.revision.ConsultationID})
	if err != nil || len(all) != 2 {
		t.Fatalf("%d contributions, %v", len(all), err)
	}
	for _, c := range all {
		if c.ResponseID == r.ID && (c.Body != "Des locaux et des outils" || c.TextVersion != 2) {
			t.Errorf("sent again: %q, version %d", c.Body, c.TextVersion)
		}
	}
}

func TestAWithdrawnResponseSaysNothingThoughItsContributionsWereOwed(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	r := s.sent("Des locaux")
	s.owes()
	s.write(func(tx consult.Tx) error { return tx.UpsertAnswerContributions(t.Context(), r.ID, nil) })
	if got := s.texts(s.Store); got != "" {
		t.Errorf("read: %s", got)
	}
}

func TestADeletedConsultationOwesNothing(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	s.owes()
	s.write(func(tx consult.Tx) error { return tx.DeleteConsultation(t.Context(), s.revision.ConsultationID) })
	if got := s.texts(s.Store); got != "" {
		t.Errorf("read: %s", got)
	}
}

func TestAFailureLeavesTheContributionsOwed(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	s.sent("Des locaux")
	lost := s.begin()
	gone := errors.New("changed my mind")
	err := s.Atomic(t.Context(), func(tx consult.Tx) error {
		if err := s.sendIn(tx, lost, "Jamais dit"); err != nil {
			return err
		}
		if got := s.texts(tx); got != "Des locaux, Jamais dit" {
			t.Errorf("read before the failure: %s", got)
		}
		return gone
	})
	if !errors.Is(err, gone) {
		t.Fatal(err)
	}
	s.owes()
	if got := s.texts(s.Store); got != "Des locaux" {
		t.Errorf("read after the failure: %s", got)
	}
}

func TestWhatIsOwedIsBounded(t *testing.T) {
	t.Parallel()
	s := newSender(t)
	long := strings.Repeat("Des locaux partagés. ", 50_000) // a megabyte, folded beside
	for range 20 {
		s.sent(long)
	}
	if s.rows() == 0 {
		t.Error("forty megabytes of texts wait in memory")
	}
	all, err := s.CountContributions(t.Context(), consult.ContributionFilter{ConsultationID: s.revision.ConsultationID})
	if err != nil || all != 20 {
		t.Errorf("%d contributions in all, %v", all, err)
	}
}
