package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// The idea box: ideas_box.go lists, ideas_page.go shows one, ideas_similar.go finds its like, ideas_drop.go and
// ideas_author.go are what an author does, ideas_visit.go what a visitor does, ideas_desk.go, ideas_moderate.go,
// ideas_merge.go and ideas_log.go what the people of the console do.

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

// ideaFilter gives what the store is asked; blank says that the words say nothing that can be looked for.
func (s *Service) ideaFilter(consultation consult.ID, q IdeaQuery) (filter consult.IdeaFilter, blank bool) {
	filter = consult.IdeaFilter{ConsultationID: consultation, ThemeID: q.Theme, Territory: q.Territory, Status: q.Status, Order: q.Order}
	if q.Words == "" {
		if filter.Order == consult.IdeasRelevant || filter.Order == "" {
			filter.Order = consult.IdeasNewest
		}
		return filter, false
	}
	if filter.Order == "" {
		filter.Order = consult.IdeasRelevant
	}
	filter.Stems, filter.Prefix = s.searchStems(q.Words)
	return filter, len(filter.Stems) == 0
}

// searchWords bounds how many words a search looks for: the first ones count.
const (
	searchWords   = 12
	prefixLength  = 3 // the index keeps the beginnings of that length
	searchedRunes = 500
)

// searchStems gives the stems of what is looked for; the last may be the beginning of a word only.
func (s *Service) searchStems(words string) (stems []string, prefix bool) {
	if runes := []rune(words); len(runes) > searchedRunes {
		words = string(runes[:searchedRunes])
	}
	stems = s.stemmer.Stems(words)
	if len(stems) > searchWords {
		return stems[:searchWords], false
	}
	return stems, len(stems) > 0 && len(stems[len(stems)-1]) >= prefixLength
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

const ideasPerPage = 20

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

// searchIdeas fills in a page of what a search finds; one after the last is the last.
func (s *Service) searchIdeas(ctx context.Context, box *ideaBox, view *IdeaBoxView, filter consult.IdeaFilter, page int) error {
	filter.Offset, filter.Limit = (max(page, 1)-1)*ideasPerPage, ideasPerPage
	ideas, total, err := s.Store.FoundIdeas(ctx, filter)
	if err == nil && len(ideas) == 0 && total > 0 {
		view.Total = total
		view.turnTo(page, &filter)
		ideas, total, err = s.Store.FoundIdeas(ctx, filter)
	}
	if err != nil {
		return fmt.Errorf("search ideas of %s: %w", box.consultation.Slug, err)
	}
	view.Total = total
	view.turnTo(page, &filter)
	view.Ideas = box.publicCards(ideas)
	return nil
}

// turnTo settles which page is shown, and asks the filter for it.
func (v *IdeaBoxView) turnTo(page int, filter *consult.IdeaFilter) {
	v.Pages = max(1, (v.Total+ideasPerPage-1)/ideasPerPage)
	v.Page = min(max(page, 1), v.Pages)
	filter.Offset, filter.Limit = (v.Page-1)*ideasPerPage, ideasPerPage
}

// cells counts the ideas shown, from memory until one changes.
func (s *Service) cells(ctx context.Context, consultation consult.ID) ([]consult.IdeaCell, error) {
	cells, err := rememberWhile(s, &s.ideaCells, consultation, s.ideasVersion.Load(), func() ([]consult.IdeaCell, error) {
		return s.Store.IdeaCells(ctx, consultation)
	})
	if err != nil {
		return nil, fmt.Errorf("count ideas: %w", err)
	}
	return cells, nil
}

// count adds the cells up, each count in the order of its values.
func (v *IdeaBoxView) count(cells []consult.IdeaCell) {
	add := func(counts []IdeaCount, value string, ideas int) []IdeaCount {
		if i := slices.IndexFunc(counts, func(c IdeaCount) bool { return c.Value == value }); i >= 0 {
			counts[i].Ideas += ideas
			return counts
		}
		return append(counts, IdeaCount{value, ideas})
	}
	for _, cell := range cells {
		v.All += cell.Ideas
		v.ByTheme = add(v.ByTheme, string(cell.ThemeID), cell.Ideas)
		v.ByTerritory = add(v.ByTerritory, cell.Territory, cell.Ideas)
		v.ByStatus = add(v.ByStatus, string(cell.Status), cell.Ideas)
	}
}

// counted gives how many ideas a filter without words finds.
func counted(cells []consult.IdeaCell, filter consult.IdeaFilter) int {
	total := 0
	for _, cell := range cells {
		if (filter.ThemeID == "" || cell.ThemeID == filter.ThemeID) &&
			(filter.Territory == "" || cell.Territory == filter.Territory) &&
			(filter.Status == "" || cell.Status == filter.Status) {
			total += cell.Ideas
		}
	}
	return total
}

// ideasChanged tells the lists that counts changed; to be called once the change is on disk.
func (s *Service) ideasChanged() { s.ideasVersion.Add(1) }
