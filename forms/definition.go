package forms

// Definition is a questionnaire as data: what a reader produces, what a revision stores as JSON, what every derived
// thing (pages, tallies, workbook columns, paper form) is computed from. Words are XLSForm's.
type Definition struct {
	Title           Text     `json:"title"`
	ID              string   `json:"id,omitempty"`      // settings form_id
	Version         string   `json:"version,omitempty"` // settings version
	DefaultLanguage string   `json:"default_language"`
	Languages       []string `json:"languages"` // default first
	// Sections are the pages, in order. A question outside any group stands in a section without a name.
	Sections []Section `json:"sections"`
	// Lists holds the choices by list name, in the order of the source.
	Lists map[string][]Choice `json:"lists,omitempty"`
	// Kept are the settings that we do not use, kept for a round trip.
	Kept map[string]string `json:"kept,omitempty"`
}

// Section is one page of a questionnaire (XLSForm: a top-level group).
type Section struct {
	Name      string     `json:"name"`
	Title     Text       `json:"title,omitempty"`
	Hint      Text       `json:"hint,omitempty"`
	Relevant  string     `json:"relevant,omitempty"` // expression; blank: always
	Questions []Question `json:"questions"`
	Source    Source     `json:"source,omitzero"`
}

// Kind names a question kind. The register in kinds.go maps each to its behaviour.
type Kind string

// The question kinds. Those marked «rows» hold sub-questions, which carry the answers.
const (
	SelectOne      Kind = "select_one"
	SelectMultiple Kind = "select_multiple"
	Rank           Kind = "rank"
	Grid           Kind = "grid"         // rows: select_one questions of one list (group, appearance table-list)
	ConstantSum    Kind = "constant_sum" // rows: integers that add up to Total (group, appearance constant-sum)
	Integer        Kind = "integer"
	Decimal        Kind = "decimal"
	Range          Kind = "range" // Min, Max, Step
	Date           Kind = "date"
	ShortText      Kind = "text"
	LongText       Kind = "long_text" // text, appearance multiline
	Note           Kind = "note"      // shows its label, asks nothing
	Acknowledge    Kind = "acknowledge"
	Hidden         Kind = "calculate" // a constant, never shown
)

// Format narrows a short text: how it is checked, and its autocomplete token.
type Format string

// The formats of a short text (XLSForm: its appearance).
const (
	FormatNone         Format = ""
	FormatEmail        Format = "email"
	FormatSIRET        Format = "siret" // 14 digits, Luhn, with the La Poste exception
	FormatRNA          Format = "rna"   // W and 9 characters
	FormatSIRETOrRNA   Format = "siret-rna"
	FormatOrganisation Format = "organisation"
	FormatName         Format = "name"
	FormatPhone        Format = "phone"
)

// Role says what a question's answer is for the consultation, beyond its own tally.
type Role string

// The roles. At most one question of a questionnaire has each.
const (
	RoleNone        Role = ""
	RoleCategory    Role = "category"    // select_one: the author's category
	RoleTerritory   Role = "territory"   // select_one: the author's territory (département)
	RoleSize        Role = "size"        // select_one: the organisation's size
	RolePublication Role = "publication" // select_one named|anonymous|no: may the texts be published
	RoleContact     Role = "contact"     // the e-mail address given with consent
)

// Question is one question, or one group that acts as a question (grid, constant sum).
type Question struct {
	Name              string  `json:"name"`
	Kind              Kind    `json:"kind"`
	Label             Text    `json:"label,omitempty"`
	Hint              Text    `json:"hint,omitempty"`
	Required          bool    `json:"required,omitempty"`
	RequiredMessage   Text    `json:"required_message,omitempty"`
	Relevant          string  `json:"relevant,omitempty"`
	Constraint        string  `json:"constraint,omitempty"`
	ConstraintMessage Text    `json:"constraint_message,omitempty"`
	Default           string  `json:"default,omitempty"` // raw string; multiple: space-separated codes
	Appearance        string  `json:"appearance,omitempty"`
	List              string  `json:"list,omitempty"` // choice list of select_one, select_multiple, rank, grid
	ChoiceFilter      string  `json:"choice_filter,omitempty"`
	Randomize         bool    `json:"randomize,omitempty"`
	Format            Format  `json:"format,omitempty"`
	Identity          bool    `json:"identity,omitempty"` // stored apart (R2.2)
	Open              bool    `json:"open,omitempty"`     // each answer is a contribution; by default the long texts that are not identity
	Consent           bool    `json:"consent,omitempty"`  // select_one, appearance consent
	Role              Role    `json:"role,omitempty"`
	MaxChoices        int     `json:"max_choices,omitempty"` // parameters max=; 0: no limit. For rank: how many to rank, 0: all
	Min               float64 `json:"min,omitempty"`         // range: parameters start, end, step
	Max               float64 `json:"max,omitempty"`
	Step              float64 `json:"step,omitempty"`
	Total             int     `json:"total,omitempty"` // constant sum
	// Rows are the sub-questions of a grid or a constant sum.
	Rows []Question `json:"rows,omitempty"`
	// Kept are the columns that we do not use, kept for a round trip.
	Kept   map[string]string `json:"kept,omitempty"`
	Source Source            `json:"source,omitzero"`
}

// Choice is an option of a list. Its name is stored; its label is shown.
type Choice struct {
	Name      string `json:"name"`
	Label     Text   `json:"label"`
	Exclusive bool   `json:"exclusive,omitempty"` // excludes every other choice (R4.5)
	// Extra are the further columns of the choice, which a choice_filter reads.
	Extra  map[string]string `json:"extra,omitempty"`
	Source Source            `json:"source,omitzero"`
}

// Source says where in the author's file something stands, for messages «sheet, row, column».
type Source struct {
	Sheet string `json:"sheet,omitempty"` // survey, choices, settings; the file's own spelling
	Row   int    `json:"row,omitempty"`   // from 1, as the spreadsheet shows it; a line in YAML
}
