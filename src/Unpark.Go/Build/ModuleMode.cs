namespace Unpark.Go.Build;

/// <summary>Whether import paths are resolved through modules: the setting GO111MODULE.</summary>
public enum ModuleMode
{
    /// <summary>
    /// Through modules where there is a go.mod or go.work file, through GOPATH elsewhere. Go itself insists on modules
    /// when nothing is set and then finds no package at all outside of a module, where this finds what is there.
    /// </summary>
    Auto,

    /// <summary>Through modules.</summary>
    On,

    /// <summary>Through GOPATH.</summary>
    Off,
}
