package xlsform_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/forms/sheet"
	"concertation/forms/xlsform"
)

// note makes a questionnaire of one note.
func note(label string) forms.Definition {
	return forms.Definition{
		Title: forms.Text{"fr": "Titre"}, DefaultLanguage: "fr", Languages: []string{"fr"},
		Sections: []forms.Section{{Questions: []forms.Question{{Name: "n", Kind: forms.Note, Label: forms.Text{"fr": label}}}}},
	}
}

func TestUserTextIsAlwaysAStringCell(t *testing.T) {
	for _, label := range []string{
		"=1+1", "+33 1", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "0044", "1.0", "TRUE", "28/04/2016",
		"fin _x000D_ de _x0041_ ligne", "deux\nlignes", "<b>gras</b> & co", "\u202eגם",
	} {
		t.Run(label, func(t *testing.T) {
			data, err := xlsform.Write(note(label))
			must(t, err)
			file, err := excelize.OpenReader(bytes.NewReader(data))
			must(t, err)
			kind, err := file.GetCellType("survey", "C2")
			must(t, err)
			if kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
				t.Errorf("cell of type %d", kind)
			}
			formula, err := file.GetCellFormula("survey", "C2")
			must(t, err)
			equal(t, "formula", formula, "")
			definition, _ := read(t, data)
			equal(t, "label", definition.Sections[0].Questions[0].Label["fr"], label)
		})
	}
}

func TestATextLongerThanACellIsAnErrorNotACut(t *testing.T) {
	_, err := xlsform.Write(note(strings.Repeat("a", 32_767)))
	must(t, err)
	_, err = xlsform.Write(note(strings.Repeat("a", 32_768)))
	var refused *sheet.FileError
	if !errors.As(err, &refused) || refused.Key != "forms_files.write.too_long" {
		t.Errorf("got %v", err)
	}
}

func TestTheSameQuestionnaireGivesTheSameBytes(t *testing.T) {
	first, err := xlsform.Write(library.EveryKind())
	must(t, err)
	for range 10 {
		again, err := xlsform.Write(library.EveryKind())
		must(t, err)
		if !bytes.Equal(first, again) {
			t.Fatal("bytes differ")
		}
	}
}

func TestTheWorkbookIsOneOtherToolsRead(t *testing.T) {
	data, err := xlsform.Write(library.Reference())
	must(t, err)
	file, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	equal(t, "sheets", file.GetSheetList(), []string{"survey", "choices", "settings"})
	rows, err := file.GetRows("survey")
	must(t, err)
	equal(t, "headers", rows[0][:3], []string{"type", "name", "label"})
	properties, err := file.GetDocProps()
	must(t, err)
	equal(t, "creator", properties.Creator, "concertation")
}
