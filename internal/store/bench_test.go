package store_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit"
)

// callers is how many submissions wait at a time.
const callers = 64

// BenchmarkSubmit sends prepared drafts: sequence, response, one identity, four contributions.
func BenchmarkSubmit(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) { benchmarkSubmit(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { benchmarkSubmit(b, testkit.Postgres(b)) })
}

func benchmarkSubmit(b *testing.B, url string) {
	s := open(b, url)
	defer s.Close()
	responses := prepareDrafts(b, s, b.N)
	submission := fullSubmission()
	measure(b, func(i int) error {
		r := responses[i]
		r.Status, r.Submission, r.SubmittedAt, r.ChangedAt = consult.ResponseSubmitted, submission, time.Now(), time.Now()
		identities := []consult.Identity{{ResponseID: r.ID, Question: "courriel", Value: "amina@exemple.fr"}}
		wanted := make([]consult.Contribution, 4)
		for n := range wanted {
			wanted[n] = consult.Contribution{ConsultationID: r.ConsultationID, Kind: consult.KindAnswer, Origin: r.Origin,
				Channel: r.Channel, QuestionnaireID: r.QuestionnaireID, Question: fmt.Sprintf("ouverte_%d", n),
				Body: longText, Folded: longText, Publication: consult.PublicationNo, CreatedAt: r.ChangedAt, ChangedAt: r.ChangedAt}
		}
		return s.Atomic(b.Context(), func(tx consult.Tx) (err error) {
			row := r
			if row.ChangeSeq, err = tx.NextSeq(b.Context()); err != nil {
				return err
			}
			if err := tx.SubmitResponse(b.Context(), &row, identities); err != nil {
				return err
			}
			return tx.UpsertAnswerContributions(b.Context(), row.ID, wanted)
		})
	})
}

// BenchmarkBareRow is the limit: the same answers as one JSON row and nothing else, grouped in the same way.
func BenchmarkBareRow(b *testing.B) {
	query := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?"+query.Encode())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE rows (id TEXT PRIMARY KEY, answers TEXT NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	type row struct {
		id, answers string
		done        chan error
	}
	waiting := make(chan row, callers)
	go func() {
		for first := range waiting {
			batch := []row{first}
			for len(waiting) > 0 {
				batch = append(batch, <-waiting)
			}
			tx, err := db.Begin()
			if err != nil {
				panic(err)
			}
			insert, err := tx.Prepare("INSERT INTO rows (id, answers) VALUES ($1, $2)")
			if err != nil {
				panic(err)
			}
			for _, r := range batch {
				if _, err := insert.Exec(r.id, r.answers); err != nil {
					panic(err)
				}
			}
			err = tx.Commit()
			for _, r := range batch {
				r.done <- err
			}
		}
	}()
	defer close(waiting)
	submission := fullSubmission()
	measure(b, func(int) error {
		answers, err := submission.MarshalJSON()
		if err != nil {
			return err
		}
		r := row{string(consult.NewID()), string(answers), make(chan error, 1)}
		waiting <- r
		return <-r.done
	})
}

// measure has the callers do b.N acts between them, and tells the processor time of one.
func measure(b *testing.B, act func(i int) error) {
	var next atomic.Int64
	var group sync.WaitGroup
	var before, after unix.Rusage
	b.ResetTimer()
	if err := unix.Getrusage(unix.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	for range callers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				if err := act(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if err := unix.Getrusage(unix.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	cpu := func(u unix.Rusage) float64 {
		return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e3
	}
	b.ReportMetric((cpu(after)-cpu(before))/float64(b.N), "cpu-µs/op")
}

const longText = "Simplifier les démarches, mutualiser les achats et faire connaître ce qui marche dans les territoires voisins."

// fullSubmission is a response of sixteen answers, four of them open.
func fullSubmission() forms.Submission {
	answers := forms.Answers{}
	for i := range 8 {
		answers[fmt.Sprintf("choix_%d", i)] = forms.TextAnswer("tout_a_fait")
	}
	for i := range 3 {
		answers[fmt.Sprintf("plusieurs_%d", i)] = forms.CodesAnswer("emploi", "formation", "mobilite")
	}
	for i := range 4 {
		answers[fmt.Sprintf("ouverte_%d", i)] = forms.TextAnswer(longText)
	}
	answers["salaries"] = forms.NumberAnswer(12)
	return forms.Submission{Answers: answers, Blank: []string{"autre"}}
}

// prepareDrafts makes so many responses just begun.
func prepareDrafts(b *testing.B, s *store.Store, count int) []consult.Response {
	b.Helper()
	now := time.Now()
	c := &consult.Consultation{ID: consult.NewID(), Slug: "mesure", Status: consult.StatusOpen, CreatedAt: now, ChangedAt: now}
	q := &consult.Questionnaire{ID: consult.NewID(), ConsultationID: c.ID, Slug: "q", CreatedAt: now}
	r := &consult.Revision{ID: consult.NewID(), QuestionnaireID: q.ID, ConsultationID: c.ID, CreatedAt: now}
	write := func(f func(tx consult.Tx) error) {
		if err := s.Atomic(b.Context(), f); err != nil {
			b.Fatal(err)
		}
	}
	write(func(tx consult.Tx) error {
		if err := tx.InsertConsultation(b.Context(), c); err != nil {
			return err
		}
		if err := tx.InsertQuestionnaire(b.Context(), q); err != nil {
			return err
		}
		return tx.InsertRevision(b.Context(), r)
	})
	draft := forms.Raw{}
	for name, answer := range fullSubmission().Answers {
		draft[name] = strings.Fields(answer.String())
	}
	responses := make([]consult.Response, count)
	for i := range responses {
		id := consult.NewID()
		responses[i] = consult.Response{ID: id, ConsultationID: c.ID, QuestionnaireID: q.ID, RevisionID: r.ID,
			Status: consult.ResponseDraft, Origin: consult.OriginDemonstration, Channel: consult.ChannelWeb, Language: "fr",
			Reference: fmt.Sprint(i), TokenHash: []byte(id), Draft: draft, DraftVersion: 1, StartedAt: now, ChangedAt: now}
	}
	for from := 0; from < count; from += 100 {
		write(func(tx consult.Tx) error {
			for i := range responses[from:min(from+100, count)] {
				if err := tx.InsertResponse(b.Context(), &responses[from+i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return responses
}
