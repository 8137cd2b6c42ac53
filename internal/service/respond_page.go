package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// PagePost is one page as it was posted.
type PagePost struct {
	Section int // index of the section in the definition
	Posted  forms.Raw
	// Shown are the questions that the page showed: unticked boxes post nothing.
	Shown []string
	Stamp Stamp
	// Force saves over what changed meanwhile: the person saw both texts and chose.
	Force bool
	// Submit sends the response in the same transaction when this is its last page and nothing is left to mend.
	Submit bool
}

// PageOutcome is where a post leads.
type PageOutcome int

// The outcomes of a page's post. Everything typed is in the draft after each of them, but for PageConflict,
// PageClosed and PageHeld, where it is in PageResult.Answering.Raw alone.
const (
	PageNext      PageOutcome = iota // to section Next, or to the check page when it is -1
	PageInvalid                      // the page has Failures
	PageAdded                        // valid, but Added questions of the page became relevant (rule 3)
	PageConflict                     // the same answers changed meanwhile: Differences
	PageClosed                       // too late: nothing was saved
	PageHeld                         // another member of the team holds the response: nothing was saved
	PageSubmitted                    // sent
)

// PageResult is what came of a page's post.
type PageResult struct {
	Outcome     PageOutcome
	Answering   *Answering
	Next        int
	Failures    []forms.Failure
	Added       []string
	Differences []Difference
}

// saveAttempts bounds how often a post is evaluated again because another one was written first.
const saveAttempts = 5

// SavePage takes a page's post: the draft takes what was typed, valid or not, and the outcome says where to go on.
func (s *Service) SavePage(ctx context.Context, token string, post PagePost) (*PageResult, error) {
	for range saveAttempts {
		result, err := s.savePage(ctx, token, post)
		if consult.CodeOf(err) != consult.CodeConflict {
			return result, err
		}
	}
	return nil, &consult.Error{Code: consult.CodeUnavailable, Key: "respond.error.busy"}
}

func (s *Service) savePage(ctx context.Context, token string, post PagePost) (*PageResult, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	changed, result, err := s.mergePost(a, post)
	if err != nil || result != nil {
		return result, err
	}
	result = a.outcome(post)
	if post.Submit && a.MaySend() && result.Outcome == PageNext && result.Next < 0 && a.Evaluation.FirstIncomplete() < 0 {
		if changed || !a.Done() {
			if err := s.send(ctx, a, changed); err != nil {
				return nil, err
			}
		}
		result.Outcome = PageSubmitted
		return result, nil
	}
	if changed {
		err = s.saveDraft(ctx, a)
	}
	return result, err
}

// mergePost puts the post into the answering and evaluates it. It gives a result when the way ends there.
func (s *Service) mergePost(a *Answering, post PagePost) (changed bool, ended *PageResult, err error) {
	if post.Section < 0 || post.Section >= len(a.Questionnaire().Definition().Sections) {
		return false, nil, consult.NotFound("error.not_found")
	}
	fields := a.Questionnaire().Fields(post.Section)
	stale := !post.Force && post.Stamp.stale(a.Response.DraftVersion, a.Raw, fields)
	merged, differences := merge(a.Raw, post.Posted, fields, post.Shown)
	if len(differences) > 0 || a.Evaluation == nil {
		a.Raw = merged
		a.evaluate(s.today())
	}
	switch {
	case len(differences) == 0:
		return false, nil, nil
	case !a.Editable:
		return false, &PageResult{Outcome: PageClosed, Answering: a, Differences: differences}, nil
	case !a.MayWrite():
		return false, &PageResult{Outcome: PageHeld, Answering: a, Differences: differences}, nil
	case stale:
		return false, &PageResult{Outcome: PageConflict, Answering: a, Differences: differences}, nil
	}
	return true, nil, nil
}

// outcome says where a merged and evaluated post leads.
func (a *Answering) outcome(post PagePost) *PageResult {
	result := &PageResult{Answering: a}
	if !a.Evaluation.SectionVisible(post.Section) {
		result.Next = a.Evaluation.Next(post.Section)
		return result
	}
	for _, failure := range a.Evaluation.FailuresIn(post.Section) {
		if a.wasShown(failure.Question, post.Shown) {
			result.Failures = append(result.Failures, failure)
		}
	}
	if len(result.Failures) > 0 {
		result.Outcome = PageInvalid
		return result
	}
	for _, name := range a.Evaluation.Shown(post.Section) {
		if !slices.Contains(post.Shown, name) {
			result.Added = append(result.Added, name)
		}
	}
	if len(result.Added) > 0 {
		result.Outcome = PageAdded
		return result
	}
	result.Next = a.Evaluation.Next(post.Section)
	return result
}

// wasShown says whether the person had the question before their eyes: a page never complains of what it did not ask.
func (a *Answering) wasShown(name string, shown []string) bool {
	if slices.Contains(shown, name) {
		return true
	}
	question, ok := a.Questionnaire().Question(name)
	if !ok {
		return false
	}
	if completed, _, specify := a.Questionnaire().SpecifyOf(question); specify {
		return slices.Contains(shown, completed.Name)
	}
	// A failure of a whole grid or constant sum stands on its rows.
	return slices.ContainsFunc(question.Rows, func(row forms.Question) bool { return slices.Contains(shown, row.Name) })
}

// Autosaved is what an autosave tells the page.
type Autosaved struct {
	Stamp Stamp
	At    time.Time
	// Shown are the questions that the page should show now.
	Shown []string
}

// Autosave saves what is being typed, without judging it; CodeConflict when the same answers changed meanwhile,
// CodeForbidden when another member holds the response, CodeClosed when it is too late.
func (s *Service) Autosave(ctx context.Context, token string, post PagePost) (*Autosaved, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	changed, ended, err := s.mergePost(a, post)
	switch {
	case err != nil:
		return nil, err
	case ended != nil && ended.Outcome == PageClosed:
		return nil, consult.Closed("respond.error.closed")
	case ended != nil && ended.Outcome == PageHeld:
		return nil, errNotHolder()
	case ended != nil:
		return nil, consult.Conflict("respond.error.stale")
	}
	if changed {
		if err := s.saveDraft(ctx, a); err != nil {
			return nil, err
		}
	}
	return &Autosaved{Stamp: a.Stamp(post.Section), At: a.Response.ChangedAt, Shown: a.Evaluation.Shown(post.Section)}, nil
}

// PreviewPage says what a page becomes with the values posted, and saves nothing: the server decides on conditional
// questions, the page only asks.
func (s *Service) PreviewPage(ctx context.Context, token string, post PagePost) (*Answering, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	post.Force = true
	_, _, err = s.mergePost(a, post)
	return a, err
}

// saveDraft writes the draft as merged; CodeConflict when another post was written since it was read.
func (s *Service) saveDraft(ctx context.Context, a *Answering) error {
	draft, identity := a.Questionnaire().SplitIdentityRaw(a.Raw)
	written := identity
	if len(identity) == 0 && len(a.Response.DraftIdentity) == 0 {
		written = nil // there is none to remove
	}
	now := s.Now()
	var version int64
	err := s.Store.Atomic(ctx, func(tx consult.Tx) (err error) {
		if err := a.Team.keepHold(ctx, tx, now); err != nil {
			return err
		}
		version, err = tx.SaveDraft(ctx, a.Response.ID, a.Response.DraftVersion, draft, written, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("save draft %s: %w", a.Response.ID, err)
	}
	a.Response.Draft, a.Response.DraftIdentity, a.Response.DraftVersion = draft, identity, version
	a.Response.ChangedAt = now
	a.Response.Dirty = a.Response.Dirty || a.Submitted()
	s.responses.keep(recentResponse{response: a.Response, seen: a.seen.written(), evaluation: a.Evaluation})
	return nil
}
