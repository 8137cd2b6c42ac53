package themes

// Theme is a theme as a grid describes it. ID means nothing here.
type Theme struct {
	ID         string
	Title      string
	Definition string
	Lexicon    []string // words and expressions that belong to it
}

// Text is a text to place. Context is what it answers, the question or the parent proposition: it helps and is never
// highlighted.
type Text struct {
	ID      string
	Title   string
	Body    string
	Context string
}

// Example is a text that people read: the themes they gave it and those they refused. A text given no theme is an
// example of none.
type Example struct {
	Text
	// Group names what the text shares with others: an author, a proposition, a workshop. Texts of one group are held
	// out together when scores are calibrated, so that the model is not sure of what it has merely seen before.
	Group    string
	Themes   []string
	Rejected []string
}

// Suggestion is a theme proposed for a text. Score is the probability, 0 to 1, that a person would give it. Proposed
// says that the model is sure enough to show it: when it is of no theme, it abstains.
type Suggestion struct {
	Theme    string
	Score    float64
	Proposed bool
}

// Field is the part of a text that a span is in.
type Field string

// The fields of a text.
const (
	FieldTitle Field = "title"
	FieldBody  Field = "body"
)

// Span is a word of a text, bytes Start to End of its field, and what it weighs for a theme: above 0 for, below against.
type Span struct {
	Field      Field
	Start, End int
	Weight     float64
}

// Explanation says why a text scores what it scores for a theme: the spans and Rest (the context, and what the model
// thinks of any text) add up to Margin, which the score is a calibrated form of.
type Explanation struct {
	Spans  []Span // every word, in the order of the text
	Rest   float64
	Margin float64
}
