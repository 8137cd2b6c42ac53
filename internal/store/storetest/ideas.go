package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
)

var ideaTests = map[string]func(*world){
	"an idea comes back as it was written": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "Un marché des producteurs", func(i *consult.Idea) {
			i.Observation, i.ThemeID, i.Category, i.Territory = "Rien le samedi", consult.NewID(), "association", "49"
			i.Beneficiaries, i.Bearer, i.Publication, i.Signature, i.Email = "Les habitants", "La commune", consult.PublicationNamed, "Amina", "amina@exemple.fr"
		})
		same(w, must[consult.Idea](w)(w.store.Idea(w.ctx, idea.ID)), idea)
		same(w, must[consult.Idea](w)(w.store.IdeaByToken(w.ctx, idea.TokenHash)), idea)
		_, err := w.store.Idea(w.ctx, consult.NewID())
		w.code(consult.CodeNotFound, err)
		_, err = w.store.IdeaByToken(w.ctx, []byte("unknown"))
		w.code(consult.CodeNotFound, err)
	},
	"an identifier makes one idea": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "Une fois")
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			row := idea
			row.Number, row.TokenHash, row.Reference = idea.Number+1000, []byte("other"), "AUTRE"
			return tx.InsertIdea(w.ctx, &row)
		})
	},
	"an idea that is mended, withdrawn and brought back is searched as it stands": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "jardin")
		w.rewrite(&idea, func(i *consult.Idea) {
			i.Title, i.TitleStems, i.Signature, i.Email = "potager", "potager", "Bruno", "bruno@exemple.fr"
			i.TextVersion, i.ChangedAt = 2, noon.Add(time.Hour)
		})
		same(w, w.found(c, "jardin"), nil)
		same(w, w.found(c, "potager"), []consult.ID{idea.ID})
		w.rewrite(&idea, func(i *consult.Idea) { i.WithdrawnAt, i.Signature, i.Email = noon.Add(2*time.Hour), "", "" })
		same(w, w.found(c, "potager"), nil)
		same(w, len(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, consult.IdeaFilter{ConsultationID: c.ID}))), 0)
		same(w, must[int](w)(w.store.CountIdeas(w.ctx, consult.IdeaFilter{ConsultationID: c.ID, State: consult.IdeaWithdrawn})), 1)
		w.rewrite(&idea, func(i *consult.Idea) { i.WithdrawnAt = time.Time{} })
		same(w, w.found(c, "potager"), []consult.ID{idea.ID})
	},
	"a contribution follows its idea": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "texte")
		grouped := must[consult.Contribution](w)(w.store.Contribution(w.ctx, idea.ID))
		w.coded(&grouped, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		revise := func(change func(*consult.Contribution)) consult.Contribution {
			w.write(func(tx consult.Tx) error {
				text := must[consult.Contribution](w)(tx.Contribution(w.ctx, idea.ID))
				var err error
				if text.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
					return err
				}
				change(&text)
				return tx.ReviseContribution(w.ctx, &text)
			})
			return must[consult.Contribution](w)(w.store.Contribution(w.ctx, idea.ID))
		}
		gone := revise(func(c *consult.Contribution) { c.RetractedAt, c.ChangedAt = noon.Add(time.Hour), noon.Add(time.Hour) })
		same(w, []any{gone.RetractedAt, gone.TextVersion, gone.ChangeSeq > grouped.ChangeSeq}, []any{noon.Add(time.Hour), 1, true})
		back := revise(func(c *consult.Contribution) { c.RetractedAt = time.Time{} })
		same(w, []any{back.RetractedAt.IsZero(), back.TextVersion}, []any{true, 1})
		same(w, w.states(&grouped), []consult.AssignmentState{consult.AssignmentConfirmed})
		mended := revise(func(c *consult.Contribution) { c.Body = "autre texte" })
		same(w, mended.TextVersion, 2)
		same(w, w.states(&grouped), []consult.AssignmentState{consult.AssignmentStale})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error {
			return tx.ReviseContribution(w.ctx, &consult.Contribution{ID: consult.NewID()})
		})
	},
	"ideas are listed in each order, page by page": func(w *world) {
		c := w.consultation()
		var ideas []consult.Idea
		for n := range 5 {
			ideas = append(ideas, w.idea(c, fmt.Sprint("idee ", n), func(i *consult.Idea) { i.CreatedAt = noon.Add(time.Duration(n) * time.Minute) }))
		}
		w.support(ideas[1].ID, "a")
		w.support(ideas[1].ID, "b")
		w.support(ideas[3].ID, "a")
		w.comment(ideas[2].ID, consult.ModerationPublished)
		order := func(order consult.IdeaOrder, offset, limit int) []consult.ID {
			return ids(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, consult.IdeaFilter{ConsultationID: c.ID, Order: order, Offset: offset, Limit: limit})))
		}
		at := func(ranks ...int) []consult.ID {
			var all []consult.ID
			for _, rank := range ranks {
				all = append(all, ideas[rank].ID)
			}
			return all
		}
		same(w, order(consult.IdeasNewest, 0, 0), at(4, 3, 2, 1, 0))
		same(w, order(consult.IdeasNewest, 1, 2), at(3, 2))
		same(w, order(consult.IdeasSupported, 0, 3), at(1, 3, 4))
		same(w, order(consult.IdeasDiscussed, 0, 2), at(2, 4))
		same(w, order(consult.IdeasRelevant, 0, 1), at(4))
		same(w, order(consult.IdeasOldest, 1, 2), at(1, 2))
	},
	"filters and counts agree": func(w *world) {
		c, other := w.consultation(), w.consultation()
		one, two := consult.NewID(), consult.NewID()
		w.idea(c, "a", func(i *consult.Idea) { i.ThemeID, i.Territory = one, "49" })
		w.idea(c, "b", func(i *consult.Idea) { i.ThemeID, i.Territory, i.Status = one, "72", consult.IdeaStudied })
		w.idea(c, "c", func(i *consult.Idea) { i.ThemeID, i.Territory = two, "49" })
		w.idea(c, "d", func(i *consult.Idea) { i.ThemeID, i.Moderation = two, consult.ModerationWaiting })
		w.idea(c, "e", func(i *consult.Idea) { i.ThemeID, i.Moderation = two, consult.ModerationRefused })
		w.idea(c, "f", func(i *consult.Idea) { i.ThemeID, i.Publication = two, consult.PublicationNo })
		w.idea(other, "g", func(i *consult.Idea) { i.ThemeID = one })
		same(w, must[[]consult.IdeaCell](w)(w.store.IdeaCells(w.ctx, c.ID)), []consult.IdeaCell{
			{ThemeID: one, Territory: "49", Status: consult.IdeaNew, Ideas: 1},
			{ThemeID: one, Territory: "72", Status: consult.IdeaStudied, Ideas: 1},
			{ThemeID: two, Territory: "49", Status: consult.IdeaNew, Ideas: 1}})
		for _, filter := range []struct {
			narrow func(*consult.IdeaFilter)
			want   int
		}{
			{func(*consult.IdeaFilter) {}, 3},
			{func(f *consult.IdeaFilter) { f.ThemeID = one }, 2},
			{func(f *consult.IdeaFilter) { f.Territory = "49" }, 2},
			{func(f *consult.IdeaFilter) { f.ThemeID, f.Territory = one, "49" }, 1},
			{func(f *consult.IdeaFilter) { f.Status = consult.IdeaStudied }, 1},
			{func(f *consult.IdeaFilter) { f.Territory = "49' OR 1=1" }, 0},
			{func(f *consult.IdeaFilter) { f.State = consult.IdeaWaiting }, 1},
			{func(f *consult.IdeaFilter) { f.State = consult.IdeaRefused }, 1},
			{func(f *consult.IdeaFilter) { f.State = consult.IdeaReported }, 0},
			{func(f *consult.IdeaFilter) { f.State = consult.IdeaMerged }, 0},
			{func(f *consult.IdeaFilter) { f.State = consult.IdeaAny }, 6},
		} {
			asked := consult.IdeaFilter{ConsultationID: c.ID}
			filter.narrow(&asked)
			same(w, must[int](w)(w.store.CountIdeas(w.ctx, asked)), filter.want)
			same(w, len(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, asked))), filter.want)
			if asked.State == consult.IdeaShown {
				asked.Stems = []string{"commun"}
				for _, order := range []consult.IdeaOrder{consult.IdeasRelevant, consult.IdeasNewest, consult.IdeasSupported} {
					asked.Order = order
					same(w, must[int](w)(w.store.CountIdeas(w.ctx, asked)), filter.want)
					same(w, len(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, asked))), filter.want)
				}
			}
		}
	},
	"words are all there, the last by its beginning, titles first": func(w *world) {
		c := w.consultation()
		body := w.idea(c, "velo", func(i *consult.Idea) { i.BodyStems = "jardin partag" })
		title := w.idea(c, "jardin", func(i *consult.Idea) { i.BodyStems = "partag" })
		late := w.idea(c, "autre", func(i *consult.Idea) { i.BodyStems = "jardin" })
		same(w, w.found(c, "jardin"), []consult.ID{title.ID, late.ID, body.ID})
		same(w, w.found(c, "jardin partag"), []consult.ID{title.ID, body.ID})
		same(w, w.found(c, "jardin pa"), nil)
		same(w, w.found(c, "jardin par*"), []consult.ID{title.ID, body.ID})
		same(w, w.found(c, "jard*"), []consult.ID{title.ID, late.ID, body.ID})
		same(w, w.found(c, "jar* partag"), nil) // a beginning stands last only
		for offset, want := range map[int][]consult.ID{0: {title.ID, late.ID}, 1: {late.ID, body.ID}, 2: {body.ID}, 3: nil} {
			page := consult.IdeaFilter{ConsultationID: c.ID, Stems: []string{"jardin"}, Order: consult.IdeasRelevant, Offset: offset, Limit: 2}
			same(w, ids(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, page))), want)
		}
	},
	"what many ideas say is found page by page, titles first": func(w *world) {
		c := w.consultation()
		const many = 450
		var want []consult.ID
		for n := range many {
			idea := w.idea(c, map[bool]string{true: "jardin", false: "autre"}[n%3 == 0], func(i *consult.Idea) { i.BodyStems = "jardin" })
			want = append(want, idea.ID)
		}
		slices.Reverse(want)
		rank := map[consult.ID]int{}
		for n, id := range want {
			rank[id] = n
			if (many-1-n)%3 != 0 {
				rank[id] += many // after those whose title has the word
			}
		}
		slices.SortFunc(want, func(a, b consult.ID) int { return rank[a] - rank[b] })
		filter := consult.IdeaFilter{ConsultationID: c.ID, Stems: []string{"jardin"}, Order: consult.IdeasRelevant, Limit: 70}
		var got []consult.ID
		for filter.Offset = 0; filter.Offset < many; filter.Offset += filter.Limit {
			ideas, total, err := w.store.FoundIdeas(w.ctx, filter)
			if err != nil || total != many {
				w.Fatalf("found %d in all, %v", total, err)
			}
			got = append(got, ids(ideas)...)
		}
		same(w, got, want)
	},
	"ideas are read by their numbers while they are shown": func(w *world) {
		c, other := w.consultation(), w.consultation()
		a, b, hidden := w.idea(c, "jardin"), w.idea(c, "jardin velo"), w.idea(c, "jardin", func(i *consult.Idea) { i.Moderation = consult.ModerationWaiting })
		w.idea(other, "jardin")
		look := func(limit int, stems ...string) []int64 {
			return must[[]int64](w)(w.store.IdeaNumbers(w.ctx, consult.IdeaFilter{ConsultationID: c.ID, Stems: stems, Limit: limit}))
		}
		same(w, look(10, "jardin"), []int64{b.Number, a.Number})
		same(w, look(1, "jardin"), []int64{b.Number})
		same(w, look(10, "jardin", "velo"), []int64{b.Number})
		read := must[[]consult.Idea](w)(w.store.IdeasByNumber(w.ctx, []int64{a.Number, hidden.Number, 1 << 40, b.Number, a.Number}))
		same(w, ids(read), []consult.ID{a.ID, b.ID, a.ID})
		same(w, len(must[[]consult.Idea](w)(w.store.IdeasByNumber(w.ctx, nil))), 0)
	},
	"words that read as operators are words": func(w *world) {
		c := w.consultation()
		w.idea(c, "jardin")
		for _, hostile := range []string{`"`, `*`, `a"b`, `NEAR`, `AND`, `title`, `jardin"*`, `facets:x`, `'`, `\`, `'&'`, `!`, `a:b`, `<->`, `-`,
			"\x00", "é", "中文", "(", ")", "^", strings.Repeat("a", 5000)} {
			for _, prefix := range []bool{false, true} {
				filter := consult.IdeaFilter{ConsultationID: c.ID, Stems: []string{"jardin", hostile}, Prefix: prefix, Order: consult.IdeasRelevant}
				if _, err := w.store.Ideas(w.ctx, filter); err != nil {
					w.Errorf("%.20q: %v", hostile, err)
				}
				if _, err := w.store.CountIdeas(w.ctx, filter); err != nil {
					w.Errorf("%.20q: %v", hostile, err)
				}
			}
		}
	},
	"a visitor supports an idea once, and takes it back": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "a")
		same(w, w.support(idea.ID, "amina"), 1)
		same(w, w.support(idea.ID, "amina"), 1)
		same(w, w.support(idea.ID, "bruno"), 2)
		same(w, must[bool](w)(w.store.Supported(w.ctx, idea.ID, []byte("amina"))), true)
		same(w, must[bool](w)(w.store.Supported(w.ctx, idea.ID, []byte("chloe"))), false)
		same(w, w.unsupport(idea.ID, "amina"), 1)
		same(w, w.unsupport(idea.ID, "amina"), 1)
		same(w, must[consult.Idea](w)(w.store.Idea(w.ctx, idea.ID)).Supports, 1)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error {
			_, err := tx.AddSupport(w.ctx, consult.NewID(), []byte("amina"), noon)
			return err
		})
	},
	"merging keeps supports once each, and comes undone": func(w *world) {
		c := w.consultation()
		a, b, d := w.idea(c, "a jardin"), w.idea(c, "b jardin"), w.idea(c, "d jardin")
		w.support(a.ID, "amina")
		w.support(a.ID, "bruno")
		w.support(b.ID, "bruno")
		w.support(d.ID, "chloe")
		w.comment(a.ID, consult.ModerationPublished)
		w.merge(a.ID, b.ID)
		w.merge(b.ID, d.ID)
		root := must[consult.Idea](w)(w.store.Idea(w.ctx, d.ID))
		same(w, []int{root.Supports, root.Comments}, []int{3, 1})
		same(w, w.found(c, "jardin"), []consult.ID{d.ID})
		same(w, ids(must[[]consult.Idea](w)(w.store.IdeasUnder(w.ctx, d.ID))), []consult.ID{a.ID, b.ID})
		same(w, len(must[[]consult.Comment](w)(w.store.CommentsUnder(w.ctx, d.ID, consult.CommentFilter{}))), 1)
		same(w, must[bool](w)(w.store.Supported(w.ctx, d.ID, []byte("amina"))), true)
		same(w, w.support(a.ID, "amina"), 3) // goes to the idea that stands for it, which has it already
		same(w, w.support(a.ID, "david"), 4)

		w.write(func(tx consult.Tx) error { return tx.UnmergeIdea(w.ctx, b.ID, noon) })
		b = must[consult.Idea](w)(w.store.Idea(w.ctx, b.ID))
		same(w, []any{b.MergedInto, b.RootID, b.Supports, b.Comments}, []any{consult.ID(""), consult.ID(""), 2, 1})
		same(w, ids(must[[]consult.Idea](w)(w.store.IdeasUnder(w.ctx, b.ID))), []consult.ID{a.ID})
		root = must[consult.Idea](w)(w.store.Idea(w.ctx, d.ID))
		same(w, []int{root.Supports, root.Comments}, []int{2, 0})
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.UnmergeIdea(w.ctx, b.ID, noon) })
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.MergeIdea(w.ctx, d.ID, consult.NewID(), noon) })
	},
	"comments are counted as they are published": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "a")
		waiting, shown := w.comment(idea.ID, consult.ModerationWaiting), w.comment(idea.ID, consult.ModerationPublished)
		comments := func() int { return must[consult.Idea](w)(w.store.Idea(w.ctx, idea.ID)).Comments }
		same(w, comments(), 1)
		same(w, must[consult.Comment](w)(w.store.Comment(w.ctx, waiting.ID)), waiting)
		same(w, must[consult.Comment](w)(w.store.CommentByToken(w.ctx, waiting.TokenHash)), waiting)
		_, err := w.store.CommentByToken(w.ctx, []byte("unknown"))
		w.code(consult.CodeNotFound, err)
		same(w, must[[]consult.Comment](w)(w.store.CommentsUnder(w.ctx, idea.ID, consult.CommentFilter{})), []consult.Comment{shown})
		same(w, must[[]consult.Comment](w)(w.store.CommentsUnder(w.ctx, idea.ID, consult.CommentFilter{All: true, Offset: 1, Limit: 1})), []consult.Comment{shown})
		same(w, must[[]consult.Comment](w)(w.store.WaitingComments(w.ctx, c.ID, 10)), []consult.Comment{waiting})
		same(w, must[int](w)(w.store.CountWaitingComments(w.ctx, c.ID)), 1)
		for _, step := range []struct {
			moderation consult.Moderation
			want       int
		}{{consult.ModerationPublished, 2}, {consult.ModerationPublished, 2}, {consult.ModerationRefused, 1}} {
			waiting.Moderation, waiting.Ground, waiting.GroundNote = step.moderation, "insult", "Dit autrement"
			w.write(func(tx consult.Tx) error { return tx.UpdateComment(w.ctx, &waiting) })
			same(w, comments(), step.want)
		}
		same(w, must[consult.Comment](w)(w.store.Comment(w.ctx, waiting.ID)), waiting)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertComment(w.ctx, &shown) })
	},
	"a comment is mended, and withdrawn by its author": func(w *world) {
		c := w.consultation()
		idea, other := w.idea(c, "a"), w.idea(c, "b")
		shown, waiting := w.comment(idea.ID, consult.ModerationPublished), w.comment(idea.ID, consult.ModerationWaiting)
		counted := func(id consult.ID) int { return must[consult.Idea](w)(w.store.Idea(w.ctx, id)).Comments }
		shown.Body, shown.Signature, shown.TextVersion = "Dit autrement", "", 2
		w.write(func(tx consult.Tx) error { return tx.UpdateComment(w.ctx, &shown) })
		same(w, must[consult.Comment](w)(w.store.Comment(w.ctx, shown.ID)), shown)
		same(w, counted(idea.ID), 1)
		for _, one := range []*consult.Comment{&shown, &waiting} {
			one.WithdrawnAt = noon.Add(time.Hour)
			w.write(func(tx consult.Tx) error { return tx.UpdateComment(w.ctx, one) })
			same(w, must[consult.Comment](w)(w.store.Comment(w.ctx, one.ID)), *one)
		}
		same(w, counted(idea.ID), 0)
		same(w, len(must[[]consult.Comment](w)(w.store.CommentsUnder(w.ctx, idea.ID, consult.CommentFilter{}))), 0)
		same(w, len(must[[]consult.Comment](w)(w.store.WaitingComments(w.ctx, c.ID, 10))), 0)
		same(w, must[int](w)(w.store.CountWaitingComments(w.ctx, c.ID)), 0)
		w.merge(idea.ID, other.ID)
		same(w, counted(other.ID), 0)
		shown.WithdrawnAt = time.Time{}
		w.write(func(tx consult.Tx) error { return tx.UpdateComment(w.ctx, &shown) })
		same(w, []int{counted(idea.ID), counted(other.ID)}, []int{1, 1})
	},
	"alerts wait until they are settled": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "a")
		comment := w.comment(idea.ID, consult.ModerationPublished)
		on := consult.IdeaReport{ID: consult.NewID(), ConsultationID: c.ID, IdeaID: idea.ID, Ground: "insult", Note: "Voir la fin", CreatedAt: noon}
		under := on
		under.ID, under.CommentID, under.CreatedAt = consult.NewID(), comment.ID, noon.Add(time.Second)
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertIdeaReport(w.ctx, &on); err != nil {
				return err
			}
			return tx.InsertIdeaReport(w.ctx, &under)
		})
		same(w, must[[]consult.IdeaReport](w)(w.store.IdeaReports(w.ctx, idea.ID)), []consult.IdeaReport{on, under})
		counts := func() []int {
			return []int{must[consult.Idea](w)(w.store.Idea(w.ctx, idea.ID)).Reports, must[consult.Comment](w)(w.store.Comment(w.ctx, comment.ID)).Reports,
				must[int](w)(w.store.CountIdeas(w.ctx, consult.IdeaFilter{ConsultationID: c.ID, State: consult.IdeaReported}))}
		}
		same(w, counts(), []int{2, 1, 1})
		w.write(func(tx consult.Tx) error { return tx.SettleIdeaReports(w.ctx, idea.ID, "", noon.Add(time.Hour)) })
		same(w, counts(), []int{1, 1, 1})
		w.write(func(tx consult.Tx) error {
			return tx.SettleIdeaReports(w.ctx, idea.ID, comment.ID, noon.Add(time.Hour))
		})
		same(w, counts(), []int{0, 0, 0})
	},
	"the moderation log is read newest first": func(w *world) {
		c := w.consultation()
		idea := w.idea(c, "a")
		first := consult.ModerationEntry{ID: consult.NewID(), ConsultationID: c.ID, IdeaID: idea.ID, Act: "refuse", Ground: "insult", Note: "n", ActorName: "Amina", At: noon}
		second := consult.ModerationEntry{ID: consult.NewID(), ConsultationID: c.ID, IdeaID: consult.NewID(), CommentID: consult.NewID(), Act: "publish", At: noon.Add(time.Second)}
		w.write(func(tx consult.Tx) error {
			if err := tx.AppendModeration(w.ctx, &first); err != nil {
				return err
			}
			return tx.AppendModeration(w.ctx, &second)
		})
		same(w, must[[]consult.ModerationEntry](w)(w.store.ModerationEntries(w.ctx, c.ID, "", 0)), []consult.ModerationEntry{second, first})
		same(w, must[[]consult.ModerationEntry](w)(w.store.ModerationEntries(w.ctx, c.ID, idea.ID, 5)), []consult.ModerationEntry{first})
	},
	"a consultation goes with its ideas and their words": func(w *world) {
		c := w.consultation()
		a, b := w.idea(c, "jardin"), w.idea(c, "jardin")
		w.support(a.ID, "amina")
		w.comment(a.ID, consult.ModerationPublished)
		w.merge(b.ID, a.ID)
		w.write(func(tx consult.Tx) error { return tx.DeleteConsultation(w.ctx, c.ID) })
		_, err := w.store.Idea(w.ctx, a.ID)
		w.code(consult.CodeNotFound, err)
		same(w, w.found(c, "jardin"), nil)
	},
	"ideas are looked for by any part of their text in the console": func(w *world) {
		c := w.consultation()
		w.idea(c, "jardin", func(i *consult.Idea) { i.Moderation = consult.ModerationRefused })
		for folded, want := range map[string]int{"jard": 1, "ardi": 1, "jardin texte": 1, "100%": 0, "_": 0} {
			filter := consult.IdeaFilter{ConsultationID: c.ID, State: consult.IdeaAny, Folded: folded}
			same(w, must[int](w)(w.store.CountIdeas(w.ctx, filter)), want)
			same(w, len(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, filter))), want)
		}
	},
}
