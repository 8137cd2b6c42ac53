package exports

import (
	"iter"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/tally"
)

// Survey is a published questionnaire with what was answered to it.
type Survey struct {
	Title string
	Slug  string
	// Form is the published revision with what earlier ones asked besides (see forms.Union); nil where nothing is asked.
	Form     *forms.Questionnaire
	Revision int // number of the published one
	// Submitted is how many responses were sent, those withdrawn since left out. It is told whatever it is: how many took
	// part says nothing of what any of them answered.
	Submitted int
	Days      []tally.Day
	Tallies   []tally.Tally
	Crosses   []tally.Cross
	// Responses are the submitted responses, by submission; nil in a public export.
	Responses iter.Seq2[*consult.Response, error]
}

// Several says whether there are several questionnaires, which files must then tell apart.
func (in *Input) Several() bool { return len(in.Surveys) > 1 }
