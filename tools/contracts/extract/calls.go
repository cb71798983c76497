package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// styleOf is the style of a call, typed where it goes through an SDK with request types.
func styleOf(c *Call) string {
	if c.Client != "" && c.Style != "sdk" {
		return "typed"
	}
	return c.Style
}

// mergeCall adds to a call what another one like it has shown.
func mergeCall(a, b *Call) {
	for k := range b.Retry {
		a.Retry[k] = true
	}
	for k := range b.NotFound {
		a.NotFound[k] = true
	}
	for k, word := range b.Success {
		a.succeedsWith(k, word)
	}
	for k := range b.Accepted {
		a.Accepted[k] = true
	}
	for k := range b.Paging {
		if a.Paging == nil {
			a.Paging = map[string]bool{}
		}
		a.Paging[k] = true
	}
	for k := range b.NotFoundWhen {
		a.NotFoundWhen[k] = true
	}
	for p, u := range b.Uses {
		a.use(p, "", u.Must)
		for t, demanded := range u.Types {
			a.use(p, t, false)
			a.Uses[p].Types[t] = a.Uses[p].Types[t] || demanded
		}
	}
	a.Equals = append(a.Equals, b.Equals...)
	a.Throttle = a.Throttle || b.Throttle
	a.RetryAll = a.RetryAll || b.RetryAll
	a.AcceptsNotFound = a.AcceptsNotFound || b.AcceptsNotFound
}

var reReplyQ = regexp.MustCompile(`reply:\?:`)

// callObject is a call as it is written.
func callObject(i int, c *Call, idx map[*Call]int) Object {
	o := Object{{"n", i}, {"product", c.Product}, {"version", c.Version}}
	if c.Action != "" {
		o = append(o, Member{"action", c.Action})
	}
	o = append(o, Member{"style", styleOf(c)}, Member{"method", c.Method})
	if c.PathValue != nil {
		c.Path = wireTextIn(c.PathValue, idx)
	}
	if c.Path != "" {
		o = append(o, Member{"path", c.Path})
	}
	if c.Func != "" {
		o = append(o, Member{"fn", c.Func})
	}
	def := "body"
	if c.Style == "roa" || c.Method == "GET" || styleOf(c) == "typed" {
		def = "query"
	}
	o = append(o, Member{"in", def})
	var ps []any
	type mk struct{ n, f string }
	seen := map[string]bool{}
	for _, p := range c.Parameters {
		e := Object{{"p", p.Name}, {"from", origin(p.From, idx)}}
		if p.In != def {
			e = append(e, Member{"in", p.In})
		}
		if w := renderWhen(p.Conditions, p.From, idx); w != "" {
			e = append(e, Member{"when", w})
		}
		k := string(encode(e))
		if seen[k] {
			continue
		}
		seen[k] = true
		ps = append(ps, e)
	}
	o = append(o, Member{"params", ps})
	if len(c.Uses) > 0 {
		o = append(o, Member{"reply", replyObject(c)})
	}
	if len(c.Equals) > 0 {
		o = append(o, Member{"equals", equalities(c.Equals, idx)})
	}
	if len(c.Success) > 0 {
		var words Object
		for _, k := range sortedKeys(c.Success) {
			words = append(words, Member{k, c.Success[k]})
		}
		o = append(o, Member{"success", words})
	}
	if len(c.Retry) > 0 {
		o = append(o, Member{"retry", sortedSet(c.Retry)})
	}
	if len(c.Paging) > 0 {
		o = append(o, Member{"paging", sortedSet(c.Paging)})
	}
	if c.Throttle {
		o = append(o, Member{"retry_throttle", true})
	}
	if c.RetryAll {
		o = append(o, Member{"retry_all", true})
	}
	if len(c.NotFound) > 0 {
		o = append(o, Member{"not_found", sortedSet(c.NotFound)})
	}
	if len(c.NotFoundWhen) > 0 {
		var l []string
		for _, s := range sortedSet(c.NotFoundWhen) {
			l = append(l, reReplyQ.ReplaceAllString(s, "reply:"))
		}
		o = append(o, Member{"not_found_when", l})
	}
	if len(c.Accepted) > 0 {
		o = append(o, Member{"ok_codes", sortedSet(c.Accepted)})
	}
	if c.AcceptsNotFound {
		o = append(o, Member{"ok_not_found", true})
	}
	if c.Endpoint != nil {
		if s := wireText(c.Endpoint); s != "" {
			o = append(o, Member{"endpoint", s})
		}
	}
	return o
}

// waitTargets are the words waited for. The text of an empty list is, on deletion, another word for being gone.
func waitTargets(p *Operation, w *Wait, idx map[*Call]int) []string {
	targets := wireTexts(w.Target, idx)
	for i, t := range targets {
		if t == "[]" && p.Name == "delete" {
			targets[i] = ""
		}
	}
	return targets
}

// equalities lists fields and what they are compared with, each pair once.
func equalities(equals []Equality, idx map[*Call]int) []any {
	var out []any
	seen := map[string]bool{}
	for _, e := range equals {
		entry := Object{{"field", e.Field.Text}, {"eq", origin(e.Value, idx)}}
		if key := string(encode(entry)); !seen[key] {
			seen[key] = true
			out = append(out, entry)
		}
	}
	return out
}

// steps are the steps of an operation as they are written; repetitions are left out.
func steps(p *Operation, idx map[*Call]int) []any {
	var out []any
	last := ""
	for _, s := range p.Steps {
		var e Object
		switch s.Kind {
		case "call":
			e = Object{{"call", idx[s.Call]}}
		case "id":
			e = Object{{"id", origin(s.Value, idx)}}
		case "then":
			e = Object{{"then", s.Then}}
		case "wait":
			w := s.Wait
			var fields, states []string
			for _, f := range w.Fields {
				if f.isConst() {
					if c, ok := f.sconst(); ok && c != "" {
						states = append(states, c)
					}
					continue
				}
				fields = append(fields, origin(f, idx))
			}
			e = Object{{"wait", w.Func}, {"field", unique(fields)}, {"target", waitTargets(p, w, idx)}}
			if len(states) > 0 {
				e = append(e, Member{"states", unique(states)})
			}
			if len(w.Pending) > 0 {
				e = append(e, Member{"pending", wireTexts(w.Pending, idx)})
			}
			if len(w.Fail) > 0 {
				e = append(e, Member{"fail", wireTexts(w.Fail, idx)})
			}
			if d := seconds(w.Timeout); d != nil {
				e = append(e, Member{"timeout", d})
			}
			if d := seconds(w.Delay); d != nil {
				e = append(e, Member{"delay", d})
			}
			if d := seconds(w.Poll); d != nil {
				e = append(e, Member{"poll", d})
			}
			var cs []int
			seen := map[int]bool{}
			for _, c := range w.Calls {
				if !seen[idx[c]] {
					seen[idx[c]] = true
					cs = append(cs, idx[c])
				}
			}
			e = append(e, Member{"calls", cs})
		}
		if w := renderWhen(s.Conditions, nil, idx); w != "" {
			e = append(e, Member{"when", w})
		}
		k := string(encode(e))
		if k == last {
			continue
		}
		last = k
		out = append(out, e)
	}
	return out
}

// callKey tells calls apart: those with the same action and parameters are one.
func callKey(c *Call, idx map[*Call]int) string {
	var ps []string
	for _, p := range c.Parameters {
		ps = append(ps, p.In+":"+p.Name+"<-"+origin(p.From, idx))
	}
	sort.Strings(ps)
	return strings.Join([]string{c.Product, c.Version, c.Action, c.Method, c.Path, c.Style, strings.Join(ps, ";")}, "|")
}

// renderWhen is the text of conditions, without those that are only about errors.
func renderWhen(conds []*Value, from *Value, idx map[*Call]int) string {
	var out []string
	for _, c := range conds {
		if isTrivial(c) {
			continue
		}
		s := conditionTextIn(c, idx)
		if s == "" || s == "?" || isAboutErrors(c) && strings.HasPrefix(s, "!") {
			continue
		}
		if from != nil {
			a := ""
			f := from
			for f.Kind == "conv" && len(f.Args) > 0 {
				f = f.Args[0]
			}
			if f.Kind == "attr" {
				a = f.Text
			}
			if a != "" {
				r := strings.SplitN(strings.SplitN(a, "[]", 2)[0], ".", 2)[0]
				if s == "set:"+a || s == "set:"+r {
					s = "set"
				} else if s == "changed:"+a || s == "changed:"+r {
					s = "changed"
				}
			}
			if f.Kind == "reply" && s == "has("+origin(f, idx)+")" {
				s = "has"
			}
		}
		if strings.ContainsAny(s, "|") && len(conds) > 1 {
			s = "(" + s + ")"
		}
		out = append(out, s)
	}
	out = unique(out)
	// set is implied by repeated forms
	r := strings.Join(out, "&")
	if len(r) > 500 {
		r = "?"
	}
	return r
}

// wireTexts are the words that values stand for, or their origins.
func wireTexts(vs []*Value, idx map[*Call]int) []string {
	var o []string
	for _, v := range vs {
		if s, ok := v.sconst(); ok {
			o = append(o, s)
			continue
		}
		if v.Kind == "const" {
			o = append(o, fmt.Sprint(v.Const))
			continue
		}
		o = append(o, origin(v, idx))
	}
	return unique(o)
}
