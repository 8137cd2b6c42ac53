package files

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"concertation/forms"
	"concertation/forms/sheet"
	"concertation/forms/xlsform"
	"concertation/forms/yaml"
)

// maxSize bounds what is loaded before a format has its say.
const maxSize = xlsform.MaxSize + 1

// Extensions lists the extensions of the files that are read and written.
func Extensions() []string { return []string{".xlsx", ".yaml", ".yml"} }

// Read makes a definition of a file, by its extension. The issues are those of the file as such; forms.Compile adds
// those of the questionnaire. An error of type *sheet.FileError says in words why the file cannot be read.
func Read(path string) (forms.Definition, []forms.Issue, error) {
	file, err := os.Open(path)
	if err != nil {
		return forms.Definition{}, nil, openError(err)
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, maxSize))
	if err != nil {
		return forms.Definition{}, nil, openError(err)
	}
	return ReadBytes(data, filepath.Base(path))
}

func openError(err error) error {
	key := "forms_files.file.unreadable"
	if os.IsNotExist(err) {
		key = "forms_files.file.absent"
	}
	return sheet.NewFileError(key, err)
}

// ReadBytes does the same for a file received otherwise, by its name.
func ReadBytes(data []byte, filename string) (forms.Definition, []forms.Issue, error) {
	extension := strings.ToLower(filepath.Ext(filename))
	name := strings.TrimSuffix(filename, filepath.Ext(filename))
	switch extension {
	case ".xlsx":
		return xlsform.Read(data, name)
	case ".yaml", ".yml":
		return yaml.Read(data, name)
	}
	return forms.Definition{}, nil, sheet.NewFileError(refusal(extension), nil, "extension", extension)
}

// refusal gives the key of what to do with a file of another kind.
func refusal(extension string) string {
	switch extension {
	case ".xls":
		return "forms_files.file.old_excel"
	case ".xlsm", ".xltm", ".xlsb":
		return "forms_files.file.macros"
	case ".ods":
		return "forms_files.file.opendocument"
	case ".lss", ".lsg", ".lsq", ".lsa":
		return "forms_files.file.limesurvey"
	}
	return "forms_files.file.unknown_extension"
}

// Write writes a definition to a file, by its extension. The file is complete or absent: it is written beside its
// place, then moved there.
func Write(path string, definition forms.Definition) error {
	data, err := WriteBytes(filepath.Ext(path), definition)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".questionnaire-*")
	if err != nil {
		return fmt.Errorf("create %s: %w", path, err)
	}
	_, err = temporary.Write(data)
	if readable := temporary.Chmod(0o644); err == nil { // a questionnaire is no secret; temporary files are
		err = readable
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name()) // the first error says more
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// WriteBytes encodes a definition for an extension.
func WriteBytes(extension string, definition forms.Definition) ([]byte, error) {
	switch extension = strings.ToLower(extension); extension {
	case ".xlsx":
		return xlsform.Write(definition)
	case ".yaml", ".yml":
		return yaml.Write(definition)
	}
	return nil, sheet.NewFileError("forms_files.write.extension", nil, "extension", extension)
}
