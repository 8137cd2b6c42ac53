package service

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// Bounds on what is kept of a row, in characters.
const (
	mostTitle     = 500
	mostAttribute = 200
	mostPeople    = 1_000_000 // declared for one session
)

// contributionReader makes contributions of rows.
type contributionReader struct {
	consultation *consult.Consultation
	settings     consult.ImportSettings
	dates        intake.DateFormat
	index        map[string]int
	words        wordings
	themes       map[string]consult.ID // by folded title and by number
	origin       consult.Origin
	stamp        string // of the settings: the same row read otherwise is a row that changed
}

// importedText is a row as a contribution, before it has its place.
type importedText struct {
	row          int
	key          string // of the row among all those of the consultation
	identified   bool   // the key is an identifier that the file gives
	digest       string
	contribution consult.Contribution
	author       string // in clear, to be kept apart
	dated        bool
	title        string // of the session
	people       int
	session      *bookedSession
	themes       []consult.ID
}

func newContributionReader(consultation *consult.Consultation, survey *ImportSurvey, words wordings, grid *consult.ThemeGrid) (*contributionReader, error) {
	settings := survey.Settings
	reader := &contributionReader{consultation: consultation, settings: settings, dates: intake.DateFormat(settings.DateFormat),
		index: map[string]int{}, words: words, themes: map[string]consult.ID{}, origin: consult.OriginImported}
	switch settings.Publication {
	case "", consult.PublicationNo, consult.PublicationAnonymous, consult.PublicationNamed:
	default:
		return nil, consult.Invalid(consult.FieldError{Field: "publication", Key: "collect.error.publication"})
	}
	if settings.Columns["date"] != "" && reader.dates != "" && !slices.Contains(intake.DateFormats(), reader.dates) {
		return nil, consult.Invalid(consult.FieldError{Field: "date_format", Key: "collect.error.date_format"})
	}
	stamp := []string{string(settings.Publication), settings.DateFormat, settings.Decimal, strconv.FormatBool(settings.OneSessionPerTitle)}
	for _, field := range ContributionFields() {
		reader.index[field] = -1
		if header := settings.Columns[field]; header != "" {
			reader.index[field] = slices.Index(survey.Header, header)
		}
		stamp = append(stamp, settings.Columns[field])
	}
	reader.stamp = strings.Join(stamp, "\x1f")
	for _, theme := range grid.Themes {
		reader.themes[french.Fold(theme.Title)] = theme.ID
		reader.themes[strconv.Itoa(theme.Position)] = theme.ID
	}
	return reader, nil
}

// header gives the header of the column of a field.
func (r *contributionReader) header(field string) string { return r.settings.Columns[field] }

// cell gives the cell of a field, cleaned: one kind of line end, no control character, no space around.
func (r *contributionReader) cell(row intake.Row, field string) string {
	return cleanTyped(row.Cell(r.index[field]))
}

// line is cell for what stands on one line.
func (r *contributionReader) line(row intake.Row, field string) string {
	return strings.Join(strings.Fields(r.cell(row, field)), " ")
}

// read makes a contribution of a row, with what is wrong or doubtful.
func (r *contributionReader) read(row intake.Row) (*importedText, []consult.ImportIssue) {
	var issues []consult.ImportIssue
	say := func(field, key string, refused bool, args ...string) {
		issues = append(issues, consult.ImportIssue{Row: row.Number, Column: r.header(field), Key: key, Args: args, Refused: refused})
	}
	for _, field := range ContributionFields() {
		if i := r.index[field]; i >= 0 && slices.Contains(row.Cut, i) {
			say(field, "collect.issue.too_long", true, "max", strconv.Itoa(intake.MaxCell))
		}
	}
	text := &importedText{row: row.Number, author: r.line(row, "author"), title: r.line(row, "session")}
	c := &text.contribution
	c.ConsultationID, c.Origin, c.Publication, c.TextVersion = r.consultation.ID, r.origin, r.settings.Publication, 1
	if c.Publication == "" {
		c.Publication = consult.PublicationNo
	}
	c.Body, c.Title = r.cell(row, "body"), r.line(row, "title")
	c.Question = codeOf(r.words.questions, r.line(row, "question"))
	switch {
	case c.Body == "" && c.Title != "":
		c.Title, c.Body = "", c.Title // some say everything in the title
		say("body", "collect.issue.title_alone", false)
	case c.Body == "":
		say("body", "collect.issue.no_text", true)
	}
	for field, value := range map[string]string{"title": c.Title, "question": c.Question, "session": text.title} {
		if utf8.RuneCountInString(value) > mostTitle {
			say(field, "collect.issue.too_long", true, "max", strconv.Itoa(mostTitle))
		}
	}
	c.Category, c.Territory = codeOf(r.words.categories, r.line(row, "category")), codeOf(r.words.territories, r.line(row, "territory"))
	for field, value := range map[string]string{"category": c.Category, "territory": c.Territory, "author": text.author} {
		if utf8.RuneCountInString(value) > mostAttribute {
			say(field, "collect.issue.too_long", true, "max", strconv.Itoa(mostAttribute))
		}
	}
	if cell := r.line(row, "participants"); cell != "" {
		people, whole := intake.Whole(cell, r.settings.Decimal)
		if !whole || people > mostPeople {
			say("participants", "collect.issue.participants", true, "value", shorten(cell))
		}
		text.people = people
	}
	if cell := r.line(row, "date"); cell != "" {
		at, dated := r.dates.Parse(cell, paris())
		if !dated {
			say("date", "collect.issue.date", true, "value", shorten(cell), "format", string(r.dates))
		}
		c.CreatedAt, text.dated = at.UTC(), dated
	}
	if !r.channel(row, text) {
		say("channel", "collect.issue.channel", false, "value", shorten(r.line(row, "channel")))
	}
	for _, word := range strings.FieldsFunc(r.cell(row, "theme"), func(c rune) bool { return c == '|' || c == ';' || c == '\n' }) {
		if theme, known := r.themes[french.Fold(word)]; known {
			text.themes = append(text.themes, theme)
		} else if french.Fold(word) != "" {
			say("theme", "collect.issue.theme", false, "value", shorten(strings.TrimSpace(word)))
		}
	}
	if text.author != "" {
		c.AuthorKey = authorKey(r.consultation.ID, text.author)
	}
	c.Folded = french.Fold(c.Title + " " + c.Body)
	r.identify(row, text)
	return text, issues
}

// channel reads how the contribution came; false when its word is not known. What a session noted is a note; else the
// channel says what it is.
func (r *contributionReader) channel(row intake.Row, text *importedText) bool {
	word := french.Fold(r.line(row, "channel"))
	c := &text.contribution
	c.Kind, c.Channel = consult.KindNote, consult.ChannelImport
	known := word == ""
	for _, one := range channelsByName() {
		if slices.Contains(one.words, word) {
			c.Kind, c.Channel, known = one.kind, one.channel, true
		}
	}
	if text.title != "" || text.people > 1 {
		c.Kind = consult.KindNote
		if word == "" {
			c.Channel = consult.ChannelWorkshop
		}
	}
	return known
}

type channelNames struct {
	kind    consult.ContributionKind
	channel consult.Channel
	words   []string
}

// channelsByName are the words by which files name channels, folded, in French and in English.
func channelsByName() []channelNames {
	return []channelNames{
		{consult.KindNote, consult.ChannelWorkshop, []string{"atelier", "workshop", "reunion", "seance", "evenement", "rencontre", "table ronde", "stand"}},
		{consult.KindLetter, consult.ChannelMail, []string{"courrier", "lettre", "letter", "courrier postal", "poste", "post"}},
		{consult.KindMail, consult.ChannelEmail, []string{"mail", "mel", "e mail", "email", "courriel", "courrier electronique", "message"}},
		{consult.KindPhone, consult.ChannelPhone, []string{"telephone", "phone", "tel", "appel"}},
		{consult.KindIdea, consult.ChannelWeb, []string{"idee", "idea", "boite a idees"}},
		{consult.KindNote, consult.ChannelWeb, []string{"web", "site", "internet", "en ligne", "online", "plateforme"}},
		{consult.KindNote, consult.ChannelPaper, []string{"papier", "paper", "registre", "formulaire papier", "urne"}},
		{consult.KindNote, consult.ChannelImport, []string{"import"}},
	}
}

// identify gives the row its key and its digest.
func (r *contributionReader) identify(row intake.Row, text *importedText) {
	cells := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		cells[i] = strings.TrimSpace(cell)
	}
	content := strings.Join(cells, "\x1f")
	text.digest = shortHash("content", r.stamp, content)
	if id := r.line(row, "id"); id != "" {
		text.key, text.identified = shortHash("id", r.settings.Source, id), true
		return
	}
	text.key = shortHash("row", r.settings.Source, content)
}

// rowKey parts rows of the same content by their rank in the file.
func rowKey(key string, rank int) string {
	if rank == 0 {
		return key
	}
	return key + "." + strconv.Itoa(rank)
}

// shortHash gives 128 bits of a digest, in hexadecimal.
func shortHash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// authorKey tells an author from others within a consultation, without telling who it is.
func authorKey(consultation consult.ID, author string) string {
	return shortHash("author", string(consultation), french.Fold(author))
}

// codeOf gives the code that a cell names by itself or by its label, else its words as they are.
func codeOf(choices []CodingChoice, cell string) string {
	for _, choice := range choices {
		if choice.Value == cell {
			return choice.Value
		}
	}
	for _, choice := range choices {
		if cell != "" && french.Fold(choice.Label) == french.Fold(cell) {
			return choice.Value
		}
	}
	return cell
}

// cleanTyped keeps what a person wrote and leaves out what a machine added: control characters, other line ends.
func cleanTyped(typed string) string {
	typed = strings.ReplaceAll(strings.ReplaceAll(typed, "\r\n", "\n"), "\r", "\n")
	typed = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || c == '\ufeff' {
			return -1
		}
		return c
	}, strings.ToValidUTF8(typed, "\ufffd"))
	return strings.TrimSpace(typed)
}

// shorten gives the beginning of a cell, for a message.
func shorten(cell string) string {
	if runes := []rune(cell); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return cell
}

// place completes a row that says neither its date nor its session.
func (r *importRun) place(text *importedText) {
	now := r.service.Now()
	c := &text.contribution
	if !text.dated {
		c.CreatedAt = now
	}
	c.ChangedAt = now
	if text.title == "" && text.people <= 1 {
		return
	}
	var doubts []consult.ImportIssue
	if text.title == "" {
		// A number alone says that a group speaks: a session of its own, that of the row.
		text.session = r.sessions.own(text.key, text.people)
	} else {
		text.session, doubts = r.sessions.find(text.title, text.people)
	}
	for _, doubt := range doubts {
		doubt.Row, doubt.Column = text.row, r.reader.header("session")
		r.report.Note(doubt)
	}
	if text.dated && text.session.HeldOn.IsZero() && !text.session.stored {
		day := c.CreatedAt.In(paris())
		text.session.HeldOn = time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, paris()).UTC()
	}
}
