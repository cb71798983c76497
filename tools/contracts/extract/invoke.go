package main

import (
	"go/ast"
	"strings"
)

// invoke runs a function body abstractly.
func (in *Interpreter) invoke(fv *Function, a []*Value, recv *Value) *Value {
	if fv.Noop {
		return nilValue
	}
	for _, s := range in.stack {
		if s.Decl != nil && s.Decl == fv.Decl || s.Lit != nil && s.Lit == fv.Lit {
			return unknown("recursion")
		}
	}
	if len(in.stack) > 30 || in.over() {
		return unknown("depth")
	}
	var ft *ast.FuncType
	var body *ast.BlockStmt
	if fv.Decl != nil {
		ft, body = fv.Decl.Type, fv.Decl.Body
	} else {
		ft, body = fv.Lit.Type, fv.Lit.Body
	}
	if body == nil {
		return unknown("nobody")
	}
	sf, ss, sfr, nc := in.file, in.scope, in.frame, len(in.conditions)
	in.file = fv.File
	in.scope = &Scope{names: map[string]*Value{}, outer: fv.Scope}
	fr := &Frame{Func: fv, Base: nc}
	if fv.Decl != nil {
		fr.Declared = fr
	} else {
		fr.Declared = fv.Frame
		if fr.Declared != nil {
			fr.Declared = fr.Declared.Declared
		}
		if fr.Declared == nil {
			fr.Declared = fr
		}
	}
	in.frame = fr
	in.stack = append(in.stack, fv)
	if fv.Decl != nil && fv.Decl.Recv != nil && len(fv.Decl.Recv.List[0].Names) > 0 {
		r := recv
		if r == nil {
			r = in.newMap(receiverType(fv.Decl.Recv.List[0].Type))
		}
		in.define(fv.Decl.Recv.List[0].Names[0].Name, r)
	}
	i := 0
	for _, p := range ft.Params.List {
		names := p.Names
		if len(names) == 0 {
			i++
			continue
		}
		for _, n := range names {
			if _, ok := p.Type.(*ast.Ellipsis); ok {
				if i < len(a) && a[i].Kind == "spread" {
					in.define(n.Name, a[i].Args[0])
				} else {
					l := in.newList()
					l.List.Static = true
					for ; i < len(a); i++ {
						l.List.Elements = append(l.List.Elements, a[i])
					}
					in.define(n.Name, l)
				}
				continue
			}
			if i < len(a) {
				v := a[i]
				if v.Kind == "spread" {
					v = v.Args[0]
				}
				v = in.hintParameter(v, p.Type)
				in.define(n.Name, v)
			} else {
				in.define(n.Name, unknown("arg"))
			}
			i++
		}
	}
	nres := 0
	errLast := false
	if ft.Results != nil {
		for _, r := range ft.Results.List {
			if id, ok := r.Type.(*ast.Ident); ok && id.Name == "error" {
				errLast = true
			} else {
				errLast = false
			}
			if len(r.Names) == 0 {
				nres++
				continue
			}
			for _, n := range r.Names {
				in.define(n.Name, in.zero(r.Type))
				fr.ResultNames = append(fr.ResultNames, n.Name)
				nres++
			}
		}
	}
	ncalls := len(in.calls)
	in.block(body.List)
	in.conditions = in.conditions[:nc:nc]
	in.stack = in.stack[:len(in.stack)-1]
	in.file, in.scope, in.frame = sf, ss, sfr
	if nres == 0 {
		return nilValue
	}
	out := make([]*Value, nres)
	for _, r := range fr.Returns {
		for i := range out {
			if i < len(r) {
				if out[i] == nil {
					out[i] = r[i]
				} else if isBool(out[i]) && isBool(r[i]) {
					out[i] = mergeLoosely(out[i], r[i])
				} else {
					out[i] = union(out[i], r[i])
				}
			}
		}
	}
	for i := range out {
		if out[i] == nil {
			out[i] = nilValue
			if fr.ErrorReturns > 0 {
				out[i] = unknown("onlyerr")
			}
		}
	}
	if errLast {
		var c *Call
		if len(in.calls) > ncalls {
			c = in.calls[len(in.calls)-1]
			for i := len(in.calls) - 1; i >= ncalls; i-- {
				if !in.calls[i].InWait {
					c = in.calls[i]
					break
				}
			}
		}
		out[nres-1] = &Value{Kind: "err", Call: c}
	}
	if fv.Decl != nil && in.operation != nil && len(in.waits) == 0 && out[0].Kind != "err" && nres >= 2 && errLast && len(in.calls) > ncalls {
		hasReply := false
		walk(out[0], func(v *Value) {
			if v.Kind == "reply" {
				hasReply = true
			}
		})
		if hasReply {
			in.operation.Described = append(in.operation.Described, Description{fv.Name, out[0]})
		}
	}
	if nres == 1 {
		return out[0]
	}
	return tuple(out...)
}

// hintParameter applies the type of a parameter to an argument.
func (in *Interpreter) hintParameter(v *Value, t ast.Expr) *Value {
	if v.Kind == "attr" || v.Kind == "reply" {
		ts := typeText(t)
		if isMapHint(ts) || strings.Contains(ts, ".") && v.Kind == "reply" && v.Type == "" {
			return in.hint(v, t)
		}
	}
	return v
}

// doReturn ends a function; what an error is returned for says something of the call before.
func (in *Interpreter) doReturn(x *ast.ReturnStmt) {
	var vals []*Value
	if len(x.Results) == 1 {
		v := in.eval(x.Results[0])
		if v.Kind == "tuple" {
			vals = v.Args
		} else {
			vals = []*Value{v}
		}
	} else {
		for _, e := range x.Results {
			vals = append(vals, first(in.eval(e)))
		}
	}
	if len(x.Results) == 0 {
		for _, n := range in.frame.ResultNames {
			v, _ := in.lookup(n)
			vals = append(vals, v)
		}
	}
	fr := in.frame
	var last *Value
	if len(vals) > 0 {
		last = vals[len(vals)-1]
	}
	cs := in.conditions[min(fr.Base, len(in.conditions)):]
	if last != nil {
		if last.Kind == "nil" {
			// success: error codes that hold here are tolerated
			for _, c := range cs {
				in.tolerated(c)
			}
		}
		if n := len(in.waits); n > 0 && last.Kind == "err" && last.Flag && last.Text != "notfound" && (len(vals) == 3 || strings.HasPrefix(strings.ToLower(in.waits[n-1].Func), "waitfor")) {
			for _, c := range cs {
				for _, t := range conjuncts(c) {
					if t.Kind == "cmp" && t.Text == "==" {
						for _, o := range t.Args {
							if s, ok := o.sconst(); ok && s != "" {
								in.waits[n-1].Fail = append(in.waits[n-1].Fail, o)
							}
						}
					}
				}
			}
		}
		if last.Kind == "err" && last.Flag {
			in.recordFailure(cs, last.Text == "notfound")
		}
		if last.Kind == "err" && last.Flag && len(vals) > 1 && len(cs) > 0 {
			fr.ErrorReturns++
			return
		}
		if last.Kind == "err" && last.Flag && len(vals) == 1 && len(cs) > 0 {
			fr.ErrorReturns++
			fr.Returns = append(fr.Returns, vals)
			return
		}
	}
	for i := range vals {
		vals[i] = in.attachToReturned(vals[i], cs)
	}
	fr.Returns = append(fr.Returns, vals)
}

// attachToReturned attaches item filters on return.
func (in *Interpreter) attachToReturned(v *Value, cs []*Value) *Value {
	w := in.attach(v)
	if w != v || v == nil || v.Kind != "reply" || len(v.Filters) > 0 {
		return w
	}
	// existence checks on nested lists
	var fl []ItemFilter
	for _, c := range cs {
		for _, t := range conjuncts(c) {
			if t.Kind != "cmp" || t.Text != "==" {
				continue
			}
			a, b := withoutText(t.Args[0]), withoutText(t.Args[1])
			for _, p := range [][2]*Value{{a, b}, {b, a}} {
				r, o := p[0], p[1]
				if r.Kind == "reply" && r.Call == v.Call && strings.Contains(r.Text, "[]") && (o.Kind == "id" || o.Kind == "idpart" || o.Kind == "cat" || o.Kind == "attr") {
					fl = append(fl, ItemFilter{"/" + r.Text, o})
				}
			}
		}
	}
	if len(fl) == 0 {
		return v
	}
	return &Value{Kind: "reply", Call: v.Call, Text: v.Text, Type: v.Type, Filters: fl}
}

// tolerated notes codes that are not taken for failures.
func (in *Interpreter) tolerated(c *Value) {
	switch c.Kind {
	case "errin":
		if c.Call != nil {
			for _, a := range c.Args {
				if s, ok := a.sconst(); ok {
					c.Call.Accepted[s] = true
				}
			}
		}
	case "notfound":
		if c.Call != nil {
			c.Call.AcceptsNotFound = true
		}
	case "and", "or":
		for _, a := range c.Args {
			in.tolerated(a)
		}
	}
}

// codesOf lists the constant texts in a value.
func codesOf(v *Value) []*Value {
	var out []*Value
	walkDeep(v, func(x *Value) {
		if x.Kind == "const" {
			if _, ok := x.Const.(string); ok {
				out = append(out, x)
			}
		}
	}, map[int]bool{}, 0)
	return out
}

// recordNotFound records why a read counts as "not found".
func (in *Interpreter) recordNotFound(call *Call) {
	d := in.frame.Declared
	if d == nil {
		return
	}
	base := min(d.Base, len(in.conditions))
	cs := in.conditions[base:]
	var codes []string
	var cc *Call
	var whens []string
	nf := false
	for _, c := range cs {
		got := false
		walk(c, func(v *Value) {
			if v.Kind == "errin" {
				got = true
				for _, a := range v.Args {
					if s, ok := a.sconst(); ok {
						codes = append(codes, s)
					}
				}
				if v.Call != nil {
					cc = v.Call
				}
			}
			if v.Kind == "notfound" {
				got = true
				nf = true
				if v.Call != nil {
					cc = v.Call
				}
			}
		})
		if !got && !isTrivial(c) && !in.residuals[c] {
			s := conditionText(c)
			if s != "" && !isAboutErrors(c) {
				whens = append(whens, s)
			}
		}
	}
	if cc == nil {
		cc = call
	}
	if cc == nil && len(in.calls) > 0 {
		cc = in.calls[len(in.calls)-1]
	}
	if cc == nil {
		return
	}
	for _, c := range codes {
		cc.NotFound[c] = true
	}
	if len(codes) == 0 {
		w := "no_match"
		if nf {
			w = "not_found_error"
		} else if len(whens) > 0 {
			w = whens[len(whens)-1]
		}
		cc.NotFoundWhen[w] = true
	}
}

// isAboutErrors tells whether a condition asks what an error is.
func isAboutErrors(c *Value) bool {
	r := false
	walk(c, func(v *Value) {
		if v.Kind == "errin" || v.Kind == "needretry" || v.Kind == "notfound" {
			r = true
		}
	})
	return r
}
