package sheet

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	tagInBrackets = regexp.MustCompile(`\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)$`)
	bareTag       = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)
)

// languageNames are the names under which we write languages, each in its own language.
var languageNames = map[string]string{
	"ar": "العربية", "br": "Brezhoneg", "ca": "Català", "co": "Corsu", "cs": "Čeština", "da": "Dansk", "de": "Deutsch",
	"el": "Ελληνικά", "en": "English", "es": "Español", "eu": "Euskara", "fi": "Suomi", "fr": "Français",
	"gsw": "Elsässisch", "hr": "Hrvatski", "hu": "Magyar", "it": "Italiano", "ja": "日本語", "lb": "Lëtzebuergesch",
	"nl": "Nederlands", "oc": "Occitan", "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский",
	"sk": "Slovenčina", "sv": "Svenska", "tr": "Türkçe", "uk": "Українська", "vi": "Tiếng Việt", "zh": "中文",
}

// languageWords are further names of languages, in English, French and German.
var languageWords = map[string]string{
	"arabic": "ar", "arabe": "ar", "breton": "br", "catalan": "ca", "corse": "co", "czech": "cs", "danish": "da",
	"german": "de", "allemand": "de", "greek": "el", "grec": "el", "anglais": "en", "englisch": "en", "spanish": "es",
	"espagnol": "es", "spanisch": "es", "basque": "eu", "french": "fr", "francais": "fr", "französisch": "fr",
	"alsacien": "gsw", "italian": "it", "italien": "it", "italienisch": "it", "dutch": "nl", "néerlandais": "nl",
	"polish": "pl", "polonais": "pl", "portuguese": "pt", "portugais": "pt", "romanian": "ro", "roumain": "ro",
	"russian": "ru", "russe": "ru", "swedish": "sv", "turkish": "tr", "turc": "tr", "ukrainian": "uk",
	"ukrainien": "uk", "vietnamese": "vi", "vietnamien": "vi", "chinese": "zh", "chinois": "zh",
}

// LanguageTag gives the tag of a language as authors write it: «Deutsch (de)», «de», «German», «Deutsch» are all de.
// An unknown name becomes a tag of its own, lower case with hyphens. It is "" for a blank.
func LanguageTag(name string) string {
	name = code(name)
	if match := tagInBrackets.FindStringSubmatch(name); match != nil {
		return canonicalTag(match[1])
	}
	lower := strings.ToLower(name)
	if tag, ok := languageWords[lower]; ok {
		return tag
	}
	for tag, own := range languageNames {
		if strings.ToLower(own) == lower {
			return tag
		}
	}
	if bareTag.MatchString(name) {
		return canonicalTag(name)
	}
	tag := slug(lower)
	if known, ok := languageWords[tag]; ok {
		return known
	}
	return tag
}

func canonicalTag(tag string) string {
	primary, rest, found := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	if !found {
		return strings.ToLower(primary)
	}
	return strings.ToLower(primary) + "-" + rest
}

func slug(lower string) string {
	return strings.Join(strings.FieldsFunc(lower, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// languageLabel writes a language as XLSForm likes it: «Français (fr)».
func languageLabel(tag string) string {
	if name, ok := languageNames[tag]; ok {
		return name + " (" + tag + ")"
	}
	return tag
}
