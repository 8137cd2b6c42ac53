package service

import (
	"context"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
)

// SubmitOutcome is where sending leads.
type SubmitOutcome int

// The outcomes of sending a response.
const (
	Sent           SubmitOutcome = iota // counted, or already was with the same answers (rule 5)
	SendIncomplete                      // something is left to mend: the evaluation says what
	SendChanged                         // answers changed since the check page was shown: show it again
	SendClosed                          // too late
	SendHeld                            // another member of the team holds the response, or signs it
)

// Submit sends the response as its draft stands, once however often it is asked.
func (s *Service) Submit(ctx context.Context, token string, stamp Stamp) (SubmitOutcome, *Answering, error) {
	for range saveAttempts {
		outcome, a, err := s.submit(ctx, token, stamp)
		if consult.CodeOf(err) != consult.CodeConflict {
			return outcome, a, err
		}
	}
	return 0, nil, &consult.Error{Code: consult.CodeUnavailable, Key: "respond.error.busy"}
}

func (s *Service) submit(ctx context.Context, token string, stamp Stamp) (SubmitOutcome, *Answering, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return 0, nil, err
	}
	if a.Evaluation == nil {
		a.evaluate(s.today())
	}
	switch {
	case a.Done():
		return Sent, a, nil
	case !a.Editable:
		return SendClosed, a, nil
	case !a.MaySend():
		return SendHeld, a, nil
	case stamp.Version != a.Response.DraftVersion:
		return SendChanged, a, nil
	case a.Evaluation.FirstIncomplete() >= 0:
		return SendIncomplete, a, nil
	}
	return Sent, a, s.send(ctx, a, false)
}

// send makes the evaluated response submitted in one transaction: the draft when it changed, the answers, the
// identities and the contributions. CodeConflict when another post was written since the response was read.
func (s *Service) send(ctx context.Context, a *Answering, changed bool) error {
	sending := s.prepare(a)
	err := sending.encode(s.Store, changed)
	if err != nil {
		return fmt.Errorf("submit response %s: %w", a.Response.ID, err)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return sending.write(ctx, tx, changed) })
	if err != nil {
		return fmt.Errorf("submit response %s: %w", a.Response.ID, err)
	}
	a.Response = sending.written
	seen := a.seen.written()
	if !sending.wrote {
		seen = sighting{} // another post did
	}
	s.responses.keep(recentResponse{response: a.Response, seen: seen, evaluation: a.Evaluation})
	s.tallies.offer(consult.Change{Seq: a.Response.ChangeSeq, ResponseID: a.Response.ID, ConsultationID: a.Response.ConsultationID,
		RevisionID: a.Response.RevisionID, Status: a.Response.Status, Submission: a.Response.Submission, SubmittedAt: a.Response.SubmittedAt})
	return nil
}

// sending is a submission computed before its transaction, which only writes.
type sending struct {
	response consult.Response
	read     consult.ResponseMark // of the response as it was read
	team     *Together
	// hadIdentity says whether the draft as it was read held identity values.
	hadIdentity bool
	identities  []consult.Identity
	form        *forms.Questionnaire
	wanted      []consult.Contribution // of the first run, made before its turn to write
	encoded     consult.EncodedResponse
	written     consult.Response // the response after the last run of the transaction
	wrote       bool             // and whether that run wrote it
}

func (s *Service) prepare(a *Answering) *sending {
	form, now := a.Questionnaire(), s.Now()
	response := a.Response
	response.Draft, response.DraftIdentity = form.SplitIdentityRaw(a.Raw)
	response.Submission = a.Evaluation.Submission()
	response.Category = roleAnswer(a, forms.RoleCategory)
	response.Territory = roleAnswer(a, forms.RoleTerritory)
	response.Status, response.Dirty, response.ChangedAt = consult.ResponseSubmitted, false, now
	if response.SubmittedAt.IsZero() {
		response.SubmittedAt = now
	}
	prepared := &sending{response: response, read: a.Response.Mark(), team: a.Team, form: form, hadIdentity: len(a.Response.DraftIdentity) > 0}
	prepared.wanted = consult.AnswerContributions(form, &response)
	for _, question := range form.Questions() {
		if answer, given := a.Evaluation.Answers[question.Name]; given && question.Identity {
			prepared.identities = append(prepared.identities,
				consult.Identity{ResponseID: response.ID, Question: question.Name, Value: answer.String()})
		}
	}
	return prepared
}

// encode makes ready what is written of a draft that changed.
func (p *sending) encode(store consult.Store, changed bool) error {
	if !changed {
		return nil
	}
	sending := p.sending(&p.response)
	err := store.Encode(sending)
	p.encoded = sending.Encoded
	return err
}

func (p *sending) sending(response *consult.Response) *consult.Sending {
	return &consult.Sending{Response: response, Identities: p.identities, HadIdentity: p.hadIdentity, Encoded: p.encoded}
}

// contributions gives what the response says under that sequence, afresh for each run: a store writes over what it is given.
func (p *sending) contributions(seq int64) []consult.Contribution {
	wanted := p.wanted
	if p.wanted = nil; wanted == nil {
		wanted = consult.AnswerContributions(p.form, &p.response)
	}
	for i := range wanted {
		wanted[i].ChangeSeq = seq
	}
	return wanted
}

// write may run twice: it works on copies of what was prepared.
func (p *sending) write(ctx context.Context, tx consult.Tx, changed bool) error {
	response := p.response
	p.wrote = false
	if !changed {
		sent, err := p.meanwhile(ctx, tx)
		if err != nil || sent {
			return err
		}
	}
	err := p.team.sign(ctx, tx, response.ChangedAt)
	if err != nil {
		return err
	}
	if response.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	if changed {
		err = tx.SendDraft(ctx, p.sending(&response))
	} else {
		err = tx.SubmitResponse(ctx, &response, p.identities)
	}
	if err != nil {
		return err
	}
	if err := tx.UpsertAnswerContributions(ctx, response.ID, p.contributions(response.ChangeSeq)); err != nil {
		return err
	}
	p.written, p.wrote = response, true
	return nil
}

// meanwhile looks whether the response was written since it was read: CodeConflict, unless a double click has sent it.
func (p *sending) meanwhile(ctx context.Context, tx consult.Tx) (sent bool, err error) {
	if hash := p.response.TokenHash; len(hash) > 0 { // a mark costs less than a response
		if mark, err := tx.ResponseMark(ctx, hash); err != nil || mark == p.read {
			return false, err
		}
	}
	current, err := tx.Response(ctx, p.response.ID)
	switch {
	case err != nil:
		return false, err
	case current.DraftVersion != p.response.DraftVersion:
		return false, consult.Conflict("respond.error.stale")
	case current.Status == consult.ResponseSubmitted && !current.Dirty:
		p.written = current
		return true, nil
	}
	return false, nil
}

func roleAnswer(a *Answering, role forms.Role) string {
	if question := a.Questionnaire().ByRole(role); question != nil {
		return a.Evaluation.Answers[question.Name].Text
	}
	return ""
}
