package main

import (
	"fmt"
	"strings"
)

// isPlain tells whether a text holds neither placeholders nor unknown parts.
func isPlain(s string) bool { return s != "" && !strings.ContainsAny(s, "?{") }

// checks judges how much of an entity is understood.
type checks struct {
	level   string // full, partial or manual
	missing []string
	checks  Object
	idObj   Object
	join    Object // how each argument that is read back comes about

	entity     *Entity
	calls      []*Call // canonical ones
	idx        map[*Call]int
	schema     Object
	sets       []setLeaf
	parameters map[string][]parameterUse
	idReplies  map[string]bool // reply fields that become the id
	idAttrs    map[string]bool
	onlySDK    bool // an operation goes through a hand-written SDK only
}

func newChecks(ent *Entity, canon []*Call, idx map[*Call]int, schema Object, sets []setLeaf, params map[string][]parameterUse) *checks {
	ck := &checks{
		entity: ent, calls: canon, idx: idx, schema: schema, sets: sets, parameters: params,
		idReplies: map[string]bool{}, idAttrs: map[string]bool{},
	}
	a, b := ck.actionsKnown(), ck.idKnown()
	cStrict, cPract := ck.readBack()
	d, dPract := ck.notFoundKnown()
	e := ck.waitsKnown()
	ck.checks = Object{{"a_actions", a}, {"b_id", b}, {"c_join_strict", cStrict}, {"c_join", cPract}, {"d_not_found", d}, {"d_not_found_generic", d || dPract}, {"e_wait", e}}
	if ent.Kind == "data_source" {
		ck.checks = Object{{"a_actions", a}, {"c_join", cPract}}
	}
	ck.level = "full"
	if ent.Kind == "resource" {
		if !(a && b && cPract && (d || dPract) && e) {
			ck.level = "partial"
		}
	} else if !(a && cPract) {
		ck.level = "partial"
	}
	if ck.onlySDK || contains(ck.missing, "no_calls_create") || contains(ck.missing, "no_calls_read") || contains(ck.missing, "no_create") {
		ck.level = "manual"
	}
	return ck
}

// add notes what is missing, once.
func (ck *checks) add(s string) {
	if !contains(ck.missing, s) {
		ck.missing = append(ck.missing, s)
	}
}

// actionsKnown tells whether product, version and action of all calls are known.
func (ck *checks) actionsKnown() bool {
	ent, canon, idx := ck.entity, ck.calls, ck.idx
	callOK := func(c *Call) bool {
		c = canon[idx[c]]
		if c.Style == "sdk" {
			return false
		}
		if !isPlain(c.Product) || !isPlain(c.Version) {
			return false
		}
		if strings.HasPrefix(c.Style, "roa") {
			return c.Path != "" && !strings.Contains(c.Path, "{?") && !strings.Contains(c.Path, "fn:") && !strings.Contains(c.Path, "index(")
		}
		return isPlain(c.Action)
	}
	opCalls := func(op string) (n, ok int) {
		p := ent.Operations[op]
		if p == nil {
			return 0, 0
		}
		sdk := 0
		defer func() {
			if sdk > 0 && sdk == n && op != "update" {
				ck.onlySDK = true
			}
		}()
		for _, s := range p.Steps {
			if s.Kind == "call" {
				if s.Call.Style == "sdk" {
					sdk++
				}
				n++
				if callOK(s.Call) {
					ok++
				}
			}
		}
		return
	}
	then := func(op string) map[string]bool {
		m := map[string]bool{}
		if p := ent.Operations[op]; p != nil {
			for _, s := range p.Steps {
				if s.Kind == "then" {
					m[s.Then] = true
				}
			}
		}
		return m
	}
	a := true
	ops := []string{"create", "read", "delete", "update"}
	if ent.Kind == "data_source" {
		ops = []string{"read"}
	}
	for _, op := range ops {
		p := ent.Operations[op]
		if p == nil {
			if op != "update" {
				a = false
				ck.add("no_" + op)
			}
			continue
		}
		n, ok := opCalls(op)
		if n == 0 {
			if op == "delete" || op == "update" || len(then(op)) > 0 && op == "create" {
				continue
			}
			a = false
			ck.add("no_calls_" + op)
			continue
		}
		if ok < n {
			a = false
			ck.add("action_" + op)
		}
		if p.Truncated {
			ck.add("truncated_" + op)
		}
	}
	return a
}

// idKnown tells whether it is known what the id is made of.
func (ck *checks) idKnown() bool {
	ent, idx := ck.entity, ck.idx
	b := true
	if ent.Kind == "resource" {
		var origins []string
		b = false
		for _, op := range []string{"create", "update", "read"} {
			p := ent.Operations[op]
			if p == nil {
				continue
			}
			for _, s := range p.Steps {
				if s.Kind != "id" {
					continue
				}
				og := origin(splitConstants(s.Value, idSeparator(ent)), idx)
				if og == "id" || og == "=null" {
					continue
				}
				if op != "create" && b {
					continue
				}
				if op == "create" || !b {
					origins = append(origins, og)
				}
				walk(s.Value, func(v *Value) {
					switch v.Kind {
					case "reply":
						ck.idReplies[fmt.Sprintf("%d:%s", idx[v.Call], pathWithoutIndices(v.Text))] = true
						ck.idReplies["name:"+lastSegment(v.Text)] = true
					case "attr":
						ck.idAttrs[pathWithoutIndices(v.Text)] = true
					}
				})
				if !strings.Contains(og, "?") && !strings.Contains(og, "fn:") {
					b = true
				}
			}
		}
		origins = unique(origins)
		ck.idObj = Object{{"from", origins}}
		if n, sep := idParts(ent); n > 0 {
			ck.idObj = append(ck.idObj, Member{"parts", n}, Member{"sep", sep})
		}
		if !b {
			ck.add("id")
		}
	}
	return b
}

// notFoundKnown tells whether it is known what a read says of what is gone, strictly and by the general rule.
func (ck *checks) notFoundKnown() (bool, bool) {
	ent, canon, idx := ck.entity, ck.calls, ck.idx
	d, dPract := false, false
	if r := ent.Operations["read"]; r != nil {
		for _, s := range r.Steps {
			if s.Kind == "call" {
				if len(s.Call.NotFound) > 0 || len(s.Call.NotFoundWhen) > 0 {
					d = true
				}
				c := canon[idx[s.Call]]
				if len(c.NotFound) > 0 || len(c.NotFoundWhen) > 0 {
					d = true
				}
				if s.Call.Style != "sdk" {
					dPract = true
				}
			}
		}
	}
	if ent.Kind == "resource" && !d {
		ck.add("not_found")
	}
	return d, dPract
}

// waitsKnown tells whether it is known of each wait which field must become what.
func (ck *checks) waitsKnown() bool {
	ent, idx := ck.entity, ck.idx
	e := true
	for _, op := range []string{"create", "update", "delete"} {
		p := ent.Operations[op]
		if p == nil {
			continue
		}
		for _, s := range p.Steps {
			if s.Kind != "wait" {
				continue
			}
			w := s.Wait
			hasField := false
			for _, f := range w.Fields {
				if len(replyLeaves(f)) > 0 || f.isConst() {
					hasField = true
				}
			}
			targets := wireTexts(w.Target, idx)
			bad := false
			for _, t := range targets {
				if strings.Contains(t, "?") {
					bad = true
				}
			}
			isWF := strings.HasPrefix(strings.ToLower(w.Func), "waitfor")
			if !hasField && !(isWF && len(w.Calls) > 0 && (op == "delete" || contains(targets, "Deleted"))) && !(isWF && len(targets) > 0 && len(w.Calls) > 0) {
				bad = true
			}
			if bad {
				e = false
				ck.add("wait_" + op)
			}
		}
	}
	return e
}

func contains(l []string, s string) bool {
	for _, x := range l {
		if x == s {
			return true
		}
	}
	return false
}

func lastSegment(s string) string {
	s = pathWithoutIndices(s)
	if i := strings.LastIndexAny(s, ".:"); i >= 0 {
		return s[i+1:]
	}
	return s
}

// splitConstants cuts the separator out of constants: "group:" is a part and a separator, or id[n] would be off by one.
func splitConstants(v *Value, separator string) *Value {
	if v.Kind != "cat" || separator == "" {
		return v
	}
	out := &Value{Kind: "cat"}
	for _, a := range v.Args {
		text, ok := a.sconst()
		if !ok || text == separator || !strings.Contains(text, separator) {
			out.Args = append(out.Args, a)
			continue
		}
		for i, piece := range strings.Split(text, separator) {
			if i > 0 {
				out.Args = append(out.Args, stringConst(separator))
			}
			if piece != "" {
				out.Args = append(out.Args, stringConst(piece))
			}
		}
	}
	return out
}

// idSeparator is what the provider splits the id at; "" where it does not.
func idSeparator(ent *Entity) string {
	_, separator := idParts(ent)
	return separator
}

// idParts counts the parts that the provider splits the id into, and finds the separator.
func idParts(ent *Entity) (int, string) {
	n, sep := 0, ""
	for _, op := range []string{"read", "delete", "update"} {
		p := ent.Operations[op]
		if p == nil {
			continue
		}
		see := func(v *Value) {
			walkDeep(v, func(x *Value) {
				if x.Kind == "idpart" && x.Index+1 > n {
					n, sep = x.Index+1, x.Separator
				}
			}, map[int]bool{}, 0)
		}
		for _, s := range p.Steps {
			if s.Call != nil {
				for _, pr := range s.Call.Parameters {
					see(pr.From)
				}
			}
		}
		for _, s := range p.Sets {
			see(s.Value)
		}
	}
	return n, sep
}

func flattenSchema(pre string, o Object, out map[string]Object) {
	for _, kv := range o {
		a, ok := kv.Value.(Object)
		if !ok {
			continue
		}
		k := kv.Key
		if pre != "" {
			k = pre + "." + kv.Key
		}
		out[k] = a
		if b, ok := a.get("block").(Object); ok {
			flattenSchema(k+"[]", b, out)
		}
	}
}
