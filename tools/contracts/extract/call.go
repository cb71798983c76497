package main

import (
	"go/ast"
	"strings"
)

// args evaluates arguments; a call with several results may be all of them.
func (in *Interpreter) args(x *ast.CallExpr) []*Value {
	var a []*Value
	for i, e := range x.Args {
		v := in.eval(e)
		if v.Kind == "tuple" && len(x.Args) == 1 {
			return v.Args
		}
		v = first(v)
		if x.Ellipsis.IsValid() && i == len(x.Args)-1 {
			a = append(a, &Value{Kind: "spread", Args: []*Value{v}})
			continue
		}
		a = append(a, v)
	}
	return a
}

// spreadless replaces `list...` by its elements.
func spreadless(a []*Value) []*Value {
	var o []*Value
	for _, v := range a {
		if v.Kind == "spread" {
			if v.Args[0].Kind == "list" {
				o = append(o, v.Args[0].List.Elements...)
			} else {
				o = append(o, v.Args[0])
			}
			continue
		}
		o = append(o, v)
	}
	return o
}

// callExpr evaluates a call, a conversion included.
func (in *Interpreter) callExpr(x *ast.CallExpr) *Value {
	in.steps++
	switch f := x.Fun.(type) {
	case *ast.ParenExpr:
		// conversion like (*T)(x)
		if len(x.Args) == 1 {
			return in.evalOne(x.Args[0])
		}
	case *ast.ArrayType, *ast.MapType, *ast.InterfaceType, *ast.StarExpr:
		if len(x.Args) == 1 {
			v := in.evalOne(x.Args[0])
			return v
		}
	case *ast.IndexExpr:
		// generic instantiation
		return in.callNamed(x, f.X)
	case *ast.FuncLit:
		fv := in.evalOne(f)
		return in.invoke(fv.Func, in.args(x), nil)
	}
	return in.callNamed(x, x.Fun)
}

// callNamed evaluates the call of a name: of a variable, a builtin, a function of the provider, of a package, or a method.
func (in *Interpreter) callNamed(x *ast.CallExpr, fun ast.Expr) *Value {
	switch f := fun.(type) {
	case *ast.Ident:
		if v, ok := in.lookup(f.Name); ok {
			a := in.args(x)
			return in.callValue(v, a)
		}
		switch f.Name {
		case "len", "cap":
			v := in.evalOne(x.Args[0])
			if v.Kind == "list" && v.List.Static {
				return intConst(int64(len(v.List.Elements)))
			}
			if s, ok := v.sconst(); ok {
				return intConst(int64(len(s)))
			}
			return &Value{Kind: "len", Args: []*Value{withoutText(v)}}
		case "append":
			return in.appendValue(in.args(x))
		case "make":
			switch t := x.Args[0].(type) {
			case *ast.MapType:
				return in.newMap("")
			case *ast.ArrayType:
				return in.newList()
			case *ast.Ident:
				if tt, ok := in.program.Types[t.Name]; ok {
					if _, ok := tt.(*ast.MapType); ok {
						return in.newMap("")
					}
				}
			}
			return in.newList()
		case "new":
			return in.zero(x.Args[0])
		case "panic", "close", "print", "println":
			return nilValue
		case "copy":
			a := in.args(x)
			if len(a) == 2 && a[0].Kind == "list" {
				a[0].List.Elements = append(a[0].List.Elements, a[1])
			}
			return nilValue
		case "delete":
			a := in.args(x)
			if len(a) == 2 && a[0].Kind == "map" {
				k := keyText(a[1])
				if len(in.suffix(a[0].Map.Base)) == 0 {
					var out []Entry
					for _, e := range a[0].Map.Entries {
						if e.Key != k {
							out = append(out, e)
						}
					}
					a[0].Map.Entries = out
				}
			}
			return nilValue
		case "string", "int", "int64", "int32", "float64", "bool", "byte", "uint", "float32", "uint64", "uint32", "any", "int8", "rune", "min", "max":
			if len(x.Args) > 0 {
				return in.evalOne(x.Args[0])
			}
			return unknown("conv")
		}
		if fv, ok := in.program.Funcs[f.Name]; ok {
			return in.callFunction(fv, in.args(x))
		}
		if _, ok := in.program.Types[f.Name]; ok && len(x.Args) == 1 {
			return in.evalOne(x.Args[0])
		}
		if g, ok := in.program.Globals[f.Name]; ok {
			v := in.global(f.Name, g)
			return in.callValue(v, in.args(x))
		}
		if len(x.Args) == 1 {
			return in.evalOne(x.Args[0])
		}
		return unknown("call:" + f.Name)
	case *ast.SelectorExpr:
		if id, ok := f.X.(*ast.Ident); ok {
			if p, ok := in.isPkg(id.Name); ok {
				return in.packageCall(id.Name, p, f.Sel.Name, in.args(x))
			}
		}
		recv := in.evalOne(f.X)
		return in.method(recv, f.Sel.Name, x)
	}
	v := in.evalOne(fun)
	return in.callValue(v, in.args(x))
}

// callValue calls a value that holds a function.
func (in *Interpreter) callValue(v *Value, a []*Value) *Value {
	switch v.Kind {
	case "func":
		if v.Func.Decl != nil && v.Func.Receiver == nil && v.Func.Decl.Recv == nil {
			return in.callFunction(v.Func, a)
		}
		return in.invoke(v.Func, a, v.Func.Receiver)
	case "union":
		var o []*Value
		for _, m := range v.Args {
			if m.Kind == "func" {
				o = append(o, first(in.callValue(m, a)))
			}
		}
		return union(o...)
	case "pkgfn":
		p := strings.SplitN(v.Text, ".", 2)
		return in.packageCall(p[0], v.Type, p[1], a)
	}
	in.runClosures(a)
	return unknown("callv")
}

// runClosures runs function literals among arguments whose callee is not known: the calls in them count.
func (in *Interpreter) runClosures(a []*Value) {
	for _, x := range a {
		if x != nil && x.Kind == "func" && x.Func.Lit != nil {
			var ps []*Value
			for _, f := range x.Func.Lit.Type.Params.List {
				n := len(f.Names)
				if n == 0 {
					n = 1
				}
				for i := 0; i < n; i++ {
					ps = append(ps, unknown("param"))
				}
			}
			in.invoke(x.Func, ps, nil)
		}
	}
}

// appendValue is the builtin append; elements of loops occur once.
func (in *Interpreter) appendValue(a []*Value) *Value {
	if len(a) == 0 {
		return in.newList()
	}
	base := a[0]
	var lists []*Value
	switch base.Kind {
	case "list":
		lists = []*Value{base}
	case "union":
		for _, m := range base.Args {
			if m.Kind == "list" {
				lists = append(lists, m)
			}
		}
	}
	var l *Value
	if len(lists) == 0 {
		l = in.newList()
		if base.Kind != "nil" && base.Kind != "unk" {
			l.List.Elements = append(l.List.Elements, spreadElem(in, base))
		}
		lists = []*Value{l}
	}
	for _, v := range a[1:] {
		if v.Kind == "spread" {
			v = spreadElem(in, v.Args[0])
		} else {
			v = in.attach(v)
		}
		for _, l := range lists {
			if len(in.frame.Loops) > 0 {
				l.List.Static = false
			}
			dup := false
			for _, e := range l.List.Elements {
				if e == v || identity(e) == identity(v) {
					dup = true
				}
			}
			if !dup && len(l.List.Elements) < 60 {
				for len(l.List.Conditions) < len(l.List.Elements) {
					l.List.Conditions = append(l.List.Conditions, nil)
				}
				l.List.Elements = append(l.List.Elements, v)
				l.List.Conditions = append(l.List.Conditions, in.suffix(l.List.Base))
			}
		}
		in.recordClientFilter(v)
	}
	if len(lists) == 1 {
		return lists[0]
	}
	return union(lists...)
}

// spreadElem is what an element of the list may be.
func spreadElem(in *Interpreter, v *Value) *Value {
	if v.Kind == "list" {
		if len(v.List.Elements) == 0 {
			return nilValue
		}
		return union(v.List.Elements...)
	}
	_, e := in.rangeElem(v)
	return e
}
