package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is one place of the sources that names a key.
type use struct {
	key   string
	where string
	names []string // of the values given with it; nil when they cannot be read from the source
	open  bool     // names may not be all: the call passes a slice
}

// sources reads the program's Go files, generated ones included, and gives the uses of keys and every string.
func sources(t *testing.T) (uses []use, literals map[string]bool) {
	t.Helper()
	literals = map[string]bool{}
	root := "../.."
	positions := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // being written by somebody: the compiler says it better
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if found, ok := keyOf(call); ok {
					found.where = positions.Position(call.Pos()).String()
					uses = append(uses, found)
				}
			}
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if name, ok := pair.Key.(*ast.Ident); ok && name.Name == "Key" {
					if key, ok := text(pair.Value); ok && strings.Contains(key, ".") {
						uses = append(uses, use{key: key, where: positions.Position(pair.Pos()).String()})
					}
				}
			}
			if literal, ok := n.(*ast.BasicLit); ok {
				if words, ok := text(literal); ok {
					literals[words] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return uses, literals
}

// keyOf recognises p.T("key", "name", value…) and the makers of domain errors.
func keyOf(call *ast.CallExpr) (use, bool) {
	called := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		called = f.Sel.Name
	case *ast.Ident:
		called = f.Name
	}
	if !slices.Contains([]string{"T", "NotFound", "Conflict", "Forbidden", "Closed"}, called) || len(call.Args) == 0 {
		return use{}, false
	}
	key, ok := text(call.Args[0])
	if !ok || !strings.Contains(key, ".") {
		return use{}, false
	}
	found := use{key: key, names: []string{}, open: call.Ellipsis.IsValid()}
	for i := 1; i < len(call.Args); i += 2 {
		if name, ok := text(call.Args[i]); ok {
			found.names = append(found.names, name)
		} else {
			found.open = true
		}
	}
	return found, true
}

func text(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	words, err := strconv.Unquote(literal.Value)
	return words, err == nil
}

func TestEveryKeyOfTheSourcesHasASentence(t *testing.T) {
	sentences := catalogue(t)
	uses, literals := sources(t)
	for literal := range literals {
		// Errors are often made from a variable: any string of their shape is one of their keys.
		if strings.HasPrefix(literal, "error.") && keyLike.MatchString(literal) {
			uses = append(uses, use{key: literal, where: "somewhere"})
		}
	}
	if len(uses) < 50 {
		t.Fatalf("only %d uses of keys found: the scan sees nothing", len(uses))
	}
	for _, u := range uses {
		if _, ok := sentences[u.key]; !ok {
			t.Errorf("%s: no sentence for %s", u.where, u.key)
		}
	}
}

func TestEverySentenceIsUsed(t *testing.T) {
	_, literals := sources(t)
	var prefixes []string
	for literal := range literals {
		// "error." + page: the beginning of keys made up on the way.
		if strings.HasSuffix(literal, ".") && strings.Count(literal, ".") <= 3 && len(literal) > 3 && keyLike.MatchString(literal+"x") {
			prefixes = append(prefixes, literal)
		}
	}
	for key := range catalogue(t) {
		if !literals[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

var keyLike = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

func TestCallsGiveTheValuesTheirSentenceNeeds(t *testing.T) {
	sentences := catalogue(t)
	uses, _ := sources(t)
	for _, u := range uses {
		entry, ok := sentences[u.key]
		if !ok || u.names == nil || u.open {
			continue
		}
		for _, name := range entry.placeholders() {
			if !slices.Contains(u.names, name) {
				t.Errorf("%s: %s needs %q, given %q", u.where, u.key, name, u.names)
			}
		}
		if entry.plural() && !slices.Contains(u.names, "count") {
			t.Errorf("%s: %s has a plural and is given no count", u.where, u.key)
		}
	}
}

func TestAreasAreFlatAndSorted(t *testing.T) {
	for _, path := range areas(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		area := strings.TrimSuffix(filepath.Base(path), ".json")
		var keys []string
		for _, match := range regexp.MustCompile(`(?m)^  "([^"]+)":`).FindAllStringSubmatch(string(data), -1) {
			keys = append(keys, match[1])
			if !strings.HasPrefix(match[1], area+".") {
				t.Errorf("%s: %s belongs to another area", path, match[1])
			}
			if !keyLike.MatchString(match[1]) {
				t.Errorf("%s: %s is not lower-case words and dots", path, match[1])
			}
		}
		if !slices.IsSorted(keys) {
			t.Errorf("%s: keys are not sorted", path)
		}
	}
}
