package sheet

import "fmt"

// FileError says why a file cannot be read at all. Its message is a key and arguments, as an Issue's.
type FileError struct {
	Key  string
	Args []any // pairs: name, value
	Err  error // what was met, for the log; may be nil
}

// NewFileError makes a FileError.
func NewFileError(key string, err error, args ...any) *FileError {
	return &FileError{Key: key, Args: args, Err: err}
}

func (e *FileError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return e.Key
}

// Unwrap gives what was met.
func (e *FileError) Unwrap() error { return e.Err }
