package service

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/reference"
)

// The demonstration's fictitious data: demo.go lays them, demo_answers.go draws the answers, demo_texts.go composes
// the texts, demo_ideas.go fills the idea box, demo_coding.go groups some of them. What is drawn depends on nothing but the seed and the rank, so the
// same command again adds nothing, and a larger number adds what is missing.

// DemoOptions say how much to make up.
type DemoOptions struct {
	Responses int
	Ideas     int
	Seed      uint64
	// Coded also groups about six texts in ten, in the name of a disabled account that says that it is fictitious.
	Coded bool
}

// demoChunk is how many fictitious responses go into one transaction (rule 1), and demoSpan the weeks they are spread over.
const (
	demoChunk = 50
	demoSpan  = 42 * 24 * time.Hour
)

// Demo fills the demonstration with fictitious responses and ideas, marked as such (rule 12). Responses go the way of
// real ones: raw values, evaluated, then the transaction of a submission. progress may be nil.
func (s *Service) Demo(ctx context.Context, options DemoOptions, progress func(done, total int)) error {
	demo, err := s.newDemo(ctx, options)
	if err != nil {
		return fmt.Errorf("fill the demonstration: %w", err)
	}
	total := options.Responses + options.Ideas
	tell := func(done int) {
		if progress != nil {
			progress(done, total)
		}
	}
	for from := 0; from < options.Responses; from += demoChunk {
		if err := ctx.Err(); err != nil {
			return err
		}
		to := min(from+demoChunk, options.Responses)
		if err := demo.responses(ctx, from, to); err != nil {
			return fmt.Errorf("fill the demonstration: %w", err)
		}
		tell(to)
	}
	for from := 0; from < options.Ideas; from += demoChunk {
		to := min(from+demoChunk, options.Ideas)
		if err := demo.ideas(ctx, from, to); err != nil {
			return fmt.Errorf("fill the demonstration: %w", err)
		}
		tell(options.Responses + to)
	}
	if options.Coded {
		if err := demo.code(ctx); err != nil {
			return fmt.Errorf("group the demonstration's texts: %w", err)
		}
	}
	s.tallies.wake()
	return nil
}

// demo is one filling of the demonstration.
type demo struct {
	service      *Service
	seed         uint64
	consultation consult.Consultation
	published    *Published
	begins       time.Time
	texts        *reference.Fictitious
	// themes keeps what the texts chosen for coding speak of, by response and question or by idea.
	themes map[demoText][]int
}

type demoText struct {
	source   consult.ID
	question string
}

func (s *Service) newDemo(ctx context.Context, options DemoOptions) (*demo, error) {
	consultation, err := s.demonstration(ctx)
	if err != nil {
		return nil, err
	}
	questionnaires, err := s.Store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	d := &demo{service: s, seed: options.Seed, consultation: consultation, texts: reference.FictitiousTexts(),
		begins: consultation.CreatedAt.Add(-demoSpan), themes: map[demoText][]int{}}
	for _, q := range questionnaires {
		if q.Published == "" {
			continue
		}
		if d.published, err = s.Published(ctx, q.Published); err != nil {
			return nil, err
		}
		return d, d.openEarlier(ctx)
	}
	return nil, consult.NotFound("demo.no_questionnaire")
}

// demonstration gives the demonstration, laid anew when an organiser removed it or asked for none.
func (s *Service) demonstration(ctx context.Context) (consult.Consultation, error) {
	found, err := s.Store.ConsultationBySlug(ctx, reference.SlugDemonstration)
	if err == nil && !found.Demonstration {
		return found, consult.Conflict("demo.not_demonstration")
	}
	if consult.CodeOf(err) != consult.CodeNotFound {
		return found, err
	}
	record := reference.Demonstration(s.Now())
	one, err := s.plan(&record)
	if err != nil {
		return found, err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return s.lay(ctx, tx, consult.System(), one) })
	return one.consultation, err
}

// openEarlier moves the opening of the demonstration before its fictitious responses, so that its dates hold together.
func (d *demo) openEarlier(ctx context.Context) error {
	if !d.consultation.OpensAt.After(d.begins) {
		return nil
	}
	opened := d.consultation.OpensAt
	steps, err := d.service.Store.Steps(ctx, d.consultation.ID)
	if err != nil {
		return err
	}
	for i := range steps {
		if steps[i].StartsAt.Equal(opened) {
			steps[i].StartsAt = d.begins
		}
	}
	d.consultation.OpensAt = d.begins
	return d.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		updated := d.consultation
		if err := tx.UpdateConsultation(ctx, &updated); err != nil {
			return err
		}
		return tx.ReplaceSteps(ctx, updated.ID, steps)
	})
}

func (d *demo) responses(ctx context.Context, from, to int) error {
	chunk := make([]*sending, 0, to-from)
	for i := from; i < to; i++ {
		a, err := d.answering(i)
		if err != nil {
			return err
		}
		one := d.service.prepare(a)
		one.response.ChangedAt = a.Response.SubmittedAt
		for c := range one.wanted {
			one.wanted[c].CreatedAt, one.wanted[c].ChangedAt = a.Response.SubmittedAt, a.Response.SubmittedAt
		}
		chunk = append(chunk, one)
	}
	return d.service.importChunk(ctx, chunk, false, &ImportReport{})
}

// answering makes what a respondent would have at hand before sending.
func (d *demo) answering(i int) (*Answering, error) {
	random := d.random("response", i)
	submitted := d.moment(random)
	id, key := d.identify("response", i, submitted)
	drawn := newPersona(random, i).answers(d, random)
	for _, question := range slices.Sorted(maps.Keys(drawn.themes)) { // in order: each takes its chance
		d.choose(random, demoText{id, question}, drawn.themes[question])
	}
	a := &Answering{Published: d.published, Consultation: d.consultation, Raw: drawn.raw, Response: consult.Response{
		ID: id, ConsultationID: d.consultation.ID, QuestionnaireID: d.published.Revision.QuestionnaireID,
		RevisionID: d.published.Revision.ID, Origin: consult.OriginDemonstration, Channel: consult.ChannelWeb,
		Language: d.published.Questionnaire.Definition().DefaultLanguage, Reference: d.reference(i), TokenHash: key[:],
		Seed: random.Uint64() >> 1, DraftVersion: 1,
		StartedAt:   submitted.Add(-time.Duration(4+random.IntN(25)) * time.Minute),
		SubmittedAt: submitted, ChangedAt: submitted}}
	return a, a.fit(submitted)
}

// choose keeps what a text speaks of when it is one of those to group on demand.
func (d *demo) choose(random *rand.Rand, text demoText, themes []int) {
	if random.Float64() < demoCodedShare {
		d.themes[text] = themes
	}
}

// fit leaves out what was drawn for questions that are not asked, and what the questionnaire refuses.
func (a *Answering) fit(at time.Time) error {
	for range 3 {
		a.evaluate(at.In(paris()))
		for name := range a.Raw {
			if question := questionOfField(a.Published.Questionnaire, name); question == "" || !a.Evaluation.Relevant(question) {
				delete(a.Raw, name)
			}
		}
		if len(a.Evaluation.Failures) == 0 {
			return nil
		}
		for _, failure := range a.Evaluation.Failures {
			delete(a.Raw, failure.Question)
		}
	}
	return fmt.Errorf("draw an answer to %s: %s", a.Evaluation.Failures[0].Question, a.Evaluation.Failures[0].Key)
}

// questionOfField gives the question that a field of a post belongs to: its own name, or that of a ranking.
func questionOfField(form *forms.Questionnaire, field string) string {
	if _, ok := form.Question(field); ok {
		return field
	}
	for _, question := range form.Questions() {
		if question.Kind != forms.Rank {
			continue
		}
		for _, choice := range form.Choices(question) {
			if forms.RankField(question.Name, choice.Name) == field {
				return question.Name
			}
		}
	}
	return ""
}

// random gives the chance of the thing of that rank: the same for the same seed, whatever was drawn before.
func (d *demo) random(what string, i int) *rand.Rand {
	sum := sha256.Sum256([]byte(what))
	return rand.New(rand.NewPCG(d.seed^binary.BigEndian.Uint64(sum[:8]), uint64(i)*0x9e3779b97f4a7c15+1))
}

// identify gives an identifier that sorts by time as all others do, with the rest drawn from the seed and the rank.
func (d *demo) identify(what string, i int, at time.Time) (consult.ID, [sha256.Size]byte) {
	key := sha256.Sum256(fmt.Appendf(nil, "%s %s %d %d", d.consultation.ID, what, d.seed, i))
	id := uuid.UUID(key[:16])
	milliseconds := uint64(at.UnixMilli())
	for b := range 6 {
		id[b] = byte(milliseconds >> (40 - 8*b))
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return consult.ID(id.String()), key
}

// reference gives each rank a reference of its own: multiplying by a number prime to 27 meets no value twice.
func (d *demo) reference(i int) string {
	const letters = uint64(len(referenceLetters))
	all := uint64(1)
	for range referenceLength {
		all *= letters
	}
	number := (uint64(i)*104729*7919 + (d.seed%all)*15485863) % all
	text := make([]byte, referenceLength)
	for j := range text {
		text[j], number = referenceLetters[number%letters], number/letters
	}
	return string(text)
}

// moment draws when a response was sent: many after the opening and each reminder, few at weekends and at night.
func (d *demo) moment(random *rand.Rand) time.Time {
	const days = int(demoSpan / (24 * time.Hour))
	for {
		day := random.IntN(days)
		sinceReminder := day % 14
		weight := 1.0 / (1 + 0.35*float64(sinceReminder))
		if day == 0 || day == days-1 {
			weight *= 0.6
		}
		at := d.begins.In(paris()).AddDate(0, 0, day)
		if weekday := at.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			weight *= 0.25
		}
		if random.Float64() > weight {
			continue
		}
		hour := []int{8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 20, 21, 22}[random.IntN(19)]
		at = time.Date(at.Year(), at.Month(), at.Day(), hour, random.IntN(60), random.IntN(60), random.IntN(1000)*int(time.Millisecond), paris())
		if at.After(d.begins) && at.Before(d.consultation.CreatedAt) {
			return at.UTC()
		}
	}
}
