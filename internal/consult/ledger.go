package consult

import (
	"cmp"
	"slices"
	"time"
)

// LedgerStep is something that an organisation did, or that was done to reach it. The values are those of addresses.
type LedgerStep string

// The steps, in the order in which they usually come.
const (
	StepInvited  LedgerStep = "invited"
	StepReached  LedgerStep = "reached" // somebody answered, or the organisation showed itself in any other way
	StepOpened   LedgerStep = "opened"
	StepBegun    LedgerStep = "begun" // a response that is a draft, or that counts
	StepAnswered LedgerStep = "answered"
	StepAttended LedgerStep = "attended"
	StepIdea     LedgerStep = "idea"
)

// LedgerSteps lists the steps in their order.
func LedgerSteps() []LedgerStep {
	return []LedgerStep{StepInvited, StepReached, StepOpened, StepBegun, StepAnswered, StepAttended, StepIdea}
}

// LedgerOrganisation is an organisation of the list, as a ledger counts it.
type LedgerOrganisation struct {
	ID        ID
	Name      string
	Category  string
	Territory string
	Size      string
}

// Stratum gives what parts the list of an organisation, and counts nothing.
func (o *LedgerOrganisation) Stratum() Stratum {
	return Stratum{Category: o.Category, Territory: o.Territory, Size: o.Size}
}

// LedgerTouch is a touch without what only its own page shows.
type LedgerTouch struct {
	OrganisationID ID
	Kind           TouchKind
	At             time.Time
}

// LedgerLine is what happened with one organisation, every channel together.
type LedgerLine struct {
	LedgerOrganisation
	Calls     int
	Reminders int
	Bounced   bool
	// Responses are those that speak for it, whatever their status, by identifier.
	Responses []OwnedResponse

	touched [stepCount]bool
}

// The places of the steps, in the order of LedgerSteps.
const (
	invitedPlace = iota
	reachedPlace
	openedPlace
	begunPlace
	answeredPlace
	attendedPlace
	ideaPlace
	stepCount
)

// placeOf gives the place of a step, -1 of any other word.
func placeOf(step LedgerStep) int {
	switch step {
	case StepInvited:
		return invitedPlace
	case StepReached:
		return reachedPlace
	case StepOpened:
		return openedPlace
	case StepBegun:
		return begunPlace
	case StepAnswered:
		return answeredPlace
	case StepAttended:
		return attendedPlace
	case StepIdea:
		return ideaPlace
	}
	return -1
}

// Did says whether the organisation came to a step, once however many times and by whichever channel.
func (l *LedgerLine) Did(step LedgerStep) bool {
	at := placeOf(step)
	return at >= 0 && l.steps()[at]
}

// steps says of each step, by place, whether the organisation came to it.
func (l *LedgerLine) steps() [stepCount]bool {
	steps := l.touched
	steps[answeredPlace] = l.has(ResponseSubmitted)
	steps[begunPlace] = steps[answeredPlace] || l.has(ResponseDraft)
	steps[reachedPlace] = steps[reachedPlace] || len(l.Responses) > 0
	return steps
}

func (l *LedgerLine) has(status ResponseStatus) bool {
	for i := range l.Responses {
		if l.Responses[i].Status == status {
			return true
		}
	}
	return false
}

// Silent says that nothing came from the organisation by any channel: no answer, nobody at an event, no idea.
func (l *LedgerLine) Silent() bool { return silent(l.steps()) }

func silent(steps [stepCount]bool) bool {
	return !steps[answeredPlace] && !steps[attendedPlace] && !steps[ideaPlace]
}

// Answers gives the responses that count.
func (l *LedgerLine) Answers() []OwnedResponse {
	return slices.DeleteFunc(slices.Clone(l.Responses), func(r OwnedResponse) bool { return r.Status != ResponseSubmitted })
}

// FirstAnswer tells when the first response that counts was sent; zero when there is none.
func (l *LedgerLine) FirstAnswer() time.Time {
	var first time.Time
	for i := range l.Responses {
		if r := &l.Responses[i]; r.Status == ResponseSubmitted && (first.IsZero() || r.SubmittedAt.Before(first)) {
			first = r.SubmittedAt
		}
	}
	return first
}

// LedgerCount counts organisations, each once at each step.
type LedgerCount struct {
	Stratum // Count is the base: the organisations of the list
	Silent  int
	steps   [stepCount]int
}

// At gives how many organisations came to a step.
func (c *LedgerCount) At(step LedgerStep) int {
	if at := placeOf(step); at >= 0 {
		return c.steps[at]
	}
	return 0
}

// Rate is the share of the list that answered; 0 of an empty list.
func (c *LedgerCount) Rate() float64 { return c.share(c.At(StepAnswered)) }

// SilentRate is the share of the list from which nothing came.
func (c *LedgerCount) SilentRate() float64 { return c.share(c.Silent) }

func (c *LedgerCount) share(count int) float64 {
	if c.Count == 0 {
		return 0
	}
	return float64(count) / float64(c.Count)
}

// Add counts the organisations of another stratum too.
func (c *LedgerCount) Add(other *LedgerCount) {
	c.Count += other.Count
	c.Silent += other.Silent
	for i := range c.steps {
		c.steps[i] += other.steps[i]
	}
}

// add counts one line.
func (c *LedgerCount) add(l *LedgerLine) {
	c.Count++
	steps := l.steps()
	for i, did := range steps {
		if did {
			c.steps[i]++
		}
	}
	if silent(steps) {
		c.Silent++
	}
}

// CountLines counts lines together, and by stratum: silent strata first, then the larger, then by their values.
func CountLines(lines []*LedgerLine, by []Stratifier) (LedgerCount, []LedgerCount) {
	var whole LedgerCount
	var strata []LedgerCount
	at := map[Stratum]int{}
	for _, line := range lines {
		whole.add(line)
		stratum := line.Stratum()
		key := stratum.Only(by)
		i, met := at[key]
		if !met {
			i = len(strata)
			at[key], strata = i, append(strata, LedgerCount{Stratum: key})
		}
		strata[i].add(line)
	}
	slices.SortFunc(strata, func(a, b LedgerCount) int {
		return cmp.Or(cmp.Compare(b.Silent*a.Count, a.Silent*b.Count), cmp.Compare(b.Count, a.Count),
			cmp.Compare(a.Category, b.Category), cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.Size, b.Size))
	})
	return whole, strata
}
