package correct

var cmds = map[string]func(){}

func register(name string, f func()) { cmds[name] = f }
