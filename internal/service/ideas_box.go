package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// The idea box: ideas_box.go lists, with ideas_search.go and ideas_counts.go; ideas_page.go shows one idea,
// ideas_similar.go finds its like, ideas_draft.go checks what is typed, ideas_drop.go and ideas_author.go are what an
// author does, ideas_visit.go what a visitor does; ideas_desk.go, ideas_moderate.go, ideas_merge.go and ideas_log.go what
// the people of the console do.

// ideaBox is what of a consultation every page of its box needs.
type ideaBox struct {
	consultation consult.Consultation
	grid         consult.ThemeGrid
	words        wordings
}

// ideaBox gives the box of a consultation, remembered as the public pages are; CodeNotFound while it is in preparation.
func (s *Service) ideaBox(ctx context.Context, slug string) (*ideaBox, error) {
	box, err := remember(s, &s.ideaBoxes, slug, func() (ideaBox, error) {
		var box ideaBox
		var err error
		if box.consultation, err = s.Store.ConsultationBySlug(ctx, slug); err != nil {
			return box, err
		}
		box.grid, err = s.Store.ThemeGrid(ctx, box.consultation.ID)
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return box, fmt.Errorf("read themes of %s: %w", slug, err)
		}
		box.words, err = s.wordings(ctx, box.consultation.ID)
		return box, err
	})
	return &box, err
}

// publicBox is ideaBox for whoever is not of the console.
func (s *Service) publicBox(ctx context.Context, slug string) (*ideaBox, error) {
	box, err := s.ideaBox(ctx, slug)
	if err == nil && box.consultation.Status == consult.StatusDraft {
		return nil, consult.NotFound("error.not_found")
	}
	return box, err
}

// themes are those that an author can choose: the residual ones are not.
func (b *ideaBox) themes() []consult.Theme {
	return slices.DeleteFunc(slices.Clone(b.grid.Themes), func(t consult.Theme) bool { return t.Kind != consult.ThemeRegular })
}

// IdeaRules are what a box allows now.
type IdeaRules struct {
	Open     bool // takes ideas
	Upcoming bool // will, once the consultation opens
	Before   bool // texts are read before they are published
	Supports bool
	Comments bool
}

func (s *Service) ideaRules(c *consult.Consultation) IdeaRules {
	now := s.Now()
	fresh, _ := c.Accepting(now)
	return IdeaRules{
		Open:     fresh && c.Settings.IdeaBox,
		Upcoming: c.Settings.IdeaBox && c.Status == consult.StatusOpen && now.Before(c.OpensAt),
		Before:   c.Settings.IdeaModeration == consult.ModerateBefore,
		Supports: fresh && c.Settings.IdeaBox && c.Settings.IdeaSupports,
		Comments: fresh && c.Settings.IdeaBox && c.Settings.IdeaComments,
	}
}

// IdeaChoices are the values that an idea's fields, and the filters of its lists, can take, with their words.
type IdeaChoices struct {
	Themes      []consult.Theme // the regular ones
	Categories  []CodingChoice
	Territories []CodingChoice
}

func (b *ideaBox) choices() IdeaChoices {
	return IdeaChoices{Themes: b.themes(), Categories: b.words.categories, Territories: b.words.territories}
}

// IdeaQuery narrows a list of ideas. It stands in the list's address.
type IdeaQuery struct {
	Words     string // as typed
	Theme     consult.ID
	Territory string
	Status    consult.IdeaStatus
	Order     consult.IdeaOrder // "": the most relevant with words, the newest without
}

// Narrowed says whether the query leaves any idea out; an order does not.
func (q IdeaQuery) Narrowed() bool {
	return q.Words != "" || q.Theme != "" || q.Territory != "" || q.Status != ""
}

// IdeaCard is an idea in a list.
type IdeaCard struct {
	consult.Idea
	Theme          consult.Theme // zero: none
	TerritoryLabel string
	CategoryLabel  string
}

func (b *ideaBox) card(idea consult.Idea) IdeaCard {
	card := IdeaCard{Idea: idea, TerritoryLabel: wordOf(b.words.territories, idea.Territory), CategoryLabel: wordOf(b.words.categories, idea.Category)}
	card.Theme, _ = b.grid.Find(idea.ThemeID)
	return card
}

func (b *ideaBox) cards(ideas []consult.Idea) []IdeaCard {
	cards := make([]IdeaCard, len(ideas))
	for i, idea := range ideas {
		cards[i] = b.card(idea)
	}
	return cards
}

// publicCard is a card without what only the console and the author may know.
func (b *ideaBox) publicCard(idea consult.Idea) IdeaCard { return b.card(publicIdea(idea)) }

func (b *ideaBox) publicCards(ideas []consult.Idea) []IdeaCard {
	cards := make([]IdeaCard, len(ideas))
	for i, idea := range ideas {
		cards[i] = b.publicCard(idea)
	}
	return cards
}

// publicIdea leaves out who wrote an idea, unless they chose to be named, and what is nobody's business.
func publicIdea(idea consult.Idea) consult.Idea {
	if idea.Publication != consult.PublicationNamed {
		idea.Signature = ""
	}
	idea.Email, idea.TokenHash, idea.Print, idea.Reference, idea.GroundNote, idea.Reports = "", nil, "", "", "", 0
	return idea
}

// IdeaCount is how many ideas are shown of one theme, territory or status.
type IdeaCount struct {
	Value string // an id or a code; "": none given
	Ideas int
}

// IdeaBoxView is a page of the list of ideas.
type IdeaBoxView struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Query        IdeaQuery
	Choices      IdeaChoices
	// The counts are of the whole box, whatever the query: what each filter would find by itself.
	ByTheme     []IdeaCount
	ByTerritory []IdeaCount
	ByStatus    []IdeaCount
	All         int // shown in the box
	Total       int // found by the query
	Ideas       []IdeaCard
	Page, Pages int
}

const (
	ideasPerPage = 20
	lastPage     = 1_000_000 // no box is so long; what is multiplied stays a number
)

// IdeaBox gives a page, from 1, of the ideas that a query finds. What makes no sense in the query finds nothing.
func (s *Service) IdeaBox(ctx context.Context, slug string, query IdeaQuery, page int) (*IdeaBoxView, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	cells, err := s.cells(ctx, box.consultation.ID)
	if err != nil {
		return nil, err
	}
	view := &IdeaBoxView{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Query: query, Choices: box.choices(), Pages: 1}
	view.count(cells)
	filter, blank := s.ideaFilter(box.consultation.ID, query)
	if blank {
		view.Page = 1
		return view, nil
	}
	if len(filter.Stems) > 0 {
		if err := s.searchIdeas(ctx, box, view, filter, page); err != nil {
			return nil, err
		}
		return view, nil
	}
	view.Total = counted(cells, filter)
	view.turnTo(page, &filter)
	if view.Total == 0 {
		return view, nil
	}
	ideas, err := s.Store.Ideas(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("list ideas of %s: %w", slug, err)
	}
	view.Ideas = box.publicCards(ideas)
	return view, nil
}

// turnTo settles which page is shown, and asks the filter for it.
func (v *IdeaBoxView) turnTo(page int, filter *consult.IdeaFilter) {
	v.Pages = max(1, (v.Total+ideasPerPage-1)/ideasPerPage)
	v.Page = min(max(page, 1), v.Pages)
	filter.Offset, filter.Limit = (v.Page-1)*ideasPerPage, ideasPerPage
}
