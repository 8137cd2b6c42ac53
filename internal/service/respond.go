package service

import (
	"context"
	"maps"
	"sync"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// The way of a response: respond_start.go begins one, respond_page.go saves its pages, respond_submit.go sends it,
// respond_withdraw.go takes it back. All of them start from an Answering.

// Answering is a response as its respondent has it at hand, read once per request.
type Answering struct {
	Response     consult.Response
	Consultation consult.Consultation
	Published    *Published
	// Raw is the draft with its identity values: everything typed, valid or not. Other requests may read it too: a draft
	// that changes is another map.
	Raw forms.Raw
	// Evaluation is what Raw is worth today.
	Evaluation *forms.Evaluation
	// Editable says whether changes are taken now: until closing, and 60 minutes more (rule 4).
	Editable bool
	// Team is who answers together, as who opened the response sees it; nil when one person answers.
	Team *Together

	seen sighting // of Response as it was read
}

// Answering gives the response that a link's token opens; CodeNotFound for any other token.
func (s *Service) Answering(ctx context.Context, token string) (*Answering, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	if a.Evaluation == nil {
		a.evaluate(s.today())
		s.responses.evaluated(a)
	}
	return a, nil
}

// answering reads without evaluating: a post evaluates after its merge only. What is already known of the draft as it
// stands is there.
func (s *Service) answering(ctx context.Context, token string) (*Answering, error) {
	if len(token) != tokenLength {
		return nil, consult.NotFound("error.not_found")
	}
	hash := hashToken(token)
	var together *Together
	known, err := s.responseByToken(ctx, hash)
	if consult.CodeOf(err) == consult.CodeNotFound {
		known.response, together, err = s.throughMember(ctx, hash)
	}
	if err != nil {
		return nil, s.sealedLink(ctx, hash, err)
	}
	response := known.response
	consultation, err := s.knownConsultation(ctx, response.ConsultationID)
	if err != nil {
		return nil, err
	}
	published, err := s.Published(ctx, response.RevisionID)
	if err != nil {
		return nil, err
	}
	_, editable := consultation.Accepting(s.Now())
	a := &Answering{Response: response, Consultation: consultation, Published: published, Editable: editable, seen: known.seen, Team: together}
	if a.Evaluation = known.evaluation; a.Evaluation != nil && a.Evaluation.Holds(s.today()) {
		a.Raw = a.Evaluation.Raw()
	} else {
		a.Raw, a.Evaluation = joinRaw(response.Draft, response.DraftIdentity), nil
	}
	return a, nil
}

func (a *Answering) evaluate(today time.Time) {
	a.Evaluation = a.Published.Questionnaire.Evaluate(a.Raw, today)
}

// Submitted says whether the response counts, be it with later edits not yet sent.
func (a *Answering) Submitted() bool { return a.Response.Status == consult.ResponseSubmitted }

// Done says whether the response counts as it stands: nothing left to send.
func (a *Answering) Done() bool { return a.Submitted() && !a.Response.Dirty }

// Questionnaire gives the compiled questionnaire.
func (a *Answering) Questionnaire() *forms.Questionnaire { return a.Published.Questionnaire }

// Section gives the definition of section i when it is visible now.
func (a *Answering) Section(i int) (*forms.Section, bool) {
	sections := a.Questionnaire().Definition().Sections
	if i < 0 || i >= len(sections) || !a.Evaluation.SectionVisible(i) {
		return nil, false
	}
	return &sections[i], true
}

// Resume gives the section where the respondent goes on, or -1 for the check page: the first one with something to
// mend, or the one after the last in which something was typed.
func (a *Answering) Resume() int {
	steps := a.Evaluation.Steps()
	if len(steps) == 0 {
		return -1
	}
	target, defaults := steps[0], a.Questionnaire().Defaults()
	for _, section := range steps {
		for _, field := range a.Questionnaire().Fields(section) {
			if typed := a.Raw[field]; len(typed) > 0 && !sameValues(typed, defaults[field]) {
				target = a.Evaluation.Next(section)
				break
			}
		}
	}
	if incomplete := a.Evaluation.FirstIncomplete(); incomplete >= 0 && (target < 0 || incomplete < target) {
		return incomplete
	}
	return target
}

// joinRaw puts the two parts of a draft together: in a map of its own, unless there is but one.
func joinRaw(draft, identity forms.Raw) forms.Raw {
	if len(identity) == 0 && draft != nil {
		return draft
	}
	joined := make(forms.Raw, len(draft)+len(identity))
	maps.Copy(joined, draft)
	maps.Copy(joined, identity)
	return joined
}

// today gives the day it is for respondents, for the questionnaire's today().
func (s *Service) today() time.Time { return s.Now().In(paris()) }

// paris is the zone of every date that people see; the program embeds the zone data.
var paris = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.UTC
	}
	return zone
})

func (s *Service) knownConsultation(ctx context.Context, id consult.ID) (consult.Consultation, error) {
	return remember(s, &s.consultations, id, func() (consult.Consultation, error) { return s.Store.Consultation(ctx, id) })
}
