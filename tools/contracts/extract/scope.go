package main

import "fmt"

func (in *Interpreter) lookup(n string) (*Value, bool) {
	for s := in.scope; s != nil; s = s.outer {
		if v, ok := s.names[n]; ok {
			return v, true
		}
	}
	return nil, false
}

func (in *Interpreter) assign(n string, v *Value) {
	if n == "_" {
		return
	}
	for s := in.scope; s != nil; s = s.outer {
		if _, ok := s.names[n]; ok {
			s.names[n] = v
			return
		}
	}
	in.scope.names[n] = v
}

func (in *Interpreter) define(n string, v *Value) {
	if n == "_" {
		return
	}
	in.scope.names[n] = v
}

func (in *Interpreter) push() { in.scope = &Scope{names: map[string]*Value{}, outer: in.scope} }

func (in *Interpreter) pop() { in.scope = in.scope.outer }

func (in *Interpreter) snapshot() Snapshot {
	var s Snapshot
	for x := in.scope; x != nil; x = x.outer {
		m := make(map[string]*Value, len(x.names))
		for k, v := range x.names {
			m[k] = v
		}
		s = append(s, m)
	}
	return s
}

// tail returns only the outermost n scopes of a snapshot.
func tail(s Snapshot, n int) Snapshot {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

func (in *Interpreter) depth() int {
	n := 0
	for x := in.scope; x != nil; x = x.outer {
		n++
	}
	return n
}

func (in *Interpreter) restore(s Snapshot) {
	s = tail(s, in.depth())
	i := 0
	for x := in.scope; x != nil; x = x.outer {
		m := make(map[string]*Value, len(s[i]))
		for k, v := range s[i] {
			m[k] = v
		}
		x.names = m
		i++
	}
}

// merge merges the state of another branch into this one; c is the condition of the other, loose that none is known.
func (in *Interpreter) merge(a Snapshot, c *Value, loose bool) {
	a = tail(a, in.depth())
	i := 0
	for x := in.scope; x != nil; x = x.outer {
		for k, va := range a[i] {
			vb, ok := x.names[k]
			if !ok {
				x.names[k] = va
				continue
			}
			if va == vb {
				continue
			}
			if loose {
				x.names[k] = mergeLoosely(va, vb)
			} else {
				x.names[k] = in.wordTable(c, va, vb)
			}
		}
		i++
	}
}

// wordTable merges what the branches of an if assign. While a wait is read, `if reply.Status == 1 { s = "Available" }` is a
// table: the wait needs to know which value makes the word.
func (in *Interpreter) wordTable(c, a, b *Value) *Value {
	if len(in.waits) > 0 && c != nil && c.Kind == "cmp" && c.Text == "==" && a != nil && b != nil {
		word, isWord := a.sconst()
		_, other := b.sconst()
		leaves := replyLeaves(c.Args[0])
		if isWord && other && word != "" && len(leaves) == 1 && c.Args[1].isConst() {
			return conversion("map:"+in.tableText(map[string]string{fmt.Sprint(c.Args[1].Const): word}), c.Args[0])
		}
	}
	return mergeUnder(c, a, b)
}

func mergeLoosely(a, b *Value) *Value {
	if a == b || identity(a) == identity(b) {
		return a
	}
	if isBool(a) && isBool(b) {
		for _, p := range [][2]*Value{{a, b}, {b, a}} {
			if c, ok := p[0].Const.(bool); ok && p[0].Kind == "const" {
				if c || p[1].Kind == "const" {
					return &Value{Kind: "ubool"}
				}
				return p[1]
			}
		}
		return boolOp("or", a, b)
	}
	return union(a, b)
}

func copyConds(c []*Value) []*Value { return append([]*Value(nil), c...) }

// suffix lists the conditions that hold here, beyond those of an outer place.
func (in *Interpreter) suffix(base []*Value) []*Value {
	i := 0
	for i < len(base) && i < len(in.conditions) && base[i] == in.conditions[i] {
		i++
	}
	var out []*Value
	for _, c := range in.conditions[i:] {
		if !isTrivial(c) {
			out = append(out, c)
		}
	}
	return out
}

func (in *Interpreter) newMap(t string) *Value {
	return &Value{Kind: "map", Type: t, Map: &MapValue{ID: nextID(), Base: copyConds(in.conditions)}}
}

func (in *Interpreter) newList() *Value {
	return &Value{Kind: "list", List: &ListValue{ID: nextID(), Base: copyConds(in.conditions)}}
}

// setKey sets a key of a map under the conditions that hold here.
func (in *Interpreter) setKey(m *MapValue, key string, keyV, val *Value) {
	if len(m.Used) > 0 && in.frame != nil && len(in.frame.Loops) > 0 && pagingParam[key] {
		for _, c := range m.Used {
			if c.Paging == nil {
				c.Paging = map[string]bool{}
			}
			from := "next"
			for _, r := range replyLeaves(val) {
				if r.Call == c && r.Text != "" {
					from = r.Text
				}
			}
			c.Paging[key+"<-"+from] = true
		}
	}
	conds := in.suffix(m.Base)
	if len(conds) == 0 && key != "" {
		out := m.Entries[:0:0]
		for _, e := range m.Entries {
			if e.Key != key {
				out = append(out, e)
			}
		}
		m.Entries = out
	}
	for _, e := range m.Entries {
		if e.Key == key && key != "" && identity(e.Value) == identity(val) && len(e.Conditions) == len(conds) {
			same := true
			for i := range conds {
				if identity(conds[i]) != identity(e.Conditions[i]) {
					same = false
				}
			}
			if same {
				return
			}
		}
	}
	if len(m.Entries) > 600 {
		return
	}
	m.Entries = append(m.Entries, Entry{key, keyV, val, conds})
}

var pagingParam = map[string]bool{"NextToken": true, "nextToken": true, "PageNumber": true, "pageNumber": true, "CurrentPage": true, "PageNo": true, "PageNum": true, "Marker": true, "PageToken": true, "Page": true, "page_number": true, "Start": true, "pageNum": true, "offset": true, "continuation-token": true, "marker": true}

// getKey is what a key may hold.
func (in *Interpreter) getKey(m *MapValue, key string) (*Value, bool) {
	var vs []*Value
	for _, e := range m.Entries {
		if e.Key == key {
			vs = append(vs, e.Value)
		}
	}
	if len(vs) == 0 {
		return nil, false
	}
	return union(vs...), true
}
