package reference

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"concertation/internal/consult"
)

//go:embed record.yaml
var recordSource []byte

//go:embed demonstration.yaml
var demonstrationSource []byte

//go:embed themes.yaml
var themesSource []byte

// A faulty embedded file is a programmer's mistake, which the tests of this package catch.
var (
	recordFile        = sync.OnceValue(func() file { return read[file]("record", recordSource) })
	demonstrationFile = sync.OnceValue(func() file { return read[file]("demonstration", demonstrationSource) })
	themesFile        = sync.OnceValue(func() []themeEntry { return read[[]themeEntry]("themes", themesSource) })
)

func read[T any](name string, source []byte) T {
	var into T
	if err := yaml.UnmarshalWithOptions(source, &into, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("read %s of the reference: %v", name, err))
	}
	return into
}

// file is the shape of record.yaml and demonstration.yaml.
type file struct {
	Slug          string       `yaml:"slug"`
	Title         string       `yaml:"title"`
	OpensAt       time.Time    `yaml:"opens_at"`
	Invited       int          `yaml:"invited"`
	InvitedSource string       `yaml:"invited_source"`
	Minutes       int          `yaml:"minutes"`
	Texts         textsEntry   `yaml:"texts"`
	Steps         []stepEntry  `yaml:"steps"`
	Stakes        []stakeEntry `yaml:"stakes"`
}

type textsEntry struct {
	Summary       string      `yaml:"summary"`
	Purpose       string      `yaml:"purpose"`
	Procedure     string      `yaml:"procedure"`
	Documents     string      `yaml:"documents"`
	Visibility    string      `yaml:"visibility"`
	FollowUp      string      `yaml:"follow_up"`
	NextSteps     string      `yaml:"next_steps"`
	Notice        noticeEntry `yaml:"notice"`
	Accessibility string      `yaml:"accessibility"`
	LegalNotice   string      `yaml:"legal_notice"`
	Help          string      `yaml:"help"`
	Contact       string      `yaml:"contact"`
}

type noticeEntry struct {
	Controller string `yaml:"controller"`
	Purpose    string `yaml:"purpose"`
	LegalBasis string `yaml:"legal_basis"`
	Compulsory string `yaml:"compulsory"`
	Recipients string `yaml:"recipients"`
	Retention  string `yaml:"retention"`
	Rights     string `yaml:"rights"`
	DPO        string `yaml:"dpo"`
	Complaint  string `yaml:"complaint"`
}

type stepEntry struct {
	Kind          string    `yaml:"kind"`
	Title         string    `yaml:"title"`
	Place         string    `yaml:"place"`
	When          string    `yaml:"when"`
	StartsAt      time.Time `yaml:"starts_at"`
	During        bool      `yaml:"during"`     // as long as the consultation
	DaysAfter     int       `yaml:"days_after"` // after its closing
	Invited       int       `yaml:"invited"`
	InvitedSource string    `yaml:"invited_source"`
	Participants  int       `yaml:"participants"`
	Unit          string    `yaml:"unit"`
	Source        string    `yaml:"source"`
}

type stakeEntry struct {
	Mark       string   `yaml:"mark"`
	Title      string   `yaml:"title"`
	Objectives []string `yaml:"objectives"`
}

type themeEntry struct {
	Title      string `yaml:"title"`
	Definition string `yaml:"definition"`
	Lexicon    string `yaml:"lexicon"`
}

func (f file) record() Record {
	record := Record{Consultation: consult.Consultation{Slug: f.Slug, Title: f.Title, OpensAt: f.OpensAt,
		Texts: f.Texts.texts(),
		Settings: consult.Settings{Invited: f.Invited, InvitedSource: f.InvitedSource, Minutes: f.Minutes,
			Accessibility: consult.AccessibilityNone}}}
	for i, step := range f.Steps {
		record.Steps = append(record.Steps, consult.Step{Position: i + 1, Kind: consult.StepKind(step.Kind),
			Title: step.Title, Place: step.Place, When: step.When, StartsAt: step.StartsAt,
			Invited: step.Invited, InvitedSource: step.InvitedSource,
			Participants: step.Participants, Unit: step.Unit, Source: step.Source})
	}
	return record
}

func (t textsEntry) texts() consult.Texts {
	return consult.Texts{Summary: t.Summary, Purpose: t.Purpose, Procedure: t.Procedure, Documents: t.Documents,
		Visibility: t.Visibility, FollowUp: t.FollowUp, NextSteps: t.NextSteps, Notice: consult.Notice(t.Notice),
		Accessibility: t.Accessibility, LegalNotice: t.LegalNotice, Help: t.Help, Contact: t.Contact}
}

func (f file) stakes() []consult.Stake {
	var stakes []consult.Stake
	position := 0 // objectives are numbered through the stakes
	for i, entry := range f.Stakes {
		stake := consult.Stake{Position: i + 1, Mark: entry.Mark, Title: entry.Title}
		for _, title := range entry.Objectives {
			position++
			stake.Objectives = append(stake.Objectives, consult.Objective{Position: position, Title: title})
		}
		stakes = append(stakes, stake)
	}
	return stakes
}

// Themes gives the grid of 2016 with the two residual themes that every grid has, without identifiers.
func Themes() []consult.Theme {
	var themes []consult.Theme
	for i, entry := range themesFile() {
		themes = append(themes, consult.Theme{Position: i + 1, Kind: consult.ThemeRegular, Title: entry.Title,
			Definition: entry.Definition, Lexicon: strings.TrimSpace(entry.Lexicon)})
	}
	return append(themes, Residual(len(themes)+1)...)
}

// Residual gives the two themes that every grid has besides its own, numbered from position.
func Residual(position int) []consult.Theme {
	return []consult.Theme{
		{Position: position, Kind: consult.ThemeOutside, Title: "Hors grille",
			Definition: "Un texte qui dit quelque chose, mais qui ne relève d’aucune thématique de la grille."},
		{Position: position + 1, Kind: consult.ThemeEmpty, Title: "Sans contenu",
			Definition: "Un texte qui ne dit rien à regrouper : « rien à ajouter », « voir plus haut », quelques signes."},
	}
}
