package intake

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/jpeg" // their dimensions are read
	_ "image/png"
	"strconv"

	_ "golang.org/x/image/webp"
)

// Scan is a photograph or a scan, cleaned of what its text does not show.
type Scan struct {
	MediaType string
	Extension string // with its point
	Content   []byte
}

// Bounds on a picture, in pixels.
const (
	maxSide   = 20_000
	maxPixels = 120_000_000
)

// ReadScan says what a file is by its content, whatever its name, and gives it without what gives its author away:
// place, device, comments, and whatever was hidden after its end. The errors are *Error, with Key «intake.scan…».
func ReadScan(content []byte) (*Scan, error) {
	var scan *Scan
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		if !bytes.Contains(content[max(0, len(content)-2048):], []byte("%%EOF")) {
			return nil, &Error{Key: "intake.scan_broken"}
		}
		return &Scan{"application/pdf", ".pdf", content}, nil
	case bytes.HasPrefix(content, []byte{0xFF, 0xD8, 0xFF}):
		scan = &Scan{"image/jpeg", ".jpg", cleanJPEG(content)}
	case bytes.HasPrefix(content, pngStart):
		scan = &Scan{"image/png", ".png", cleanPNG(content)}
	case len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		scan = &Scan{"image/webp", ".webp", cleanWebP(content)}
	default:
		return nil, &Error{Key: "intake.scan_type"}
	}
	if scan.Content == nil {
		return nil, &Error{Key: "intake.scan_broken"}
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(scan.Content))
	if err != nil {
		return nil, &Error{Key: "intake.scan_broken", Err: err}
	}
	if size.Width > maxSide || size.Height > maxSide || size.Width*size.Height > maxPixels {
		return nil, &Error{Key: "intake.scan_dimensions", Args: []any{"width", strconv.Itoa(size.Width), "height", strconv.Itoa(size.Height)}}
	}
	return scan, nil
}

// cleanJPEG keeps the segments that make the picture, and how it must be turned; nil when it is broken.
func cleanJPEG(content []byte) []byte {
	out := append(make([]byte, 0, len(content)), 0xFF, 0xD8)
	at, turned := 2, 1
	var kept []byte
	for at+4 <= len(content) {
		if content[at] != 0xFF {
			return nil
		}
		marker := content[at+1]
		if marker == 0xFF { // fill
			at++
			continue
		}
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		if length < 2 || at+2+length > len(content) {
			return nil
		}
		segment := content[at : at+2+length]
		at += 2 + length
		switch {
		case marker == 0xE1:
			if found := orientation(segment[4:]); found > 1 {
				turned = found
			}
		case marker == 0xE2 && !bytes.HasPrefix(segment[4:], []byte("ICC_PROFILE")):
		case marker == 0xFE, marker >= 0xE3 && marker <= 0xEF && marker != 0xEE:
			// comments, and what devices add
		case marker == 0xDA:
			// Within the data of a picture this mark is its end: what was hidden after it is left out.
			length := bytes.Index(content[at:], []byte{0xFF, 0xD9})
			if length < 0 {
				return nil
			}
			if turned > 1 {
				out = append(out, turnedSegment(turned)...)
			}
			return append(append(append(out, kept...), segment...), content[at:at+length+2]...)
		default:
			kept = append(kept, segment...)
		}
	}
	return nil
}

// orientation reads how a photograph must be turned, 1 to 8; 0 when it does not say.
func orientation(exif []byte) int {
	if !bytes.HasPrefix(exif, []byte("Exif\x00\x00")) || len(exif) < 14 {
		return 0
	}
	tiff := exif[6:]
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	for i := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if turned := int(order.Uint16(tiff[entry+8:])); turned <= 8 {
				return turned
			}
		}
	}
	return 0
}

// turnedSegment says how a picture must be turned, and nothing else.
func turnedSegment(turned int) []byte {
	segment := []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	segment[29] = byte(turned)
	return segment
}

var pngStart = []byte("\x89PNG\r\n\x1a\n")

// cleanPNG keeps the chunks that make the picture; nil when it is broken.
func cleanPNG(content []byte) []byte {
	out := append(make([]byte, 0, len(content)), pngStart...)
	for at := len(pngStart); at+12 <= len(content); {
		length := int(binary.BigEndian.Uint32(content[at:]))
		end := at + 12 + length
		if length < 0 || length > len(content) || end > len(content) {
			return nil
		}
		switch name := string(content[at+4 : at+8]); name {
		case "eXIf", "tEXt", "iTXt", "zTXt", "tIME":
		case "IEND":
			return append(out, content[at:end]...)
		default:
			out = append(out, content[at:end]...)
		}
		at = end
	}
	return nil
}

// cleanWebP keeps the chunks that make the picture; nil when it is broken.
func cleanWebP(content []byte) []byte {
	whole := int(binary.LittleEndian.Uint32(content[4:])) + 8
	if whole > len(content) || whole < 12 {
		return nil
	}
	content = content[:whole]
	out := append(make([]byte, 0, len(content)), content[:12]...)
	for at := 12; at+8 <= len(content); {
		length := int(binary.LittleEndian.Uint32(content[at+4:]))
		end := at + 8 + length + length&1
		if length < 0 || length > len(content) || end > len(content) {
			return nil
		}
		from := len(out)
		switch string(content[at : at+4]) {
		case "EXIF", "XMP ":
		case "VP8X":
			out = append(out, content[at:end]...)
			if length > 0 {
				out[from+8] &^= 0x0C // neither of them is there any more
			}
		default:
			out = append(out, content[at:end]...)
		}
		at = end
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}
