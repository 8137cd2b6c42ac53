package aside_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"concertation/internal/aside"
)

func TestWhatIsLargeIsReadBackAsWhatIsSmall(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	files := func() int {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	for name, c := range map[string]struct{ pieces, files int }{"none": {0, 0}, "small": {3, 0}, "as large as memory": {16, 0}, "larger": {17, 1}, "much larger": {40, 1}} {
		t.Run(name, func(t *testing.T) {
			var content aside.Content
			var want []byte
			for i := range c.pieces {
				piece := bytes.Repeat([]byte{byte(i)}, 1<<20)
				want = append(want, piece...)
				if n, err := content.Write(piece); n != len(piece) || err != nil {
					t.Fatalf("%d bytes written, %v", n, err)
				}
			}
			if files() != c.files {
				t.Errorf("%d files", files())
			}
			for range 2 {
				if got, err := io.ReadAll(content.Reader()); err != nil || !bytes.Equal(got, want) || content.Size() != int64(len(want)) {
					t.Errorf("%d bytes read back of %d, size %d, %v", len(got), len(want), content.Size(), err)
				}
			}
			part := make([]byte, 2)
			if len(want) > 1<<20 {
				if _, err := content.ReadAt(part, 1<<20-1); err != nil || part[0] != 0 || part[1] != 1 {
					t.Errorf("in the middle: %v, %v", part, err)
				}
			}
			if err := content.Close(); err != nil || files() != 0 {
				t.Errorf("%d files left, %v", files(), err)
			}
		})
	}
}

func TestAMachineWithoutRoomIsToldAtOnce(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/absent")
	var content aside.Content
	defer content.Close()
	if _, err := content.Write(make([]byte, 17<<20)); err == nil {
		t.Error("what has no place is taken")
	}
}
