package images_test

import (
	"archive/zip"
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/exports"
	"concertation/exports/exportstest"
	"concertation/exports/images"
)

func input(t testing.TB, public bool, responses int) *exports.Input {
	t.Helper()
	made, err := exportstest.Input(public, responses, true)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func archive(t testing.TB, in *exports.Input) (*zip.Reader, []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := images.Write(&out, in); err != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return reader, out.Bytes()
}

func TestEachClosedQuestionHasItsImage(t *testing.T) {
	in := input(t, false, 60)
	found, content := archive(t, in)
	if len(found.File) < 5 {
		t.Fatalf("%d images", len(found.File))
	}
	for _, file := range found.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(reader)
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		if picture.Bounds().Dx() < 1600 {
			t.Errorf("%s is %d pixels wide", file.Name, picture.Bounds().Dx())
		}
	}
	if _, again := archive(t, input(t, false, 60)); !bytes.Equal(content, again) {
		t.Error("the same data gave other bytes")
	}
	if folder := os.Getenv("CONCERTATION_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "images.zip"), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPublicArchiveDoesNotShowWhenPeopleAnswered(t *testing.T) {
	internal, _ := archive(t, input(t, false, 60))
	if !strings.Contains(internal.File[0].Name, "participation") {
		t.Errorf("the internal archive begins with %s", internal.File[0].Name)
	}
	public, _ := archive(t, input(t, true, 60))
	for _, file := range public.File {
		if strings.Contains(file.Name, "participation") {
			t.Error("the public archive shows participation by day")
		}
	}
}

func TestNoResponseMakesAnEmptyArchive(t *testing.T) {
	found, _ := archive(t, input(t, true, 0))
	for _, file := range found.File {
		if !strings.Contains(file.Name, "thematiques") {
			t.Errorf("%s was drawn of nothing", file.Name)
		}
	}
}

func TestEachQuestionnaireHasItsImages(t *testing.T) {
	in, err := exportstest.Several(false, 60)
	if err != nil {
		t.Fatal(err)
	}
	both, _ := archive(t, in)
	alone, _ := archive(t, input(t, false, 60))
	if len(both.File) != 2*len(alone.File)-1 { // themes are of them both
		t.Fatalf("%d images of two questionnaires, %d of one", len(both.File), len(alone.File))
	}
	seen := map[string]bool{}
	for i, file := range both.File {
		_, name, _ := strings.Cut(file.Name, "-")
		if seen[name] || strings.HasPrefix(name, "2-") != (i >= len(alone.File)-1 && i < len(both.File)-1) {
			t.Errorf("image %d is named %s", i+1, file.Name)
		}
		seen[name] = true
	}
}
