package consult

import (
	"cmp"
	"slices"
	"time"
)

// Ledger keeps the lines of a whole list, and what comes after feeds it. It is not for several goroutines at once.
type Ledger struct {
	zone  *time.Location
	lines []*LedgerLine // in the list's order
	byID  map[ID]*LedgerLine
	owner map[ID]ID // by response: the organisation it speaks for
	sent  map[organisationDay]bool
	days  map[TouchKind]map[time.Time]int // how many organisations were invited, or reminded, on a day
}

type organisationDay struct {
	organisation ID
	kind         TouchKind
	day          time.Time
}

// NewLedger makes the ledger of a list, in its order; days are those of zone.
func NewLedger(list []LedgerOrganisation, zone *time.Location) *Ledger {
	l := &Ledger{zone: zone, byID: make(map[ID]*LedgerLine, len(list)), owner: map[ID]ID{}, sent: map[organisationDay]bool{},
		days: map[TouchKind]map[time.Time]int{TouchInvited: {}, TouchReminded: {}}}
	made := make([]LedgerLine, len(list))
	for i := range list {
		made[i].LedgerOrganisation = list[i]
		l.lines = append(l.lines, &made[i])
		l.byID[list[i].ID] = &made[i]
	}
	return l
}

// Relist takes the list as it is now; what happened with the organisations that are still in it stays.
func (l *Ledger) Relist(list []LedgerOrganisation) {
	before := l.byID
	l.lines, l.byID = make([]*LedgerLine, 0, len(list)), make(map[ID]*LedgerLine, len(list))
	for i := range list {
		line := before[list[i].ID]
		if line == nil {
			line = &LedgerLine{}
		}
		line.LedgerOrganisation = list[i]
		l.lines = append(l.lines, line)
		l.byID[list[i].ID] = line
	}
}

// Lines gives every line in the list's order; nobody may write to them.
func (l *Ledger) Lines() []*LedgerLine { return l.lines }

// Line gives the line of an organisation, nil when the list has it not.
func (l *Ledger) Line(organisation ID) *LedgerLine { return l.byID[organisation] }

// Touch adds what happened. Touches of organisations that the list has not are left aside.
func (l *Ledger) Touch(touches ...LedgerTouch) {
	for i := range touches {
		if line := l.byID[touches[i].OrganisationID]; line != nil {
			l.touch(line, &touches[i])
		}
	}
}

func (l *Ledger) touch(line *LedgerLine, touch *LedgerTouch) {
	switch touch.Kind {
	case TouchBounced:
		line.Bounced = true
		return
	case TouchCalled:
		line.Calls++
		return
	case TouchReminded:
		line.Reminders++
		l.onDay(line, touch)
		return
	case TouchInvited:
		line.touched[invitedPlace] = true
		l.onDay(line, touch)
		return
	}
	line.touched[reachedPlace] = true // every other touch is a sign of life
	switch touch.Kind {
	case TouchOpened:
		line.touched[openedPlace] = true
	case TouchAttended:
		line.touched[attendedPlace] = true
	case TouchIdea:
		line.touched[ideaPlace] = true
	}
}

// onDay counts an organisation once a day, however many mails it got.
func (l *Ledger) onDay(line *LedgerLine, touch *LedgerTouch) {
	key := organisationDay{line.ID, touch.Kind, dayOf(touch.At, l.zone)}
	if !l.sent[key] {
		l.sent[key] = true
		l.days[touch.Kind][key.day]++
	}
}

func dayOf(at time.Time, zone *time.Location) time.Time {
	year, month, day := at.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}

// Respond says how responses stand now; one that speaks for no organisation of the list leaves it.
func (l *Ledger) Respond(responses ...OwnedResponse) {
	for _, response := range responses {
		if before := l.byID[l.owner[response.ResponseID]]; before != nil {
			before.Responses = slices.DeleteFunc(before.Responses, func(r OwnedResponse) bool { return r.ResponseID == response.ResponseID })
			delete(l.owner, response.ResponseID)
		}
		line := l.byID[response.OrganisationID]
		if line == nil {
			continue
		}
		at, _ := slices.BinarySearchFunc(line.Responses, response.ResponseID, func(r OwnedResponse, id ID) int { return cmp.Compare(r.ResponseID, id) })
		line.Responses = slices.Insert(line.Responses, at, response)
		l.owner[response.ResponseID] = line.ID
	}
}

// Owner gives the organisation for which a response speaks, "" when it speaks for none.
func (l *Ledger) Owner(response ID) ID { return l.owner[response] }

// LedgerDay is a day of the curve.
type LedgerDay struct {
	Date     time.Time // midnight
	Answered int       // organisations whose first answer came that day
	Invited  int
	Reminded int
}

// Days gives the days on which something happened, in order.
func (l *Ledger) Days() []LedgerDay {
	days := map[time.Time]*LedgerDay{}
	on := func(at time.Time) *LedgerDay {
		if days[at] == nil {
			days[at] = &LedgerDay{Date: at}
		}
		return days[at]
	}
	for _, line := range l.lines {
		if first := line.FirstAnswer(); !first.IsZero() {
			on(dayOf(first, l.zone)).Answered++
		}
	}
	for at, count := range l.days[TouchInvited] {
		on(at).Invited = count
	}
	for at, count := range l.days[TouchReminded] {
		on(at).Reminded = count
	}
	sorted := make([]LedgerDay, 0, len(days))
	for _, day := range days {
		sorted = append(sorted, *day)
	}
	slices.SortFunc(sorted, func(a, b LedgerDay) int { return a.Date.Compare(b.Date) })
	return sorted
}
