package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// isPlain tells whether a text holds neither placeholders nor unknown parts.
func isPlain(s string) bool { return s != "" && !strings.ContainsAny(s, "?{") }

type checks struct {
	level   string
	missing []string
	checks  Object
	idObj   Object
	join    Object
}

var genericAttrs = regexp.MustCompile(`^(id|region|region_id|create_time|creation_time|gmt_create|gmt_create_time|created_time|create_at|created_at|modify_time|gmt_modified|update_time|status|state|tags|resource_group_id|owner_id|request_id|arn|zone_id)(\.@(key|value)|\.\*|\[\].*)?$`)

// newChecks judges how much of an entity is understood, and how each argument that is read back comes about (join).
func newChecks(in *Interpreter, ent *Entity, canon []*Call, idx map[*Call]int, schema Object, sets []setLeaf, params map[string][]parameterUse) *checks {
	ck := &checks{}
	miss := map[string]bool{}
	add := func(s string) {
		if !miss[s] {
			miss[s] = true
			ck.missing = append(ck.missing, s)
		}
	}
	sdkMain := false
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
				sdkMain = true
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
	// (a)
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
				add("no_" + op)
			}
			continue
		}
		n, ok := opCalls(op)
		if n == 0 {
			if op == "delete" || op == "update" || len(then(op)) > 0 && op == "create" {
				continue
			}
			a = false
			add("no_calls_" + op)
			continue
		}
		if ok < n {
			a = false
			add("action_" + op)
		}
		if p.Truncated {
			add("truncated_" + op)
		}
	}
	// (b)
	b := true
	idReplies := map[string]bool{}
	idAttrs := map[string]bool{}
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
						idReplies[fmt.Sprintf("%d:%s", idx[v.Call], pathWithoutIndices(v.Text))] = true
						idReplies["name:"+lastSegment(v.Text)] = true
					case "attr":
						idAttrs[pathWithoutIndices(v.Text)] = true
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
			add("id")
		}
	}
	// (c)
	cStrict, cPract := true, true
	sch := map[string]Object{}
	flattenSchema("", schema, sch)
	flagsOf := func(attr string) string {
		a := strings.TrimSuffix(attr, "[]")
		for a != "" {
			if s, ok := sch[a]; ok {
				fl, _ := s.get("f").([]string)
				return strings.Join(fl, " ")
			}
			i := strings.LastIndexAny(a, ".[")
			if i < 0 {
				break
			}
			a = strings.TrimSuffix(a[:i], "[]")
		}
		return "?"
	}
	join := map[string]Object{}
	// attributes that choose an action (enable / disable calls)
	toggles := map[string][]string{}
	for _, op := range []string{"create", "update"} {
		p := ent.Operations[op]
		if p == nil {
			continue
		}
		for _, s := range p.Steps {
			if s.Kind != "call" {
				continue
			}
			for _, c := range s.Conditions {
				for _, t := range conjuncts(c) {
					if t.Kind != "cmp" || t.Text != "==" && t.Text != "!=" {
						continue
					}
					a, b := withoutCase(t.Args[0]), withoutCase(t.Args[1])
					if b.Kind == "attr" {
						a, b = b, a
					}
					if a.Kind == "attr" && b.isConst() {
						og := fmt.Sprintf("%s%s>%d", map[string]string{"==": "", "!=": "!"}[t.Text], fmt.Sprint(b.Const), idx[s.Call])
						toggles[pathWithoutIndices(a.Text)] = append(toggles[pathWithoutIndices(a.Text)], og)
					}
				}
				if c.Kind == "set" || c.Kind == "not" && c.Args[0].Kind == "set" {
					x := c
					v := "set"
					if c.Kind == "not" {
						x, v = c.Args[0], "unset"
					}
					sc, _ := schema.get(x.Text).(Object)
					if sc != nil && sc.get("t") == "bool" {
						toggles[pathWithoutIndices(x.Text)] = append(toggles[pathWithoutIndices(x.Text)], fmt.Sprintf("%s>%d", v, idx[s.Call]))
					}
				}
			}
		}
	}
	byAttr := map[string][]setLeaf{}
	var order []string
	for _, l := range sets {
		k := pathWithoutIndices(l.attr)
		if _, ok := byAttr[k]; !ok {
			order = append(order, k)
		}
		byAttr[k] = append(byAttr[k], l)
	}
	if ent.Kind == "resource" {
		for _, k := range order {
			ls := byAttr[k]
			var reads []string
			var readPaths []string
			cv := []string{}
			src := ""
			for _, l := range ls {
				walk(l.val, func(x *Value) {
					switch x.Kind {
					case "id", "idpart", "idparts":
						src = "id"
					case "region":
						src = "region"
					case "account":
						src = "account"
					}
				})
				for _, r := range replyLeaves(l.val) {
					reads = append(reads, fmt.Sprintf("%d:%s", idx[r.Call], r.Text))
					readPaths = append(readPaths, fmt.Sprintf("%d:%s", idx[r.Call], pathWithoutIndices(r.Text)))
				}
				cv = append(cv, conversionsOf(l.val)...)
			}
			reads = unique(reads)
			fl := flagsOf(k)
			top := strings.SplitN(strings.SplitN(k, "[", 2)[0], ".", 2)[0]
			if fl == "?" {
				if _, ok := sch[top]; !ok {
					continue // not in the schema: d.Set has no effect
				}
			}
			ps := params[k]
			whole := false
			if len(ps) == 0 {
				// a parent passed as a whole, or children read as a whole
				q := k
				for {
					i := strings.LastIndexAny(q, ".[")
					if i <= 0 {
						break
					}
					q = strings.TrimSuffix(q[:i], "[]")
					if pp := params[q]; len(pp) > 0 {
						ps = pp
						whole = true
						break
					}
				}
			}
			if len(ps) == 0 {
				for pk, pp := range params {
					if strings.HasPrefix(pk, k+"[].") || strings.HasPrefix(pk, k+".") || strings.HasPrefix(pk, k+"@") {
						ps = append(ps, pp...)
						whole = true
					}
				}
				sort.SliceStable(ps, func(i, j int) bool {
					return ps[i].call < ps[j].call || ps[i].call == ps[j].call && ps[i].name < ps[j].name
				})
			}
			kind := ""
			var tg []string
			computedOnly := strings.Contains(fl, "computed") && !strings.Contains(fl, "optional") && !strings.Contains(fl, "required")
			parentComputed := false
			if !computedOnly {
				pf := flagsOf(top)
				if strings.Contains(pf, "computed") && !strings.Contains(pf, "optional") && !strings.Contains(pf, "required") {
					parentComputed = true
				}
			}
			optComp := strings.Contains(fl, "optional") && strings.Contains(fl, "computed") || strings.Contains(flagsOf(top), "optional computed")
			badConv := ""
			for _, c := range cv {
				if !isInvertible(c) {
					badConv = c
				}
			}
			idRead := false
			for _, r := range readPaths {
				if idReplies[r] {
					idRead = true
				}
				if idReplies["name:"+lastSegment(r)] {
					idRead = true
				}
			}
			switch {
			case len(reads) == 0 && src != "":
				kind = src
			case len(reads) == 0:
				kind = "local"
				for _, l := range ls {
					walkDeep(l.val, func(x *Value) {
						if x.Kind == "unk" || x.Kind == "conv" && (strings.HasPrefix(x.Text, ".") || strings.HasPrefix(x.Text, "fn:") || strings.HasPrefix(x.Text, "client.")) {
							kind = "unknown"
						}
					}, map[int]bool{}, 0)
				}
			case len(ps) > 0 && badConv == "":
				kind = "param"
				best := 2
				for _, p := range ps {
					if p.quality < best {
						best = p.quality
					}
				}
				if whole {
					kind = "param_whole"
				}
				if contains(cv, "eq") {
					kind = "param_eq"
				}
				each, all := []string{}, true
				for _, p := range ps {
					f := withoutText(p.from)
					if f.Kind == "attr" && strings.HasSuffix(f.Text, "[]") && !strings.Contains(p.name, "[") && pathWithoutIndices(f.Text) == k {
						m := "add"
						if f.Type == "old" || f.Type == "removed" {
							m = "remove"
						}
						each = append(each, fmt.Sprintf("%s>%d", m, p.call))
					} else {
						all = false
					}
				}
				if len(each) > 0 {
					tg = append(tg, each...)
					if all {
						kind = "param_each"
					}
				}
				if best == 1 {
					kind = "param_text"
				} else if best == 2 {
					kind = "param_conv"
				}
			case len(ps) > 0:
				kind = "param_conv"
			case idAttrs[k] || idRead:
				kind = "id"
			case computedOnly || parentComputed:
				kind = "computed"
			case genericAttrs.MatchString(k):
				kind = "generic"
			case len(toggles[k]) > 0 || len(toggles[top]) > 0 && !strings.Contains(k, "["):
				kind = "action"
			case optComp:
				kind = "optional_computed_unsent"
			default:
				kind = "unjoined"
			}
			j := Object{{"kind", kind}}
			if kind == "action" || kind == "generic" {
				tg = toggles[k]
				if len(tg) == 0 && kind == "action" {
					tg = toggles[top]
				}
			}
			if len(tg) > 0 {
				j = append(j, Member{"actions", unique(tg)})
			}
			if len(reads) > 0 {
				if len(reads) > 6 {
					reads = reads[:6]
				}
				j = append(j, Member{"read", reads})
			}
			if badConv != "" {
				j = append(j, Member{"conv", badConv})
			}
			if len(ps) > 0 {
				var pl []string
				for _, p := range ps {
					pl = append(pl, fmt.Sprintf("%d:%s", p.call, p.name))
				}
				pl = unique(pl)
				if len(pl) > 8 {
					pl = pl[:8]
				}
				j = append(j, Member{"params", pl})
			}
			join[k] = j
			gen := genericAttrs.MatchString(k)
			switch kind {
			case "param", "param_whole", "param_each", "param_eq", "id", "region", "account", "generic":
			case "local":
			case "action":
				cStrict = false
			case "computed":
				if !gen {
					cStrict = false
				}
			case "optional_computed_unsent":
				cStrict = false
			default:
				cStrict = false
				cPract = false
				add(kind + ":" + k)
			}
		}
		for _, k := range sortedKeys(join) {
			ck.join = append(ck.join, Member{k, join[k]})
		}
	} else {
		for _, l := range sets {
			if l.val.Kind == "unk" {
				cPract = false
				add("unknown:" + pathWithoutIndices(l.attr))
			}
		}
		if len(sets) == 0 {
			cPract = false
			add("no_sets")
		}
		cStrict = cPract
	}
	// (d)
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
		add("not_found")
	}
	// (e)
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
				add("wait_" + op)
			}
		}
	}
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
	if sdkMain || contains(ck.missing, "no_calls_create") || contains(ck.missing, "no_calls_read") || contains(ck.missing, "no_create") {
		ck.level = "manual"
	}
	return ck
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
