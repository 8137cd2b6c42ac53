package intake_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"concertation/internal/intake"
)

func picture(t testing.TB) (photo, drawing []byte) {
	t.Helper()
	var one, other bytes.Buffer
	drawn := image.NewRGBA(image.Rect(0, 0, 12, 8))
	if err := jpeg.Encode(&one, drawn, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&other, drawn); err != nil {
		t.Fatal(err)
	}
	return one.Bytes(), other.Bytes()
}

// withExif puts a segment that says where a photograph was taken, and that it is to be turned.
func withExif(photo []byte) []byte {
	exif := append([]byte("Exif\x00\x00II\x2A\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"), "GPS 47.2184 -1.5536"...)
	head := []byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 0}
	binary.BigEndian.PutUint16(head[4:], uint16(len(exif)+2))
	return append(append(head, exif...), photo[2:]...)
}

func pngChunk(name, data string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(append(chunk, name...), data...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}

func TestAScanLosesWhatGivesItsAuthorAway(t *testing.T) {
	photo, drawing := picture(t)
	end := len(drawing) - 12
	told := append(append(bytes.Clone(drawing[:end]), pngChunk("tEXt", "GPS 47.2184")...), drawing[end:]...)
	for name, content := range map[string][]byte{
		"a photograph":                    append(withExif(photo), "<script>GPS</script>"...),
		"a drawing":                       append(told, "<html>GPS"...),
		"a photograph that says nothing":  photo,
		"a drawing that says nothing too": drawing,
	} {
		t.Run(name, func(t *testing.T) {
			scan, err := intake.ReadScan(content)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(scan.Content, []byte("GPS")) {
				t.Error("the place is still told")
			}
			if _, _, err := image.Decode(bytes.NewReader(scan.Content)); err != nil {
				t.Errorf("the picture is lost: %v", err)
			}
			if turned := bytes.Contains(scan.Content, []byte("Exif")); turned != (name == "a photograph") {
				t.Errorf("turned: %v", turned)
			}
			again, err := intake.ReadScan(scan.Content)
			if err != nil || !bytes.Equal(again.Content, scan.Content) {
				t.Errorf("cleaned twice it differs: %v", err)
			}
		})
	}
}

func TestFilesThatLieAboutTheirTypeAreRefused(t *testing.T) {
	photo, drawing := picture(t)
	vast := bytes.Clone(drawing)
	binary.BigEndian.PutUint32(vast[16:], 50_000)
	binary.BigEndian.PutUint32(vast[29:], crc32.ChecksumIEEE(vast[12:29]))
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"a drawing in SVG":         {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "intake.scan_type"},
		"a page named .jpg":        {[]byte("<!doctype html><script>alert(1)</script>"), "intake.scan_type"},
		"an archive":               {[]byte("PK\x03\x04"), "intake.scan_type"},
		"nothing":                  {nil, "intake.scan_type"},
		"a page after a signature": {append([]byte{0xFF, 0xD8, 0xFF}, "<html>"...), "intake.scan_broken"},
		"half a photograph":        {photo[:len(photo)/2], "intake.scan_broken"},
		"half a drawing":           {drawing[:len(drawing)/2], "intake.scan_broken"},
		"a PDF without an end":     {[]byte("%PDF-1.7\n<html>"), "intake.scan_broken"},
		"a picture of acres":       {vast, "intake.scan_dimensions"},
		"a WebP of nothing":        {[]byte("RIFF\xff\xff\xff\x00WEBPVP8 "), "intake.scan_broken"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := intake.ReadScan(c.content)
			var told *intake.Error
			if !errors.As(err, &told) || told.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func FuzzReadScan(f *testing.F) {
	photo, drawing := picture(f)
	for _, seed := range [][]byte{photo, withExif(photo), drawing, []byte("%PDF-1.4\n%%EOF"), []byte("RIFF\x1a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x0c"), nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		scan, err := intake.ReadScan(content)
		if err != nil {
			return
		}
		again, err := intake.ReadScan(scan.Content)
		if err != nil || again.MediaType != scan.MediaType {
			t.Fatalf("cleaned, it is no longer a %s: %v", scan.MediaType, err)
		}
	})
}
