package yaml

import (
	"strconv"

	"github.com/goccy/go-yaml/token"

	"concertation/forms/sheet"
)

// Bounds on the tokens of a file, far above what a questionnaire needs. The parser's work grows with the square of the
// entries of one mapping or list, and its stack with the nesting, so they are counted before it starts.
const (
	maxTokens  = 400_000
	maxEntries = 2 * sheet.MaxRows
	keyWeight  = 5 // a key costs the parser more than an entry of a list
	maxNesting = 100
)

// checkTokens refuses what a questionnaire has no use for: anchors and aliases, which unfold a short file into a huge
// one, tags, and structures out of all proportion.
func checkTokens(tokens token.Tokens) error {
	if len(tokens) > maxTokens {
		return sheet.NewFileError("forms_files.file.too_many_rows", nil, "max", sheet.MaxRows)
	}
	w := &walker{}
	for i, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.DirectiveType:
			return sheet.NewFileError("forms_files.yaml.alias", nil, "line", strconv.Itoa(t.Position.Line))
		case token.MappingStartType, token.SequenceStartType:
			w.flows = append(w.flows, 0)
		case token.MappingEndType, token.SequenceEndType:
			w.flows = w.flows[:max(len(w.flows)-1, 0)]
		case token.CollectEntryType:
			w.comma()
		case token.SequenceEntryType, token.MappingKeyType:
			w.entry(t.Position.Column, 1)
		case token.MappingValueType:
			if i > 0 && len(w.flows) == 0 {
				w.entry(tokens[i-1].Position.Column, keyWeight)
			}
		}
		switch {
		case len(w.flows)+len(w.blocks) > maxNesting:
			return sheet.NewFileError("forms_files.yaml.too_deep", nil)
		case w.entries > maxEntries:
			return sheet.NewFileError("forms_files.file.too_many_rows", nil, "max", sheet.MaxRows)
		}
	}
	return nil
}

// walker follows which lists and mappings are open: those in brackets, and blocks by their columns.
type walker struct {
	flows   []int // entries of each bracket that is open
	blocks  []block
	entries int // of the list or mapping last met
}

type block struct{ column, entries int }

func (w *walker) comma() {
	if last := len(w.flows) - 1; last >= 0 {
		w.flows[last]++
		w.entries = w.flows[last]
	}
}

// entry counts an entry of the block at that column, closing the blocks to its right.
func (w *walker) entry(column, weight int) {
	for len(w.blocks) > 0 && w.blocks[len(w.blocks)-1].column > column {
		w.blocks = w.blocks[:len(w.blocks)-1]
	}
	if len(w.blocks) == 0 || w.blocks[len(w.blocks)-1].column < column {
		w.blocks = append(w.blocks, block{column: column})
	}
	last := &w.blocks[len(w.blocks)-1]
	last.entries += weight
	w.entries = last.entries
}
