package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// maildir is a Maildir of this machine: a message is a file of new or cur, whose name ends with «:2,» and its flags. A
// name is never used twice, and a message is moved by renaming it.
type maildir struct {
	root  *os.Root
	files map[string]string // by key: where the file was when the messages were listed
}

func openMaildir(folder string) (OpenedBox, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, failedFile(err, BoxAbsent)
	}
	for _, part := range []string{"new", "cur"} {
		if info, err := root.Stat(part); err != nil || !info.IsDir() {
			root.Close()
			return nil, failedFile(err, BoxAbsent)
		}
	}
	return &maildir{root: root}, nil
}

func failedFile(err error, otherwise BoxTrouble) error {
	if errors.Is(err, fs.ErrPermission) {
		return boxError(BoxDenied, err)
	}
	return boxError(otherwise, err)
}

// unique gives the name of a message without its flags, and these.
func unique(name string) (string, string) {
	name, flags, _ := strings.Cut(name, ":2,")
	return name, flags
}

func fileKey(name string) string {
	name, _ = unique(name)
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16])
}

func (m *maildir) List(since time.Time) ([]BoxEntry, error) {
	type dated struct {
		BoxEntry
		at time.Time
	}
	var found []dated
	m.files = map[string]string{}
	for _, part := range []string{"new", "cur"} {
		err := m.each(part, func(file fs.DirEntry) {
			_, flags := unique(file.Name())
			info, err := file.Info()
			if err != nil || info.ModTime().Before(since) || part == "cur" && strings.Contains(flags, "T") { // gone, old, or in the bin
				return
			}
			key := fileKey(file.Name())
			m.files[key] = path.Join(part, file.Name())
			found = append(found, dated{BoxEntry{Key: key, Unread: part == "new" || !strings.Contains(flags, "S")}, info.ModTime()})
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b dated) int { return a.at.Compare(b.at) })
	var entries []BoxEntry
	for _, one := range found[max(0, len(found)-mostListed):] {
		entries = append(entries, one.BoxEntry)
	}
	return entries, nil
}

// each gives the messages of new or cur, at most ten times what is listed.
func (m *maildir) each(part string, f func(fs.DirEntry)) error {
	folder, err := m.root.Open(part)
	if err != nil {
		return failedFile(err, BoxAbsent)
	}
	defer folder.Close()
	for seen := 0; seen < 10*mostListed; {
		files, err := folder.ReadDir(500)
		for _, file := range files {
			seen++
			if file.Type().IsRegular() && !strings.HasPrefix(file.Name(), ".") {
				f(file)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return failedFile(err, BoxAbsent)
		}
	}
	return nil
}

func (m *maildir) Read(keys []string) ([]BoxMessage, error) {
	var read []BoxMessage
	for _, key := range keys {
		content, err := m.read(key)
		if errors.Is(err, fs.ErrNotExist) { // a mail reader gave it other flags, or took it: the next look will tell
			continue
		}
		if err != nil {
			return nil, failedFile(err, BoxDenied)
		}
		read = append(read, BoxMessage{Key: key, Content: content})
	}
	return read, nil
}

// read gives the beginning of a message that may be a report, nil for others.
func (m *maildir) read(key string) ([]byte, error) {
	name, ok := m.files[key]
	if !ok {
		return nil, fs.ErrNotExist
	}
	file, err := m.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	beginning, err := io.ReadAll(io.LimitReader(file, longestHeader))
	if err != nil || !MayReport(beginning) {
		return nil, err
	}
	rest, err := io.ReadAll(io.LimitReader(file, longestRead-longestHeader))
	return append(beginning, rest...), err
}

func (m *maildir) PutAway(keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	const folder = "." + PutAwayFolder // as Maildir++ has folders
	mode := fs.FileMode(0o700)
	if info, err := m.root.Stat("cur"); err == nil {
		mode = info.Mode().Perm() // whoever reads the mailbox reads the folder
	}
	for _, part := range []string{"tmp", "new", "cur"} {
		if err := m.root.MkdirAll(path.Join(folder, part), mode); err != nil {
			return boxError(BoxStuck, err)
		}
	}
	mark, err := m.root.OpenFile(path.Join(folder, "maildirfolder"), os.O_CREATE|os.O_WRONLY, mode&0o666)
	if err != nil {
		return boxError(BoxStuck, err)
	}
	mark.Close()
	for _, key := range keys {
		name, ok := m.files[key]
		if !ok {
			continue
		}
		bare, flags := unique(path.Base(name))
		if !strings.Contains(flags, "S") {
			letters := []byte(flags + "S")
			slices.Sort(letters)
			flags = string(letters)
		}
		to := path.Join(folder, "cur", bare+":2,"+flags)
		if _, err := m.root.Lstat(to); err == nil { // renaming would replace it: a name is not used twice, unless somebody copied it back
			to = path.Join(folder, "cur", bare+"."+hex.EncodeToString([]byte(time.Now().Format("150405.000000")))+":2,"+flags)
		}
		if err := m.root.Rename(name, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return boxError(BoxStuck, err)
		}
		delete(m.files, key)
	}
	return nil
}

func (m *maildir) Close() { m.root.Close() }
