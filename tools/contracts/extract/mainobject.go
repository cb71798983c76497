package main

import (
	"strings"
)

// mainObject is the reply part which most attributes are read from.
func mainObject(p *Operation, idx map[*Call]int, sets []setLeaf) Object {
	cnt := map[int]int{}
	paths := map[int][]string{}
	flt := map[int][]ItemFilter{}
	for _, l := range sets {
		for _, r := range replyLeaves(l.val) {
			n := idx[r.Call]
			cnt[n]++
			paths[n] = append(paths[n], r.Text)
		}
	}
	best := -1
	for n, c := range cnt {
		if best < 0 || c > cnt[best] || c == cnt[best] && n < best {
			best = n
		}
	}
	// the first call of read that yields a fair share of the attributes
	for _, st := range p.Steps {
		if st.Kind == "call" && best >= 0 {
			n := idx[st.Call]
			if cnt[n]*10 >= cnt[best]*3 {
				best = n
				break
			}
		}
	}
	fn := ""
	path := ""
	got := false
	for pass := 0; pass < 2 && !got; pass++ {
		for _, d := range p.Described {
			var r *Value
			walk(d.Value, func(v *Value) {
				if v.Kind == "reply" && (best < 0 || idx[v.Call] == best) && (r == nil || len(v.Filters) > len(r.Filters) || len(v.Filters) == len(r.Filters) && len(v.Text) > len(r.Text)) {
					r = v
				}
			})
			if r == nil {
				continue
			}
			// the object must contain what is read
			if best >= 0 && pass == 0 {
				in := 0
				for _, s := range paths[best] {
					if strings.HasPrefix(s, r.Text) {
						in++
					}
				}
				if in*2 < len(paths[best]) {
					continue
				}
			}
			fn, path, got = d.Func, r.Text, true
			best = idx[r.Call]
			flt[best] = r.Filters
		}
		if best < 0 {
			break
		}
	}
	if best < 0 && !got {
		return nil
	}
	if !got {
		ps := paths[best]
		path = ps[0]
		for _, s := range ps[1:] {
			for !strings.HasPrefix(s, path) {
				path = path[:len(path)-1]
			}
		}
		if i := strings.LastIndexAny(path, ".]"); i >= 0 {
			path = strings.TrimSuffix(path[:i+1], ".")
		} else {
			path = ""
		}
	}
	o := Object{}
	if fn != "" {
		o = append(o, Member{"fn", fn})
	}
	o = append(o, Member{"call", best}, Member{"path", path})
	var pk []any
	for _, f := range flt[best] {
		pk = append(pk, Object{{"field", f.Field}, {"eq", origin(f.Eq, idx)}})
	}
	if len(pk) > 0 {
		o = append(o, Member{"pick", pk})
	}
	return o
}

// picks lists the item filters of a value that differ from "the item with my id".
func picks(v *Value, idx map[*Call]int) []any {
	var o []any
	seen := map[string]bool{}
	walk(v, func(x *Value) {
		if x.Kind != "reply" {
			return
		}
		for _, f := range x.Filters {
			og := origin(f.Eq, idx)
			if strings.HasPrefix(og, "id") {
				continue
			}
			k := f.Field + og
			if !seen[k] {
				seen[k] = true
				o = append(o, Object{{"field", f.Field}, {"eq", og}})
			}
		}
	})
	return o
}
