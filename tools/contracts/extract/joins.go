package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

var genericAttrs = regexp.MustCompile(`^(id|region|region_id|create_time|creation_time|gmt_create|gmt_create_time|created_time|create_at|created_at|modify_time|gmt_modified|update_time|status|state|tags|resource_group_id|owner_id|request_id|arn|zone_id)(\.@(key|value)|\.\*|\[\].*)?$`)

// readBack finds for each argument that is read back how it came to the cloud, and tells whether that is known of all:
// strictly, and with values that only the cloud makes.
func (ck *checks) readBack() (bool, bool) {
	ent, idx, schema, sets, params := ck.entity, ck.idx, ck.schema, ck.sets, ck.parameters
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
	toggles := ck.toggles()
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
				if ck.idReplies[r] {
					idRead = true
				}
				if ck.idReplies["name:"+lastSegment(r)] {
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
			case ck.idAttrs[k] || idRead:
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
				ck.add(kind + ":" + k)
			}
		}
		for _, k := range sortedKeys(join) {
			ck.join = append(ck.join, Member{k, join[k]})
		}
	} else {
		for _, l := range sets {
			if l.val.Kind == "unk" {
				cPract = false
				ck.add("unknown:" + pathWithoutIndices(l.attr))
			}
		}
		if len(sets) == 0 {
			cPract = false
			ck.add("no_sets")
		}
		cStrict = cPract
	}
	return cStrict, cPract
}

// toggles lists arguments that choose an action, such as those of enable and disable calls: "value>call".
func (ck *checks) toggles() map[string][]string {
	ent, idx, schema := ck.entity, ck.idx, ck.schema
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
	return toggles
}
