package main

import (
	"go/ast"
	"go/token"
)

// block runs statements in a scope of their own.
func (in *Interpreter) block(list []ast.Stmt) outcome {
	nb := len(in.conditions)
	sc := in.scope
	in.scope = &Scope{names: map[string]*Value{}, outer: sc}
	t := continues
	for _, s := range list {
		t = in.stmt(s)
		if t != continues {
			break
		}
	}
	in.conditions = in.conditions[:nb]
	in.scope = sc
	return t
}

func (in *Interpreter) over() bool { return in.steps > stepBudget }

// stmt runs a statement.
func (in *Interpreter) stmt(s ast.Stmt) outcome {
	in.steps++
	if in.over() {
		if in.operation != nil {
			in.operation.Truncated = true
		}
		return returns
	}
	switch x := s.(type) {
	case *ast.ExprStmt:
		in.eval(x.X)
	case *ast.AssignStmt:
		in.assignStmt(x)
	case *ast.DeclStmt:
		if g, ok := x.Decl.(*ast.GenDecl); ok {
			for _, sp := range g.Specs {
				if vs, ok := sp.(*ast.ValueSpec); ok {
					if len(vs.Values) == 1 && len(vs.Names) > 1 {
						in.bindMulti(in.eval(vs.Values[0]), identExprs(vs.Names), true)
						continue
					}
					for i, n := range vs.Names {
						if i < len(vs.Values) {
							in.define(n.Name, in.eval(vs.Values[i]))
						} else {
							in.define(n.Name, in.zero(vs.Type))
						}
					}
				}
			}
		}
	case *ast.ReturnStmt:
		in.doReturn(x)
		return returns
	case *ast.IfStmt:
		return in.ifStmt(x)
	case *ast.BlockStmt:
		return in.block(x.List)
	case *ast.ForStmt:
		return in.forStmt(x)
	case *ast.RangeStmt:
		return in.rangeStmt(x)
	case *ast.SwitchStmt:
		return in.switchStmt(x)
	case *ast.TypeSwitchStmt:
		return in.typeSwitch(x)
	case *ast.BranchStmt:
		if x.Tok == token.BREAK || x.Tok == token.CONTINUE {
			if x.Tok == token.CONTINUE {
				in.recordClientFilter(nil)
			}
			if n := len(in.frame.Loops); n > 0 {
				lc := in.frame.Loops[n-1]
				if len(lc.snapshots) < 12 {
					lc.snapshots = append(lc.snapshots, in.snapshot())
				}
			}
			if x.Tok == token.BREAK {
				return breaks
			}
			return continuesLoop
		}
	case *ast.IncDecStmt:
		v := in.eval(x.X)
		if n, ok := v.iconst(); ok && len(in.frame.Loops) == 0 {
			d := int64(1)
			if x.Tok == token.DEC {
				d = -1
			}
			in.assignTo(x.X, intConst(n+d))
		} else {
			in.assignTo(x.X, &Value{Kind: "idx"})
		}
	case *ast.DeferStmt:
		in.eval(x.Call)
	case *ast.GoStmt:
		in.eval(x.Call)
	case *ast.LabeledStmt:
		return in.stmt(x.Stmt)
	case *ast.SendStmt, *ast.EmptyStmt:
	case *ast.SelectStmt:
		for _, c := range x.Body.List {
			if cc, ok := c.(*ast.CommClause); ok {
				in.block(cc.Body)
			}
		}
	}
	return continues
}

func identExprs(ns []*ast.Ident) []ast.Expr {
	var o []ast.Expr
	for _, n := range ns {
		o = append(o, n)
	}
	return o
}

// ifStmt runs both branches and merges what they did.
func (in *Interpreter) ifStmt(x *ast.IfStmt) outcome {
	in.push()
	defer in.pop()
	if x.Init != nil {
		in.stmt(x.Init)
	}
	c := in.boolOf(in.eval(x.Cond))
	if b, ok := c.Const.(bool); ok && c.Kind == "const" {
		if b {
			return in.block(x.Body.List)
		}
		if x.Else != nil {
			return in.stmt(x.Else)
		}
		return continues
	}
	snap := in.snapshot()
	nb := len(in.conditions)
	in.conditions = append(in.conditions[:nb:nb], c)
	t1 := in.block(x.Body.List)
	in.conditions = in.conditions[:nb:nb]
	envA := in.snapshot()
	in.restore(snap)
	nc := not(c)
	t2 := continues
	if x.Else != nil {
		in.conditions = append(in.conditions[:nb:nb], nc)
		t2 = in.stmt(x.Else)
		in.conditions = in.conditions[:nb:nb]
	}
	if t1 != continues && t2 == continues && t1 == returns {
		in.ignoredByNegation(c)
	}
	switch {
	case t1 != continues && t2 != continues:
		if t1 == returns && t2 == returns {
			return returns
		}
		if t1 == returns {
			return t2
		}
		return t1
	case t1 != continues:
		if !isTrivial(nc) && !saysSuccess(nc) {
			in.conditions = append(in.conditions[:nb:nb], in.residual(nc))
		}
	case t2 != continues:
		in.restore(envA)
		if !isTrivial(c) {
			in.conditions = append(in.conditions[:nb:nb], in.residual(c))
		}
	default:
		in.merge(envA, c, false)
	}
	return continues
}

// ignoredByNegation: "if !IsExpectedErrors(err, codes) { return err }" means these codes are not an error.
func (in *Interpreter) ignoredByNegation(c *Value) {
	var f func(v *Value, neg bool)
	f = func(v *Value, neg bool) {
		switch v.Kind {
		case "not":
			f(v.Args[0], !neg)
		case "and", "or":
			for _, a := range v.Args {
				f(a, neg)
			}
		case "errin":
			if neg && v.Call != nil {
				for _, a := range v.Args {
					if s, ok := a.sconst(); ok {
						v.Call.Accepted[s] = true
					}
				}
			}
		case "notfound":
			if neg && v.Call != nil {
				v.Call.AcceptsNotFound = true
			}
		}
	}
	f(c, false)
}

// residual marks a condition that holds because an earlier branch has left.
func (in *Interpreter) residual(c *Value) *Value {
	d := *c
	d.identity = ""
	if in.residuals == nil {
		in.residuals = map[*Value]bool{}
	}
	in.residuals[&d] = true
	return &d
}
