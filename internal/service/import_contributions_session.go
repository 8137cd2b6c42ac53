package service

import (
	"strconv"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// sessionBook tells the sessions of a file apart, and finds those that the consultation has. A session is a title and
// a number of participants: the same title with another number is another gathering of that name (a team that goes to
// several places writes one title), unless the settings make a title one session. A row without a number joins the
// first session of its title. The number of each counts once (rule 7).
type sessionBook struct {
	consultation consult.ID
	perTitle     bool
	byKey        map[string]*bookedSession
	byTitle      map[string][]*bookedSession // as the title stands in the file
	folded       map[string]string           // a title as first written
	inFile       map[*bookedSession]bool
	said         map[string]bool
}

// bookedSession is a session with where it stands.
type bookedSession struct {
	consult.SessionHeld
	key     string
	stored  bool // its row exists
	changed bool // its number became known
}

func newSessionBook(consultation consult.ID, held []consult.SessionHeld, perTitle bool) *sessionBook {
	book := &sessionBook{consultation: consultation, perTitle: perTitle, byKey: map[string]*bookedSession{},
		byTitle: map[string][]*bookedSession{}, folded: map[string]string{}, inFile: map[*bookedSession]bool{}, said: map[string]bool{}}
	for _, one := range held {
		if one.Table != "" {
			continue // a table of an event is found by hand only
		}
		session := &bookedSession{SessionHeld: one, key: one.ImportKey, stored: true}
		if session.key == "" {
			session.key = book.key(one.Title, one.Participants)
		}
		if _, taken := book.byKey[session.key]; !taken {
			book.byKey[session.key] = session
			title, _ := titleOf(session.key)
			book.byTitle[title] = append(book.byTitle[title], session)
		}
	}
	return book
}

const keyParts = "\x1f"

func (b *sessionBook) key(title string, people int) string {
	if b.perTitle {
		return title + keyParts + "*"
	}
	if people == 0 {
		return title + keyParts
	}
	return title + keyParts + strconv.Itoa(people)
}

// titleOf takes a key apart.
func titleOf(key string) (title, number string) {
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] == keyParts[0] {
			return key[:i], key[i+1:]
		}
	}
	return key, ""
}

// find gives the session that a row speaks of, and what is doubtful about it.
func (b *sessionBook) find(title string, people int) (*bookedSession, []consult.ImportIssue) {
	key := b.key(title, people)
	known := b.byTitle[title]
	session := b.byKey[key]
	switch {
	case session != nil:
	case people == 0 && len(known) > 0:
		session = known[0]
	case !b.perTitle && b.byKey[b.key(title, 0)] != nil:
		session = b.byKey[b.key(title, 0)] // its number was not known yet
		delete(b.byKey, session.key)
		session.key, session.changed = key, true
		session.Participants, session.ImportKey = people, key
		b.byKey[key] = session
	default:
		session = b.add(key, title, people)
	}
	var doubts []consult.ImportIssue
	if b.perTitle && people > 0 {
		if session.Participants == 0 {
			session.Participants, session.changed = people, true
		} else if session.Participants != people {
			doubts = b.doubt(doubts, "collect.issue.first_number", title, people, session.Participants)
		}
	}
	if !b.perTitle && people > 0 && len(known) > 0 && known[0] != session {
		doubts = b.doubt(doubts, "collect.issue.other_number", title, people, known[0].Participants)
	}
	if first, met := b.folded[french.Fold(title)]; met && first != title {
		doubts = b.doubt(doubts, "collect.issue.near_title", title, 0, 0)
	} else {
		b.folded[french.Fold(title)] = title
	}
	b.inFile[session] = true
	return session, doubts
}

// doubt says something of a title once.
func (b *sessionBook) doubt(doubts []consult.ImportIssue, key, title string, people, other int) []consult.ImportIssue {
	mark := key + keyParts + title + keyParts + strconv.Itoa(people)
	if b.said[mark] {
		return doubts
	}
	b.said[mark] = true
	return append(doubts, consult.ImportIssue{Key: key, Args: []string{"title", shorten(title), "count", strconv.Itoa(people), "other", strconv.Itoa(other)}})
}

// own gives the session of one row alone, which has no title.
func (b *sessionBook) own(rowKey string, people int) *bookedSession {
	key := rowKey + keyParts + "row"
	session := b.byKey[key]
	if session == nil {
		session = b.add(key, "", people)
	}
	b.inFile[session] = true
	return session
}

func (b *sessionBook) add(key, title string, people int) *bookedSession {
	session := &bookedSession{key: key, SessionHeld: consult.SessionHeld{ID: consult.NewID(), ConsultationID: b.consultation,
		Title: title, Participants: people, ImportKey: key}}
	b.byKey[key] = session
	b.byTitle[title] = append(b.byTitle[title], session)
	return session
}

// counts gives the sessions of the file, the participants they declare, and the people they represent: at least one
// where no number is declared.
func (b *sessionBook) counts() (sessions, declared, represented int) {
	for session := range b.inFile {
		declared += session.Participants
		represented += max(session.Participants, 1)
	}
	return len(b.inFile), declared, represented
}
