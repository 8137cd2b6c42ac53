package console_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

func TestNotesAreKeptOnceAndNothingTypedIsLost(t *testing.T) {
	house := open(t, 0)
	analyst := house.staff(consult.RoleAnalyst)
	id := analyst.hidden(collecting+"/notes", "id")
	form := notesForm(id, "- Plus de bancs\n- Des vélos")
	form.Set("acte", "voir")
	_, _, body := analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "<li>Plus de bancs</li>") || !strings.Contains(body, "Rencontre de Cholet") {
		t.Error("the notes found are not shown")
	}
	form.Set("acte", "enregistrer")
	form.Set("participants", "beaucoup")
	status, _, body := analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	testkit.CheckHTML(t, body)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "- Des vélos") || !strings.Contains(body, "Erreur") {
		t.Errorf("a number that is none gives %d", status)
	}
	form.Set("participants", "14")
	_, first := analyst.post(collecting+"/notes", form)
	_, second := analyst.post(collecting+"/notes", form)
	if first == "" || first != second {
		t.Errorf("sent twice, it leads to %s and %s", first, second)
	}
	form.Set("notes", "Autre chose")
	status, _, body = analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if status != http.StatusConflict || !strings.Contains(body, "Autre chose") {
		t.Errorf("the same page with other words gives %d", status)
	}
	next := analyst.hiddenValue(collecting+"/notes?apres="+strings.TrimSuffix(strings.TrimPrefix(first, collecting+"/seances/"), "?saisie=oui"), "event")
	if next != "Rencontre de Cholet" {
		t.Errorf("the next table is of %q", next)
	}
}

func TestScansAreServedAsFilesToWhoeverMaySeeResponses(t *testing.T) {
	house := open(t, 0)
	analyst, reader := house.staff(consult.RoleAnalyst), house.staff(consult.RoleReader)
	_, session := analyst.post(collecting+"/notes", notesForm(analyst.hidden(collecting+"/notes", "id"), "Un banc"))
	session = strings.TrimSuffix(session, "?saisie=oui")
	var drawing bytes.Buffer
	if err := png.Encode(&drawing, image.NewRGBA(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	status, _, body := analyst.attach(session+"/pieces", map[string][]byte{"photo.jpg": drawing.Bytes(), "page.jpg": []byte("<html><script>alert(1)</script>"),
		"dessin.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "vaste.pdf": append([]byte("%PDF-"), make([]byte, 50<<20)...)})
	testkit.CheckHTML(t, body)
	for _, want := range []string{"page.jpg", "dessin.svg", "vaste.pdf", "photo.png"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not speak of %s", want)
		}
	}
	if status != http.StatusUnprocessableEntity {
		t.Errorf("files refused give %d", status)
	}
	link := regexp.MustCompile(`href="(` + collecting + `/pieces/[^"]+)"`).FindStringSubmatch(body)
	if link == nil {
		t.Fatal("no attachment is linked")
	}
	response, err := analyst.client.Get(house.server.URL + link[1])
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Equal(content, drawing.Bytes()) {
		t.Errorf("%d bytes come back of %d, %v", len(content), drawing.Len(), err)
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment; filename=photo.png",
		"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if status, _, _ := reader.get(link[1]); status != http.StatusForbidden {
		t.Errorf("a reader gets %d", status)
	}
}
